"""What the measures, topics and their definitions are called."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.family.complaints.words import SUBJECT_WORDS
from kinwork.family.referrals.words import REASON_WORDS, need_name

# measure -> (name, what it is a share of, in words)
MEASURE_WORDS: dict[str, tuple[Any, Any]] = {
    "asked": (
        _("Asked"),
        _(
            "Families that were asked, of all referrals of which the provider says that they were served."
        ),
    ),
    "answered": (
        _("Answered"),
        _("Families that said something, of those that were asked: the response rate."),
    ),
    "confirmed": (
        _("Got it"),
        _(
            "Families that say they got the help, of those that answered this. The provider says of all of them that they were served."
        ),
    ),
    "helped": (
        _("It helped"),
        _("“Yes” or “a little” to “Was it what you needed?”, of those that answered this."),
    ),
    "difference": (
        _("It made a difference"),
        _(
            "“Yes” or “a little” to “Did it make a difference for your family?”, of those that answered this. Who cannot say yet is not counted."
        ),
    ),
    "told again": (
        _("Told their story again"),
        _("At least once more, as the family says, of those that answered this."),
    ),
    "otherwise": (
        _("The family says otherwise"),
        _("What the family says contradicts what the provider recorded, of those that answered."),
    ),
}
BY_WORDS = {"program": _("Kind of help"), "partner": _("Partner")}
SOURCE_WORDS = {
    "need": _("What families ask for"),
    "reason": _("Why help did not come"),
    "complaint": _("What families complain of"),
}
INTERVAL = _(
    "Between these two the true share lies in 95 of 100 such counts (Wilson’s interval). With few answers it is wide: then the share says little."
)
FACTS = _(
    "Answers that stood there, still good and open to the receiver, when the referral was sent; and how many of these it asked once more and wrote down anew."
)
DAYS = _("The middle of the days from asking to the answer: half of the families took less.")


def of_topic(source: str, code: str) -> str:
    """What a code of a topic is called, in the language of the page."""
    language = (get_language() or "en")[:2]
    if source == "need":
        return need_name(code, language)
    known = REASON_WORDS if source == "reason" else SUBJECT_WORDS
    return str(known.get(code, code))


def definitions() -> dict[str, str]:
    """Every number that is told, and what it means."""
    told = {name: str(means) for name, (_name, means) in MEASURE_WORDS.items()}
    return told | {"interval": str(INTERVAL), "reused": str(FACTS), "days": str(DAYS)}
