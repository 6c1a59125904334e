"""The words of the form and of refusals, in plain language."""

from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

# kind -> question of the form, label of its value
KINDS = {
    "age_from": (_("At least this old"), _("Months old, or older")),
    "age_under": (_("Younger than this"), _("Younger than so many months")),
    "child_under": (_("A child lives at home"), _("Younger than so many years")),
    "pregnant": (_("Expects a baby"), ""),
    "income": (_("Money that comes in"), _("At most this percent of the poverty guideline")),
    "savings": (_("Savings"), _("At most so many dollars")),
    "county": (_("Lives in this county"), ""),
    "receives": (_("Gets other help"), _("One of these is enough")),
    "homeless": (_("Has no stable home"), ""),
    "foster_care": (_("Is in foster care"), ""),
    "disability": (_("Has a disability or a health need that lasts"), ""),
    "concern": (_("Somebody worries about how the child grows or learns"), ""),
    "work": (_("Every caregiver works or studies"), ""),
}
HOW = {
    "": _("Not asked"),
    "must": _("Must be so"),
    "way": _("One way in: one of these is enough"),
}
WHO = {
    "child": _("Each child"),
    "caregiver": _("Each parent or caregiver"),
    "home": _("The home as a whole"),
}
STATES = {"draft": _("Draft"), "published": _("Published"), "withdrawn": _("Withdrawn")}
TONES = {"draft": "waiting", "published": "good", "withdrawn": "quiet"}
ANSWERS = {"yes": _("Yes"), "maybe": _("Maybe"), "no": _("No"), "broken": _("The check broke")}
ONLY_A_DRAFT = _("This was published. Write a new version instead.")
NOT_IN_THE_PAST = _("Choose today or a later day: answers already given keep their rules.")
LATER_STANDS = _("A version is published from that day or a later one. Choose a later day.")
NOT_IN_FORCE = _("This version is not in force any more.")
GONE = _("This draft is no longer there. Somebody threw it away.")
LACKS = {
    "nothing asked": _("Choose at least one thing that the program asks."),
    "too hard": _("The words for families read above grade 8. Use shorter words and sentences."),
    "few cases": _("Work out at least three cases."),
    "one sided": _("Work out a case that comes out as yes and one that comes out as no."),
    "disagree": _("A case comes out otherwise than you expected. Change the case or the rules."),
}
UNFIT = _("“%(name)s” cannot be asked of whom the answer is for.")


def lack(code: str) -> Any:
    """What is missing, as a sentence; the engine's own sentences stay as they are."""
    if code.startswith("unfit:"):
        return lazystr(str(UNFIT) % {"name": KINDS[code[6:]][0]})
    return LACKS.get(code, code)
