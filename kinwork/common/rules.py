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
        Setting("reminder_hours", 24, "hours", 1, 72),
        Setting("expire_days", 12, "business days", 5, 60),
        Setting("first_contact_days", 2, "business days", 1, 14),
        Setting("contact_tries", 3, "tries", 1, 10),
        Setting("contact_days", 10, "business days", 1, 30),
        Setting("waitlist_confirm_days", 30, "days", 7, 90),
        Setting("after_date_days", 1, "business days", 1, 10),
        Setting("new_date_days", 5, "business days", 1, 20),
        Setting("check_days", 90, "days", 14, 365),
        Setting("cancel_days", 2, "business days", 1, 10),
        Setting("decline_review_days", 0, "business days", 0, 10),  # 0: a decline stands at once
        Setting("recall_minutes", 15, "minutes", 0, 60),
        Setting("consent_days", 14, "days", 1, 60),
        Setting("consent_months", 12, "months", 1, 24),
        Setting("follow_up_days", 14, "days", 1, 60),
        Setting("follow_up_remind_days", 7, "days", 0, 30),
        Setting("change_hours", 24, "hours", 0, 168),
        Setting("offered_times", 5, "times", 1, 20),
        Setting("remind_days", 2, "days", 0, 14),
        Setting("remind_hours", 3, "hours", 0, 48),
        # Acknowledged, and decided within at most 90 days, as a grievance in Medicaid managed care is
        # (42 CFR 438.406(b)(1), 438.408(b)(1)); a state decides one about early intervention in 60
        # (34 CFR 303.433(a)). Read November 2026.
        Setting("complaint_take_days", 2, "business days", 1, 10),
        Setting("complaint_answer_days", 30, "days", 5, 90),
        Setting("complaint_close_days", 30, "days", 7, 180),
        Setting("offer_days", 2, "business days", 1, 10),
        Setting("offer_rest_days", 7, "days", 0, 60),
        Setting("openings_days", 14, "days", 1, 90),
        Setting("openings_remind_days", 3, "days", 1, 14),
        # Drawn roads are 1.417 times a straight line in the mean of the United States (Boscoe, Henry
        # and Zdeb 2012, The Professional Geographer 64).
        Setting("road_percent", 140, "percent", 100, 300),
        Setting("endpoint_days", 5, "days", 1, 30),
        Setting("link_days", 14, "days", 1, 60),
        Setting("full_days", 30, "days", 1, 90),
        Setting("stuck_days", 14, "days", 1, 90),
        Setting("call_tries", 3, "tries", 1, 10),
        Setting("keep_years", 3, "years", 1, 25),
    )
}
DEFAULTS: Mapping[str, int] = {one.name: one.default for one in SETTINGS.values()}
