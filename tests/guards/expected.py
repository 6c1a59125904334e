"""Where whoever may see a word meets it, and the words that stand on no page of theirs, each for a
reason. What may be seen is said by the reference (foretold.py); this only says where to look.
"""

from typing import NamedTuple

from tests.guards.canaries import PEOPLE, STATES, Family

# The pages on which everything that somebody may see can be met.
PROOFS = (
    "ours/story/",
    "ours/timeline/",
    "ours/copy/",
    "ours/who/<uuid:consent>/receipt/file/",
    "contact/mine/",
    "dates/<uuid:referral>/",
    "referrals/<uuid:referral>/",
    "papers/<uuid:document>/",
    "start/desk/<uuid:draft_id>/",
    "start/desk/<uuid:draft_id>/languages/",
    "households/<uuid:household>/",
    "households/<uuid:household>/authority/",
    "households/<uuid:household>/protect/",
    "emergencies/<uuid:glass>/",
    "desk/same/",
    "desk/handed/<uuid:handover>/",
    "texts/",
    "texts/<uuid:phrase>/",
    "retention/",
    "audit/odd/<uuid:view>/",
    "households/<uuid:household>/plan/",
    "households/<uuid:household>/plan/story/",
    "households/<uuid:household>/plan/goals/<uuid:goal>/",
    "ours/plan/",
    "ours/plan/story/",
    "ours/plan/goals/<uuid:goal>/",
    "care-team/<uuid:household>/",
    "ours/team/",
    "conferences/<uuid:conference>/",
    "ours/conferences/<uuid:conference>/",
    "children/<uuid:household>/<uuid:child>/",
    "ours/child/<uuid:child>/",
)
FAMILY = frozenset({"rosa", "marta", "carlos", "other mother"})
STAFF = frozenset(PEOPLE) - FAMILY
ALL = frozenset(PEOPLE)
RECORDERS = frozenset({"ana", "sue"})  # of the agency that wrote the family down


class NoPage(NamedTuple):
    """Words that these people may read and no page of theirs shows, in these states."""

    who: frozenset[str]
    why: str
    states: frozenset[str] = frozenset(STATES)


# What ends the clinic's part: its referrals are closed, and their dates with them.
CLOSED = frozenset({"ended", "refused", "blocked"})

NO_PAGE = {
    "how things stand": NoPage(
        ALL - {"ben", "bill", "bea"}, "while the lead is offered, whoever is asked reads it"
    ),
    "mark": NoPage(FAMILY, "a worker's note on a child's date is shown at the desk"),
    "branch": NoPage(ALL, "the branch of a home is a code by which the rule tells parents apart"),
    "outside": NoPage(ALL, "another system's id, kept for exchange"),
    "over": NoPage(ALL, "protections, holders and dates that are over stand on no page"),
    "records": NoPage(
        STAFF | {"carlos"}, "which records a written yes names: on the giver's own receipt"
    ),
    "given up": NoPage(ALL, "a message that was given up is on no desk any more"),
    "offered": NoPage(STAFF, "an offer is read by the family; the office wrote it"),
    "offered to the family": NoPage(FAMILY, "an offer ends with its referral", CLOSED),
    "date": NoPage(ALL, "a date ends with its referral", CLOSED),
    "linked": NoPage(ALL, "why two records were one is not shown once they are two again"),
    "unlinked": NoPage(ALL - {"sue"}, "two records of one person are compared by a supervisor"),
    "said": NoPage(
        STAFF | {"carlos"}, "who heard a yes, and where its paper lies: on the giver's own receipt"
    ),
    "standing": NoPage(ALL - RECORDERS, "who decides besides is a page of who wrote it down"),
    "hours": NoPage(FAMILY, "the page of how to reach them shows the address alone"),
    "phrase": NoPage(
        ALL - {"bea"}, "a ready text is a choice while answering; its list a supervisor's"
    ),
    "spanish": NoPage(ALL - {"bea"}, "a ready text is shown in the language of the page"),
}


def must_meet(family: Family, name: str, state: str, allowed: set[str]) -> set[str]:
    """What may be met, without what has no page."""
    return {word for word in allowed if not _no_page(family.name_of(word), name, state)}


def _no_page(words: str, name: str, state: str) -> bool:
    lines = [line for key, line in NO_PAGE.items() if key.split(" to ")[0] == words]
    return any(name in line.who and state in line.states for line in lines)
