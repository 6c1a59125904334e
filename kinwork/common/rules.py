"""The settings of a community as one table: unit, default, least and most. Free of the framework."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """A whole number that a community may set for itself."""

    name: str
    default: int
    unit: str
    least: int
    most: int

    def fits(self, value: object) -> bool:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number and self.least <= value <= self.most


SETTINGS = {
    one.name: one
    for one in (
        Setting("answer_days", 2, "business days", 1, 14),  # 2 is the usual norm
        Setting("first_contact_days", 2, "business days", 1, 14),
        Setting("contact_tries", 3, "tries", 1, 10),
        Setting("contact_days", 10, "business days", 1, 30),
        Setting("waitlist_confirm_days", 30, "days", 7, 90),
        Setting("cancel_days", 2, "business days", 1, 10),
        Setting("recall_minutes", 15, "minutes", 0, 60),
        Setting("consent_days", 14, "days", 1, 60),
        Setting("consent_months", 12, "months", 1, 24),
        Setting("follow_up_days", 14, "days", 1, 60),
        Setting("keep_years", 3, "years", 1, 25),
    )
}
DEFAULTS: Mapping[str, int] = {one.name: one.default for one in SETTINGS.values()}
