"""Offer a free place to the next on a list; answer, let lapse, pass on."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common import community as place
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.common.rights import Refused, check
from kinwork.directory.actions.units import has_room, is_full, take_unit
from kinwork.directory.rules import FREE_PLACE
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals.actions.following import lay_work, release_unit
from kinwork.family.referrals.actions.moving import as_itself
from kinwork.family.referrals.models import CapacityHold, Referral
from kinwork.family.waiting import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.waiting.actions.declaring import must_give
from kinwork.family.waiting.models import Offer
from kinwork.trust.access.actions import clear_due, close_work_items, open_work_item, set_due

TAKEN = "offer taken"  # on the receiver's desk
ASKED = "answer the offer"  # on the sender's, as long as it is open
LAPSES = "offer lapses"  # of an open offer, in `access.Due`


@transaction.atomic
def offer_next(
    *, service: UUID, form_id: UUID | None = None, by: Actor, at: datetime
) -> Offer | None:
    """Offer a free place to the next who can use it. Whoever cannot is passed over with the reason,
    and told; whoever refused or did not answer lately keeps the place for the one after.

    None: nobody is left to ask, or nothing is free by what was said and still counts; who knows
    better says the opening first. The same form_id again gives the offer that it made.
    """
    require(by)
    if by.is_staff:
        must_give(service, "waiting.offer_next", by)
    else:
        check(by, "waiting.offer_next")
    one_list_at_a_time(service)
    if form_id and (before := Offer.objects.filter(pk=form_id).first()):
        return before
    made = None if is_full(service, at) else _offer_to_next(service, form_id, by=by, at=at)
    lay_free_place(service, at)
    return made


def _offer_to_next(service: UUID, form_id: UUID | None, *, by: Actor, at: datetime) -> Offer | None:
    most = queries.most_months(service)
    for referral in whole_order(service):
        with as_itself(referral, None) as itself:
            row = Referral.objects.select_for_update().get(pk=referral)
            if not queries.may_be_asked(row, at):
                continue
            if reason := queries.why_passed_over(referral, most):
                _pass_over(row, reason, by=itself, at=at)
                continue
            return _offer(row, form_id, by=itself, really=by, at=at)
    return None


def whole_order(service: UUID) -> list[UUID]:
    """The list as it stands, also where this worker is shut out by a family on it: nobody is left
    out for that. Empty for whoever sees nobody on it."""
    order = queries.order(service)
    if not order:
        return []
    with as_itself(order[0], None):
        return queries.order(service)


def lay_free_place(service: UUID, at: datetime) -> None:
    """A line for whoever gives it as long as a place is free and somebody can use it; else none."""
    row = _next_in_line(service, at) if has_room(service, at) else None
    with as_itself(service, None):
        if row is None or row.receiver_id is None:
            close_work_items(target=service, kind=FREE_PLACE, at=at)
            return
        open_work_item(
            agency=row.receiver_id,
            community=row.community_id,
            kind=FREE_PLACE,
            target=service,
            due_at=None,
            at=at,
        )


def _next_in_line(service: UUID, at: datetime) -> Referral | None:
    order = whole_order(service)
    most = queries.most_months(service) if order else None
    for referral in order:
        with as_itself(referral, None):
            row = Referral.objects.select_related("community").get(pk=referral)
            if queries.may_be_asked(row, at) and not queries.why_passed_over(referral, most):
                return row
    return None


@transaction.atomic
def answer_offer(
    *, offer: Offer, wants: bool, on_behalf_of: UUID | None = None, by: Actor, at: datetime
) -> Offer:
    """Yes: the place is kept, and the receiver takes the family on. No: it goes to the next, and the
    family keeps its place on the list. Raises Refused when the offer is over."""
    require(by)
    row = Referral.objects.get(pk=offer.referral_id)
    check(by, "waiting.answer_offer", row)
    if by.is_staff and on_behalf_of is None:
        raise Refused("waiting.answer_offer", _("Say who in the family answered."))
    one_list_at_a_time(row.service_id)
    party = "family" if by.is_family else "staff"
    with as_itself(row.pk, row.community_id) as itself:
        row = Referral.objects.select_for_update().get(pk=row.pk)
        now = Offer.objects.select_for_update().get(pk=offer.pk)
        if now.state == ("taken" if wants else "refused"):
            return now  # the same answer twice is one
        if not rules.answerable(now.state, row.state) or now.due_at <= at:
            raise Refused("waiting.answer_offer", _("This offer is over. You keep your place."))
        close_offer(now, "taken" if wants else "refused", party, at)
        if wants:
            soon = place.setting(row.community, "first_contact_days")
            lay_work(row, "receiver", TAKEN, place.due(row.community, at, soon), at)
        else:
            _pass_on(row, by=itself, at=at)
    verb = "waiting.take_offer" if wants else "waiting.refuse_offer"
    audit.record(verb, row, by=by, at=at, on_behalf_of=on_behalf_of)
    return now


@transaction.atomic
def lapse_offer(*, offer: Offer, by: Actor, at: datetime) -> bool:
    """Its clock has run out: the place passes on, the family keeps its own, and is told."""
    require(by)
    check(by, "waiting.lapse_offer")
    row = Referral.objects.select_for_update().get(pk=offer.referral_id)
    now = Offer.objects.select_for_update().get(pk=offer.pk)
    if now.state != "open" or now.due_at > at:
        return False
    waits = row.state == "waitlisted"
    close_offer(now, "lapsed" if waits else "over", "clock", at)
    if waits:
        _tell(row, "waiting.lapsed", by, at)
        _pass_on(row, by=by, at=at)
    audit.record("waiting.lapse_offer", row, by=by, at=at)
    return True


def _pass_on(row: Referral, *, by: Actor, at: datetime) -> None:
    """The unit goes back and to the next; when this family's rest is over, the list is looked at."""
    release_unit(row, by=by, at=at)
    later("waiting.next", row.pk)
    rest = timedelta(days=place.setting(row.community, "offer_rest_days"))
    later("waiting.room", row.pk, at=at + rest)


def _offer(
    row: Referral, form_id: UUID | None, *, by: Actor, really: Actor, at: datetime
) -> Offer | None:
    counted_at = take_unit(service_id=row.service_id, by=by, at=at)
    if counted_at is None and is_full(row.service_id, at):
        return None  # the last one went to somebody else a moment ago
    if counted_at:
        hold = CapacityHold.objects.filter(referral=row).first()
        hold = hold or CapacityHold(referral=row, service_id=row.service_id)
        hold.state, hold.counted_at = "held", counted_at
        hold.save()
    due = place.due(row.community, at, place.setting(row.community, "offer_days"))
    known = {"id": form_id} if form_id else {}
    made = Offer.objects.create(**known, referral=row, state="open", made_at=at, due_at=due)
    set_due(target=made.pk, clock=LAPSES, at=due)
    close_work_items(target=row.pk, kind=TAKEN, at=at)
    lay_work(row, "sender", ASKED, due, at)
    _tell(row, "waiting.offer", by, at)
    audit.record("waiting.offer_next", row, by=really, at=at)
    return made


def _pass_over(row: Referral, reason: str, *, by: Actor, at: datetime) -> None:
    """Once for a reason: the family keeps its place and can say that it is not so."""
    last = Offer.objects.filter(referral=row).order_by("-made_at").first()
    if last and last.state == "skipped" and last.reason == reason:
        return
    Offer.objects.create(referral=row, state="skipped", reason=reason, made_at=at, closed_at=at)
    _tell(row, "waiting.skipped", by, at)
    audit.record("waiting.pass_over", row, by=by, at=at, reason=reason)


def close_offer(offer: Offer, state: str, party: str, at: datetime) -> None:
    """No more to be answered; its line leaves the sender's desk. Written as the referral itself."""
    offer.state, offer.party, offer.closed_at = state, party, at
    offer.save(update_fields=["state", "party", "closed_at"])
    clear_due(target=offer.pk)
    close_work_items(target=offer.referral_id, kind=ASKED, at=at)


def _tell(row: Referral, key: str, by: Actor, at: datetime) -> None:
    tell_family(
        household=row.household_id,
        community=row.community_id,
        key=key,
        about=row.pk,
        by=by,
        at=at,
    )


def one_list_at_a_time(service: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 21))", [str(service)])
