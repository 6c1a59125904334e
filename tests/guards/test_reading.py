"""Families read grade 8 at most, consent grade 6, in both languages (names of programs excepted).

The aim is 6. Pages are found by their doors (family_doors); public pages stand in folders. With -s the
ten that are hardest to read are printed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinwork.family.contact import words as outside
from kinwork.library import reading
from kinwork.trust.consent.texts import PRODUCT
from kinwork.web.sentences import of_file
from kinwork.web.translate import PACKAGE, merged
from tests.guards import family_doors

# What everybody opens, families too; and words that families read but no page of theirs holds.
FOLDERS = (
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
    "home/ours_",
    "home/looked_words.py",
    "family/appointments/words.py",
    "family/waiting/words.py",
    "family/followup/words.py",
    "trust/consent/words.py",
)
# Pages of the same folders that only workers see.
DESK_TEMPLATES = ("family/intake/templates/intake/story",)
NAMES = ("Head Start", "Early Head Start", "WIC", "SNAP", "AHCCCS", "KidsCare", "Kinwork", "ZIP")
MOST, AIM = 8.0, 6.0
ENOUGH = 12  # words; a heading alone has no grade
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\{\w+\}|<[^>]+>")
ADDRESS = re.compile(r"https?://\S+")


def where(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def read_by_families() -> Iterator[Path]:
    yield from family_doors.templates() | family_doors.files()
    for path in PACKAGE.rglob("*"):
        if path.suffix in (".html", ".txt", ".py") and where(path).startswith(FOLDERS):
            yield path


def pages() -> dict[str, list[str]]:
    found = {}
    for path in set(read_by_families()):
        if "/tests/" in where(path) or where(path).startswith((*DESK_TEMPLATES, "web/")):
            continue
        if said := [one.text for one in of_file(path, PACKAGE)]:
            found[where(path)] = said
    return found


PAGES = pages()
SPANISH = merged("es")


def plain(text: str) -> str:
    return PLACEHOLDER.sub("it", text).strip().rstrip(".:?!") + "."


def whole(texts: list[str], language: str) -> str:
    if language == "es":
        known = (SPANISH.get(text) for text in texts)
        texts = [m.string if isinstance(m.string, str) else m.string[0] for m in known if m]
    return " ".join(plain(text) for text in texts)


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_of_the_family_reads_at_grade_8_or_below(page, language):
    text = whole(PAGES[page], language)
    if len(text.split()) >= ENOUGH:
        assert reading.grade(text, language, NAMES) <= MOST, text


@pytest.mark.parametrize(("key", "language"), sorted(PRODUCT))
def test_consent_reads_at_grade_6_or_below(key, language):
    assert reading.grade(plain(PRODUCT[key, language]), language, NAMES) <= 6.0


def letters(language: str) -> dict[str, str]:
    """Everything that leaves for a family's phone or mailbox."""
    link = "https://x.example/ab"
    return {
        "news by e-mail": " ".join(outside.neutral(language)),
        "news by text": outside.text(language),
        "a question by e-mail": " ".join(outside.question(language, link)),
        "a question by text": outside.asked(language, link),
        "a link back": " ".join(outside.way_back(language, link)),
        "a code back": outside.short_code(language, "12345678"),
        **{
            f"answer {kind}": outside.reply(kind, language)
            for kind in ("stop", "start", "help", "")
        },
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_texts_and_e_mails_read_at_grade_8_or_below(language):
    grades = {
        name: reading.grade(ADDRESS.sub("", text), language, NAMES)
        for name, text in letters(language).items()
    }
    assert {name: grade for name, grade in grades.items() if grade > MOST} == {}


def test_the_ten_hardest():
    """With -s: where to begin."""
    graded = [
        (reading.grade(text, language, NAMES), language, page)
        for page, texts in PAGES.items()
        for language in ("en", "es")
        if len((text := whole(texts, language)).split()) >= ENOUGH
    ]
    for grade, language, page in sorted(graded, reverse=True)[:10]:
        print(f"{grade:5.1f} {language} {page}")
    above = sum(grade > AIM for grade, _language, _page in graded)
    print(f"{above} of {len(graded)} are above the aim of {AIM:.0f}")


def test_pages_are_found_by_their_doors():
    found = {where(path) for path in family_doors.templates()}
    assert len(PAGES) >= 60
    assert {
        "home/templates/home/ours.html",
        "home/templates/home/_cards.html",
        "family/facts/templates/facts/papers.html",
        "family/intake/templates/intake/way_open.html",
    } <= found


def test_no_familys_page_is_drawn_in_a_way_that_is_not_found():
    """A door whose templates nobody can find would be a page that nobody reads: name them in the view."""
    lost = {
        f"{view.__module__}.{view.__name__}"
        for _name, view in family_doors.doors()
        if not family_doors.drawn_with(view)
    }
    assert {one for one in lost if not one.startswith(STEPS)} <= DEEDS


# Steps of the intake are drawn by Flow.page, pages of the plan by Place.page, each from a folder that is
# read whole.
STEPS = ("kinwork.family.intake.", "kinwork.family.plans.")
DEEDS = {"kinwork.home.ours_news.read"}  # goes on to another page
