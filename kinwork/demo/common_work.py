"""A year of the county's common work: strategies looked at twice, changes, a state office that is late,
three fundings, two rounds of a self-check, trainings; some of it overdue."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from kinwork.demo import partners
from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.system.common_work import actions
from kinwork.system.partnerships.models import Member, Partnership

AFTER = 80  # days from the start: the charter is in force by then
STRATEGIES = {
    "mission": (True, "all", "The charter, signed by all members", "", 0),
    "rules": (False, "", "", "Lay the enrollment calendars side by side", 120),
    "resources": (True, "tried", "A nurse of the clinic works at the library", "", 0),
    "processes": (True, "some", "One form at four agencies", "The same form at Head Start", 90),
    "followup": (True, "most", "Outcomes are written down for nine of ten requests", "", 0),
    "data": (True, "some", "Two shared indicators", "A meeting about the numbers", 60),
    "relationships": (True, "most", "A meeting every two months", "", 0),
}
FIRST = {
    **{"results": "begun", "data_use": "missing", "alliances": "working", "several_funds": "begun"},
    **{"resident_voice": "begun", "public_will": "missing", "some_coordination": "working"},
    **{"barriers": "begun", "guide_vision": "working", "shared_measures": "missing"},
}
SECOND = FIRST | {
    **{"results": "working", "data_use": "begun", "resident_voice": "working"},
    **{"barriers": "working", "systems_history": "working", "shared_measures": "begun"},
    **{"support_activities": "strong", "mobilize_funding": "begun"},
}
LETTER = "A letter that four county agencies may use one form in place of the state's"


def bring(world: World) -> None:
    world.tell(world.at + timedelta(days=AFTER), _story(world))
    world.tell(world.end - timedelta(days=40), _late(world))


def _story(world: World) -> Story:
    row, who = partners.known(world)
    _strategies(world, row, {})
    _rate(world, row, FIRST)
    _do(world, actions.plan_help, partnership=row, item="data_use", helper="Community college",
        need="How to read our own numbers", due_on=_in(world, 90))  # fmt: skip
    _event(world, row, who["unitedway"], "convening", "Spring convening", "What the charter asks")
    letter = _do(world, actions.note_support, partnership=row, member=who["state"], kind="policy",
                 said_words=LETTER, asked_on=world.today, due_on=_in(world, 45))  # fmt: skip
    small = _consider(world, row, "Regional foundation", "Books and first words", 40_000, 60)
    yield world.at + timedelta(days=30)
    day = _event(world, row, who["library"], "training", "One door, warm handoffs",
                 "How to walk a family to the next door; who answers when")  # fmt: skip
    came = {who["library"]: 6, who["clinic"]: 9, who["headstart"]: 11, who["wic"]: 4}
    _do(world, actions.count_people, convening=day, people=came)
    _do(world, actions.answer_support, support=letter, came="given", on=world.today,
        by_whom="Director's office", answer="For two years, for families with small children.",
        enabled="One form at the clinic, WIC, the library and First Steps.")  # fmt: skip
    _do(world, actions.note_change, partnership=row, kind="practice", strategy="processes",
        said_words="A family fills in one form for four agencies.", since=world.today,
        whom="Families with children under six", evidence="The form is in use since today",
        decision="Vote of the partnership on its intake")  # fmt: skip
    with_it = [who["library"], who["schools"]]
    small = _do(world, actions.prepare_funding, funding=small, applicant=who["unitedway"],
                partners=with_it, note="The library writes, United Way signs.")  # fmt: skip
    yield world.at + timedelta(days=25)
    small = _do(world, actions.apply_funding, funding=small, on=world.today)
    question = _do(world, actions.ask_help, partnership=row, member=who["foodbank"],
                   question="May we see whether a family came, if it said yes on paper?",
                   asked_on=world.today, due_on=_in(world, 21))  # fmt: skip
    yield world.at + timedelta(days=14)
    _do(world, actions.answer_help, request=question, on=world.today, answered_by="United Way",
        answer="Yes, when the paper names you and is on file; the page says so.")  # fmt: skip
    yield world.at + timedelta(days=50)
    _do(world, actions.answer_funding, funding=small, came="awarded", on=world.today,
        note="For one year, with a report in the fall.", awarded=Decimal("32500"))  # fmt: skip
    _do(world, actions.note_change, partnership=row, kind="program", strategy="resources",
        said_words="A nurse of the clinic works at the library on Wednesdays.",
        whom="Families in the north of the county", since=world.today,
        evidence="Between eight and fourteen visits a week")  # fmt: skip
    yield world.at + timedelta(days=120)
    _strategies(world, row, {"processes": "most", "data": "most"})
    _rate(world, row, SECOND)


def _late(world: World) -> Story:
    """What waits at the end: an answer that is late, deadlines near and over, help that is overdue."""
    row, who = partners.known(world)
    _do(world, actions.note_support, partnership=row, member=who["state"], kind="resources",
        said_words="A person of the state office at our meetings about the numbers",
        asked_on=world.today, due_on=_in(world, 21))  # fmt: skip
    _do(world, actions.plan_help, partnership=row, item="shared_measures", helper="State office",
        need="Choosing three measures that all members count alike", due_on=_in(world, 30))  # fmt: skip
    near = _consider(
        world, row, "State office for early childhood", "Coordination grant", 250_000, 55
    )
    _do(world, actions.prepare_funding, funding=near, applicant=who["unitedway"],
        partners=[who["clinic"], who["headstart"], who["library"]])  # fmt: skip
    _consider(world, row, "Federal office of Head Start", "Partnership supplement", 600_000, 130)
    _do(world, actions.ask_help, partnership=row, member=who["shelter"], asked_on=world.today,
        question="Who pays an interpreter at a handoff?", due_on=_in(world, 21))  # fmt: skip
    _event(world, row, who["headstart"], "networking", "Who is who in the county",
           "Five minutes from each agency, then coffee")  # fmt: skip
    return
    yield


def _strategies(world: World, row: Partnership, now: dict[str, str]) -> None:
    for key, (adopted, intensity, evidence, step, days) in STRATEGIES.items():
        told: dict[str, Any] = {"adopted": adopted, "evidence": evidence, "next_step": step}
        if adopted:
            told |= {"since": world.today, "intensity": now.get(key, intensity)}
        if step:
            told["next_on"] = _in(world, days)
        _do(world, actions.review_strategy, partnership=row, strategy=key, **told)


def _rate(world: World, row: Partnership, steps: dict[str, str]) -> None:
    told = {item: (step, "") for item, step in steps.items()}
    who = "Chair, backbone, three members and two parents"
    _do(world, actions.rate, partnership=row, on=world.today, who=who, steps=told)


def _consider(
    world: World, row: Partnership, funder: str, name: str, amount: int, days: int
) -> Any:
    told = {"funder": funder, "name": name, "amount": Decimal(amount), "deadline": _in(world, days)}
    return _do(world, actions.consider_funding, partnership=row, **told)


def _event(world: World, row: Partnership, host: Member, kind: str, name: str, topics: str) -> Any:
    told = {"kind": kind, "name": name, "topics": topics, "on": world.today, "host": host}
    return _do(world, actions.convene, partnership=row, **told)


def _in(world: World, days: int) -> Any:
    return world.today + timedelta(days=days)


def _do(world: World, action: Callable, **said: Any) -> Any:
    return world.do(world.actors["dana"], action, **said)
