"""Scans of signed papers: kept, looked at, opened, emptied. What is kept was made anew."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import later
from kinwork.common.rights import Refused, check
from kinwork.trust.agreements import queries, rules
from kinwork.trust.agreements.actions.moving import locked
from kinwork.trust.agreements.models import Agreement, Party, Scan, ScanFile
from kinwork.web.papers import scan as scanner
from kinwork.web.papers.washing import Washed, wash


def washed(files: Sequence[bytes]) -> Washed | None:
    """The pages in their order as one clean file, None where there are none; raises Unfit with why it
    cannot be kept. Before anything is locked: it takes seconds."""
    return wash(files) if files else None


def keep_scan(party: Party, paper: Washed, *, by: Actor, at: datetime) -> Scan:
    """Beside a signature that was checked already."""
    waits = scanner.is_set()
    made = Scan.objects.create(
        party=party,
        state="being checked" if waits else "clean",
        media_type=paper.media_type,
        pages=paper.pages,
        size=len(paper.content),
        added_at=at,
        added_by_id=by.id,
    )
    ScanFile.objects.create(scan=made, content=paper.content)
    if waits:
        later("agreements.check_scan", made.pk)
    return made


@transaction.atomic
def add_scan(*, party: Party, files: Sequence[bytes], by: Actor, at: datetime) -> Scan:
    """The scan of what was signed on paper, brought later, or anew where the first was not safe.
    Raises Unfit for a file that cannot be kept."""
    require(by)
    check(by, "agreements.add_scan", party)
    paper = wash(files)
    row = locked(party.agreement)
    party = Party.objects.get(pk=party.pk)
    signed = party.way == "paper" and row.state not in rules.LIFE.ends
    if not signed or queries.scan_of(party) is not None:
        raise Refused("agreements.add_scan", _("No scan is missing here."))
    made = keep_scan(party, paper, by=by, at=at)
    audit.record("agreements.add_scan", row, by=by, at=at, agency=str(party.agency_id))
    return made


def open_scan(scan: Scan, *, by: Actor, at: datetime) -> bytes | None:
    """The signed paper, and a line in the trail; None while it may not be opened, or is gone."""
    require(by)
    check(by, "agreements.open_scan", scan)
    content = queries.scan_content(scan)
    if content is not None:
        audit.record("agreements.open_scan", scan, by=by, at=at)
    return content


def settle_scan(scan: Scan, *, clean: bool, by: Actor, at: datetime) -> None:
    """The scanner has spoken: open to whom the policy lets, or its bytes are gone."""
    require(by)
    check(by, "agreements.check_scan", scan)
    scan.state = "clean" if clean else "infected"
    scan.save(update_fields=["state"])
    if not clean:
        ScanFile.objects.filter(scan=scan).update(content=b"")
    audit.record("agreements.check_scan", scan, by=by, at=at, state=scan.state)


def drop_scans(*, agreement: Agreement, by: Actor, at: datetime) -> None:
    """Long after it bound anybody: the files go; who signed, and that it was on paper, stays."""
    require(by)
    check(by, "agreements.drop_scans", agreement)
    many = empty_scans(agreement)
    audit.record("agreements.drop_scans", agreement, by=by, at=at, files=many)


def empty_scans(row: Agreement) -> int:
    """As the agreement itself: no file of it stays; how many there were."""
    with acting_as(clock(row.pk, row.community_id)):
        found = Scan.objects.filter(party__agreement=row).exclude(state__in=rules.GONE)
        ScanFile.objects.filter(scan__in=list(found)).update(content=b"")
        return found.update(state="removed")
