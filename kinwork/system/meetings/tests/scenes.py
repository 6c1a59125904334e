"""A partnership that meets, as tests need it. Hours are counted from the cast's own moment, so that it
holds at any date."""

from datetime import date, datetime, timedelta
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.common.community import today
from kinwork.system.meetings import actions, queries
from kinwork.system.meetings.actions import Came, Said
from kinwork.system.meetings.models import (
    AgendaItem,
    Ballot,
    Decision,
    Meeting,
    Minutes,
    Promise,
    Proposal,
)
from kinwork.system.partnerships.models import Charter, Member, Partnership, Seat
from kinwork.system.partnerships.tests import scenes as joined

SOON = timedelta(hours=1)


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(by=by, at=at, **said)


def day(cast, days: int = 0) -> date:
    return today(cast.community, cast.at) + timedelta(days=days)


def chartered(cast, **changed: Any) -> Charter:
    """Three agencies with a seat each, and a parent's seat; the charter in force, everybody with mail."""
    made = joined.adopted(cast, **changed)
    for number, one in enumerate(seats(cast, made.partnership)):
        joined.do(
            cast,
            "sit",
            seat=one,
            place="representative",
            name=f"Person {number + 1}",
            email=f"person{number + 1}@example.org",
            starts=joined.DAY,
        )
    return made


def seats(cast, row: Partnership) -> list[Seat]:
    """The filled ones, in the order of the page."""
    with acting_as(cast.dana, now=cast.at):
        return [one.row for one in queries.seats(row, day(cast)) if one.is_filled]


def sits(cast, seat: Seat, name: str) -> None:
    """Somebody else represents this seat from now on."""
    told = {"place": "representative", "email": "other@example.org", "starts": day(cast)}
    joined.do(cast, "sit", seat=seat, name=name, **told)


def member(cast, row: Partnership, key: str = "clinic") -> Member:
    with acting_as(cast.dana, now=cast.at):
        return row.members.get(agency=cast.agencies[key])


def planned(cast, row: Partnership, **more: Any) -> Meeting:
    told = {"kind": "regular", "title": "Spring meeting", "starts_at": cast.at + SOON, **more}
    told = {"minutes": 90, "place": "Library, room 2", **told}
    return do(cast, "plan", partnership=row, **told)


def item(cast, meeting: Meeting, title: str = "One form for all", **more: Any) -> AgendaItem:
    return do(
        cast, "add_item", meeting=meeting, title=title, **{"kind": "decide", "minutes": 10, **more}
    )


def opened(cast, row: Partnership, at: datetime | None = None, **more: Any) -> Meeting:
    made = planned(cast, row, **more)
    return do(cast, "open_meeting", meeting=made, at=at or made.starts_at)


def came(cast, meeting: Meeting, *ways: str, at: datetime | None = None) -> list[Seat]:
    """One way a filled seat, in the order of the page; "-" is not there. Returns all of the seats."""
    rows = seats(cast, meeting.partnership)
    told = [Came(one, way) for one, way in zip(rows, ways, strict=False) if way != "-"]
    do(cast, "arrive", meeting=meeting, came=told, at=at or meeting.starts_at)
    return rows


def said(rows: list[Seat], *voices: str) -> list[Said]:
    """One voice a seat in this order; "-" says nothing, "recused" has none, "object" says why."""
    found = []
    for one, voice in zip(rows, voices, strict=False):
        if voice == "recused":
            found.append(Said(one, recused=True))
        elif voice != "-":
            reason = "We cannot pay for it." if voice == "object" else ""
            found.append(Said(one, voice, reason=reason))
    return found


def decided(
    cast, meeting: Meeting, rows: list[Seat], *voices: str, at: datetime | None = None, **more: Any
) -> Decision:
    told = {"text": "One intake form from May on", **more}
    return do(
        cast,
        "decide",
        meeting=meeting,
        heard=said(rows, *voices),
        at=at or meeting.starts_at + timedelta(minutes=30),
        **told,
    )


def closed(cast, meeting: Meeting, at: datetime | None = None) -> Minutes:
    return do(cast, "close", meeting=meeting, at=at or meeting.starts_at + timedelta(minutes=80))


def held(cast, row: Partnership, **more: Any) -> Minutes:
    """A whole meeting: all there, one decision adopted, one promise made."""
    meeting = opened(cast, row, **more)
    about = item(cast, meeting)
    rows = came(cast, meeting, "in person", "phone", "online", "in person")
    made = decided(cast, meeting, rows, "yes", "yes", "no", "yes", item=about)
    promised(cast, row, decision=made, at=meeting.starts_at + timedelta(minutes=40))
    return closed(cast, meeting)


def promised(cast, row: Partnership, key: str = "clinic", **more: Any) -> Promise:
    told = {"promised": "Print the form", "due_on": day(cast, 20), **more}
    return do(cast, "promise", partnership=row, member=member(cast, row, key), **told)


def proposed(cast, row: Partnership, **more: Any) -> Proposal:
    told = {"title": "Evening hours", "why": "Parents work.", "from_family": True, **more}
    return do(cast, "propose", partnership=row, **told)


def in_writing(cast, row: Partnership, days: int = 5, **more: Any) -> Decision:
    told = {"text": "Meet in June at the clinic", "closes_at": cast.at + timedelta(days=days)}
    return do(cast, "put_in_writing", partnership=row, **(told | more))


def ballots(cast, made: Decision) -> list[Ballot]:
    with acting_as(cast.dana, now=cast.at):
        return queries.ballots(made)


def fresh(cast, row: Any, by=None) -> Any:
    return joined.fresh(cast, row, by)


def everything_of(cast, row: Partnership) -> dict[str, Any]:
    """One of each, for pages that show all of it: a meeting held and its minutes, one that goes on,
    one planned, one called off, votes, promises and proposals. `row` has a charter in force."""
    made: dict[str, Any] = {"minutes": held(cast, row)}
    made["over"] = made["minutes"].meeting
    do(cast, "publish", minutes=made["minutes"])
    text = made["minutes"].text + "\nThe meeting was called to order on March 4, 2019.\n"
    do(cast, "correct", minutes=made["minutes"], text=text, why="Somebody's own words")
    with acting_as(cast.dana, now=cast.at):
        made["decision"] = made["over"].decisions.get()
        made["kept"] = made["over"].promises.get()
        measure = row.goals.get().result.measures.first()
    do(cast, "tell_effect", decision=made["decision"], measure=measure, told="Up since then.")
    made["planned"] = planned(cast, row, title="Summer meeting", starts_at=cast.at + 20 * SOON)
    made["line"] = item(cast, made["planned"], owner="Dana", papers="https://example.org/form")
    item(cast, made["planned"], "Evening hours", kind="discuss")
    do(cast, "invite", meeting=made["planned"])
    off = planned(cast, row, title="Not held", starts_at=cast.at + 30 * SOON)
    do(cast, "call_off", meeting=off, why="Snow.")
    made["open"] = opened(cast, row, title="Now", at=cast.at)
    made["item"] = item(cast, made["open"], "Rent")
    rows = came(cast, made["open"], "in person", "phone", "in person", at=cast.at)
    more = [Came(rows[3], "proxy", "", rows[0])]
    do(cast, "arrive", meeting=made["open"], came=more)
    decided(cast, made["open"], rows[:3], "yes", "object", "recused", at=cast.at)
    made["vote"] = in_writing(cast, row, how="ranked", options=["Library", "Clinic"])
    made["ballot"] = ballots(cast, made["vote"])[0]
    do(cast, "vote", ballot=made["ballot"], marks="BA", came_by="By phone")
    in_writing(cast, row, text="Money for rides", how="dots", options=["A", "B", "C"], dots=3)
    made["promise"] = promised(cast, row)
    late = promised(cast, row, "library", promised="Tell the schools", due_on=day(cast))
    do(cast, "postpone", promise=late, due_on=day(cast, 1), why="The school was shut.")
    do(
        cast,
        "keep",
        promise=made["kept"],
        evidence="It lies there.",
        at=made["over"].starts_at + SOON * 2,
    )
    made["proposal"] = proposed(cast, row)
    made["member_says"] = proposed(cast, row, title="Rides", from_family=False)
    do(cast, "answer_proposal", proposal=made["member_says"], answer="It is decided already.")
    return made
