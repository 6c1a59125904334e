"""The words of answers and papers, for families and workers alike."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.answers import said
from kinwork.family.facts.screening import income
from kinwork.library.codes.income import arithmetic
from kinwork.library.questions import bank
from kinwork.library.questions.bank import as_money

HOWS = {
    "told": gettext_lazy("Told"),
    "told on paper": gettext_lazy("Told on paper"),
    "document seen": gettext_lazy("A paper was seen"),
    "certified": gettext_lazy("Certified"),
}
PAPERS = {
    "pregnancy": gettext_lazy("A note about the pregnancy"),
    "age": gettext_lazy("Proof of age, such as a birth paper"),
    "social_security": gettext_lazy("Social Security card"),
    "address": gettext_lazy("Something that shows where you live"),
    "benefits": gettext_lazy("A letter about help you get"),
    "income": gettext_lazy("Proof of the money that comes in"),
    "bills": gettext_lazy("Rent, light or child care bills"),
    "work": gettext_lazy("Work or school hours"),
    "health": gettext_lazy("A paper from a doctor or clinic"),
    "custody": gettext_lazy("A paper about custody or foster care"),
    "identity": gettext_lazy("Something that shows who you are"),
    "other": gettext_lazy("Another paper"),
}
# A neutral name for the file, whatever it was called before.
FILES = {kind: kind.replace("_", "-") for kind in PAPERS}
STATES = {
    "being checked": ("waiting", gettext_lazy("Being checked")),
    "clean": ("good", gettext_lazy("Here")),
    "infected": ("stopped", gettext_lazy("Refused: it was not safe")),
}


def in_words(key: str, value: Any, language: str) -> str:
    """An answer as a person would say it."""
    question = bank().get(key)
    if value is True or value is False:
        return _("Yes") if value else _("No")
    if key in ("income", "income_average"):
        sums = arithmetic(income(value) or (), language).split("\n")
        return "; ".join(line for line in sums if line) or _("No money comes in")
    if isinstance(value, dict):
        return str(value.get("text", ""))
    if (amount := as_money(question, value)) is not None:
        return amount
    words = {one.value: said(one.words, language) for one in question.options} if question else {}
    if isinstance(value, list):
        return ", ".join(str(words.get(str(one), one)) for one in value) or _("None of these")
    return str(words.get(str(value), value))
