"""Families read grade 8 at most, consent grade 6, in both languages (names of programs excepted)."""

import re
from collections import defaultdict

import pytest

from kinwork.library import reading
from kinwork.trust.consent.texts import PRODUCT
from kinwork.web.sentences import sentences
from kinwork.web.translate import PACKAGE, merged

# Where families read. Rows of these modules that only workers see are read by families never.
FAMILY_TEMPLATES = (
    "family/intake/templates",
    "family/eligibility/templates",
    "family/followup/templates",
    "family/plans/templates",
    "family/contact/templates/contact/mine",
    "family/contact/templates/contact/stop",
    "family/contact/by_hand.py",
    "directory/templates",
    "home/templates/home/landing",
    "home/templates/home/ours",
    "home/templates/home/_",
)
# Pages of the same folders that only workers see.
DESK_TEMPLATES = ("family/intake/templates/intake/story",)
NAMES = ("Head Start", "Early Head Start", "WIC", "SNAP", "AHCCCS", "KidsCare", "Kinwork", "ZIP")
ENOUGH = 12  # words; a heading alone has no grade
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\{\w+\}|<[^>]+>")


def pages() -> dict[str, list[str]]:
    found = defaultdict(list)
    for said in sentences(PACKAGE):
        where = str(said.where).split(":")[0].removeprefix("kinwork/")
        if where.startswith(FAMILY_TEMPLATES) and not where.startswith(DESK_TEMPLATES):
            found[where].append(said.text)
    return found


PAGES = pages()


def plain(text: str) -> str:
    return PLACEHOLDER.sub("it", text).strip().rstrip(".:?!") + "."


@pytest.mark.parametrize("where", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_of_the_family_reads_at_grade_8_or_below(where, language):
    spanish = merged("es")
    texts = PAGES[where]
    if language == "es":
        known = (spanish.get(text) for text in texts)
        texts = [m.string if isinstance(m.string, str) else m.string[0] for m in known if m]
    whole = " ".join(plain(text) for text in texts)
    if len(whole.split()) >= ENOUGH:
        assert reading.grade(whole, language, NAMES) <= 8.0, whole


@pytest.mark.parametrize(("key", "language"), sorted(PRODUCT))
def test_consent_reads_at_grade_6_or_below(key, language):
    assert reading.grade(plain(PRODUCT[key, language]), language, NAMES) <= 6.0


def test_there_are_pages_to_read():
    assert len(PAGES) >= 15
