"""The yes that a referral waits for: asked by a link, asked again, said, or not given."""

from datetime import datetime

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.referrals import clocks
from kinwork.family.referrals.actions.ending import withdraw
from kinwork.family.referrals.actions.following import follow, lay_anew, lay_work, wait_anew
from kinwork.family.referrals.actions.moving import as_itself, move
from kinwork.family.referrals.codes import NOT_AGREED
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import CLOCKS, UNSENT
from kinwork.trust.access.actions import clear_due, close_work_items, set_due
from kinwork.trust.consent.models import ConsentAsk
from kinwork.trust.consent.queries import lock_grounds

WAITS = "awaiting consent"
ASK, SEND, NOT_SENT = "ask consent", "send", "agreed, not sent"


def has_agreed(row: Referral) -> bool:
    """Would sending it now stand on a yes of the family's? The grounds stay locked until it is done.

    Whoever has signed nothing needs the family's own request each time, and is never agreed to.
    """
    if row.receiver_id is None:
        return False
    if row.receiver_id == row.sender_id:
        return True
    whom = list(row.subjects.values_list("person_id", flat=True))
    # As the household's own clock: before it is sent, the referral itself opens nothing.
    with acting_as(clock(row.household_id, row.community_id)):
        grounds = lock_grounds(row.household_id, row.receiver_id, whom, row.classes)
    return set(row.classes) <= grounds.allowed


def wait_for_yes(row: Referral, *, by: Actor, at: datetime) -> Referral:
    """A linked draft, as itself: where the yes that it needs is missing its clock begins, and it lies
    on its sender's desk. What the family sends itself it agrees to as it sends it."""
    if row.sender_id is None:
        return row
    agreed = has_agreed(row)
    if not agreed:
        moved = move(row, "ask_consent", by=by, at=at, party="system")
        follow(moved, at=at)
        row = moved.referral
    kind = SEND if agreed else ASK
    lay_work(row, "sender", kind, clocks.asked_by(row, at), at)
    return row


def on_consent_asked(ask: ConsentAsk, *, by: Actor, at: datetime) -> None:
    """A question went out for a referral: it waits for the answer, its clock from now."""
    row = _waiting(ask).filter(pk=ask.about).first() if ask.about else None
    if row is None:
        return
    if row.state == "draft":
        follow(move(row, "ask_consent", by=by, at=at), at=at)
        return
    with as_itself(row.pk, row.community_id):
        wait_anew(row, at)


def on_consent_answered(ask: ConsentAsk, *, by: Actor, at: datetime) -> None:
    """A no ends the referral that it was asked for; a yes makes ready all that it is enough for."""
    if ask.answer == "no":
        row = _waiting(ask).filter(pk=ask.about).first() if ask.about else None
        if row is not None:
            withdraw(referral=row, reason=NOT_AGREED, by=by, at=at)
        return
    for row in _waiting(ask).filter(state=WAITS):
        with as_itself(row.pk, row.community_id):
            ready = has_agreed(row)
            if ready:
                _ready(row, at)
        if ready and row.pk == ask.about:  # its own line says the same, and what to do
            with acting_as(clock(ask.pk, ask.community_id)):
                close_work_items(target=ask.pk, at=at)


def _waiting(ask: ConsentAsk):
    """Referrals to whom the question names, by whom it came, that were not sent yet."""
    return Referral.objects.filter(
        household=ask.household_id,
        receiver=ask.agency_id,
        sender=ask.asked_by_id,
        state__in=UNSENT,
    ).order_by("id")


def _ready(row: Referral, at: datetime) -> None:
    """On its sender's desk, to be sent by a date; the clock speaks up when it is not."""
    row.agreed_at, row.due_at = at, clocks.asked_by(row, at)
    row.save(update_fields=["agreed_at", "due_at"])
    clear_due(target=row.pk)
    set_due(target=row.pk, clock=CLOCKS[WAITS].then, at=row.due_at)
    close_work_items(target=row.pk, at=at)
    lay_work(row, "sender", SEND, row.due_at, at)


def no_longer_followed(row: Referral, at: datetime) -> None:
    """Whoever followed it for its sender does so no more; its line lies open on the agency's desk."""
    row.followed_by = None
    row.save(update_fields=["followed_by"])
    goes_on = row.state == "draft" and row.previous_id is not None
    if goes_on or row.agreed_at and row.state == WAITS:
        close_work_items(target=row.pk, at=at)
        lay_work(row, "sender", SEND, row.due_at or clocks.asked_by(row, at), at)
    else:
        lay_anew(row, at)


def remind(row: Referral, at: datetime) -> str:
    """Its clock has run out: asked again, or, where the yes is there, sent at last. Which line lies on
    its sender's desk."""
    if row.agreed_at and has_agreed(row):
        lay_work(row, "sender", SEND, row.due_at, at)
        lay_work(row, "coordinator", NOT_SENT, row.due_at, at)
        return SEND
    close_work_items(target=row.pk, kind=SEND, at=at)
    lay_work(row, "sender", ASK, row.due_at, at)
    lay_work(row, "sender", "ask consent again", None, at)
    return ASK
