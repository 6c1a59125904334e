"""A partnership as tests need it: started, with results, members and seats, ready to be adopted."""

from datetime import date
from decimal import Decimal
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.system.partnerships import actions, queries, rules
from kinwork.system.partnerships.models import Charter, Goal, Member, Partnership, Seat, Vote
from kinwork.system.results import actions as results

DAY = date(2026, 3, 2)
ANSWERS = {
    "whom": "Families with children under six.",
    "better_off": "Children begin school ready, and parents are not alone.",
    "together": "One intake, and a call to the next door instead of a list of numbers.",
    "mix": "Home visits, a medical home, and care for children, near each other.",
}
PROMISES = dict.fromkeys(rules.COMMITMENTS, "We do what we say, and say when we cannot.")


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.dana, at or cast.at
    module = actions if hasattr(actions, verb) else results
    with acting_as(by, now=at):
        return getattr(module, verb)(by=by, at=at, **said)


def started(cast, name: str = "Saguaro Wash Together", **said: Any) -> Partnership:
    told = {"level": "county", "place": "Saguaro Wash County", **ANSWERS, **said}
    return do(cast, "start", community=cast.community, name=name, **told)


def goal(cast, row: Partnership, *, agreed: bool = True, baseline: bool = True) -> Goal:
    made = do(
        cast,
        "make_result",
        community=cast.community,
        words="Children are ready for school",
        whom="All children under six in the county",
    )
    took = do(cast, "take_goal", partnership=row, result=made)
    known = {"baseline": Decimal("48"), "baseline_on": DAY} if baseline else {}
    do(
        cast,
        "make_measure",
        result=made,
        kind="indicator",
        name="Children who meet the milestones of their age",
        unit="percent",
        better="up",
        source="County screening report",
        **known,
    )
    return do(cast, "agree", goal=took, on=DAY, how="All members in March") if agreed else took


def member(cast, row: Partnership, key: str, **said: Any) -> Member:
    told = {"kind": "agency", "name": "", "level": "county", "starts": DAY, **said}
    return do(cast, "admit", partnership=row, agency=cast.agencies[key], **told)


def seat(
    cast, row: Partnership, one: Member | None, *, kind: str = "", filled: bool = True
) -> Seat:
    told = {"kind": kind or "member", "role": "Director" if one else "Voice of parents"}
    if one is None:
        told |= {"kind": kind or "caregiver", "stipend": "$40 a meeting and child care"}
    made = do(cast, "open_seat", partnership=row, member=one, starts=DAY, **told)
    if filled:
        shown = {"authority": "Bylaws, article 4", "seen_on": DAY} if one else {}
        name = f"Head of {one.name}" if one else "Marisol Vega"
        do(cast, "sit", seat=made, place="representative", name=name, starts=DAY, **shown)
    return made


def drafted(cast, row: Partnership, **changed: Any) -> Charter:
    made = do(cast, "write_charter", partnership=row)
    said = {"goals": "More children ready for school by 2028.", "family_share": 20, **changed}
    return do(cast, "change_charter", charter=made, **said)


def ready(cast, name: str = "Saguaro Wash Together", **changed: Any) -> Charter:
    """Nothing is missing: three members, each with a seat and its promises, and a parent's seat."""
    row = started(cast, name)
    goal(cast, row)
    rows = [member(cast, row, key) for key in ("backbone", "clinic", "library")]
    for one in rows:
        seat(cast, row, one)
    seat(cast, row, None)
    made = drafted(cast, row, **changed)
    for one in rows:
        do(cast, "commit", charter=made, member=one, **PROMISES)
    return made


def heard(cast, made: Charter, *said: str, ways: tuple[str, ...] = ()) -> list[actions.Heard]:
    """One voice a filled seat, in the order of the page; "-" was not there, "recused" had none."""
    with acting_as(cast.dana, now=cast.at):
        seats = [one.row for one in queries.seats(made.partnership, DAY) if one.is_filled]
    ways = ways or ("in person",) * len(said)
    found = []
    for one, voice, way in zip(seats, said, ways, strict=False):
        if voice == "-":
            continue
        spoken = "" if voice in ("recused", "silent") else voice
        reason = "It binds us to what we cannot pay." if voice == "object" else ""
        found.append(actions.Heard(one, way, spoken, reason, voice == "recused"))
    return found


def decided(cast, made: Charter, *said: str, **more: Any) -> Vote:
    voices = heard(cast, made, *(said or ("yes",) * 4), ways=more.pop("ways", ()))
    return do(cast, "decide", charter=made, held_on=DAY, heard=voices, **more)


def adopted(cast, **changed: Any) -> Charter:
    made = ready(cast, **changed)
    decided(cast, made)
    return fresh(cast, made)


def fresh(cast, row: Any, by=None) -> Any:
    """As it is stored now; with its partnership, where it has one."""
    with acting_as(by or cast.dana, now=cast.at):
        found = type(row).objects.filter(pk=row.pk)
        return (
            found.select_related("partnership") if hasattr(row, "partnership") else found
        ).first()
