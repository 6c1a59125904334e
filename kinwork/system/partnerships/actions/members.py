"""Who takes part: members, their seats, and who sits there with what authority to commit."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import Refused, check
from kinwork.system.partnerships import rules
from kinwork.system.partnerships.actions.starting import been, locked
from kinwork.system.partnerships.models import Member, Partnership, Seat, Sitting
from kinwork.system.partnerships.queries import standing


@transaction.atomic
def admit(
    *,
    partnership: Partnership,
    kind: str,
    name: str,
    level: str,
    starts: date,
    agency: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Member:
    """A member from a day that has been or is today. Who works for its agency reads from now on."""
    verb = "partnerships.admit"
    require(by)
    check(by, verb, partnership)
    row = locked(partnership)
    name = name.strip() or (agency.name if agency else "")
    if kind not in rules.MEMBER_KINDS or level not in rules.LEVELS or not name:
        raise Refused(verb, _("Say who takes part, as what, and at which level they work."))
    if kind == rules.AGENCY and agency is None:
        raise Refused(verb, _("Choose which agency it is."))
    if row.members.filter(name__iexact=name, ends=None).exists():
        raise Refused(verb, _("This one is a member already."))
    been(verb, row, starts, at)
    made = Member.objects.create(
        partnership=row, kind=kind, name=name, level=level, starts=starts, agency=agency
    )
    _say_readers(row, at)
    audit.record(verb, row, by=by, at=at, member=str(made.pk), kind=kind)
    return made


@transaction.atomic
def part(*, member: Member, by: Actor, at: datetime) -> None:
    """From today it is no member: its seats are over, and its people read nothing more."""
    require(by)
    check(by, "partnerships.part", member)
    row = locked(member.partnership)
    member = Member.objects.get(pk=member.pk)
    if member.ends is not None:
        raise Refused("partnerships.part", _("This one left already."))
    day = max(today(row.community, at), member.starts)
    for seat in member.seats.filter(ends=None):
        _over(seat, day)
    member.ends = day
    member.save(update_fields=["ends"])
    _say_readers(row, at)
    audit.record("partnerships.part", row, by=by, at=at, member=str(member.pk))


@transaction.atomic
def open_seat(
    *,
    partnership: Partnership,
    kind: str,
    role: str,
    starts: date,
    member: Member | None = None,
    stipend: str = "",
    by: Actor,
    at: datetime,
) -> Seat:
    """A seat is one voice: a member's, or a resident's or caregiver's own."""
    verb = "partnerships.open_seat"
    require(by)
    check(by, verb, partnership)
    row = locked(partnership)
    if kind not in rules.SEAT_KINDS or not role.strip():
        raise Refused(verb, _("Say whose seat it is, and its role."))
    if (kind == rules.MEMBER) != (member is not None):
        raise Refused(
            verb, _("A member's seat names the member; a resident's or caregiver's seat none.")
        )
    if member is not None and (member.partnership_id != row.pk or member.ends is not None):
        raise Refused(verb, _("This one is no member here."))
    been(verb, row, starts, at)
    made = Seat.objects.create(
        partnership=row,
        kind=kind,
        role=role.strip(),
        starts=starts,
        member=member,
        stipend=stipend.strip(),
    )
    audit.record(verb, row, by=by, at=at, seat=str(made.pk), kind=kind)
    return made


@transaction.atomic
def close_seat(*, seat: Seat, by: Actor, at: datetime) -> None:
    """From today there is one voice less."""
    require(by)
    check(by, "partnerships.close_seat", seat)
    row = locked(seat.partnership)
    seat = Seat.objects.get(pk=seat.pk)
    if seat.ends is not None:
        raise Refused("partnerships.close_seat", _("This seat is closed already."))
    _over(seat, max(today(row.community, at), seat.starts))
    audit.record("partnerships.close_seat", row, by=by, at=at, seat=str(seat.pk))


@transaction.atomic
def sit(
    *,
    seat: Seat,
    place: str,
    name: str,
    starts: date,
    email: str = "",
    language: str = "en",
    authority: str = "",
    seen_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Sitting:
    """Somebody sits on it from a day on, in place of who did. authority: what shows that they may
    commit their organization; seen_on: when it was shown."""
    verb = "partnerships.sit"
    require(by)
    check(by, verb, seat)
    row = locked(seat.partnership)
    seat = Seat.objects.get(pk=seat.pk)
    if seat.ends is not None:
        raise Refused(verb, _("This seat is closed already."))
    if place not in rules.PLACES or not name.strip():
        raise Refused(verb, _("Say who sits there."))
    if bool(authority.strip()) != (seen_on is not None):
        raise Refused(
            verb, _("Say what shows that they may commit their organization, and when it was seen.")
        )
    been(verb, row, max(starts, seen_on or starts), at)
    before = seat.sittings.filter(place=place, ends=None).first()
    if starts < seat.starts or (before and starts < before.starts):
        raise Refused(verb, _("This seat, or who sits there now, began later than that day."))
    if before is not None:
        before.ends = starts
        before.save(update_fields=["ends"])
        if before.name == name.strip() and not authority.strip():  # a new address, the same person
            authority, seen_on = before.authority, before.seen_on
    made = Sitting.objects.create(
        partnership=row,
        seat=seat,
        place=place,
        name=name.strip(),
        email=email.strip(),
        language=language,
        authority=authority.strip(),
        seen_on=seen_on,
        starts=starts,
    )
    audit.record(verb, row, by=by, at=at, seat=str(seat.pk), place=place)
    return made


def _over(seat: Seat, day: date) -> None:
    for one in seat.sittings.filter(Q(ends=None) | Q(ends__gt=day)):
        one.ends = max(day, one.starts)
        one.save(update_fields=["ends"])
    seat.ends = day
    seat.save(update_fields=["ends"])


def _say_readers(row: Partnership, at: datetime) -> None:
    """The rows of the partnership are read by whoever works for these agencies."""
    found = row.members.filter(standing(today(row.community, at)), agency__isnull=False)
    row.readers = sorted(set(found.values_list("agency_id", flat=True)))
    row.save(update_fields=["readers"])
