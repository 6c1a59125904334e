"""What an agency's texts are for, in words."""

from django.utils.translation import gettext_lazy as _

DEED_WORDS = {
    "ask_information": _("Ask for information"),
    "decline": _("Decline"),
    "give_information": _("Answer a question"),
    "message": _("Write to the family"),
}
EMPTY = _(
    "Write here what your agency says often: what papers you need, why you are full. It can then be chosen in the form of an answer, and changed there before it is sent."
)
