"""Why a paper cannot be kept, for whoever brought it."""

from django.utils.translation import gettext_lazy

WHY_NOT = {
    "empty": gettext_lazy("There is nothing in that file. Please choose another one."),
    "type": gettext_lazy("We can keep photos and PDF files. Please choose one of those."),
    "heic": gettext_lazy(
        "We cannot read this kind of photo. Take a new photo from this page, or send a JPEG."
    ),
    "locked": gettext_lazy("This PDF has a password. Please save it without one, or take a photo."),
    "too big": gettext_lazy("That is too big. Please take a smaller photo, or send fewer pages."),
    "too many": gettext_lazy("That is too many pages. Please send them in parts."),
    "broken": gettext_lazy("We could not read that file. Please take a new photo of the paper."),
}
