"""Answers of a draft in words: which question it was, and what was said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.answers import said
from kinwork.family.doors import near
from kinwork.family.facts.words import in_words
from kinwork.family.intake import answers as told
from kinwork.family.intake.forms import KIN, Soon
from kinwork.family.intake.templatetags.intake_words import RELATIONS, channel_words
from kinwork.library import programs
from kinwork.library.codes import vocabulary
from kinwork.library.questions import bank

LABELS = {
    "needs": gettext_lazy("What you need"),
    "words": gettext_lazy("In your own words"),
    "soon": gettext_lazy("How soon"),
    "place": gettext_lazy("Where you are"),
    "everyone": gettext_lazy("Your home"),
    "member": gettext_lazy("Somebody in the home"),
    "lines": gettext_lazy("Money that comes in"),
    "only": gettext_lazy("Only some help"),
    "seen": gettext_lazy("What you may get"),
    "services": gettext_lazy("Places near you"),
    "reach": gettext_lazy("How to reach you"),
    "paper": gettext_lazy("What stands on the paper"),
    "agree": gettext_lazy("What you agree to"),
}


def label(key: str, answers: Mapping[str, Any], language: str) -> str:
    """What this answer is about, for a list or a heading."""
    kind, _mark, rest = key.partition(":")
    if kind in ("fact", "skip", "joint"):
        question, _mark, who = rest.partition(":")
        return _question(question, told.names(answers).get(who, ""), language)
    if kind == "member" and (one := told.member(answers, rest)):
        return one.name or _("Baby")
    if kind == "agree" and (found := near.chosen([rest])):
        return _("Ask %(name)s") % {"name": found[0].organization.name}
    return str(LABELS.get(kind, kind))


def _question(key: str, name: str, language: str) -> str:
    if key == "relation":
        return _("Who is this person to the children?") + (f" ({name})" if name else "")
    question = bank().get(key)
    if question is None:
        return key
    return question.said(language, name) if name else question.said(language)


def words(key: str, value: Any, language: str) -> str:
    """An answer as people can compare it; "" where there is none."""
    kind, _mark, rest = key.partition(":")
    if value is None:
        return ""
    if kind == "fact" and rest.startswith("relation:"):
        return str(dict(KIN).get(value, value))
    if kind in ("fact", "joint"):
        return in_words(rest.partition(":")[0], value, language)
    saying = SAYINGS.get(kind)
    return saying(value, language) if saying else _plain(value)


def _plain(value: Any) -> str:
    if value is True or value is False:
        return _("Yes") if value else _("No")
    return str(value)


def _needs(value: Any, language: str) -> str:
    terms = vocabulary.terms()
    return ", ".join(terms[code].name(language) for code in value if code in terms)


def _member(value: Mapping[str, Any], language: str) -> str:
    name = f"{value.get('given', '')} {value.get('family', '')}".strip()
    parts = [name, str(RELATIONS.get(value.get("relation"), ""))]
    for key, sentence in (("birth_date", _("born %(day)s")), ("due_date", _("due %(day)s"))):
        if day := value.get(key):
            parts.append(sentence % {"day": date_format(date.fromisoformat(day), "DATE_FORMAT")})
    return ", ".join(part for part in parts if part)


def _only(value: Any, language: str) -> str:
    known = programs.registry()
    return ", ".join(said(known[code].name, language) for code in value if code in known)


def _services(value: Any, language: str) -> str:
    return ", ".join(one.organization.name for one in near.chosen(value)) or _("Nobody")


SAYINGS = {
    "needs": _needs,
    "soon": lambda value, language: str(dict(Soon.base_fields["soon"].choices).get(value, value)),
    "place": lambda value, language: value.get("text") or _("Not said"),
    "member": _member,
    "lines": lambda value, language: in_words("income", value, language),
    "only": _only,
    "services": _services,
    "reach": lambda value, language: channel_words(value),
    "paper": lambda value, language: date_format(date.fromisoformat(value["day"]), "DATE_FORMAT"),
}
