"""A text is negotiated clause by clause, until all have signed it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.trust.access.actions import close_work_items, open_work_item
from kinwork.trust.agreements import queries, rules
from kinwork.trust.agreements.actions.moving import REMARKED, locked, wrong
from kinwork.trust.agreements.enforced import CLAUSES
from kinwork.trust.agreements.models import Agreement, Party, Remark


@transaction.atomic
def remark(
    *,
    agreement: Agreement,
    clause: str,
    words: str,
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
) -> Remark:
    """Say something about one clause (a key of enforced.CLAUSES): whoever convenes, or who answers
    for a party. A party's remark lies on the desk of whoever convenes. The same `form_id` twice says
    it once. KeyError for no clause."""
    require(by)
    party = queries.own_party(agreement, by, at)
    check(by, "agreements.remark", party or Party(agreement=agreement))
    row = locked(agreement)
    if form_id and (before := row.remarks.filter(pk=form_id).first()):
        return before
    if row.state not in rules.UNSIGNED:
        raise wrong("remark", row)
    if clause not in CLAUSES:
        raise KeyError(clause)
    if not words.strip():
        raise Refused("agreements.remark", _("Write what should be other."))
    made = Remark.objects.create(
        id=form_id or new_id(),
        agreement=row,
        clause=clause,
        words=words.strip(),
        agency_id=by.agency,
        said_by_id=by.id,
        said_at=at,
    )
    audit.record("agreements.remark", row, by=by, at=at, clause=clause)
    if by.role not in rules.CONVENERS:
        with acting_as(clock(row.pk, row.community_id)):
            for agency in queries.conveners(row):
                open_work_item(
                    agency=agency,
                    community=row.community_id,
                    kind=REMARKED,
                    target=row.pk,
                    due_at=None,
                    at=at,
                )
    return made


@transaction.atomic
def settle_remark(*, remark: Remark, answer: str = "", by: Actor, at: datetime) -> Remark:
    """It was taken up; `answer`: what became of it. Twice is once: the first answer stands. With the
    last open one the line leaves the desk."""
    require(by)
    check(by, "agreements.settle_remark")
    row = locked(remark.agreement)
    one = Remark.objects.select_for_update().get(pk=remark.pk)
    if one.settled_at is None:
        one.settled_at, one.answer = at, answer.strip()
        one.save(update_fields=["settled_at", "answer"])
        audit.record("agreements.settle_remark", row, by=by, at=at, clause=one.clause)
    if not row.remarks.filter(settled_at=None).exists():
        with acting_as(clock(row.pk, row.community_id)):
            close_work_items(target=row.pk, kind=REMARKED, at=at)
    return one
