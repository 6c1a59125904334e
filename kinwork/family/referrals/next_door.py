"""After an end without help somebody finds the next place by a date, or says why none follows. Pure.

What the family ended itself, or its sender took back, leaves nobody to act; nor does what was cancelled
or entered in error for a reason that says so. After every other end that leaves a need, these lines lie
on a desk. Source: docs/explanation/referrals.md.
"""

# Ends after which the need is there as before; so it is after a service that did not meet it.
LEAVES_OPEN = ("declined", "expired", "not served", "re-routed")
# Stopped by its sender: the need is there as before, unless the reason says otherwise.
STOPPED = ("cancelled", "entered in error")
NOTHING_FOLLOWS = (
    "family changed its mind",
    "already served elsewhere",
    "moved away",
    "never needed",
)
NOT_MET = "not"
WAITING_NEEDS = ("open", "unmet")
CLOCK, DAYS = "next_door", "answer_days"
# Kinds of lines: find it; what the family says contradicts the provider; nobody has found it in time.
FIND, DISPUTED, STILL_NONE = "next door", "the family says otherwise", "no next door"
LINES = (FIND, DISPUTED, STILL_NONE)
# Whose desk, the first that has one; no coordinator reads of treatment or safety.
FINDS = ("sender", "coordinator", "receiver")
TOLD_WHEN_LATE = ("coordinator", "sender", "receiver")
# Why no other place follows -> what became of the need ("": it stays what it is).
NO_NEXT = {
    "already served elsewhere": "addressed",
    "family changed its mind": "",
    "family looks itself": "",
    "could not be reached": "",
    "no other place": "no service exists",
    "moved away": "",
    "never needed": "",
    "other": "",
}
BY_FAMILY = "family changed its mind"


def leaves_need(
    state: str,
    *,
    need_met: str = "",
    was_sent: bool = True,
    reason: str = "",
    ended_as: str = "",
    looked_for: bool = False,
) -> bool:
    """Does this end leave somebody to find the next place? need_met: what the provider recorded.

    Of what was stopped: for what reason; and of a mistake that had ended already, as what (ended_as)
    and whether somebody looked for the next place.
    """
    if not was_sent:
        return False
    if state in STOPPED:
        left = not ended_as or ended_as == "served" or looked_for
        return left and reason not in NOTHING_FOLLOWS
    return state in LEAVES_OPEN or (state == "served" and need_met == NOT_MET)
