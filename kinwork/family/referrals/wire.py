"""What the wire (FHIR Task.status) says of a referral's life; it never moves backwards.

Source: the legal Task moves of SDOH Clinical Care (Gravity), and docs/explanation/referrals.md.
"""

from collections import deque
from collections.abc import Iterable

# What the wire says (FHIR Task.status) of each state that it can tell apart.
TASK_STATUS = {
    "draft": "draft",
    "awaiting consent": "draft",
    "sent": "requested",
    "accepted": "accepted",
    "contact being tried": "accepted",
    "information needed": "on-hold",
    "waitlisted": "on-hold",
    "decline under review": "requested",
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
WIRE_STAYS = (
    *("contact being tried", "no-show", "appointment cancelled", "cancellation asked"),
    "decline under review",
)
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
