"""Reads of meetings: what is planned, who is there, what is open, how the charter is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from kinwork.common import clock
from kinwork.common.community import today
from kinwork.system.meetings import rules
from kinwork.system.meetings.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Decision,
    Meeting,
    Minutes,
    Promise,
    Proposal,
)
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships import words as charter_words
from kinwork.system.partnerships.models import Charter, Member, Partnership
from kinwork.system.partnerships.queries import Taken
from kinwork.system.partnerships.rules import CAREGIVER, EVERYBODY_READS, RESIDENT

NEAR = timedelta(days=30)


def said_by_charter(partnership: Partnership) -> Mapping[str, Any]:
    """By what it meets and decides: the charter in force, else the draft, else the template."""
    row = partnerships.in_force(partnership) or partnerships.draft(partnership)
    return partnerships.fields_of(row) if row else charter_words.template()


def seats(partnership: Partnership, on: date) -> list[Taken]:
    return partnerships.seats(partnership, on)


def written_to(partnership: Partnership, at: datetime) -> list[tuple[str, str]]:
    """(address, language) of whoever sits on a seat, alternates too; nobody twice."""
    found: dict[str, str] = {}
    for one in seats(partnership, today(partnership.community, at)):
        for sitting in (one.representative, one.alternate):
            if sitting is not None and sitting.email:
                found.setdefault(sitting.email.lower(), sitting.language)
    return sorted(found.items())


# ---- meetings


def meetings(partnership: Partnership) -> QuerySet[Meeting]:
    return Meeting.objects.filter(partnership=partnership).select_related("partnership__community")


def standing_meetings(partnership: Partnership) -> QuerySet[Meeting]:
    """Those that were not called off."""
    return meetings(partnership).exclude(state="called off")


def ahead(partnership: Partnership) -> list[Meeting]:
    """The open one and those still to come, the next first."""
    return list(meetings(partnership).filter(state__in=("open", "planned")).order_by("starts_at"))


def past(partnership: Partnership) -> QuerySet[Meeting]:
    over = meetings(partnership).filter(state__in=("over", "called off"))
    return over.select_related("written").order_by("-starts_at", "pk")


def agenda(meeting: Meeting) -> list[AgendaItem]:
    made = Decision.objects.select_related("community", "partnership__community")
    made = made.order_by("put_at", "pk")
    found = meeting.items.prefetch_related(Prefetch("decisions", queryset=made))
    return list(found.order_by("number"))


def minutes_of(item: AgendaItem) -> QuerySet[Minutes]:
    return Minutes.objects.filter(pk=item.source_id, partnership=item.partnership_id)


def charter_of(item: AgendaItem | None) -> Charter | None:
    """The draft that an item puts to the seats."""
    if item is None or item.source != "charter":
        return None
    found = Charter.objects.filter(pk=item.source_id, state="draft")
    return found.filter(partnership=item.partnership_id).first()


# ---- who is there


def stays(meeting: Meeting) -> list[rules.Stay]:
    return [
        rules.Stay(one.seat_id, one.way, one.came_at, one.left_at, one.holder_id)
        for one in meeting.attendances.order_by("came_at", "pk")
    ]


def there_now(meeting: Meeting, at: datetime) -> dict[UUID, str]:
    """seat -> way of being there."""
    return rules.there(stays(meeting), at)


def names_now(meeting: Meeting) -> dict[UUID, str]:
    """seat -> who speaks for it now."""
    rows = meeting.attendances.filter(left_at=None)
    return {one.seat_id: one.by_name for one in rows}


def attendances(meeting: Meeting) -> list[Attendance]:
    found = meeting.attendances.select_related("seat__member", "holder__member")
    return list(found.order_by("came_at", "by_name", "pk"))


# ---- decisions


def decisions(partnership: Partnership) -> QuerySet[Decision]:
    """What is open first, then the newest."""
    is_open = Case(When(outcome="", then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Decision.objects.filter(partnership=partnership)
    found = found.select_related("partnership__community", "community", "meeting", "item")
    return found.order_by(is_open, "-put_at", "pk")


def ballots(decision: Decision) -> list[Ballot]:
    found = decision.ballots.select_related("seat__member", "decision")
    return sorted(found, key=lambda one: (whose(one.seat), str(one.pk)))


def whose(seat: Any) -> str:
    """Whose voice it is: the member's name, or the seat's own role."""
    return seat.member.name if seat.member else seat.role


# ---- promises


def promises(partnership: Partnership, said: Mapping[str, Any] | None = None) -> QuerySet[Promise]:
    """What is open first, the nearest day first; then what is over, the newest first."""
    is_open = Case(When(state="open", then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Promise.objects.filter(partnership=partnership)
    found = found.select_related("partnership__community", "member", "meeting", "decision")
    if said and said.get("member"):
        found = found.filter(member=said["member"])
    if said and said.get("state"):
        found = found.filter(state=said["state"])
    if said and said.get("late"):
        found = found.filter(state="open", due_on__lt=said["late"])
    due = Case(When(state="open", then=F("due_on")))
    return found.order_by(is_open, due, "-closed_on", "pk")


def promised_by(agency: UUID | None) -> QuerySet[Promise]:
    """Every open promise of the members for whom an agency stands, in all its partnerships."""
    if agency is None:
        return Promise.objects.none()
    found = Promise.objects.filter(member__agency=agency, state="open")
    return found.select_related("partnership__community", "member").order_by("due_on", "pk")


def memberships(agency: UUID | None) -> list[Member]:
    """Where an agency takes part today, itself or by one of its programs."""
    if agency is None:
        return []
    found = Member.objects.filter(agency=agency, ends=None)
    return list(found.select_related("partnership__community").order_by("partnership__name", "pk"))


def proposals(partnership: Partnership) -> QuerySet[Proposal]:
    """What nobody answered first, the oldest of it first."""
    found = Proposal.objects.filter(partnership=partnership).select_related("member")
    return found.order_by(F("taken").asc(nulls_first=True), "made_at", "pk")


def minutes(partnership: Partnership) -> QuerySet[Minutes]:
    found = Minutes.objects.filter(partnership=partnership)
    return found.select_related("meeting", "partnership__community").order_by("-held_on", "pk")


def family_names(meeting: Meeting) -> set[str]:
    """Whoever sits or sat on a seat of residents or caregivers, and who spoke for one there."""
    of_families = {"seat__kind__in": (RESIDENT, CAREGIVER)}
    found = set(meeting.partnership.sittings.filter(**of_families).values_list("name", flat=True))
    return found | set(meeting.attendances.filter(**of_families).values_list("by_name", flat=True))


def everybody_reads(partnership: Partnership) -> bool:
    return said_by_charter(partnership)["minutes_for"] == EVERYBODY_READS


def for_everybody() -> QuerySet[Minutes]:
    found = Minutes.objects.filter(readers="everybody", state="approved")
    return found.order_by("group", "-held_on", "pk")


# ---- does it keep its charter?


@dataclass(frozen=True)
class Compliance:
    """How a partnership kept its own charter in the year before `on`. charter None: none in force, and
    nothing to keep. due, held: meetings; without_quorum: decisions; told_late: meetings whose minutes
    came late or are overdue; absent: seat -> meetings missed, only where more than the charter allows.
    kept: member -> what came of its promises."""

    on: date
    charter: Charter | None
    due: int
    held: int
    without_quorum: int
    decided: int
    told_late: int
    agendas_late: int
    absent: Mapping[UUID, int]
    kept: Mapping[UUID, rules.Kept]


def held(partnership: Partnership, since: date) -> list[rules.Held]:
    """Meetings that were held since then, with who sat on a seat and who was there."""
    zone = partnership.community.time_zone
    found = meetings(partnership).filter(state="over")
    there = Prefetch("attendances", queryset=Attendance.objects.order_by("came_at"))
    rows = found.select_related("written").prefetch_related(there).order_by("starts_at")
    sat = _sat(partnership)
    told = []
    days = said_by_charter(partnership)["agenda_days"]
    for row in rows:
        on = clock.local_day(row.opened_at, zone)
        if on < since:
            continue
        published = row.written.published_at
        invited = clock.local_day(row.invited_at, zone) if row.invited_at else None
        told.append(
            rules.Held(
                on=on,
                filled=[seat for seat, days_ in sat.items() if _covers(days_, on)],
                there={one.seat_id for one in row.attendances.all()},
                told_on=clock.local_day(published, zone) if published else None,
                in_time=invited is not None and invited <= rules.agenda_due(on, days),
            )
        )
    return told


def compliance(partnership: Partnership, now: datetime) -> Compliance:
    """Four reads, however many meetings, seats and promises there are."""
    on = today(partnership.community, now)
    charter = partnerships.in_force(partnership)
    since = rules.year_before(on)
    if charter is not None:
        since = max(since, charter.adopted_on)
    rows = held(partnership, since)
    told = said_by_charter(partnership)
    from_when = charter.adopted_on if charter else on
    counts = charter is not None
    outcomes = Decision.objects.filter(
        partnership=partnership,
        closed_at__gte=clock.at_local(since, time.min, partnership.community.time_zone),
    )
    ends = list(outcomes.values_list("outcome", flat=True))
    missed = rules.absences(rows)
    return Compliance(
        on=on,
        charter=charter,
        due=rules.meetings_due(from_when, told["meets"], on) if counts else 0,
        held=len([one for one in rows if one.on >= from_when]) if counts else len(rows),
        without_quorum=ends.count("without quorum"),
        decided=len(ends),
        told_late=len(rules.told_late(rows, told["results_days"], on)),
        agendas_late=sum(not one.in_time for one in rows),
        absent={seat: n for seat, n in missed.items() if n > told["absences"]},
        kept=kept(partnership, on, since),
    )


def kept(partnership: Partnership, on: date, since: date | None = None) -> dict[UUID, rules.Kept]:
    """member -> what came of its promises: those that are open, and those that ended since then."""
    found = Promise.objects.filter(partnership=partnership)
    if since is not None:
        found = found.filter(Q(state="open") | Q(closed_on__gte=since))
    rows = [
        rules.Promised(
            one.member_id, one.due_on, one.state, one.closed_on if one.state == "done" else None
        )
        for one in found
    ]
    return rules.kept(rows, on)


def _sat(partnership: Partnership) -> dict[UUID, list[tuple[date, date | None]]]:
    """seat -> days on which a representative sat on it."""
    found: dict[UUID, list[tuple[date, date | None]]] = {}
    rows = partnership.sittings.filter(place="representative")
    for seat, starts, ends in rows.values_list("seat_id", "starts", "ends"):
        found.setdefault(seat, []).append((starts, ends))
    return found


def _covers(days: list[tuple[date, date | None]], on: date) -> bool:
    return any(starts <= on and (ends is None or ends > on) for starts, ends in days)


def members(partnership: Partnership) -> QuerySet[Member]:
    """Those that have not left."""
    return partnership.members.filter(ends=None).order_by("name", "pk")
