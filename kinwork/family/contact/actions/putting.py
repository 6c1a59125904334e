"""A line of a kind that another module carries (carrying.py), written with the deed that caused it."""

from datetime import datetime
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.family.contact.carrying import CARRIERS
from kinwork.family.contact.models import Delivery


def put_line(
    *,
    kind: str,
    target: UUID,
    said: dict[str, str],
    deed: str,
    household: UUID,
    agency: UUID | None,
    follower: UUID | None,
    community: UUID,
    not_before: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Delivery:
    """Put a mail about `target` into the outbox; the same that still waits there is not put twice, but
    waits until the new `not_before`, if there is one.

    `by` is the target's own clock. said: which words, never a name, an address or a link. agency and
    follower: who hears when it fails (looked up anew then). Raises KeyError for an unknown kind.
    """
    require(by)
    CARRIERS[kind]
    waiting = Delivery.objects.filter(
        kind=kind, target=target, said=said, state="waiting", tries=0
    ).first()
    if waiting:
        if not_before and waiting.next_at != not_before:
            waiting.next_at = not_before
            waiting.save(update_fields=["next_at"])
            later("contact.send", waiting.pk, at=not_before)
        return waiting
    made = Delivery.objects.create(
        community_id=community,
        agency_id=agency,
        follower_id=follower,
        household=household,
        kind=kind,
        channel="email",
        deed=deed,
        target=target,
        said=said,
        made_at=at,
        next_at=not_before,
    )
    audit.record("contact.put_line", made, by=by, at=at, kind=kind)
    later("contact.send", made.pk, at=not_before)
    return made
