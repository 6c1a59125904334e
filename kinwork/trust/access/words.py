"""Reasons, verdicts and refusals of a broken glass, in the words of the pages."""

from django.utils.translation import gettext_lazy as _

from kinwork.trust.access.rules import GLASSES_A_WEEK

REASON_WORDS = {
    "danger": _("Somebody may be in danger now"),
    "medical": _("Somebody needs a doctor now"),
    "child alone": _("A child is alone or lost"),
    "disaster": _("Fire, flood or another disaster"),
}
# The same, as the family reads it after "because".
REASON_TO_FAMILY = {
    "danger": _("they thought that somebody may be in danger"),
    "medical": _("somebody needed a doctor fast"),
    "child alone": _("a child was alone or lost"),
    "disaster": _("there was a fire, a flood or another disaster"),
}
VERDICT_WORDS = {
    "in order": _("In order: it was an emergency"),
    "follow up": _("To be followed up"),
    "not justified": _("Not justified"),
}
TONES = {"": "waiting", "in order": "good", "follow up": "going", "not justified": "stopped"}
MARK_WORDS = {
    "night": _("At night"),
    "same name": _("Same surname as the worker"),
    "last of the week": _("The last that the limit of a week allows"),
}
# What a privacy officer reads about tries that opened nothing.
ALARM_WORDS = {
    "tries": _("Tried more names than a day allows"),
    "week": _("Tried to open more records than a week allows"),
    "no reason": _("Gave a reason that says nothing"),
    "own review": _("Tried to review their own opening"),
    "clause": _("Tried although their agency has signed no emergency clause"),
}
REFUSALS = {
    "no reason": _("Please say in a sentence what happened."),
    "own review": _(
        "You opened this record yourself, so somebody else reviews it. Your try was written down."
    ),
    "clause": _(
        "Your agency has not signed an agreement with an emergency clause. Call the agency that"
        " works with this family, or 911 if somebody is in danger."
    ),
    "open": _("You have one record open in an emergency. Close it first."),
    "week": _(
        "You have opened %(most)d records in seven days. That is the limit. Call your supervisor,"
        " or 911 if somebody is in danger."
    ),
    "tries": _(
        "You have tried many names today. That is the limit. Call your supervisor, or 911 if"
        " somebody is in danger."
    ),
}


def refusal(why: str) -> str:
    words = str(REFUSALS[why])
    return words % {"most": GLASSES_A_WEEK} if why == "week" else words
