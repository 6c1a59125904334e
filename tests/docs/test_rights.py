"""The page of rights says every right, in sentences; a right without words cannot be drawn."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import draw_reference  # noqa: E402

from kinwork.common.actor import ROLES  # noqa: E402
from kinwork.common.rights import TABLE, right  # noqa: E402
from tools import draw_rights  # noqa: E402


@pytest.fixture
def page() -> str:
    return draw_reference.rights()


def sections(page: str) -> dict[str, str]:
    parts = page.split("\n## ")[1:]
    return {part.partition("\n")[0]: part for part in parts}


def test_each_role_reads_every_deed_that_is_its_own(page):
    """And none that is not: the sentences say what the table says."""
    said, found = draw_rights.words()["verbs"], sections(page)
    for role in ROLES:
        own = {verb for verb, line in TABLE.items() if role in line.roles}
        if own:
            part = found[f"{'An' if role[0] in 'aeiou' else 'A'} {role}"]
            assert [verb for verb in own if said[verb] not in part] == []
    coordinator = found["A coordinator"]
    assert "may send a referral another way" in coordinator
    assert "never opens a record of a family" in coordinator
    assert (
        said["access.break_glass"] not in coordinator
        and said["referrals.accept"] not in coordinator
    )


def test_a_condition_stands_with_its_deed(page):
    part = sections(page)["A privacy officer"]
    assert "review an emergency; only where they are of another agency" in part


def test_two_deeds_never_read_alike():
    said = list(draw_rights.words()["verbs"].values())
    assert sorted(set(said)) == sorted(said)


def test_drawn_twice_it_is_the_same(page):
    assert draw_reference.rights() == page


def test_a_right_without_words_cannot_be_drawn(monkeypatch):
    monkeypatch.setitem(TABLE, "people.sing", right(roles=("navigator",)))
    with pytest.raises(LookupError, match=r"people\.sing"):
        draw_rights.words()


def test_words_without_a_right_cannot_be_drawn(monkeypatch):
    monkeypatch.delitem(TABLE, "people.find_people")
    with pytest.raises(LookupError, match=r"people\.find_people"):
        draw_rights.words()
