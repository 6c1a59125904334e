"""Common work as tests need it: a partnership with four members, one of them from the state."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.common.community import today
from kinwork.system.common_work import actions
from kinwork.system.common_work.models import (
    Change,
    CheckRound,
    Convening,
    Funding,
    HelpPlan,
    HelpRequest,
    StrategyReview,
    Support,
)
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.partnerships.tests import scenes as joined

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=20)


def day(cast) -> date:
    """Today, as the community counts: DAY, unless the cast lives at another time."""
    return today(cast.community, cast.at)


def later(cast) -> date:
    return day(cast) + timedelta(days=20)


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(by=by, at=at, **said)


def together(cast, name: str = "Saguaro Wash Together") -> Partnership:
    """The backbone, the clinic and the library of the county, a program of the state."""
    row = joined.started(cast, name)
    for key in ("backbone", "clinic", "library"):
        joined.member(cast, row, key)
    above = {"kind": "program", "name": "State office for young children", "level": "state"}
    joined.do(cast, "admit", partnership=row, starts=day(cast), **above)
    return row


def member(cast, row: Partnership, key: str = "clinic") -> Member:
    with acting_as(cast.dana, now=cast.at):
        if key == "state":
            return row.members.get(level="state")
        return row.members.get(agency=cast.agencies[key])


def reviewed(cast, row: Partnership, strategy: str = "processes", **more: Any) -> StrategyReview:
    told = {"adopted": True, "since": day(cast), "intensity": "some", **more}
    at = told.pop("at", None)
    return do(cast, "review_strategy", at=at, partnership=row, strategy=strategy, **told)


def changed(cast, row: Partnership, said_words: str = "One form for all.", **more: Any) -> Change:
    told = {
        "kind": "practice",
        "whom": "Families who ask for child care",
        "since": day(cast),
        **more,
    }
    return do(cast, "note_change", partnership=row, said_words=said_words, **told)


def asked(cast, row: Partnership, **more: Any) -> Support:
    told = {"kind": "policy", "said_words": "A letter that lets us share a form.", **more}
    told = {
        "asked_on": day(cast),
        "due_on": later(cast),
        "member": member(cast, row, "state"),
        **told,
    }
    return do(cast, "note_support", partnership=row, **told)


def answered(cast, one: Support, came: str = "given", **more: Any) -> Support:
    told = {"on": day(cast), "by_whom": "Office of the director", "answer": "In writing.", **more}
    return do(cast, "answer_support", support=one, came=came, **told)


def considered(cast, row: Partnership, **more: Any) -> Funding:
    told = {"funder": "State office", "name": "Early start fund", "deadline": later(cast), **more}
    return do(cast, "consider_funding", partnership=row, **{"amount": Decimal("250000"), **told})


def funded(cast, row: Partnership, state: str, **more: Any) -> Funding:
    """An opportunity that stands in this state."""
    one = considered(cast, row, **more)
    if state == "considering":
        return one
    if state == "withdrawn":
        return do(cast, "withdraw_funding", funding=one, note="Too small.")
    with_it = [member(cast, row, "library")]
    applicant = member(cast, row)
    one = do(cast, "prepare_funding", funding=one, applicant=applicant, partners=with_it)
    if state == "applying":
        return one
    one = do(cast, "apply_funding", funding=one, on=day(cast))
    if state == "applied":
        return one
    told = {"awarded": Decimal("200000.50")} if state == "awarded" else {}
    return do(
        cast, "answer_funding", funding=one, came=state, on=day(cast), note="By letter.", **told
    )


def rated(cast, row: Partnership, on: date | None = None, **steps: str) -> CheckRound:
    steps = steps or {"results": "working", "data_use": "missing", "guide_vision": "strong"}
    told = {item: (step, "Seen at the spring meeting") for item, step in steps.items()}
    return do(cast, "rate", partnership=row, on=on or day(cast), who="Steering group", steps=told)


def planned(cast, row: Partnership, **more: Any) -> HelpPlan:
    told = {"item": "data_use", "need": "Reading our numbers", "helper": "State college", **more}
    return do(cast, "plan_help", partnership=row, **{"due_on": later(cast), **told})


def convened(cast, row: Partnership, **more: Any) -> Convening:
    told = {
        "kind": "training",
        "name": "One door",
        "topics": "Warm handoffs",
        "on": day(cast),
        **more,
    }
    return do(cast, "convene", partnership=row, **{"host": member(cast, row, "library"), **told})


def helped(cast, row: Partnership, **more: Any) -> HelpRequest:
    told = {"question": "How do we count families once?", "asked_on": day(cast), **more}
    return do(cast, "ask_help", partnership=row, **{"member": member(cast, row), **told})


def everything_of(cast, row: Partnership) -> dict[str, Any]:
    """One of each, for pages that show all of it."""
    made = {
        "review": reviewed(cast, row, next_step="The same form at the clinic", next_on=later(cast)),
        "change": changed(cast, row, strategy="processes", decision="Vote of March"),
        "ended": do(
            cast,
            "end_change",
            change=changed(cast, row, "Old rule."),
            ends=day(cast),
            why="Replaced.",
        ),
        "support": asked(cast, row),
        "given": answered(cast, asked(cast, row, kind="connecting"), enabled="A meeting."),
        "funding": [
            funded(cast, row, state)
            for state in ("considering", "applying", "applied", "awarded", "withdrawn")
        ],
        "first": rated(
            cast, row, day(cast) - timedelta(days=200), results="begun", data_use="begun"
        ),
        "round": rated(cast, row),
        "plan": planned(cast, row),
        "event": convened(cast, row),
        "ahead": convened(cast, row, on=later(cast), name="Summer day"),
        "question": helped(cast, row, due_on=later(cast)),
    }
    do(cast, "count_people", convening=made["event"], people={member(cast, row): 7})
    over = helped(cast, row, question="Who pays for the interpreter?")
    told = {"answered_by": "State office", "answer": "The plan does.", "on": day(cast)}
    do(cast, "answer_help", request=over, **told)
    return made
