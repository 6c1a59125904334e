"""Every deed that a family can read in "Who has looked" has a plain sentence, in both languages."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import kinwork
from kinwork.common.rights import TABLE
from kinwork.home.looked_words import OTHER, WORDS, what
from kinwork.home.ours_looked import TOLD_BELOW
from kinwork.library import reading
from kinwork.web.translate import merged

PACKAGE = Path(kinwork.__file__).parent
# Deeds without a family: set-up, agreements, the directory, numbers. What the clock and the family
# itself do is no line of the list; nor does a page of forms about no family yet say whose it is.
NO_FAMILY = (
    *("accounts", "agreements", "approaches", "barriers", "common_work", "continuum", "demo"),
    *("directory", "evidence", "hsds", "loop", "meetings", "partnerships", "phrases", "programs"),
    *("results", "voice"),
    "complaints",  # its trail names no family, so that nobody can find out who complained
)
SITE = ("consent.seed_texts", "disclosures.copy_trail", "retention.delete")
ENDPOINTS = re.compile(r"contact\.(\w+_endpoint|endpoint|rotate_secret|choose_mails|write_digest)")
OFFICES = ("facts.name_office", "facts.end_office")
CLOCKS = (
    *("access.glass_overdue", "access.sound_alarm", "access.tell_glass", "appointments.remind"),
    *("timelines.remind", "timelines.list", "timelines.count"),
    *("access.read_alarm", "access.glasses", "access.break_glass.view"),
    *("access.standing", "access.try_again"),
)
SLOTS = re.compile(r"appointments\.(\w+_(pattern|slot))")
PROTECTS = ("withhold", "withhold_minors_service", "release", "review_protection", "end_authority")


def written() -> set[str]:
    """The verbs that the code writes down by name, and each page that says who opened it."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if {"tests", "migrations", "demo"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called, first = ast.unparse(node.func), node.args[0] if node.args else None
                if called.startswith("audit.") and isinstance(first, ast.Constant):
                    found.add(first.value)
                if called.split(".")[-1] == "opened":
                    found |= {
                        f"{one.value.value}.view"
                        for one in node.keywords
                        if one.arg == "page" and isinstance(one.value, ast.Constant)
                    }
    return found


def of_others() -> set[str]:
    """What the rights table lets somebody do who is neither the family nor the clock."""
    own = {"family", "draft", "clock"}
    return {verb for verb, line in TABLE.items() if line.roles or line.kinds - own}


def listed() -> list[str]:
    own = {verb for verb, line in TABLE.items() if not line.roles} - of_others()
    found = (written() | of_others()) - own - {*SITE, *OFFICES, *CLOCKS, *TOLD_BELOW}
    return sorted(
        verb
        for verb in found
        if verb.split(".")[0] not in NO_FAMILY
        and not ENDPOINTS.fullmatch(verb)
        and not SLOTS.fullmatch(verb)
    )


def test_the_code_was_really_read():
    assert {"consent.read_receipt.view", "consent.read_sharing.view"} <= written()
    assert len(listed()) > 100


@pytest.mark.parametrize("verb", listed())
def test_every_deed_that_can_be_listed_has_words_of_its_own(verb):
    assert verb in WORDS


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_are_plain_in_both_languages(language):
    with override(language):
        said = {str(words) for words in WORDS.values()}
    assert [one for one in said if reading.grade(f"{one}.", language, ()) > 6] == []
    for one in said:
        assert "." not in one and "_" not in one and one[0].isupper()


def test_each_sentence_is_said_in_spanish():
    spanish = merged("es")
    with override("en"):
        assert [one for one in {str(words) for words in WORDS.values()} if one not in spanish] == []


def test_what_keeps_somebody_safe_reads_like_any_other_work():
    """Whoever is kept from something reads the list, too."""
    assert {str(WORDS[f"access.{deed}"]) for deed in PROTECTS} == {str(OTHER)}
    assert WORDS["contact.substitute_address"] == WORDS["contact.record_contact"]
    assert WORDS["people.link_people"] == WORDS["people.leave_match"] == OTHER
    assert what("nobody.knows") == str(OTHER)
