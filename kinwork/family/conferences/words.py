"""The words of joint case conferences."""

from django.utils.translation import gettext_lazy as _

from kinwork.family.conferences.rules import IN_PLAN
from kinwork.family.contact.laid import CONFERENCE, CONFERENCE_PROMISE

WAY_WORDS = {
    "in person": _("In person"),
    "phone": _("By phone"),
    "video": _("By video"),
}
STATE_WORDS = {
    "planned": ("waiting", _("Planned")),
    "held": ("good", _("Took place")),
    "called off": ("stopped", _("Called off")),
}
ANSWER_WORDS = {
    "": ("waiting", _("No answer yet")),
    "yes": ("good", _("Comes")),
    "no": ("stopped", _("Cannot come")),
}
ITEM_WORDS = {
    "overdue": _("Late"),
    "waiting": _("Waits for a place"),
    "open request": _("Open"),
    "plan review": "",
    "own words": "",
}
NOTE_FOR = {
    "plan": _("For the team and the family"),
    "notes": _("For my office and the family"),
}
NOTE_KIND = {"note": _("A note"), "agreed": _("What we agreed")}
FOLLOW_UP_WORDS = {
    "open": ("waiting", _("To do")),
    "done": ("good", _("Done")),
    "dropped": ("stopped", _("Dropped")),
    IN_PLAN: ("moving", _("In the plan")),
}
LINE_WORDS = {
    CONFERENCE: _("You are invited to a family’s case conference: say if you come"),
    CONFERENCE_PROMISE: _("Promised in a case conference: do it, or say it is dropped"),
}
