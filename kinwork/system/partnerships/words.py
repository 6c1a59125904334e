"""Words of partnerships, the template of a charter, and what is missing."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kinwork.system.partnerships.rules import TEXTS

LEVEL_WORDS = {
    "neighborhood": _("Neighborhood"),
    "county": _("County"),
    "region": _("Region"),
    "state": _("State"),
    "tribal": _("Tribal nation"),
    "federal": _("Federal"),
}
MEMBER_WORDS = {
    "agency": _("Agency"),
    "program": _("Program"),
    "family group": _("Group of families"),
}
SEAT_WORDS = {
    "member": _("A member's seat"),
    "resident": _("A resident's seat"),
    "caregiver": _("A parent's or caregiver's seat"),
}
PLACE_WORDS = {"representative": _("Representative"), "alternate": _("Alternate")}
QUESTION_WORDS = {
    "whom": _("Whom do we serve?"),
    "better_off": _("How will they be better off?"),
    "together": _("How can our services work better together for that?"),
    "mix": _("Which mix of services does it take, and how are they best connected?"),
}
KIND_WORDS = {
    "indicator": _("An indicator: how the whole population is"),
    "reach": _("Reach: how many a service serves"),
    "quality": _("Quality: how well a service is given"),
    "difference": _("Difference for families: whether those served are better off"),
}
BETTER_WORDS = {"up": _("Higher is better"), "down": _("Lower is better")}
STATE_WORDS = {
    "draft": (_("Being written"), "waiting"),
    "adopted": (_("In force"), "good"),
    "replaced": (_("Replaced by a new version"), "quiet"),
}
FREQUENCY_WORDS = {
    "every month": _("Every month"),
    "every two months": _("Every two months"),
    "every three months": _("Every three months"),
    "twice a year": _("Twice a year"),
}
WAY_WORDS = {
    "in person": _("In person"),
    "phone": _("By phone"),
    "online": _("Online"),
    "proxy": _("By proxy"),
}
MINUTES_WORDS = {
    "members": _("Members of the partnership"),
    "everybody": _("Everybody, without signing in"),
}
RATINGS_WORDS = {
    "named": _("With names: members read what each organization said of the others"),
    "anonymous": _("Without names: members read counts of all answers"),
}
QUORUM_WORDS = {
    "majority": _("More than half of the filled seats"),
    "half": _("At least half of the filled seats"),
    "two thirds": _("At least two thirds of the filled seats"),
}
RULE_WORDS = {
    "majority": _("Majority"),
    "two thirds": _("Two thirds"),
    "consensus": _("Consensus: nobody says no"),
    "consent": _("Consent: nobody objects"),
}
BASE_WORDS = {
    "members": _("of all filled seats"),
    "present": _("of the seats that are there"),
    "cast": _("of the votes for and against"),
}
VOICE_WORDS = {
    "yes": _("Yes"),
    "no": _("No"),
    "abstain": _("Abstains"),
    "object": _("Objects"),
}
OUTCOME_WORDS = {
    "adopted": (_("Adopted"), "good"),
    "rejected": (_("Not adopted"), "stopped"),
    "impasse": (_("Stopped by an objection"), "late"),
    "without quorum": (_("Too few seats were there"), "late"),
}
COMMITMENT_WORDS = {
    "working_together": _("Working together"),
    "time": _("Time"),
    "resources": _("Resources of our organization"),
    "respect": _("Respect for partners and families"),
    "outcomes": _("Defining outcomes and working toward them"),
}
# A charter's fields: what they are called, and what belongs there.
TEXT_WORDS = {
    "vision": (_("Shared vision"), _("What we want for children and families here.")),
    "goals": (_("Common goals"), _("What we will reach together, and by when.")),
    "structure": (_("Governance structure"), _("Who leads, which groups there are, who decides.")),
    "agendas": (_("Agendas"), _("Who sets them, and how anybody adds to them.")),
    "attendance": (_("Attendance"), _("Who comes, who stands in, what follows from missing.")),
    "impasse": (_("When we cannot decide"), _("What happens then, step by step.")),
    "communicating": (_("Telling what was decided"), _("Who tells whom, and in which way.")),
    "accountability": (_("Accountability"), _("How we see whether promises were kept.")),
    "assessing": (
        _("Assessing progress and outcomes"),
        _("Which numbers we look at together, and how often."),
    ),
    "stipends": (_("Stipends"), _("What residents and caregivers get for their time and costs.")),
}
MISSING = {
    "whom": _("Nobody has said yet whom the partnership serves."),
    "better_off": _("Nobody has said yet how they will be better off."),
    "together": _("Nobody has said yet how services can work better together for that."),
    "mix": _("Nobody has said yet which mix of services it takes."),
    "result": _("There is no result yet: say what should be true for children and families."),
    "agreed": _("No result has been agreed on yet."),
    "baseline": _("No agreed result has an indicator with its baseline: where it stands today."),
    "members": _("A partnership has two members or more."),
    "seat": _("%(name)s has nobody on a seat."),
    "authority": _("It is not written down what lets the representative of %(name)s commit it."),
    "charter": _("No charter is being written."),
    "family_share": _(
        "Fewer seats of residents and caregivers are filled than the charter asks for."
    ),
    "working_together": _("%(name)s has not said how it will work together."),
    "time": _("%(name)s has not said how much time it gives."),
    "resources": _("%(name)s has not said which resources it gives."),
    "respect": _("%(name)s has not said how it will engage partners with respect."),
    "outcomes": _("%(name)s has not said which outcomes it works toward."),
    **{name: _("The charter does not say it yet: %(field)s.") for name in TEXTS},
}
WRONG_VOICE = {
    "away": _("A seat that was not there has no voice."),
    "recused": _("Who declared a conflict of interest has no voice on this."),
    "reason": _("An objection says why."),
}


def told(lacks: Iterable[tuple[str, str]]) -> list[str]:
    """What is missing, one sentence each."""
    found = []
    for key, name in lacks:
        field = TEXT_WORDS[key][0] if key in TEXTS else ""
        found.append(str(MISSING[key]) % {"name": name, "field": field})
    return found


def still_missing(lacks: list[tuple[str, str]]) -> str:
    sentences = told(lacks)
    more = len(sentences) - 3
    said = " ".join(sentences[:3])
    if more > 0:
        said += " " + gettext("And %(more)s more.") % {"more": more}
    return said


def template() -> dict[str, Any]:
    """A first charter in plain words, in the language of who writes it; all of it is to be changed."""
    return {
        "vision": gettext("Every child here grows up healthy, safe and ready for school."),
        "goals": "",
        "structure": gettext(
            "All seats together decide. They choose a chair and a vice chair for a year. One agency,"
            " the backbone, prepares meetings and keeps the papers."
        ),
        "meets": "every month",
        "agendas": gettext(
            "The chair and the backbone write the agenda. Every seat may add to it until it is sent."
        ),
        "agenda_days": 7,
        "attendance": gettext(
            "Each seat is there or sends its alternate. Whoever misses more than the charter allows"
            " is asked by the chair what would help them come."
        ),
        "absences": 3,
        "ways": ["in person", "phone", "online"],
        "quorum": "majority",
        "rule": "majority",
        "base": "present",
        "impasse": gettext(
            "We name what is in dispute, two members who are not part of it help to find a way, and"
            " we decide at the next meeting. If that fails, the matter rests for three months."
        ),
        "communicating": gettext(
            "The backbone sends every member what was decided, who does what, and by when."
        ),
        "results_days": 7,
        "minutes_for": "members",
        "ratings": "named",
        "accountability": gettext(
            "Each meeting begins with what was promised: done, not yet, or changed, and why."
        ),
        "assessing": gettext(
            "Twice a year we look at our indicators together and ask what to keep and what to change."
        ),
        "family_share": 20,
        "stipends": gettext(
            "Residents and caregivers are paid for their time and what child care and the way cost."
        ),
    }


def sentences(said: Any) -> dict[str, tuple[Any, str]]:
    """What a charter says in figures and choices, as sentences: key -> (head, sentence)."""
    ways = ", ".join(str(WAY_WORDS[one]) for one in said.ways)
    base = str(BASE_WORDS[said.base]) if said.rule in ("majority", "two thirds") else ""
    decides = f"{RULE_WORDS[said.rule]} {base}".strip()
    return {
        "meets": (gettext("How often it meets"), str(FREQUENCY_WORDS[said.meets])),
        "attendance": (
            gettext("Absences and agendas"),
            gettext(
                "A seat may miss %(absences)s meetings in a year. The agenda is sent %(days)s days"
                " before. These ways of being there count: %(ways)s."
            )
            % {"absences": said.absences, "days": said.agenda_days, "ways": ways},
        ),
        "seats": (
            gettext("Residents and caregivers"),
            gettext("At least %(share)s percent of the filled seats are theirs.")
            % {"share": said.family_share},
        ),
        "deciding": (
            gettext("Decision process"),
            gettext("Quorum: %(quorum)s. Decided by: %(rule)s.")
            % {"quorum": str(QUORUM_WORDS[said.quorum]).lower(), "rule": decides.lower()},
        ),
        "results": (
            gettext("When everybody is told"),
            gettext("Within %(days)s days after the meeting. Minutes are for: %(whom)s.")
            % {
                "days": said.results_days,
                "whom": str(MINUTES_WORDS[said.minutes_for]).lower(),
            },
        ),
        "ratings": (
            gettext("When members say how closely they work together"),
            str(RATINGS_WORDS[said.ratings]),
        ),
    }
