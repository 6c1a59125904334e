"""Before a wave and while it is open: who is asked about whom, by whom, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.library import continuum
from kinwork.system.continuum import letters, queries, rules
from kinwork.system.continuum.actions.shared import (
    again,
    begun,
    changed,
    kept,
    lands,
    made_before,
    refused,
    said,
)
from kinwork.system.continuum.models import Partner, Respondent, Wave
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.partnerships.rules import RATINGS
from kinwork.trust.access.actions import clear_due, set_due

CLOSES = "continuum.closes"


@dataclass(frozen=True)
class Rated:
    """A member on the roster, and the sector that it counts to."""

    member: Member
    sector: str


@dataclass(frozen=True)
class Asked:
    """member: for whom this person speaks of the others; None: asked about the whole alone."""

    name: str
    email: str
    member: Member | None = None
    role: str = ""
    language: str = "en"


@transaction.atomic
def prepare(
    *,
    partnership: Partnership,
    title: str,
    closes_at: datetime,
    rated: Iterable[Rated],
    asked: Iterable[Asked] = (),
    instruments: Iterable[str] = (continuum.CONTINUUM,),
    dimensions: bool = False,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Wave:
    """The roster and whoever is asked; nobody is told yet. Names as the charter in force has it."""
    verb = "prepare"
    row = begun(verb, partnership, by)
    if before := made_before(Wave, row, form_id):
        return before
    if row.waves.filter(state__in=("prepared", "open")).exists():
        raise refused(verb, _("One wave at a time: close or call off the other one first."))
    _is_ahead(verb, closes_at, at)
    keys = sorted(set(instruments))
    if not keys or not set(keys) <= set(continuum.instruments()):
        raise refused(verb, _("Say what is asked."))
    rated = _roster(verb, row, rated, at)
    charter = partnerships.in_force(row)
    made = Wave.objects.create(
        id=form_id or new_id(),
        partnership=row,
        community=row.community,
        group=row.name,
        number=queries.waves(row).count() + 1,
        title=said(verb, title),
        instruments=keys,
        dimensions=dimensions,
        named=(charter.ratings if charter else RATINGS[0]) == RATINGS[0],
        made_at=at,
        closes_at=closes_at,
    )
    stood = queries.places_before(row)
    for number, one in enumerate(rated):
        x, y = stood.get(one.member.pk, (None, None))
        Partner.objects.create(
            partnership=row,
            wave=made,
            member=one.member,
            number=number,
            name=one.member.name,
            sector=one.sector,
            x=x,
            y=y,
        )
    for one in asked:
        _ask(verb, made, one, at)
    kept(verb, row, by, at, wave=str(made.pk), partners=len(rated))
    return made


@transaction.atomic
def set_sector(*, partner: Partner, sector: str, by: Actor, at: datetime) -> Partner:
    """What an organization counts to, as long as the wave goes on."""
    verb = "set_sector"
    row = again(verb, partner, by)
    lands(verb, "ask_also", queries.wave_of(row))
    if sector not in rules.SECTORS:
        raise refused(verb, _("Choose a sector for each member."))
    changed(row, sector=sector)
    kept(verb, row.partnership, by, at, partner=str(row.pk), sector=sector)
    return row


@transaction.atomic
def ask_also(*, wave: Wave, asked: Asked, by: Actor, at: datetime) -> Respondent:
    """One more, or somebody else for an organization whose person has not begun."""
    verb = "ask_also"
    row = again(verb, wave, by)
    lands(verb, "ask_also", row)
    made = _ask(verb, row, asked, at)
    if row.state == "open":
        _tell(row, made, by, at)
    kept(verb, row.partnership, by, at, wave=str(row.pk), respondent=str(made.pk))
    return made


@transaction.atomic
def leave_out(*, respondent: Respondent, by: Actor, at: datetime) -> None:
    """Ask this person no more. Whoever has begun stays: what they wrote is theirs."""
    verb = "leave_out"
    row = again(verb, respondent, by)
    wave = queries.wave_of(row)
    lands(verb, "leave_out", wave)
    if row.begun_at is not None:
        raise refused(verb, _("This person has begun to answer, and stays."))
    row.delete()
    kept(verb, row.partnership, by, at, wave=str(wave.pk))


@transaction.atomic
def open_wave(*, wave: Wave, by: Actor, at: datetime) -> Wave:
    """Everybody who is asked gets a link of their own."""
    verb = "open"
    row = again(verb, wave, by)
    state = lands(verb, "open", row)
    _is_ahead(verb, row.closes_at, at)
    people = list(queries.respondents(row))
    if not people:
        raise refused(verb, _("Nobody is asked yet. Say who speaks for each organization."))
    changed(row, state=state, opened_at=at)
    for one in people:
        _tell(row, one, by, at)
    set_due(target=row.pk, clock=CLOSES, at=row.closes_at)
    kept(verb, row.partnership, by, at, wave=str(row.pk), asked=len(people))
    return row


@transaction.atomic
def remind(*, wave: Wave, by: Actor, at: datetime) -> int:
    """A mail to whoever has not sent their answers; how many. Nobody twice within a day."""
    verb = "remind"
    row = again(verb, wave, by)
    lands(verb, "remind", row)
    waiting = list(queries.respondents(row).filter(done_at=None))
    if not waiting:
        raise refused(verb, _("Everybody has answered."))
    due = [
        one
        for one in waiting
        if (one.reminded_at or one.asked_at or row.opened_at) + rules.REMIND_AFTER <= at
    ]
    if not due:
        raise refused(verb, _("They had a mail within the last day. Try it again tomorrow."))
    for one in due:
        subject, body = letters.reminder(row, one)
        queue_mail(to=one.email, subject=subject, body=body, by=by, at=at)
        changed(one, reminded_at=at)
    kept(verb, row.partnership, by, at, wave=str(row.pk), reminded=len(due))
    return len(due)


@transaction.atomic
def extend(*, wave: Wave, closes_at: datetime, by: Actor, at: datetime) -> Wave:
    """Another end, later or earlier, but ahead."""
    verb = "extend"
    row = again(verb, wave, by)
    lands(verb, "extend", row)
    _is_ahead(verb, closes_at, at)
    before = row.closes_at
    changed(row, closes_at=closes_at)
    set_due(target=row.pk, clock=CLOSES, at=closes_at)
    kept(verb, row.partnership, by, at, wave=str(row.pk), was=before.isoformat())
    return row


@transaction.atomic
def call_off(*, wave: Wave, why: str, by: Actor, at: datetime) -> Wave:
    """It ends without being counted; what was answered is read by nobody."""
    verb = "call_off"
    row = again(verb, wave, by)
    state = lands(verb, "call_off", row)
    changed(row, state=state, why_off=said(verb, why)[:500])
    clear_due(target=row.pk, clock=CLOSES)
    kept(verb, row.partnership, by, at, wave=str(row.pk))
    return row


def _roster(verb: str, row: Partnership, rated: Iterable[Rated], at: datetime) -> list[Rated]:
    found = list(rated)
    standing = {one.pk for one in partnerships.members(row, today(row.community, at))}
    if len({one.member.pk for one in found}) < len(found):
        raise refused(verb, _("A member stands on the roster once."))
    if any(one.member.pk not in standing for one in found):
        raise refused(verb, _("This one is no member here."))
    if not rules.LEAST_PARTNERS <= len(found) <= rules.MOST_PARTNERS:
        raise refused(verb, _("A roster has from 2 to 200 members."))
    if any(one.sector not in rules.SECTORS for one in found):
        raise refused(verb, _("Choose a sector for each member."))
    return found


def _ask(verb: str, wave: Wave, one: Asked, at: datetime) -> Respondent:
    partner = None
    if one.member is not None:
        partner = wave.partners.filter(member=one.member).first()
        if partner is None:
            raise refused(verb, _("This member does not stand on the roster."))
        if wave.respondents.filter(partner=partner).exists():
            raise refused(
                verb,
                _("Somebody speaks for %(name)s already. Leave that person out first.")
                % {"name": partner.name},
            )
    if not one.name.strip() or not one.email.strip():
        raise refused(verb, _("Whoever is asked needs a name and an e-mail address."))
    if wave.respondents.filter(email__iexact=one.email.strip()).exists():
        raise refused(verb, _("%(email)s is asked already.") % {"email": one.email.strip()})
    return Respondent.objects.create(
        partnership=wave.partnership,
        wave=wave,
        partner=partner,
        name=one.name.strip(),
        role=one.role.strip(),
        email=one.email.strip(),
        language=one.language,
    )


def _tell(wave: Wave, one: Respondent, by: Actor, at: datetime) -> None:
    subject, body = letters.invitation(wave, one)
    queue_mail(to=one.email, subject=subject, body=body, by=by, at=at)
    changed(one, asked_at=at)


def _is_ahead(verb: str, closes_at: datetime, at: datetime) -> None:
    if closes_at < at + rules.LEAST_OPEN:
        raise refused(verb, _("Give them an hour or more to answer."))
