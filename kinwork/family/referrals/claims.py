"""What a provider recorded, and whether the family's word contradicts it. Pure."""

from kinwork.family.referrals.codes import FAMILY_KNOWS

SAID_OF_FAMILY = ("declined", "not served")  # ends whose reason may speak of the family


def disputes(
    *,
    state: str,
    need_met: str,
    got_it: bool | None,
    helped: str,
    reason: str = "",
    is_so: bool | None = None,
) -> bool:
    """Does the family's word contradict what the provider recorded? is_so: whether the `reason` is
    right that the provider gave for its no."""
    if state in SAID_OF_FAMILY:
        return is_so is False and reason in FAMILY_KNOWS
    if state != "served":
        return False
    return got_it is False or (helped == "no" and need_met in ("fully", "partly"))
