"""The words of a care team, on the family's page and at the desk."""

from django.utils.translation import gettext_lazy as _

from kinwork.family.contact.laid import TEAM_ASKED, TEAM_REFUSED, TEAM_WROTE

FAMILY_ROLES = {
    "began": _("They sent you there"),
    "serves": _("They help you"),
    "asked": _("They were asked, and have not said yes yet"),
    "story": _("They wrote down your story"),
}
DESK_ROLES = {
    "began": _("Sent the family"),
    "serves": _("Serves the family"),
    "asked": _("Asked, not confirmed"),
    "story": _("Took the story in"),
}
LINE_WORDS = {
    TEAM_WROTE: _("A family wrote to its team: read and answer"),
    TEAM_ASKED: _("You are asked to lead a family’s team"),
    TEAM_REFUSED: _("Whoever you asked to lead said no: choose again"),
}
