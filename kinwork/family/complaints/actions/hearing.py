"""What the office does: take it, ask the agency, answer, hand it on; and what the agency answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Membership
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import Refused, check
from kinwork.family.complaints import queries
from kinwork.family.complaints.actions.moving import move
from kinwork.family.complaints.models import Complaint, ComplaintAsk
from kinwork.family.complaints.rules import AGENCY, LONGEST, OFFICE
from kinwork.family.contact.laid import ASKED
from kinwork.trust.access.actions import close_work_items, open_work_item


@transaction.atomic
def take(*, complaint: Complaint, version: int | None = None, by: Actor, at: datetime) -> Complaint:
    """Somebody looks at it now, and the family reads that: the acknowledgement."""
    change = {"officer_id": by.id, "taken_at": at, "late_at": None}
    return move(complaint, "take", OFFICE, version=version, change=change, by=by, at=at)


@transaction.atomic
def name_worker(*, complaint: Complaint, user: UUID | None, by: Actor, at: datetime) -> Complaint:
    """About which worker of the agency it is: from then on nothing of it is for them."""
    if user is not None:
        theirs = queries.staff(complaint.community, complaint.about_agency_id, at)
        if not theirs.filter(user=user).exists():
            raise Refused("complaints.name_worker", _("Nobody of that name works there."))
    row = move(complaint, "name_worker", OFFICE, change={"about_user_id": user}, by=by, at=at)
    with acting_as(clock(row.pk, row.community_id)):
        if user is not None and row.asks.filter(answered_at=None).exists():
            close_work_items(target=row.pk, at=at, kind=ASKED)
            if other := _who_is_asked(row, at):
                _lay_asked(row, other.user_id, at)
    return row


def _who_is_asked(row: Complaint, at: datetime) -> Membership | None:
    """A supervisor there whom it is not about."""
    asked = queries.supervisors(row.community, row.about_agency_id, at)
    return asked.exclude(user=row.about_user_id).first() if row.about_user_id else asked.first()


def _lay_asked(row: Complaint, user: UUID, at: datetime) -> None:
    open_work_item(
        agency=row.about_agency_id,
        community=row.community_id,
        kind=ASKED,
        target=row.pk,
        due_at=row.due_at,
        at=at,
        assignee=user,
    )


@transaction.atomic
def ask_agency(*, complaint: Complaint, told: str, by: Actor, at: datetime) -> ComplaintAsk:
    """The agency complained of is asked, in these words: the family's own, and who it is, only where it
    allowed that; the page offers no others."""
    row = move(complaint, "ask_agency", OFFICE, by=by, at=at)
    if not told.strip() or len(told) > LONGEST:
        raise Refused("complaints.ask_agency", _("Write what the agency is asked."))
    if row.about_agency_id is None:
        raise Refused("complaints.ask_agency", _("It is about no agency. Answer it yourself."))
    first = _who_is_asked(row, at)
    if first is None:
        raise Refused(
            "complaints.ask_agency",
            _("Nobody there can be asked here but the person it is about. Write to them yourself."),
        )
    with acting_as(clock(row.pk, row.community_id)):
        if row.asks.filter(answered_at=None).exists():
            raise Refused("complaints.ask_agency", _("They were asked already. Wait for that."))
        made = ComplaintAsk.objects.create(
            complaint=row, told=told.strip(), asked_at=at, asked_by_id=by.id
        )
        _lay_asked(row, first.user_id, at)
    return made


@transaction.atomic
def hear_agency(*, ask: ComplaintAsk, answer: str, by: Actor, at: datetime) -> ComplaintAsk:
    """The agency's answer, for the office. It sees nothing else of the complaint."""
    right = "complaints.hear_agency"
    require(by)
    seen = ComplaintAsk.objects.filter(pk=ask.pk).first()
    if seen is None:
        raise Refused(right, _("This is not here any more."))
    if not answer.strip() or len(answer) > LONGEST:
        raise Refused(right, _("Write your answer, in under 6,000 letters."))
    check(by, right)
    with acting_as(clock(seen.complaint_id, by.community)):
        held = Complaint.objects.select_for_update(of=("self",)).get(pk=seen.complaint_id)
        check(by, right, held)
        row = ComplaintAsk.objects.get(pk=seen.pk)
        if row.answered_at is not None or held.state != "being looked at":
            raise Refused(right, _("This was answered already."))
        row.answer, row.answered_at, row.answered_by_id = answer.strip(), at, by.id
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        close_work_items(target=held.pk, at=at, kind=ASKED)
        audit.record(right, held, by=by, at=at, party=AGENCY)
    return row


@transaction.atomic
def answer(
    *, complaint: Complaint, words: str, version: int | None = None, by: Actor, at: datetime
) -> Complaint:
    """In the family's language; the family says whether it settles it."""
    needs = _("Write the answer that the family reads.")
    change = {"answered_at": at, "settled": None}
    said = {"words": words, "needs": needs, "version": version, "change": change}
    return move(complaint, "answer", OFFICE, **said, by=by, at=at)


@transaction.atomic
def hand_on(*, complaint: Complaint, words: str, by: Actor, at: datetime) -> Complaint:
    """It belongs to an office outside this site: to whom, and how the family reaches them."""
    needs = _("Write to whom it goes, and how the family reaches them.")
    return move(complaint, "hand_on", OFFICE, words=words, needs=needs, by=by, at=at)
