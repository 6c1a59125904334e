"""What kind of agency it is: the records it keeps, victim services, its entry in the directory."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kinwork.accounts.actions.users import end_sessions
from kinwork.accounts.models import Agency, Membership, User
from kinwork.accounts.rules import PART_2, RECORDS, Impossible
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.rights import check
from kinwork.directory.models import Organization


@transaction.atomic
def keep_records(*, agency: Agency, records: Iterable[str], by: Actor, at: datetime) -> Agency:
    """It keeps these kinds of records (rules.RECORDS): every row that it has written, and each that it
    writes from now on, carries the label. Who keeps Part 2 records is a Part 2 program."""
    require(by)
    check(by, "accounts.keep_records", agency)
    row, told = _locked(agency), set(records)
    if not told <= set(RECORDS):
        raise Impossible(_("There is no such kind of records."))
    if told - set(row.records):
        row.records = sorted({*row.records, *told})
        row.is_part_2 = row.is_part_2 or PART_2 in told
        row.save(update_fields=["records", "is_part_2"])
        audit.record("accounts.keep_records", row, by=by, at=at, records=row.records)
        follow("accounts.keep_records", row, by=by, at=at)
    return row


@transaction.atomic
def drop_records(*, agency: Agency, records: Iterable[str], by: Actor, at: datetime) -> Agency:
    """It keeps these kinds no more. What carries a label keeps it; nobody is Part 2 staff of an agency
    that is no such program, from the next statement on."""
    require(by)
    check(by, "accounts.drop_records", agency)
    row, told = _locked(agency), set(records)
    program = row.is_part_2 and PART_2 not in told
    if told & set(row.records) or program != row.is_part_2:
        row.records, row.is_part_2 = sorted(set(row.records) - told), program
        row.save(update_fields=["records", "is_part_2"])
        if not program:
            hats = Membership.objects.filter(Q(ends=None) | Q(ends__gt=at), agency=row)
            hats.update(is_part_2_staff=False)
        audit.record("accounts.drop_records", row, by=by, at=at, records=row.records)
    return row


@transaction.atomic
def mark_victim_services(*, agency: Agency, by: Actor, at: datetime) -> Agency:
    """It serves victims of violence (VAWA, FVPSA): no record of a family here is open to it from the
    next statement on, its ties end, its people are signed out. Never taken back. Twice is once."""
    require(by)
    check(by, "accounts.mark_victim_services", agency)
    row = _locked(agency)
    if not row.is_victim_service_provider:
        row.is_victim_service_provider = True
        row.save(update_fields=["is_victim_service_provider"])
        for user in User.objects.filter(memberships__agency=row).distinct():
            end_sessions(user)
        audit.record("accounts.mark_victim_services", row, by=by, at=at)
        follow("accounts.mark_victim_services", row, by=by, at=at)
    return row


@transaction.atomic
def name_organization(
    *, agency: Agency, organization: Organization, by: Actor, at: datetime
) -> Agency:
    """The agency is this organization of the directory: what is asked of its services comes to it.

    Raises Impossible where another agency is that organization already."""
    require(by)
    check(by, "accounts.name_organization", agency)
    row = _locked(agency)
    nobody_else_is(organization, row)
    if row.organization_id != organization.pk:
        row.organization = organization
        row.save(update_fields=["organization"])
        told = {"organization": str(organization.pk)}
        audit.record("accounts.name_organization", row, by=by, at=at, **told)
    return row


def nobody_else_is(organization: Organization, agency: Agency | None = None) -> None:
    """Raises Impossible where an agency other than `agency` is this organization."""
    if Agency.objects.filter(organization=organization).exclude(pk=agency and agency.pk).exists():
        raise Impossible(_("Another agency is this organization already."))


def _locked(agency: Agency) -> Agency:
    return Agency.objects.select_for_update().get(pk=agency.pk)
