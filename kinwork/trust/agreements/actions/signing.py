"""From a draft to what binds: sent for review, taken back, signed, joined, in force."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.rights import Refused, check
from kinwork.trust.access.actions import (
    close_work_items,
    no_later_than_now,
    open_work_item,
    set_due,
)
from kinwork.trust.agreements import rules
from kinwork.trust.agreements.actions.moving import (
    BEGINS,
    REMARKED,
    SIGN,
    clear_all,
    locked,
    make_move,
    no_victim_services,
    set_state,
    step,
    wind_clocks,
)
from kinwork.trust.agreements.models import Agreement, Party


@transaction.atomic
def submit(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """To review: from now on it is not changed any more. Refused while something is missing. A line
    lies on the desk of each party until it has signed."""
    row = make_move("submit", agreement, by=by, at=at, is_whole=True)
    with acting_as(clock(row.pk, row.community_id)):
        for party in row.parties.filter(ends=None, signed_at=None):
            open_work_item(
                agency=party.agency_id,
                community=row.community_id,
                kind=SIGN,
                target=row.pk,
                due_at=rules.sign_by(row.starts, at),
                at=at,
            )
    return row


@transaction.atomic
def withdraw(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """Back to draft; signatures that were given are void, for they were given to other words."""
    row = make_move("withdraw", agreement, by=by, at=at)
    with acting_as(clock(row.pk, row.community_id)):
        close_work_items(target=row.pk, kind=SIGN, at=at)
    row.parties.update(signed_by="", signed_title="", authority="", signed_at=None)
    return row


@transaction.atomic
def sign(
    *, party: Party, name: str, title: str, authority: str, by: Actor, at: datetime
) -> Agreement:
    """One party signs: who, as what, and what shows that they may. With the last signature it is in
    force. Whoever convenes records so what was signed on paper."""
    require(by)
    check(by, "agreements.sign", party)
    row = locked(party.agreement)
    found = step("sign", row)
    party = Party.objects.get(pk=party.pk)
    if party.signed_at is not None:
        raise Refused(
            "agreements.sign",
            _("%(name)s has signed for this agency already.") % {"name": party.signed_by},
        )
    if not (name.strip() and title.strip() and authority.strip()):
        raise Refused(
            "agreements.sign",
            _("Say who signs, as what, and what shows that they may sign for the agency."),
        )
    party.signed_by, party.signed_title = name.strip(), title.strip()
    party.authority, party.signed_at = authority.strip(), at
    party.save(update_fields=["signed_by", "signed_title", "authority", "signed_at"])
    audit.record("agreements.sign", row, by=by, at=at, agency=str(party.agency_id))
    with acting_as(clock(row.pk, row.community_id)) as itself:
        close_work_items(target=row.pk, kind=SIGN, whose=party.agency_id, at=at)
        set_state(row, found.target)
        if not row.parties.filter(signed_at=None, ends=None).exists():
            _begin(row, by=itself, at=at)
    return row


@transaction.atomic
def join(
    *,
    agreement: Agreement,
    agency: Agency,
    signed_by: str,
    signed_title: str = "",
    authority: str = "",
    by: Actor,
    at: datetime,
) -> Party:
    """Accession to the participation memorandum: `agency` is bound from `at`; `signed_by` is the name
    of who signed with authority. With the first one it is in force. A new partner signs by itself;
    whoever convenes records so what was signed on paper."""
    require(by)
    check(by, "agreements.join", Party(agreement=agreement, agency=agency))
    row = locked(agreement)
    if row.kind != "participation":
        raise Refused(
            "agreements.join", _("Only the participation memorandum is joined one by one.")
        )
    found = step("join", row)
    no_victim_services(agency, "join")
    convenes = by.role in rules.CONVENERS
    if not convenes and not (signed_by.strip() and signed_title.strip() and authority.strip()):
        raise Refused(
            "agreements.join",
            _("Say who signs, as what, and what shows that they may sign for the agency."),
        )
    if not convenes and row.state != found.target:
        raise Refused("agreements.join", _("It can be joined once it is in force."))
    said = {
        "signed_by": signed_by.strip(),
        "signed_title": signed_title.strip() or _("Signatory"),
        "authority": authority.strip() or _("Signed on paper, kept by the convening agency"),
        "signed_at": at,
        "starts": at,
    }
    with acting_as(clock(row.pk, row.community_id)):
        party, made = _bound(row, agency, said, at)
        close_work_items(target=row.pk, kind=SIGN, whose=agency.pk, at=at)
        if row.state != found.target:
            set_state(row, found.target)
            wind_clocks(row, at)
    if made:
        audit.record("agreements.join", row, by=by, at=at, agency=str(agency.pk))
        with acting_as(clock(row.pk, row.community_id)):
            follow("agreements.join", row, by=by, at=at)
    return party


def _bound(row: Agreement, agency: Agency, said: dict, at: datetime) -> tuple[Party, bool]:
    """The agency as a party; one that was about to leave stays instead."""
    party = row.parties.filter(Q(ends=None) | Q(ends__gt=at), agency=agency).first()
    if party is None:
        return Party.objects.create(agreement=row, agency=agency, **said), True
    if party.ends is not None:
        party.ends = None
        party.save(update_fields=["ends"])
        return party, True
    return party, False


def _begin(row: Agreement, *, by: Actor, at: datetime) -> None:
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
