"""Why a record is held, in words."""

from django.utils.translation import gettext_lazy as _

REASON_WORDS = {
    "lawsuit": _("A lawsuit, or one may come"),
    "complaint": _("A complaint"),
    "audit": _("An audit"),
    "other": _("Something else"),
}
WRONG = {
    "reason": _("Please choose one."),
    "words": _("Please say in a sentence what it is."),
    "until": _("This day is over. Choose a later one, or none."),
}
