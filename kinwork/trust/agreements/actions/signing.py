"""From a draft to what binds: sent for review, taken back, signed, joined."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.accounts.confirming import Yes
from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.consequences import follow
from kinwork.common.rights import Refused, check
from kinwork.trust.access.actions import close_work_items, open_work_item
from kinwork.trust.agreements import rules
from kinwork.trust.agreements.actions.beginning import all_signed
from kinwork.trust.agreements.actions.moving import (
    SIGN,
    locked,
    make_move,
    no_victim_services,
    set_state,
    step,
    wind_clocks,
)
from kinwork.trust.agreements.actions.scanning import empty_scans, washed
from kinwork.trust.agreements.actions.ways import Signed
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
    """Back to draft; signatures that were given are void, for they were given to other words; scans
    of them are emptied."""
    row = make_move("withdraw", agreement, by=by, at=at)
    with acting_as(clock(row.pk, row.community_id)):
        close_work_items(target=row.pk, kind=SIGN, at=at)
        empty_scans(row)
    row.parties.update(
        signed_by="", signed_title="", authority="", way="", signed_on=None, signed_at=None
    )
    return row


@transaction.atomic
def sign(
    *,
    party: Party,
    name: str,
    title: str,
    authority: str,
    signed_on: date | None = None,
    files: Sequence[bytes] = (),
    yes: Yes | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """One party signs: who, as what, and what shows that they may. With the last signature it is in
    force. The way follows from what is given: `yes` of a passkey (then the name is its holder's), the
    day and the scan of a signed paper, or the typed name. Whoever convenes records so what was signed
    on paper. Raises Unfit for a file that cannot be kept."""
    require(by)
    check(by, "agreements.sign", party)
    paper = washed(files)
    row = locked(party.agreement)
    found = step("sign", row)
    party = Party.objects.get(pk=party.pk)
    if party.signed_at is not None:
        raise Refused(
            "agreements.sign",
            _("%(name)s has signed for this agency already.") % {"name": party.signed_by},
        )
    said = Signed(name, title, authority, signed_on, paper, yes).checked(
        "sign", row, party, by=by, at=at
    )
    for field, value in said.fields(at).items():
        setattr(party, field, value)
    party.save(update_fields=list(said.fields(at)))
    said.keep(row, party, by=by, at=at)
    agency = str(party.agency_id)
    audit.record("agreements.sign", row, by=by, at=at, agency=agency, way=said.way)
    with acting_as(clock(row.pk, row.community_id)) as itself:
        close_work_items(target=row.pk, kind=SIGN, whose=party.agency_id, at=at)
        set_state(row, found.target)
        if not row.parties.filter(signed_at=None, ends=None).exists():
            all_signed(row, by=itself, at=at)
    return row


@transaction.atomic
def join(
    *,
    agreement: Agreement,
    agency: Agency,
    signed_by: str,
    signed_title: str = "",
    authority: str = "",
    signed_on: date | None = None,
    files: Sequence[bytes] = (),
    yes: Yes | None = None,
    by: Actor,
    at: datetime,
) -> Party:
    """Accession to the participation memorandum: `agency` is bound from `at`; `signed_by` is the name
    of who signed with authority, in one of the ways of `sign`. With the first one it is in force. A
    new partner signs by itself; whoever convenes records so what was signed on paper."""
    require(by)
    named = Party(agreement=agreement, agency=agency)
    check(by, "agreements.join", named)
    paper = washed(files)
    row = locked(agreement)
    if row.kind != "participation":
        raise Refused(
            "agreements.join", _("Only the participation memorandum is joined one by one.")
        )
    found = step("join", row)
    no_victim_services(agency, "join")
    convenes = by.role in rules.CONVENERS
    if not convenes and row.state != found.target:
        raise Refused("agreements.join", _("It can be joined once it is in force."))
    if convenes:
        signed_title = signed_title.strip() or _("Signatory")
        authority = authority.strip() or _("Signed on paper, kept by the convening agency")
    said = Signed(signed_by, signed_title, authority, signed_on, paper, yes).checked(
        "join", row, named, by=by, at=at
    )
    with acting_as(clock(row.pk, row.community_id)):
        party, became = _bound(row, agency, {**said.fields(at), "starts": at}, at)
        close_work_items(target=row.pk, kind=SIGN, whose=agency.pk, at=at)
        if row.state != found.target:
            set_state(row, found.target)
            wind_clocks(row, at)
    if became == NEW:
        said.keep(row, party, by=by, at=at)
    if became != WAS:
        audit.record("agreements.join", row, by=by, at=at, agency=str(agency.pk), way=said.way)
        with acting_as(clock(row.pk, row.community_id)):
            follow("agreements.join", row, by=by, at=at)
    return party


# What an agency became by joining: a party; one again, that was about to leave; what it was.
NEW, AGAIN, WAS = "new", "again", "was"


def _bound(row: Agreement, agency: Agency, said: dict, at: datetime) -> tuple[Party, str]:
    """The agency as a party; one that was about to leave stays instead, by what it had signed."""
    party = row.parties.filter(Q(ends=None) | Q(ends__gt=at), agency=agency).first()
    if party is None:
        return Party.objects.create(agreement=row, agency=agency, **said), NEW
    if party.ends is not None:
        party.ends = None
        party.save(update_fields=["ends"])
        return party, AGAIN
    return party, WAS
