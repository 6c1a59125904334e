"""One text as its editor needs it: in force, draft, versions, as a family reads it, how hard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, override

from kinwork.accounts import wording
from kinwork.accounts.community import words
from kinwork.common.models import Text

LANGUAGES = dict(settings.LANGUAGES)
SAMPLE_CLASSES = gettext_lazy("our names and birth dates and how to reach us")


@dataclass
class Line:
    """What stands for one text in one language: of the product, of the community, and a draft."""

    key: str
    language: str
    product: Text | None = None
    own: Text | None = None
    draft: Text | None = None

    @property
    def in_force(self) -> Text | None:
        return self.own or self.product

    @property
    def language_name(self) -> str:
        return gettext(LANGUAGES[self.language])

    @property
    def grade(self) -> float:
        return wording.grade(self.in_force.body, self.language) if self.in_force else 0.0


@dataclass
class Subject:
    """One text in all its languages."""

    key: str
    lines: dict[str, Line] = field(default_factory=dict)

    @property
    def title(self) -> Any:
        return words.TEXTS.get(self.key, self.key)

    @property
    def lacking(self) -> list[Line]:
        """The languages without the community's own words, where another has some."""
        lines = list(self.lines.values())
        if not any(line.own for line in lines):
            return []
        return [line for line in lines if not line.own]


def subjects(found: Iterable[Text]) -> list[Subject]:
    """Texts sorted by what they are, those that the product has: each with a line a language."""
    by_key: dict[str, Subject] = {}
    for one in found:
        subject = by_key.setdefault(one.key, Subject(one.key))
        for language in LANGUAGES:
            subject.lines.setdefault(language, Line(one.key, language))
        if one.language not in subject.lines:
            continue
        line = subject.lines[one.language]
        if one.community_id is None:
            line.product = one
        elif one.status == Text.Status.DRAFT:
            line.draft = one
        else:
            line.own = one
    return [one for one in by_key.values() if any(line.product for line in one.lines.values())]


def judged(line: Line, body: str) -> wording.Judged:
    product = line.product.body if line.product else ""
    return wording.judge(key=line.key, language=line.language, body=body, product=product)


def preview(line: Line, body: str, agency: str) -> str:
    """As a family would read it today, in the text's own language."""
    with override(line.language):
        values = {
            "agency": agency,
            "classes": str(SAMPLE_CLASSES),
            "until": date_format(timezone.now() + timedelta(days=365), "DATE_FORMAT"),
        }
    return wording.fill(body, values)
