"""The evaluator looks at how others coordinate: five invented approaches, each at another stage, one of
them coded twice; a research project; and the lead answers which model the county's partnership is."""

from datetime import timedelta
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.demo import partners
from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.library.approaches import scheme
from kinwork.system.approaches import actions
from kinwork.system.approaches.actions import About, Entry, Judged
from kinwork.system.approaches.models import Approach, Verification

BEFORE = 120  # days before the end of the story
SOURCE = "Invented web page of the approach"
HUB = ("no_wrong_door", "co_location", "lead_agency_convenes")
FIRST, SECOND = "eve", "dana"


def bring(world: World) -> None:
    world.tell(world.end - timedelta(days=BEFORE), _registry(world))
    world.tell(world.end - timedelta(days=60), _own(world))


def _registry(world: World) -> Story:
    _found(world, "Approach 01", "state")
    small = _found(world, "Approach 02", "local")
    _do(world, actions.judge, approach=small, meets=False, why="One program alone.")
    waiting = _profiled(world, "Approach 03", "local")
    late = _profiled(world, "Approach 04", "state")
    whole = _profiled(world, "Approach 05", "local")
    about = About(
        name="What a common intake saves families",
        who="The university's center for families",
        population="Families of the county with children under six",
        level="local",
        starts=world.today.year,
        kinds=("process study", "measures"),
    )
    _do(world, actions.add_project, community=world.community, about=about)
    for row in (late, whole):
        _send(world, row)
    yield world.at + timedelta(days=9)
    _confirm(world, whole)
    yield world.at + timedelta(days=30)
    _do(world, actions.stop_waiting, approach=late, why="No answer after a month.")
    _code(world, whole, FIRST, {})
    yield world.at + timedelta(days=3)
    _code(world, whole, SECOND, {"joint_case_management": "yes"})
    told = {"criterion": "joint_case_management", "answer": "no"}
    _do(world, actions.reconcile, approach=whole, why="They refer; nobody shares a case.", **told)
    _do(world, actions.classify, approach=whole)
    yield world.end - timedelta(days=8)
    _send(world, waiting)


def _own(world: World) -> Story:
    row, _who = partners.known(world)
    for criterion, answer, why in (
        (
            "joint_case_management",
            "no",
            "Each agency keeps its own cases; a warm handoff ties them.",
        ),
        ("administrative_and_data_focus", "no", "Most of our work is at the front desks."),
    ):
        told = {"criterion": criterion, "answer": answer, "why": why}
        _do(world, actions.say_own, "dana", partnership=row, **told)
    return
    yield


def _found(world: World, name: str, level: str) -> Approach:
    told = {"name": name, "level": level, "found_in": SOURCE, "found_on": world.today}
    return _do(
        world, actions.find, community=world.community, about="Invented, as an example.", **told
    )


def _profiled(world: World, name: str, level: str) -> Approach:
    row = _found(world, name, level)
    _do(world, actions.judge, approach=row, meets=True, why="Early care with other services.")
    _do(world, actions.select, approach=row, why="To learn from before the next plan.")
    for key, codes in (
        ("partners_number", ["14"]),
        ("partner_types", ["early_care", "health", "community"]),
        ("services", ["early_care", "health", "food"]),
        ("funding", ["state", "private"]),
        ("data_use", ["referrals"]),
    ):
        told = {"key": key, "codes": codes, "source": SOURCE, "source_on": world.today}
        _do(world, actions.draft, approach=row, **told)
    return _do(world, actions.profile, approach=row)


def _send(world: World, row: Approach) -> None:
    _do(world, actions.send, approach=row, email=f"{row.name[-2:]}@approaches.example")


def _confirm(world: World, row: Approach) -> None:
    """Its contact, by the link of the letter."""
    eve = world.actors[FIRST]
    sent = world.read(eve, lambda: Verification.objects.filter(approach=row).get())
    by = Actor("link", sent.pk)
    told = [Entry("services", right=True), Entry("partners_number", codes=("16",))]
    with acting_as(by, now=world.at):
        mine = Verification.objects.select_related("approach").get(pk=sent.pk)
        actions.confirm(verification=mine, entries=told, by=by, at=world.at)


def _code(world: World, row: Approach, who: str, other: dict[str, str]) -> None:
    said = {one.key: "yes" if one.key in HUB else "no" for one in scheme().asked("local")} | other
    answers = {key: Judged(one, SOURCE) for key, one in said.items()}
    told = {"answers": answers, "model": "hub", "why": "Two ways in, and one place."}
    _do(world, actions.code, who, approach=row, **told)


def _do(world: World, action, who: str = FIRST, **said: Any) -> Any:
    return world.do(world.actors[who], action, **said)
