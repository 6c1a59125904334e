"""The partnership meets every two months: agendas from what is open, a quorum lost midway, a proxy, an
objection, votes in writing, promises kept, put off and overdue, minutes approved at the next meeting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kinwork.demo import calendar, partners
from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.system.common_work.models import Change
from kinwork.system.meetings import actions, queries
from kinwork.system.meetings.actions import Came, Said
from kinwork.system.meetings.models import Decision, Meeting, Minutes
from kinwork.system.meetings.offers import offers
from kinwork.system.partnerships.models import Member, Partnership, Seat

AFTER = 66  # days from the start: some days after the charter was adopted
BETWEEN = 56
# What a meeting decided, who promised what for it, within how many days, and what became of that.
MEETINGS = (
    ("Answer every request of a partner within two business days", "library",
     "Write the two days into the handbook of each desk", 40, "kept"),
    ("One intake form for four agencies", "clinic", "Lay the four forms side by side", 35, "late"),
    ("Parents' seats are paid within a week of each meeting", "unitedway",
     "Set up the payments", 30, "kept"),
    ("A nurse of the clinic works at the library on Wednesdays", "library",
     "Clear the small room", 21, "kept"),
    ("Ask the state for two years of the common form", "des", "Write the letter", 45, "put off"),
    ("Look at the two indicators together in spring and fall", "headstart",
     "Bring the numbers as one page", 50, "kept"),
    ("Every no names the next door", "firststeps", "Try it for a month and tell how it went", 40,
     "let go"),
    ("One training in fall for all front desks", "foodbank", "Find the day and the room", 45, "kept"),
    ("Say openings anew each Monday", "shelter", "Ask three members who do not", 30, "kept"),
    ("Write down why families say no", "wic", "A list of ten reasons in plain words", 40, "kept"),
)  # fmt: skip


def bring(world: World) -> None:
    world.tell(_morning(world, AFTER), _story(world))
    world.tell(world.end - timedelta(days=9), _now(world))


def _story(world: World) -> Story:
    """One meeting after the other, as long as there is time."""
    minutes: Minutes | None = None
    number = 0
    while True:
        row, who = partners.known(world)
        meeting = _plan(world, row, world.at + timedelta(days=14, hours=2), number)
        if minutes is not None:
            _do(world, actions.add_item, meeting=meeting, kind="decide", minutes=5,
                title="Approve the minutes of last time", source="minutes", source_id=minutes.pk)  # fmt: skip
        _agenda(world, meeting, number)
        if number != 3:  # one agenda was sent too late to count
            _do(world, actions.invite, meeting=meeting)
        yield meeting.starts_at - timedelta(minutes=10)
        if number == 3:
            _do(world, actions.invite, meeting=meeting)
        _do(world, actions.open_meeting, meeting=meeting)
        seats = _arrive(world, meeting, number)
        made, promise = _held(world, row, who, meeting, seats, number)
        if minutes is not None:
            _approve(world, meeting, seats)
        yield meeting.starts_at + timedelta(minutes=50)
        if number % 4 == 2:  # people leave, and what comes then binds nobody
            _do(world, actions.leave, meeting=meeting, seats=seats[6:])
            _vote(world, meeting, seats[:6], "Meet in the evening once a year")
        yield meeting.starts_at + timedelta(minutes=85)
        minutes = _do(world, actions.close, meeting=meeting)
        yield meeting.starts_at + timedelta(days=3 if number % 3 else 12)
        _do(world, actions.publish, minutes=minutes)
        world.tell(
            world.at + timedelta(days=1), _followed(world, promise, MEETINGS[number % 10], made)
        )
        number += 1
        yield _morning_of(world, meeting.starts_at + timedelta(days=BETWEEN - 14))


def _now(world: World) -> Story:
    """At the end: a vote in writing that is open, proposals that wait, a meeting without an agenda."""
    row, who = partners.known(world)
    _do(world, actions.propose, partnership=row, title="Evening hours at one of the offices",
        why="We both work. Every office that helps us closes at five.", from_family=True)  # fmt: skip
    _do(world, actions.propose, partnership=row, title="Rides to the well-child visit",
        why="Four families of ours missed it this month.", member=who["headstart"])  # fmt: skip
    late = _do(world, actions.promise, partnership=row, member=who["clinic"],
               promised="Send the list of open hours to all desks",
               due_on=world.today + timedelta(days=4))  # fmt: skip
    made = _do(world, actions.put_in_writing, partnership=row, how="ranked",
               text="Where do we hold the fall training?",
               options=["The library", "The college", "The school on the wash"],
               closes_at=world.at + timedelta(days=14))  # fmt: skip
    yield world.at + timedelta(days=2)
    ballots = world.read(world.actors["dana"], queries.ballots, made)
    for one, marks in zip(ballots, ("AB", "BAC", "A", "CB", "AC"), strict=False):
        _do(world, actions.vote, ballot=one, marks=marks, came_by="By phone")
    starts = calendar.at(world.today + timedelta(days=30), 10)
    _plan(world, row, starts, -1)
    yield world.at + timedelta(days=1)
    assert late.member_id == who["clinic"].pk  # overdue by the end: nobody keeps it


def _plan(world: World, row: Partnership, starts_at: datetime, number: int) -> Meeting:
    title = "Meeting of the partnership" if number >= 0 else "Fall meeting of the partnership"
    starts = starts_at.astimezone(calendar.ZONE).replace(hour=10, minute=0, second=0, microsecond=0)
    return _do(world, actions.plan, partnership=row, kind="regular", title=title, minutes=90,
               starts_at=starts, place="Library in Mesquite Flats, large room",
               online="Phone 520-555-0188")  # fmt: skip


def _agenda(world: World, meeting: Meeting, number: int) -> None:
    """From what is open, as the page offers it; then the one thing to decide."""
    found = world.read(world.actors["dana"], offers, meeting, world.at)
    for one in [one for one in found if one.source in ("promise", "barrier", "agreement")][:3]:
        _do(world, actions.add_item, meeting=meeting, kind=one.kind, title=one.title,
            about=one.about, minutes=one.minutes, source=one.source,
            source_id=one.source_id)  # fmt: skip
    _do(world, actions.add_item, meeting=meeting, kind="decide", minutes=25, owner="Dana Okafor",
        title=MEETINGS[number % 10][0])  # fmt: skip


def _arrive(world: World, meeting: Meeting, number: int) -> list[Seat]:
    """Most of them; each time others stay away, one is on the phone, one sends its voice along."""
    seats = world.read(world.actors["dana"], _seats, meeting)
    away = {(number * 5 + step) % len(seats) for step in (1, 6, 11)}
    came = [one for place, one in enumerate(seats) if place not in away]
    ways = {1: "phone", 4: "online"}
    told = [Came(one, ways.get(place, "in person")) for place, one in enumerate(came)]
    if number % 2:
        told[-1] = Came(came[-1], "proxy", "", came[0])
    _do(world, actions.arrive, meeting=meeting, came=told)
    return came


def _held(
    world: World,
    row: Partnership,
    who: dict[str, Member],
    meeting: Meeting,
    seats: list[Seat],
    number: int,
) -> tuple[Decision, Any]:
    text, key, words, days, _became = MEETINGS[number % 10]
    line = world.read(
        world.actors["dana"], lambda: meeting.items.filter(title=text).order_by("-number").first()
    )
    note = "Two members told how it goes today; parents said what it costs them."
    _do(world, actions.note_item, item=line, notes=note)
    heard = [Said(one, "yes") for one in seats]
    if number % 3 == 1:
        reason = "Our board has to see the cost first."
        heard[2] = Said(seats[2], "object", reason=reason)
    if number % 4 == 3:
        heard[3] = Said(seats[3], recused=True, reason="We would be paid for it.")
    made = _do(world, actions.decide, meeting=meeting, item=line, text=text, heard=heard)
    promise = _do(world, actions.promise, partnership=row, member=who[key], promised=words,
                  decision=made, due_on=world.today + timedelta(days=days))  # fmt: skip
    return made, promise


def _approve(world: World, meeting: Meeting, seats: list[Seat]) -> None:
    line = world.read(world.actors["dana"], lambda: meeting.items.get(source="minutes"))
    heard = [Said(one, "yes") for one in seats]
    _do(world, actions.decide, meeting=meeting, item=line, heard=heard,
        text="The minutes of last time are right")  # fmt: skip


def _vote(world: World, meeting: Meeting, seats: list[Seat], text: str) -> Decision:
    heard = [Said(one, "yes") for one in seats]
    return _do(world, actions.decide, meeting=meeting, text=text, heard=heard)


def _followed(world: World, promise: Any, told: tuple, made: Decision) -> Story:
    """What became of a promise; and of the first forms, that it changed how families ask."""
    _text, _key, _words, days, became = told
    yield world.at + timedelta(days=days - 12)
    if became == "put off":
        _do(world, actions.postpone, promise=promise, why="The office asked for a second version.",
            due_on=world.today + timedelta(days=40))  # fmt: skip
        yield world.at + timedelta(days=38)
    if became == "let go":
        why = "The group found that members do it already."
        _do(world, actions.let_go, promise=promise, why=why)
        return
    if became == "late":
        yield world.at + timedelta(days=25)
    _do(world, actions.keep, promise=promise, evidence="Shown at the meeting; it is in use.")
    change = world.read(
        world.actors["dana"],
        lambda: Change.objects.filter(partnership=promise.partnership_id).order_by("at").first(),
    )
    if became == "late" and change is not None:
        _do(world, actions.tell_effect, decision=made, change=change)


def _seats(meeting: Meeting) -> list[Seat]:
    day = queries.today(meeting.partnership.community, meeting.starts_at)
    return [one.row for one in queries.seats(meeting.partnership, day) if one.is_filled]


def _morning(world: World, days: int) -> datetime:
    return _morning_of(world, world.at + timedelta(days=days))


def _morning_of(world: World, at: datetime) -> datetime:
    """Ten o'clock of that day, or of the next one on which offices are open."""
    day = at.astimezone(calendar.ZONE).date()
    while not calendar.is_open(day):
        day += timedelta(days=1)
    return max(calendar.at(day, 10), world.at)


def _do(world: World, action: Callable, **said: Any) -> Any:
    return world.do(world.actors["dana"], action, **said)
