"""What agreements do by the clock: end at their date, and tell 90, 30 and 7 days before."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.trust.access.actions import open_work_item, run_clocks
from kinwork.trust.access.models import Due
from kinwork.trust.agreements import actions, mails, queries
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.rules import LIFE
from kinwork.web.papers import scan

CLOCKS = (actions.ENDS, actions.NOTICE, actions.LEAVES, actions.BEGINS, actions.SCANS_GO)


def run_due(now: datetime | None = None) -> int:
    """Do everything that is due; how many. Each in its own transaction, as its own agreement."""
    return run_clocks(CLOCKS, _one, now or timezone.now())


def _one(due_id: UUID, target: UUID, now: datetime) -> bool:
    with acting_as(clock(target), now=now) as by:
        due = Due.objects.select_for_update(skip_locked=True).filter(pk=due_id, at__lte=now).first()
        row = due and Agreement.objects.filter(pk=target).first()
        if due is None:
            return False
        verb = due.clock
        due.delete()
        if row is not None and verb == actions.ENDS and row.state in ("in force", "suspended"):
            actions.end(agreement=row, by=by, at=now)
        elif row is not None and verb == actions.NOTICE and row.state == "in force":
            actions.note_renewal(agreement=row, by=by, at=now)
            _lay_work(row, now)
        elif row is not None and verb == actions.LEAVES and row.state in ("in force", "suspended"):
            actions.party_left(agreement=row, by=by, at=now)
        elif row is not None and verb == actions.BEGINS:
            actions.begin(agreement=row, by=by, at=now)
        elif row is not None and verb == actions.SCANS_GO and row.state in LIFE.ends:
            actions.drop_scans(agreement=row, by=by, at=now)
    return True


def _lay_work(row: Agreement, now: datetime) -> None:
    """A line on the desk of each party and of whoever convenes."""
    for agency in {*queries.conveners(row), *queries.party_ids(row, now)}:
        open_work_item(
            agency=agency,
            community=row.community_id,
            kind=actions.RENEW,
            target=row.pk,
            due_at=row.ends,
            at=now,
        )


def told(row: Agreement, now: datetime) -> list:
    """Who hears of it: leads at the convening agency, supervisors at the parties'."""
    live = Membership.objects.filter(community=row.community_id, ends=None, user__is_active=True)
    leads = live.filter(role="backbone lead", agency__in=queries.conveners(row))
    supervisors = live.filter(role="supervisor", agency__in=queries.party_ids(row, now))
    found = (leads | supervisors).select_related("user").order_by("user__email")
    return list({one.user_id: one.user for one in found}.values())


@job("agreements.check_scan")
def check_scan(id: UUID) -> None:
    """Open it or empty it. Where the scanner does not answer the job fails, and comes again."""
    with acting_as(clock(id)) as by:
        found = queries.waiting_scan(id)
        if found is not None:
            clean = scan.is_clean(queries.scan_content(found) or b"")
            actions.settle_scan(found, clean=clean, by=by, at=timezone.now())


@job("agreements.tell_renewal")
def tell_renewal(agreement_id: UUID) -> None:
    """One letter each. Neutral about families: it names the agreement and its last day."""
    with acting_as(clock(agreement_id)):
        row = Agreement.objects.select_related("community").get(pk=agreement_id)
        for user in told(row, timezone.now()):
            subject, body = mails.renewal(row, user.language)
            EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email]).send()


@job("agreements.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: ends and notices whose time has come."""
    run_due()


def days_left(row: Agreement, now: datetime) -> int:
    return max(0, -(-(row.ends - now) // timedelta(days=1))) if row.ends else 0
