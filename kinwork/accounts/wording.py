"""Whether words that a community wrote may be put in force. Pure: plain values in and out.

A name in braces, `{agency}`, stands for what is filled in when somebody reads the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kinwork.library import reading

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
LONGEST = 3000
CONSENT = "consent."
HIGHEST_GRADE = 6.0  # for what a family agrees to (docs: Texts)
FAMILY_GRADE = 8.0  # for everything else that a family reads
# Names that a text must say count as one easy word.
NAMES = ("Early Head Start", "Head Start", "WIC", "SNAP", "AHCCCS", "KidsCare", "ZIP")
ENOUGH = 4  # words; a shorter sentence has no grade of its own


@dataclass(frozen=True)
class Judged:
    """What is wrong with a text, in plain values; nothing when all is well."""

    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    stray_brace: bool = False
    grade: float = 0.0
    highest: float = FAMILY_GRADE
    must_be_easy: bool = False
    hardest: str = ""

    @property
    def is_whole(self) -> bool:
        """Every placeholder is there, and nothing that nobody fills."""
        return not (self.missing or self.unknown or self.stray_brace)

    @property
    def is_easy(self) -> bool:
        return self.grade <= self.highest

    @property
    def may_stand(self) -> bool:
        return self.is_whole and (self.is_easy or not self.must_be_easy)


def placeholders(body: str) -> tuple[str, ...]:
    """The names in braces, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(body)))


def judge(*, key: str, language: str, body: str, product: str) -> Judged:
    """`product`: the product's own words for this key, which say what has to be filled in."""
    here, wanted = placeholders(body), placeholders(product)
    is_consent = key.startswith(CONSENT)
    return Judged(
        missing=tuple(name for name in wanted if name not in here),
        unknown=tuple(name for name in here if name not in wanted),
        stray_brace=bool(set("{}") & set(PLACEHOLDER.sub("", body))),
        grade=grade(body, language),
        highest=HIGHEST_GRADE if is_consent else FAMILY_GRADE,
        must_be_easy=is_consent,
        hardest=hardest(body, language),
    )


def grade(body: str, language: str) -> float:
    """The school grade, to a tenth; what is filled in counts as one short word."""
    return round(reading.grade(PLACEHOLDER.sub("it", body), language, NAMES), 1)


def hardest(body: str, language: str) -> str:
    """The sentence with the highest grade, as it was written."""
    return max(_sentences(body), key=lambda one: grade(one, language), default="")


def _sentences(body: str) -> list[str]:
    found = [one.strip() for one in SENTENCE.split(body) if one.strip()]
    return [one for one in found if len(one.split()) >= ENOUGH] or found


def fill(body: str, values: dict[str, str]) -> str:
    """The text as somebody reads it; a name without a value stays as it is."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), body)


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
