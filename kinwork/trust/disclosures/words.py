"""Reasons, verdicts and roles in the words of the pages."""

from django.utils.translation import gettext_lazy as _

REASON_WORDS = {
    "no tie": _("No work with this family"),
    "same name": _("Same surname as the worker"),
    "night": _("At night"),
    "many": _("Many families in one day"),
}
REASON_MEANS = {
    "no tie": _("The agency had no tie and no referral with this family, nor in the week before."),
    "same name": _("Somebody in the household has a surname of the worker's. It may be chance."),
    "night": _("Between 22:00 and 6:00, by the community's clocks."),
    "many": _("More families in one day than this worker opens on their busy days."),
}
VERDICT_WORDS = {
    "fine": _("Fine: there was a reason"),
    "follow up": _("To be followed up"),
    "breach": _("A breach"),
}
STATE_WORDS = {"open": _("Not looked at yet"), **VERDICT_WORDS}
TONES = {"": "new", "fine": "good", "follow up": "going", "breach": "stopped"}
