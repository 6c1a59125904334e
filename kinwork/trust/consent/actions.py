"""Consent: given, refused, narrowed, ended, run out. Deny wins; what ended is closed at the next
statement, and the open referrals that stood on it close with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common import text as wording
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.models import Community, Text
from kinwork.common.rights import Refused, check
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import clear_due, hold_grounds, no_later_than_now, set_due
from kinwork.trust.consent import rights, rules, texts  # noqa: F401  (rights declares the table)
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.words import WHY_NOT, filled


@transaction.atomic
def give(
    *,
    household: Household,
    given_by: Person,
    agency: Agency,
    classes: Iterable[str],
    text: Text,
    language: str,
    purposes: Iterable[str] = ("care",),
    way: str = "on screen",
    starts: datetime | None = None,
    ends: datetime | None = None,
    part_2: bool = False,
    records: str = "",
    named_user=None,
    witness: str = "",
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """The family lets `agency` see `classes`. An agency may record it on the family's behalf.

    part_2, records, named_user: what a consent for treatment, school or safety records must say.
    witness: who heard it, when it was said by phone.
    """
    special = {"part_2": part_2, "records": records, "named_user": named_user}
    said = _Said(household, given_by, agency, classes, text, language, purposes, way, witness)
    return _record("give", said, starts or at, ends, recorded_by, special, by=by, at=at)


@transaction.atomic
def deny(
    *,
    household: Household,
    given_by: Person,
    agency: Agency,
    classes: Iterable[str],
    language: str,
    text: Text | None = None,
    purposes: Iterable[str] = ("care",),
    way: str = "on screen",
    starts: datetime | None = None,
    ends: datetime | None = None,
    witness: str = "",
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """The family refuses `agency`; it stands against every permit, from now."""
    require(by)
    hold_grounds(household.pk)
    text = text or _current(texts.DENY, language, household.community_id)
    said = _Said(household, given_by, agency, classes, text, language, purposes, way, witness)
    starts = no_later_than_now(starts or at)
    made = _record("deny", said, starts, ends, recorded_by, {"deny": True}, by=by, at=at)
    follow("consent.deny", made, by=by, at=at)
    return made


@transaction.atomic
def narrow(
    *,
    consent: Consent,
    classes: Iterable[str],
    ends: datetime | None = None,
    text: Text | None = None,
    given_by: Person | None = None,
    language: str | None = None,
    way: str = "on screen",
    witness: str = "",
    by: Actor,
    at: datetime,
) -> Consent:
    """End a permit and give a narrower one in its place, in one deed. It never widens: Refused."""
    require(by)
    check(by, "consent.narrow", consent)
    classes = set(classes)
    if why := rules.why_not_narrower(consent, classes, ends):
        raise Refused("consent.narrow", str(WHY_NOT[why]))
    language = language or consent.language
    _close(consent, "consent.narrow", at=at)
    text = text or _current(texts.NARROW, language, consent.community_id)
    said = _Said(
        Household(pk=consent.household_id, community_id=consent.community_id),
        given_by or consent.given_by,
        consent.agency,
        [name for name in consent.classes if name in classes],
        text,
        language,
        consent.purposes,
        way,
        witness,
    )
    special: dict[str, Any] = {"narrows": consent, "named_user_id": consent.named_user_id}
    if way in rules.WRITTEN:
        special |= {
            "part_2": consent.part_2 and "sud" in classes,
            "records": consent.records,
        }
    made = _record(
        "narrow",
        said,
        consent.ended_at,
        ends or consent.ends,
        consent.recorded_by,
        special,
        by=by,
        at=at,
    )
    follow("consent.narrow", consent, by=by, at=at)
    return made


@transaction.atomic
def end(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Nothing more is shared from this instant; open referrals to that agency close with it. The
    end of a refusal lets earlier permits count again."""
    require(by)
    check(by, "consent.end", consent)
    if consent.ended_at is None and _close(consent, "consent.end", at=at):
        audit.record("consent.end", consent, by=by, at=at, classes=consent.classes)
        follow("consent.end", consent, by=by, at=at)
    return consent


@transaction.atomic
def expire(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Its day has come: what stood on it closes as if the family had ended it."""
    require(by)
    check(by, "consent.expire", consent)
    clear_due(target=consent.pk)
    audit.record("consent.expire", consent, by=by, at=at, classes=consent.classes)
    follow("consent.end", consent, by=by, at=at)
    return consent


def ask_renewal(*, consent: Consent, by: Actor, at: datetime) -> None:
    """It ends soon: the family hears of it on its safe channel, and may renew it with one tap."""
    require(by)
    check(by, "consent.ask_renewal", consent)
    audit.record("consent.ask_renewal", consent, by=by, at=at)
    follow("consent.ask_renewal", consent, by=by, at=at)


@transaction.atomic
def renew(
    *, consent: Consent, ends: datetime, given_by: Person, by: Actor, at: datetime
) -> Consent:
    """The same again, until `ends`: a new permit with the words that count today; the old one ends
    in the same deed, so that nothing lapses between them."""
    require(by)
    check(by, "consent.renew", consent)
    if consent.deny or consent.ended_at is not None:
        raise Refused("consent.renew", _("This has ended. You can say yes again when you ask."))
    hold_grounds(consent.household_id)
    text = _current(texts.REFERRAL, consent.language, consent.community_id)
    said = _Said(
        Household(pk=consent.household_id, community_id=consent.community_id),
        given_by,
        consent.agency,
        consent.classes,
        text,
        consent.language,
        consent.purposes,
        "on screen",
        "",
    )
    special = {
        "part_2": consent.part_2,
        "records": consent.records,
        "named_user_id": consent.named_user_id,
    }
    made = _record("renew", said, at, ends, consent.recorded_by, special, by=by, at=at)
    _close(consent, "consent.renew", at=at)
    return made


@dataclass(frozen=True)
class _Said:
    """What every deed of consent says."""

    household: Household
    given_by: Person
    agency: Agency
    classes: Iterable[str]
    text: Text
    language: str
    purposes: Iterable[str]
    way: str
    witness: str


def _record(
    verb: str,
    said: _Said,
    starts: datetime,
    ends: datetime | None,
    recorded_by: Agency | None,
    special: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> Consent:
    require(by)
    check(by, f"consent.{verb}", said.household)
    community = by.community or said.household.community_id
    classes = list(said.classes)
    zone = ZoneInfo(Community.objects.only("time_zone").get(pk=community).time_zone)
    words = filled(
        said.text.body,
        agency=said.agency.name,
        classes=classes,
        until=ends and ends.astimezone(zone).date(),
        language=said.language,
    )
    made = Consent.objects.create(
        community_id=community,
        household=said.household,
        given_by=said.given_by,
        agency=said.agency,
        classes=classes,
        purposes=list(said.purposes),
        starts=starts,
        ends=ends,
        way=said.way,
        witness=said.witness.strip(),
        language=said.language,
        text=said.text,
        words=words,
        recorded_by=recorded_by,
        recorded_at=at,
        **special,
    )
    _wind_clocks(made, at)
    audit.record(f"consent.{verb}", made, by=by, at=at, classes=classes)
    return made


def _wind_clocks(consent: Consent, at: datetime) -> None:
    """A permit that ends by its date is closed by a clock; the family hears of it before."""
    if consent.ends is None or consent.deny:
        return
    set_due(target=consent.pk, clock=rules.ENDS, at=consent.ends)
    notice = consent.ends - timedelta(days=rules.NOTICE_DAYS)
    if notice > at:
        set_due(target=consent.pk, clock=rules.NOTICE, at=notice)


def _close(consent: Consent, verb: str, *, at: datetime) -> bool:
    """Mark it ended, after every disclosure under way; False when somebody was faster."""
    hold_grounds(consent.household_id)
    moment = max(no_later_than_now(at), consent.starts) if consent.starts <= at else at
    live = Consent.objects.filter(pk=consent.pk, ended_at=None)
    if not live.update(ended_at=moment):
        known = Consent.objects.filter(pk=consent.pk).values_list("ended_at", flat=True).first()
        if known is None:
            raise Refused(verb, _("Only the family, or the agency that wrote it down, ends this."))
        consent.ended_at = known
        return False
    consent.ended_at = moment
    clear_due(target=consent.pk)
    return True


def _current(key: str, language: str, community) -> Text:
    found = wording.current(key, language, community)
    if found is None:
        raise Refused(
            key, _("Nobody has put these words into this language yet. Ask for an interpreter.")
        )
    return found


def seed_texts(*, by: Actor, at: datetime) -> int:
    """Put the product's own wording in force where there is none yet; how many were written."""
    written = 0
    for (key, language), body in texts.PRODUCT.items():
        _text, made = Text.objects.get_or_create(
            key=key, language=language, community=None, version=1, defaults={"body": body}
        )
        written += made
    if written:
        audit.record("consent.seed_texts", by=by, at=at, written=written)
    return written
