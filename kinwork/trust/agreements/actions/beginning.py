"""All have signed: it binds from its first day, and the version before it is over."""

from datetime import datetime
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.rights import check
from kinwork.trust.access.actions import close_work_items, no_later_than_now, set_due
from kinwork.trust.agreements import rules
from kinwork.trust.agreements.actions.moving import (
    BEGINS,
    REMARKED,
    clear_all,
    locked,
    set_state,
    wind_clocks,
)
from kinwork.trust.agreements.models import Agreement


def all_signed(row: Agreement, *, by: Actor, at: datetime) -> None:
    """All have signed: in force now; where another version is in force until its first day, then."""
    old = Agreement.objects.filter(series=row.series, state__in=rules.LIVE).exclude(pk=row.pk)
    if row.starts > at and old.exists():
        set_due(target=row.pk, clock=BEGINS, at=row.starts)
    else:
        _put_in_force(row, by=by, at=at)


def begin(*, agreement: Agreement, by: Actor, at: datetime) -> None:
    """Its first day has come. Whoever took it back to draft meanwhile has voided the signatures."""
    require(by)
    check(by, "agreements.begin", agreement)
    row = locked(agreement)
    unsigned = row.parties.filter(signed_at=None, ends=None).exists()
    if row.state == "partly signed" and not unsigned:
        _put_in_force(row, by=by, at=at)


def _put_in_force(row: Agreement, *, by: Actor, at: datetime) -> None:
    """All have signed: they are bound from now (or from its first day), the version before is over."""
    old = Agreement.objects.filter(series=row.series, state__in=rules.LIVE).exclude(pk=row.pk)
    for pk in list(old.values_list("pk", flat=True)):
        _supersede(pk, row, at)
    row.parties.filter(starts=None).update(starts=max(at, row.starts))
    set_state(row, "in force")
    wind_clocks(row, at)
    close_work_items(target=row.pk, kind=REMARKED, at=at)  # who signs takes the text as it is
    audit.record("agreements.put_in_force", row, by=by, at=at, version=row.version)
    follow("agreements.put_in_force", row, by=by, at=at)


def _supersede(pk: UUID, new: Agreement, at: datetime) -> None:
    """The version before is over; it stays readable."""
    with acting_as(clock(pk, new.community_id)) as itself:
        before = Agreement.objects.select_for_update().get(pk=pk)
        before.state = "superseded"
        before.ends = max(no_later_than_now(at), before.starts)
        before.save(update_fields=["state", "ends"])
        clear_all(before, at)
        audit.record("agreements.supersede", before, by=itself, at=at, by_version=new.version)
