"""The life of a referral: one table of moves, its clocks and desks. From it come buttons, refusals,
audit names, notices and the diagram in docs/reference; wire.py says what the wire says of it.

Source: docs/explanation/referrals.md (states, clocks).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kinwork.common.moves import Life, move
from kinwork.family.referrals import next_door

STATES = (
    "draft",
    "awaiting consent",
    "sent",
    "accepted",
    "contact being tried",
    "information needed",
    "waitlisted",
    "decline under review",
    "scheduled",
    "no-show",
    "appointment cancelled",
    "being served",
    "served",
    "not served",
    "declined",
    "withdrawn",
    "consent ended",
    "cancellation asked",
    "cancelled",
    "recalled",
    "expired",
    "obsolete",
    "re-routed",
    "entered in error",
)
ENDS = frozenset(
    {
        "served",
        "not served",
        "declined",
        "withdrawn",
        "consent ended",
        "cancelled",
        "recalled",
        "expired",
        "obsolete",
        "re-routed",
        "entered in error",
    }
)
UNSENT = ("draft", "awaiting consent")
OPEN = tuple(state for state in STATES if state not in ENDS)
SENT_AND_OPEN = tuple(state for state in OPEN if state not in UNSENT)
IN_REVIEW = "decline under review"
AFTER_ACCEPTED = tuple(
    state
    for state in SENT_AND_OPEN
    if state not in ("sent", "information needed", "waitlisted", IN_REVIEW)
)
DECLINABLE = tuple(state for state in SENT_AND_OPEN if state != IN_REVIEW)
NOT_YET_ASKED = tuple(state for state in SENT_AND_OPEN if state != "cancellation asked")
SEARCHED = (*next_door.LEAVES_OPEN, *next_door.STOPPED, "served")
SENDERS = ("sender", "family")
RECEIVER = ("receiver",)

LIFE = Life(
    states=STATES,
    first="draft",
    ends=ENDS,
    moves=(
        # A linked draft asks by itself where the yes that it needs is missing.
        move("ask_consent", ["draft"], "awaiting consent", ["sender", "system"]),
        move("send", UNSENT, "sent", SENDERS),
        move(
            "accept", ["sent", "information needed", "waitlisted", IN_REVIEW], "accepted", RECEIVER
        ),
        # Again from the list itself: the wait is confirmed, and its clock begins anew.
        move(
            "waitlist",
            ["sent", "accepted", "information needed", "waitlisted"],
            "waitlisted",
            RECEIVER,
        ),
        move(
            "ask_information",
            ["sent", "accepted", "contact being tried"],
            "information needed",
            RECEIVER,
            ["message"],
        ),
        move("give_information", ["information needed"], "sent", SENDERS, ["message"]),
        # By what the receiver said beforehand, and nobody's no: full, and no waiting list.
        move("answer_full", ["sent"], "declined", ["system"]),
        move("decline", DECLINABLE, "declined", RECEIVER, ["reason"]),
        # Where a community has its coordinator look at declines first (docs/explanation/referrals.md).
        move("propose_decline", DECLINABLE, IN_REVIEW, RECEIVER, ["reason"]),
        move("uphold_decline", [IN_REVIEW], "declined", ["coordinator", "clock"]),
        # To the state that it had before: a family that is being served is so again.
        move("return_decline", [IN_REVIEW], None, ["coordinator"], ["message"], DECLINABLE),
        move(
            "try_contact",
            ["accepted", "no-show", "contact being tried"],
            "contact being tried",
            RECEIVER,
            ["way"],
        ),
        move(
            "schedule",
            [
                "accepted",
                "contact being tried",
                "waitlisted",
                "no-show",
                "appointment cancelled",
                "being served",
                "scheduled",
            ],
            "scheduled",
            # The family within the times that it was offered (kinwork.family.appointments).
            ["receiver", "family"],
            ["when"],
        ),
        move("mark_no_show", ["scheduled"], "no-show", RECEIVER),
        move("cancel_appointment", ["scheduled"], "appointment cancelled", ["receiver", "family"]),
        move("start_service", ["accepted", "scheduled", "waitlisted"], "being served", RECEIVER),
        move(
            "serve",
            ["accepted", "scheduled", "being served", "contact being tried"],
            "served",
            RECEIVER,
            ["outcome"],
        ),
        move("end_unserved", AFTER_ACCEPTED, "not served", RECEIVER, ["reason"]),
        move("withdraw", OPEN, "withdrawn", ["family", "sender"]),
        move("end_consent", SENT_AND_OPEN, "consent ended", ["family"]),
        move("ask_cancellation", NOT_YET_ASKED, "cancellation asked", ["sender"], ["reason"]),
        move("cancel", ["cancellation asked"], "cancelled", ["receiver", "clock"]),
        move("recall", ["sent"], "recalled", SENDERS),
        move("expire", ["sent", "waitlisted"], "expired", ["clock"]),
        move("make_obsolete", SENT_AND_OPEN, "obsolete", ["system"]),
        move("reroute", OPEN, "re-routed", ["coordinator", "sender"]),
        # No other place follows, and why. What has ended stays as it ended.
        move("end_search", SEARCHED, None, (*SENDERS, "coordinator", "receiver"), ["reason"]),
        move("enter_in_error", STATES[:-1], "entered in error", ["sender"], ["reason"]),
    ),
)


@dataclass(frozen=True)
class Clock:
    """Which community setting counts, in business or calendar days, and what happens at its end."""

    setting: str
    then: str
    says: str
    business: bool = True


CLOCKS = {
    "awaiting consent": Clock("consent_days", "remind", "ask the family again", business=False),
    "sent": Clock("answer_days", "overdue", "the coordinator is told"),
    "information needed": Clock("answer_days", "overdue", "back on the sender's list"),
    "accepted": Clock("first_contact_days", "overdue", "the supervisor is told"),
    "contact being tried": Clock("contact_days", "overdue", "decide"),
    "waitlisted": Clock("waitlist_confirm_days", "overdue", "confirm the wait", business=False),
    # Counted from the date itself, not from the day on which it was set.
    "scheduled": Clock("after_date_days", "overdue", "say what came of the date"),
    "no-show": Clock("new_date_days", "overdue", "new date or return"),
    "appointment cancelled": Clock("new_date_days", "overdue", "new date or return"),
    "being served": Clock("check_days", "overdue", "look at it again", business=False),
    # Off while the community's number is 0.
    "decline under review": Clock("decline_review_days", "uphold", "the decline stands"),
    "cancellation asked": Clock("cancel_days", "cancel", "the cancellation stands"),
    "served": Clock("follow_up_days", "ask_family", "the family is asked", business=False),
}
# What is done by itself as soon as it is due; of the rest somebody is told, and does it.
AT_ONCE = ("cancel", "uphold", "ask_family")
# After it is overdue, which setting says how long until it ends by itself (business days).
EXPIRES = {"sent": "expire_days", "waitlisted": "expire_days"}


def clock_days(state: str, urgency: str, days: int) -> int:
    """How many days a state's clock runs: an answer that is urgent today is due today."""
    return 0 if state == "sent" and urgency == "today" else days


# Whose desk a state lies on, and as what. What an end leaves stands in next_door.py.
WORK = {
    "awaiting consent": ("sender", "ask consent"),
    "sent": ("receiver", "answer"),
    "accepted": ("receiver", "first contact"),
    "contact being tried": ("receiver", "first contact"),
    "information needed": ("sender", "give information"),
    "waitlisted": ("receiver", "confirm the wait"),
    "scheduled": ("receiver", "appointment"),
    "no-show": ("receiver", "new date"),
    "appointment cancelled": ("receiver", "new date"),
    "being served": ("receiver", "record the outcome"),
    "decline under review": ("coordinator", "review the decline"),
    "cancellation asked": ("receiver", "confirm the cancellation"),
}
# The receiver reads that it need not do anything any more. What was recalled is not there for it
# any more, so no line could lead to it.
TOLD_RECEIVER = (
    "withdrawn",
    "consent ended",
    "obsolete",
    "re-routed",
    "cancelled",
    "expired",
    "entered in error",
)
# Who is told when a state's clock has run out, besides the desk it lies on.
OVERDUE = {
    "sent": ("coordinator", "answer overdue"),
    "accepted": ("supervisor", "first contact overdue"),
    "contact being tried": ("supervisor", "decide"),
    "waitlisted": ("supervisor", "wait not confirmed"),
    "information needed": ("sender", "information overdue"),
    "scheduled": ("supervisor", "date not settled"),
    "no-show": ("supervisor", "no new date"),
    "appointment cancelled": ("supervisor", "no new date"),
    "being served": ("supervisor", "service not looked at"),
}
# Where that party has no desk here (the family sent it itself, or the receiver answers by a link),
# whoever is next; the family's own answer is asked for by its receiver.
INSTEAD = {
    "supervisor": ("sender", "coordinator"),
    "receiver": ("sender", "coordinator"),
    "sender": ("receiver", "coordinator"),
    "coordinator": ("sender", "receiver"),
}
NO_DESK = {"information overdue": "the family has not answered"}
# What the family hears about. Outside its own page the words are the same for all of them.
NOTICES = {
    "send": "referral.sent",
    "accept": "referral.accepted",
    "waitlist": "referral.waitlisted",
    "ask_information": "referral.asked",
    "schedule": "referral.scheduled",
    "mark_no_show": "referral.missed",
    "cancel_appointment": "referral.appointment_cancelled",
    "decline": "referral.declined",
    "answer_full": "referral.declined",
    "uphold_decline": "referral.declined",
    "end_unserved": "referral.not_served",
    "expire": "referral.expired",
    "cancel": "referral.cancelled",
    "recall": "referral.recalled",
    "make_obsolete": "referral.obsolete",
    "reroute": "referral.rerouted",
    "enter_in_error": "referral.entered_in_error",
}
# Every ending but being served gives the kept unit back; a wait does too.
GIVES_BACK = (ENDS - {"served"}) | {"waitlisted"}
NEED_AFTER = {
    "accepted": "addressed",
    "declined": "open",
    "not served": "open",
    "expired": "open",
    "cancelled": "open",
    "re-routed": "open",
    "consent ended": "open",
    "entered in error": "open",
}
NEED_MET_STATE = {"fully": "met", "partly": "addressed", "not": "unmet"}


# A date further ahead is a slip of the pen; nobody would look at the family until then.
DATES_WITHIN = timedelta(days=366)
OVER, TOO_FAR = "over", "too far"


def wrong_date(starts_at: datetime, now: datetime) -> str:
    """Why nobody can come then: it is over, or too far ahead; "" when it is a date to keep."""
    if starts_at <= now:
        return OVER
    return TOO_FAR if starts_at > now + DATES_WITHIN else ""


def takes_on(verb: str, came_from: str) -> bool:
    """Is this move an acceptance? From the list straight to a date or the service is one, too."""
    at_once = came_from == "waitlisted" and verb in ("schedule", "start_service")
    return verb == "accept" or at_once


def next_by_itself(
    state: str, due_at: datetime | None, now: datetime, ends_at: datetime | None
) -> tuple[str, datetime] | None:
    """What happens next without anybody's doing, and when; None where nothing does.

    ends_at: when it ends by itself, of a state in EXPIRES. What is late by a moment comes at once.
    """
    if state not in CLOCKS or due_at is None:
        return None
    then = CLOCKS[state].then
    if now < due_at or then in AT_ONCE:
        return then, due_at
    return ("expire", ends_at) if ends_at else None


def tells_family(verb: str, came_from: str) -> bool:
    """Is this move news for the family? What had ended and turns out to be a mistake is over as before;
    that they did not help after all is news."""
    again_over = verb == "enter_in_error" and came_from in ENDS - {"served"}
    return verb in NOTICES and not again_over


def may_recall(
    *, opened_at: datetime | None, sent_at: datetime, now: datetime, minutes: int
) -> bool:
    """A sent referral can be taken back while nobody has opened it, or within `minutes`."""
    return opened_at is None or now - sent_at <= timedelta(minutes=minutes)
