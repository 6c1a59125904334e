"""Agreements: made, joined, suspended, ended. The database enforces them at the next statement."""

from collections.abc import Iterable
from datetime import datetime

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.trust.agreements import rights  # noqa: F401  (declares the table)
from kinwork.trust.agreements.models import Agreement, Party


def make_agreement(
    *,
    community: Community,
    kind: str,
    title: str,
    starts: datetime,
    ends: datetime | None = None,
    classes: Iterable[str] = (),
    purposes: Iterable[str] = ("care",),
    by: Actor,
    at: datetime,
) -> Agreement:
    """A new agreement without parties; `classes` and `purposes` say what a data-sharing one covers."""
    require(by)
    check(by, "agreements.make_agreement")
    agreement = Agreement.objects.create(
        community=community,
        kind=kind,
        title=title,
        starts=starts,
        ends=ends,
        classes=list(classes),
        purposes=list(purposes),
    )
    audit.record("agreements.make_agreement", agreement, by=by, at=at, kind=kind)
    return agreement


def join(*, agreement: Agreement, agency: Agency, signed_by: str, by: Actor, at: datetime) -> Party:
    """`agency` is bound from `at`; `signed_by` is the name of who signed with authority."""
    require(by)
    check(by, "agreements.join", agreement)
    party, made = Party.objects.get_or_create(
        agreement=agreement,
        agency=agency,
        ends=None,
        defaults={"signed_by": signed_by, "starts": at},
    )
    if made:
        audit.record("agreements.join", agreement, by=by, at=at, agency=str(agency.pk))
    return party


def suspend(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Nothing is shared under it from now on; what was shared stays in the trail."""
    require(by)
    check(by, "agreements.suspend", agreement)
    agreement.suspended_at = at
    agreement.save(update_fields=["suspended_at"])
    audit.record("agreements.suspend", agreement, by=by, at=at)
    return agreement
