"""Where an agency's own system hears that a referral moved: set, tried, paused, shut when it fails."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.community import due, setting
from kinwork.common.ids import new_id
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.family.contact import rights, signing  # noqa: F401
from kinwork.family.contact.models import Delivery, Endpoint
from kinwork.family.contact.parcels import Answer
from kinwork.trust.access.actions import close_work_items, open_work_item

SHUT = "endpoint shut"
# Envelopes of these classes are for named people: no system hears of them.
BY_NAME = ("sud", "safety")


@transaction.atomic
def point_endpoint(
    *, agency: Agency, community: Community, url: str, by: Actor, at: datetime
) -> tuple[Endpoint, str]:
    """Set or move where an agency hears of moves; returns it with its fresh secret, shown once.

    Raises Refused for whoever does not answer for the agency, ValueError (a code) for an address that
    nothing may be sent to.
    """
    require(by)
    check(by, "contact.endpoint")
    signing.must_be_allowed(url)
    salt = secrets.token_hex(24)
    secret = signing.secret_of(salt)
    row, _fresh = Endpoint.objects.update_or_create(
        agency=agency,
        defaults={
            "community": community,
            "url": url,
            "salt": salt,
            "secret_hash": signing.hash_of(secret),
            "made_at": at,
            "failing_since": None,
            "off_at": None,
            "off_why": "",
        },
    )
    audit.record("contact.point_endpoint", row, by=by, at=at)
    _close(row, at)
    return row, secret


@transaction.atomic
def rotate_secret(*, endpoint: Endpoint, by: Actor, at: datetime) -> str:
    """A new secret, shown once; the one before is worthless from this moment."""
    require(by)
    check(by, "contact.endpoint")
    endpoint.salt = secrets.token_hex(24)
    secret = signing.secret_of(endpoint.salt)
    endpoint.secret_hash = signing.hash_of(secret)
    endpoint.save(update_fields=["salt", "secret_hash"])
    audit.record("contact.rotate_secret", endpoint, by=by, at=at)
    return secret


@transaction.atomic
def pause_endpoint(*, endpoint: Endpoint, by: Actor, at: datetime) -> Endpoint:
    """Nothing is sent until it is resumed; what moved meanwhile is not told later."""
    require(by)
    check(by, "contact.endpoint")
    endpoint.off_at, endpoint.off_why = at, "paused"
    endpoint.save(update_fields=["off_at", "off_why"])
    audit.record("contact.pause_endpoint", endpoint, by=by, at=at)
    return endpoint


@transaction.atomic
def resume_endpoint(*, endpoint: Endpoint, by: Actor, at: datetime) -> Endpoint:
    require(by)
    check(by, "contact.endpoint")
    endpoint.off_at, endpoint.off_why, endpoint.failing_since = None, "", None
    endpoint.save(update_fields=["off_at", "off_why", "failing_since"])
    audit.record("contact.resume_endpoint", endpoint, by=by, at=at)
    _close(endpoint, at)
    return endpoint


def tell_parties(
    *,
    referral: UUID,
    state: str,
    verb: str,
    sensitivity: str,
    parties: list[UUID | None],
    community: UUID,
    wire: Callable[[], tuple[str, list[str]]],
    by: Actor,
    at: datetime,
) -> int:
    """A referral moved: one line in the outbox for each party that has an endpoint. The envelope alone:
    its number, its state, where the wire stands, when. wire: asked only where somebody hears of it; the
    status, and every one that this move passed. `by` is the referral's own clock. How many lines."""
    require(by)
    if sensitivity in BY_NAME:
        return 0
    wanted = [one for one in parties if one]
    found = Endpoint.objects.filter(
        agency__in=wanted,
        off_at=None,
        agency__active=True,
        agency__is_victim_service_provider=False,
    )
    status, passed = wire() if found else ("", [])
    for one in found:
        said = {"referral": str(referral), "state": state, "at": at.isoformat()}
        said |= {"status": status, "statuses": passed}
        _line(one, said, f"referrals.{verb}", referral, community, at)
    return len(found)


def try_endpoint(*, endpoint: Endpoint, by: Actor, at: datetime) -> UUID:
    """A line that says nothing, to see whether it arrives."""
    require(by)
    check(by, "contact.endpoint")
    audit.record("contact.try_endpoint", endpoint, by=by, at=at)
    said = {"referral": None, "state": "test", "at": at.isoformat(), "status": None, "statuses": []}
    with acting_as(clock(endpoint.pk, endpoint.community_id)):
        return _line(endpoint, said, "contact.try_endpoint", endpoint.pk, endpoint.community_id, at)


def _line(
    endpoint: Endpoint, said: dict[str, Any], deed: str, target: UUID, place: UUID, at: datetime
) -> UUID:
    line = new_id()
    Delivery.objects.create(
        id=line,
        community_id=place,
        agency_id=endpoint.agency_id,
        kind="webhook",
        channel="webhook",
        deed=deed,
        target=target,
        said=said | {"id": str(line)},
        made_at=at,
    )
    later("contact.send", line)
    return line


def where_to(agency: UUID | None) -> str:
    """The address of an agency's endpoint, if it is there and on."""
    found = Endpoint.objects.filter(agency=agency, off_at=None, agency__active=True).first()
    return found.url if found else ""


def note_answer(row: Delivery, answer: Answer, *, by: Actor, at: datetime) -> None:
    """It answers, or has not for so long that it is shut and its agency told."""
    found = Endpoint.objects.select_for_update().filter(agency=row.agency_id).first()
    if found is None:
        return
    if answer.kind == "accepted":
        found.failing_since, found.last_ok_at = None, at
    else:
        found.failing_since = found.failing_since or at
        patience = timedelta(days=setting(found.community, "endpoint_days"))
        if found.off_at is None and at - found.failing_since >= patience:
            found.off_at, found.off_why = at, "failing"
            audit.record("contact.shut_endpoint", found, by=by, at=at)
            _tell_agency(found, at)
    found.save(update_fields=["failing_since", "last_ok_at", "off_at", "off_why"])


def _tell_agency(endpoint: Endpoint, at: datetime) -> None:
    with acting_as(clock(endpoint.pk, endpoint.community_id)):
        open_work_item(
            agency=endpoint.agency_id,
            community=endpoint.community_id,
            kind=SHUT,
            target=endpoint.pk,
            due_at=due(endpoint.community, at, 2),
            at=at,
        )


def _close(endpoint: Endpoint, at: datetime) -> None:
    with acting_as(clock(endpoint.pk, endpoint.community_id)):
        close_work_items(target=endpoint.pk, kind=SHUT, at=at)
