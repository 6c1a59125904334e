"""The life of a referral: one table of moves. From it come buttons, refusals, audit names, notices,
the wire's status and the diagram in docs/reference.

Source: docs/explanation/referrals.md (states, clocks) and the legal Task moves of SDOH Clinical Care.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kinwork.common.moves import Life, move

STATES = (
    "draft",
    "awaiting consent",
    "sent",
    "accepted",
    "contact being tried",
    "information needed",
    "waitlisted",
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
AFTER_ACCEPTED = tuple(
    state for state in SENT_AND_OPEN if state not in ("sent", "information needed", "waitlisted")
)
NOT_YET_ASKED = tuple(state for state in SENT_AND_OPEN if state != "cancellation asked")
SENDERS = ("sender", "family")
RECEIVER = ("receiver",)

LIFE = Life(
    states=STATES,
    first="draft",
    ends=ENDS,
    moves=(
        move("ask_consent", ["draft"], "awaiting consent", ["sender"]),
        move("send", UNSENT, "sent", SENDERS),
        move("accept", ["sent", "information needed", "waitlisted"], "accepted", RECEIVER),
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
        move("decline", SENT_AND_OPEN, "declined", RECEIVER, ["reason"]),
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
            RECEIVER,
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
        move("reroute", SENT_AND_OPEN, "re-routed", ["coordinator", "sender"]),
        move("enter_in_error", STATES[:-1], "entered in error", ["sender"], ["reason"]),
    ),
)

# What the wire says (FHIR Task.status) of each state that it can tell apart.
TASK_STATUS = {
    "draft": "draft",
    "awaiting consent": "draft",
    "sent": "requested",
    "accepted": "accepted",
    "contact being tried": "accepted",
    "information needed": "on-hold",
    "waitlisted": "on-hold",
    "scheduled": "in-progress",
    "no-show": "in-progress",
    "appointment cancelled": "in-progress",
    "being served": "in-progress",
    "served": "completed",
    "not served": "failed",
    "declined": "rejected",
    "withdrawn": "cancelled",
    "consent ended": "cancelled",
    "cancellation asked": "in-progress",
    "cancelled": "cancelled",
    "recalled": "cancelled",
    "expired": "cancelled",
    "obsolete": "cancelled",
    "re-routed": "cancelled",
    "entered in error": "entered-in-error",
}
# Our own code says these; the wire stays where it was.
WIRE_STAYS = ("contact being tried", "no-show", "appointment cancelled", "cancellation asked")
# The moves that SDOH Clinical Care allows; `entered-in-error` from anywhere.
WIRE_MOVES: dict[str, tuple[str, ...]] = {
    "draft": ("requested",),
    "requested": ("accepted", "rejected", "cancelled"),
    "accepted": ("in-progress", "on-hold", "cancelled", "completed", "failed"),
    "in-progress": ("on-hold", "cancelled", "completed", "failed"),
    "on-hold": ("in-progress", "cancelled", "completed", "failed"),
}
NEVER_TOLD = "draft"


def wire_steps(from_state: str, to_state: str, status: str | None = None) -> tuple[str, ...]:
    """The statuses that the wire goes through, in order; () when it stays where it is.

    status: where the wire is now, when that is not what `from_state` alone would say. The wire never
    moves backwards; what never left the sender is never told.
    """
    now = status or TASK_STATUS[from_state]
    goal = _goal(now, to_state)
    if goal == now or to_state in WIRE_STAYS or (now == NEVER_TOLD and goal == "cancelled"):
        return ()
    if goal == "entered-in-error":
        return (goal,)
    return _way(now, goal)


def wire_status(states: Iterable[str]) -> str:
    """Where the wire stands after a referral went through `states`, the first one included."""
    came, status = None, NEVER_TOLD
    for state in states:
        if came is not None:
            status = (status, *wire_steps(came, state, status))[-1]
        came = state
    return status


def _goal(now: str, to_state: str) -> str:
    goal = TASK_STATUS[to_state]
    if goal == "rejected" and now != "requested":
        return "cancelled"
    if goal == "requested" and now != NEVER_TOLD:
        return now
    if goal == "accepted" and now == "on-hold":
        return "in-progress"
    if goal == "accepted" and now == "in-progress":
        return now
    return goal


def _way(now: str, goal: str) -> tuple[str, ...]:
    ways = deque([(now,)])
    while ways:
        way = ways.popleft()
        if way[-1] == goal:
            return way[1:]
        ways += [(*way, status) for status in WIRE_MOVES.get(way[-1], ()) if status not in way]
    return ()


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
    "cancellation asked": Clock("cancel_days", "cancel", "the cancellation stands"),
    "served": Clock("follow_up_days", "ask_family", "the family is asked", business=False),
}
# After an answer is overdue, this long until it expires by itself (business days).
EXPIRES = {"sent": 12, "waitlisted": 12}


def clock_days(state: str, urgency: str, days: int) -> int:
    """How many days a state's clock runs: an answer that is urgent today is due today."""
    return 0 if state == "sent" and urgency == "today" else days


# Whose desk a state lies on, and as what. A closed referral may still leave work to its sender.
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
    "cancellation asked": ("receiver", "confirm the cancellation"),
    "declined": ("sender", "next door"),
    "expired": ("sender", "next door"),
    "not served": ("sender", "next door"),
}
# The receiver reads that it need not do anything any more.
TOLD_RECEIVER = ("withdrawn", "consent ended", "obsolete", "re-routed", "cancelled", "expired")
# Who is told when a state's clock has run out, besides the desk it lies on.
OVERDUE = {
    "sent": ("coordinator", "answer overdue"),
    "accepted": ("supervisor", "first contact overdue"),
    "contact being tried": ("supervisor", "decide"),
    "waitlisted": ("supervisor", "wait not confirmed"),
    "information needed": ("sender", "information overdue"),
}
# What the family hears about. Outside its own page the words are the same for all of them.
NOTICES = {
    "send": "referral.sent",
    "accept": "referral.accepted",
    "waitlist": "referral.waitlisted",
    "schedule": "referral.scheduled",
    "mark_no_show": "referral.missed",
    "cancel_appointment": "referral.appointment_cancelled",
    "decline": "referral.declined",
    "end_unserved": "referral.not_served",
    "expire": "referral.expired",
    "cancel": "referral.cancelled",
    "recall": "referral.recalled",
    "make_obsolete": "referral.obsolete",
    "reroute": "referral.rerouted",
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
}
NEED_MET_STATE = {"fully": "met", "partly": "addressed", "not": "unmet"}


def may_recall(
    *, opened_at: datetime | None, sent_at: datetime, now: datetime, minutes: int
) -> bool:
    """A sent referral can be taken back while nobody has opened it, or within `minutes`."""
    return opened_at is None or now - sent_at <= timedelta(minutes=minutes)


def disputes(*, state: str, need_met: str, got_it: bool | None, helped: str) -> bool:
    """Does the family's word contradict what the provider recorded?"""
    if state != "served":
        return False
    return got_it is False or (helped == "no" and need_met in ("fully", "partly"))
