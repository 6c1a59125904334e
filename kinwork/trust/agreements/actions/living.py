"""While it binds: suspended, resumed, left, renewed, over."""

from datetime import datetime

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.trust.access.actions import (
    close_work_items,
    no_later_than_now,
    open_work_item,
    set_due,
)
from kinwork.trust.agreements import queries
from kinwork.trust.agreements.actions.moving import (
    ASKED,
    LEAVES,
    RENEW,
    locked,
    make_move,
    step,
    wind_clocks,
)
from kinwork.trust.agreements.models import Agreement, Party


def suspend(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Nothing is shared under it from now on; what was shared stays in the trail. Open referrals to
    its parties come onto the lists of those who send them another way."""
    return make_move("suspend", agreement, by=by, at=at, suspended_at=at)


def resume(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """It counts again from now on."""
    return make_move("resume", agreement, by=by, at=at, suspended_at=None)


def end(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Over, for all parties, from now on."""
    return make_move("end", agreement, by=by, at=at, ends=at)


@transaction.atomic
def leave(*, party: Party, on: datetime | None = None, by: Actor, at: datetime) -> Party:
    """A party is bound no more, from now or from the day `on`; its open referrals are then sent
    another way."""
    require(by)
    check(by, "agreements.leave", party)
    row = locked(party.agreement)
    step("leave", row)
    at_once = on is None or on <= at
    moment = no_later_than_now(at) if at_once else on
    with acting_as(clock(row.pk, row.community_id)):
        row.parties.filter(pk=party.pk).exclude(ends__lte=at).update(ends=moment)
        close_work_items(target=row.pk, whose=party.agency_id, at=at)
        _wind_leaving(row, at)
    day = moment.date().isoformat()
    audit.record("agreements.leave", row, by=by, at=at, agency=str(party.agency_id), on=day)
    if at_once:
        with acting_as(clock(row.pk, row.community_id)) as itself:
            follow("agreements.leave", row, by=itself, at=at)
    party.refresh_from_db()
    return party


def party_left(*, agreement: Agreement, by: Actor, at: datetime) -> None:
    """The day has come on which a party leaves: its open referrals are sent another way."""
    require(by)
    check(by, "agreements.party_left", agreement)
    _wind_leaving(agreement, at)
    audit.record("agreements.party_left", agreement, by=by, at=at)
    follow("agreements.leave", agreement, by=by, at=at)


def _wind_leaving(row: Agreement, at: datetime) -> None:
    """One clock for all who leave: it is set anew for the next each time it rings."""
    coming = row.parties.filter(ends__gt=at).order_by("ends").values_list("ends", flat=True).first()
    if coming:
        set_due(target=row.pk, clock=LEAVES, at=coming)


def note_renewal(*, agreement: Agreement, by: Actor, at: datetime) -> None:
    """Its end is near: whoever convenes and the parties' supervisors are told."""
    require(by)
    check(by, "agreements.note_renewal", agreement)
    wind_clocks(agreement, at)
    audit.record("agreements.note_renewal", agreement, by=by, at=at)
    later("agreements.tell_renewal", agreement.pk)


@transaction.atomic
def ask_renewal(*, party: Party, wanted: bool, by: Actor, at: datetime) -> Party:
    """A party says whether it wants the agreement renewed. That is no signature: whoever convenes
    writes the new version, and all sign it. The line leaves the party's desk."""
    require(by)
    check(by, "agreements.ask_renewal", party)
    row = locked(party.agreement)
    step("ask_renewal", row)
    with acting_as(clock(row.pk, row.community_id)):
        row.parties.filter(pk=party.pk).update(renewal_wanted=wanted, renewal_said_at=at)
        close_work_items(target=row.pk, kind=RENEW, whose=party.agency_id, at=at)
        for agency in queries.conveners(row) if wanted else ():
            open_work_item(
                agency=agency,
                community=row.community_id,
                kind=ASKED,
                target=row.pk,
                due_at=row.ends,
                at=at,
            )
    said = "wanted" if wanted else "not wanted"
    audit.record(
        "agreements.ask_renewal", row, by=by, at=at, agency=str(party.agency_id), said=said
    )
    party.refresh_from_db()
    return party
