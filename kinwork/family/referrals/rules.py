"""The life of a referral: one table of moves. From it come buttons, refusals, audit names, notices,
the wire's status and the diagram in docs/reference.

Source: docs/explanation/referrals.md (states, clocks) and the legal Task moves of SDOH Clinical Care.
"""

from dataclasses import dataclass

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
        move("waitlist", ["sent", "accepted", "information needed"], "waitlisted", RECEIVER),
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
        move("ask_cancellation", SENT_AND_OPEN[1:], "cancellation asked", ["sender"], ["reason"]),
        move("cancel", ["cancellation asked"], "cancelled", ["receiver", "clock"]),
        move("recall", ["sent"], "recalled", SENDERS),
        move("expire", ["sent", "waitlisted"], "expired", ["clock"]),
        move("make_obsolete", SENT_AND_OPEN, "obsolete", ["system"]),
        move("reroute", SENT_AND_OPEN, "re-routed", ["coordinator", "sender"]),
        move("enter_in_error", STATES[:-1], "entered in error", ["sender"], ["reason"]),
    ),
)

# What the wire says (FHIR Task.status); it never moves backwards.
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


@dataclass(frozen=True)
class Clock:
    """Which community setting counts, in business days, and what happens when it runs out."""

    setting: str
    then: str
    says: str


CLOCKS = {
    "awaiting consent": Clock("consent_days", "remind", "ask the family again"),
    "sent": Clock("answer_days", "overdue", "the coordinator is told"),
    "information needed": Clock("answer_days", "overdue", "back on the sender's list"),
    "accepted": Clock("first_contact_days", "overdue", "the supervisor is told"),
    "contact being tried": Clock("contact_days", "overdue", "decide"),
    "waitlisted": Clock("waitlist_confirm_days", "overdue", "confirm the wait"),
    "cancellation asked": Clock("cancel_days", "cancel", "the cancellation stands"),
    "served": Clock("follow_up_days", "ask_family", "the family is asked"),
}
