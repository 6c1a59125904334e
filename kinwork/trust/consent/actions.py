"""Consent: given, denied, ended. Deny wins; what ended is closed at the next statement."""

from collections.abc import Iterable
from datetime import datetime

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.models import Text
from kinwork.common.rights import check
from kinwork.people.models import Household, Person
from kinwork.trust.consent import rights, texts  # noqa: F401  (rights declares the table)
from kinwork.trust.consent.models import Consent


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
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """The family lets `agency` see `classes`. An agency may record it on the family's behalf."""
    return _record(deny=False, verb="give", **_said(locals()))


def deny(
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
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> Consent:
    """The family refuses `agency`; it stands against every permit."""
    return _record(deny=True, verb="deny", **_said(locals()))


def end(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """Nothing more is shared from this instant; open referrals to that agency close with it."""
    require(by)
    check(by, "consent.end", consent)
    if consent.ended_at is None:
        follow("consent.end", consent, by=by, at=at)
        consent.ended_at = at
        consent.save(update_fields=["ended_at"])
        audit.record("consent.end", consent, by=by, at=at, classes=consent.classes)
    return consent


def _said(names: dict) -> dict:
    return dict(names)


def _record(*, deny: bool, verb: str, by: Actor, at: datetime, **said) -> Consent:
    require(by)
    check(by, f"consent.{verb}", said["household"])
    said["classes"], said["purposes"] = list(said["classes"]), list(said["purposes"])
    said["starts"] = said["starts"] or at
    made = Consent.objects.create(deny=deny, community_id=by.community, **said)
    audit.record(f"consent.{verb}", made, by=by, at=at, classes=made.classes)
    return made


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
