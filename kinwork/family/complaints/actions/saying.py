"""What whoever complained says later, and the clock that closes what nobody said more about."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.family.complaints.actions.moving import lay, move
from kinwork.family.complaints.models import Complaint
from kinwork.family.complaints.rules import CLOCK, FAMILY
from kinwork.family.contact.laid import ANSWER, LATE, TAKE
from kinwork.trust.access.actions import renew_work_items


@transaction.atomic
def add(*, complaint: Complaint, words: str, by: Actor, at: datetime) -> Complaint:
    needs = _("Write what you want to add.")
    return move(complaint, "add", FAMILY, words=words, needs=needs, by=by, at=at)


@transaction.atomic
def settle(*, complaint: Complaint, by: Actor, at: datetime) -> Complaint:
    """The answer settles it."""
    return move(complaint, "settle", FAMILY, change={"settled": True}, by=by, at=at)


@transaction.atomic
def reopen(*, complaint: Complaint, words: str, by: Actor, at: datetime) -> Complaint:
    """The answer does not settle it: somebody looks again, from a fresh clock."""
    needs = _("Write what is still wrong.")
    change = {"settled": False, "late_at": None}
    return move(complaint, "reopen", FAMILY, words=words, needs=needs, change=change, by=by, at=at)


@transaction.atomic
def withdraw(*, complaint: Complaint, by: Actor, at: datetime) -> Complaint:
    """It is taken back: no reason is asked for."""
    return move(complaint, "withdraw", FAMILY, by=by, at=at)


@transaction.atomic
def close(*, complaint: Complaint, by: Actor, at: datetime) -> Complaint:
    """Nobody said more about the answer. `by`: its own clock."""
    return move(complaint, "close", CLOCK, by=by, at=at)


@transaction.atomic
def find_late(*, complaint: Complaint, by: Actor, at: datetime) -> Complaint:
    """Its clock has run out: the officer is reminded, and who answers for the office hears of it."""
    require(by)
    check(by, "complaints.find_late")
    row = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    row.late_at = row.late_at or at
    row.save(update_fields=["late_at"])
    for kind in (TAKE, ANSWER):
        renew_work_items(target=row.pk, kind=kind, at=at)
    lay(row, LATE, at)
    audit.record("complaints.find_late", row, by=by, at=at, state=row.state)
    return row
