"""What is told to others, over invented passages: no small number in it, and none between two steps."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kinwork.measure.loop import Passage
from kinwork.measure.loop.hiding import is_small
from kinwork.measure.loop.passages import WITHIN
from kinwork.system.loop.queries import NeedPassed
from kinwork.system.loop.sheets import neutral
from kinwork.system.loop.telling import NEED_SAID, NEED_STEPS, needs_of_one, safe, told
from kinwork.system.loop.words import lasted, percent

BEGAN = datetime(2026, 1, 5, 17, tzinfo=UTC)


def passage(dice: Random, rules: float = 0.0) -> Passage:
    sent = BEGAN + timedelta(days=dice.random() * 150)
    answered = sent + timedelta(days=dice.random() * 4) if dice.random() < 0.8 else None
    accepted = answered if answered and dice.random() < 0.7 else None
    contacted = accepted + timedelta(days=1) if accepted and dice.random() < 0.9 else None
    served = contacted + timedelta(days=7) if contacted and dice.random() < 0.8 else None
    kind = dice.randrange(4)
    by_a_rule = answered is None and dice.random() < rules
    return Passage(
        program=f"kind {kind}",
        partner=f"partner {kind + 4 * dice.randrange(2)}",
        place=str(85200 + int(dice.expovariate(0.4))),
        language=dice.choice(("en", "en", "es")),
        sent=sent,
        due=sent + timedelta(days=2),
        at=BEGAN + timedelta(days=250),
        state="served"
        if served
        else "declined"
        if by_a_rule
        else dice.choice(("declined", "sent")),
        answered=answered,
        accepted=accepted,
        contacted=contacted,
        served=served,
        ended=served,
        reason=""
        if served
        else "full"
        if by_a_rule
        else dice.choice(("no room", "other", "too far")),
        need_met="fully" if served else "",
        word="yes" if served and dice.random() < 0.5 else "",
    )


@pytest.mark.parametrize("seed", range(12))
def test_nothing_small_is_shown_and_nothing_small_lies_between_two_steps(seed):
    dice = Random(seed)
    found = [passage(dice) for _ in range(dice.choice((20, 60, 200, 400)))]
    said, whole = safe(found), told(found)
    cells = [said["total"]]
    for table in said["tables"].values():
        cells += table["groups"].values()
        shown = sum(cell["steps"]["sent"] for cell in table["groups"].values())
        # Whoever subtracts what is shown from the total learns nothing small.
        if said["total"]["steps"]["sent"] is not None:
            assert not is_small(len(found) - shown)
    for cell in cells:
        steps = cell["steps"]
        for step, count in steps.items():
            assert count is None or not is_small(count)
            for of in WITHIN.get(step, ()):
                if count is not None and steps[of] is not None:
                    assert not is_small(steps[of] - count), (step, of, steps)
        for time in cell["times"].values():
            assert time["n"] >= 11
    for step, count in said["total"]["steps"].items():
        assert count in (None, whole["steps"][step])
    for name, count in said["aside"].items():
        assert count is None or not is_small(count), name


@pytest.mark.parametrize("share", [0.5, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(8))
def test_what_a_rule_answered_gives_no_small_number_away(seed, share):
    dice = Random(seed)
    found = [passage(dice, share) for _ in range(dice.choice((60, 120, 200, 400)))]
    said = safe(found)
    by_a_rule = said["aside"]["by a rule"]
    assert "full" not in said["reasons"]["groups"]
    for step, count in said["total"]["steps"].items():
        if by_a_rule is not None and count is not None:
            assert not is_small(len(found) - by_a_rule - count), step
    if share == 1.0:
        many = sum(1 for one in found if one.by_a_rule)
        assert by_a_rule == (None if is_small(many) else many)


@pytest.mark.parametrize(("withdrawn", "shown"), [(0, 14), (3, None), (11, 14)])
def test_what_neither_a_rule_answered_nor_was_due_is_not_told_by_the_rest(withdrawn, shown):
    """100 due, 117 sent: whoever reads "14 by a rule" knows that 3 families withdrew early."""
    sent = {"program": "diapers", "partner": "a", "place": "85201", "language": "en"}
    sent |= {"sent": BEGAN, "due": BEGAN + timedelta(days=2), "at": BEGAN + timedelta(days=90)}
    found = [Passage(**sent, state="declined", reason="full", ended=BEGAN) for _ in range(14)]
    found += [Passage(**sent, state="withdrawn", ended=BEGAN) for _ in range(withdrawn)]
    yes = BEGAN + timedelta(hours=1)
    found += [Passage(**sent, state="accepted", answered=yes, accepted=yes) for _ in range(100)]
    said = safe(found)
    assert said["total"]["steps"]["due"] == said["total"]["steps"]["in time"] == 100
    assert said["aside"]["by a rule"] == shown
    assert said["reasons"] == {"groups": {}, "kept_back": 0}


@pytest.mark.parametrize("seed", range(10))
def test_an_agencys_needs_tell_no_small_number_of_what_others_did(seed):
    """It knows how many it wrote down; no step, and no distance to a step, is 1 to 10."""
    dice = Random(seed)
    many = dice.choice((1, 4, 11, 12, 30, 90))
    words = ("", "yes", "no", "partly")
    found = [
        NeedPassed("food", "?", "en", dice.choice((0, 1, 1, 4, 5, 6)), dice.choice(words))
        for _ in range(many)
    ]
    said = needs_of_one(found)
    assert said["told"] == many
    for way in (NEED_STEPS, ("told", *NEED_SAID)):
        shown = [said[step] for step in way if said[step] is not None]
        assert not any(is_small(one) for one in shown[1:])
        assert not any(is_small(a - b) for a, b in zip(shown, shown[1:], strict=False)), said


@pytest.mark.parametrize("seed", range(12))
def test_what_families_say_leaves_no_small_rest(seed):
    dice = Random(seed)
    found = [passage(dice) for _ in range(dice.choice((40, 120, 400)))]
    aside = safe(found)["aside"]
    for of, part in (("family asked", "family answered"), ("family answered", "family helped")):
        if aside[part] is not None and aside[of] is not None:
            assert not is_small(aside[of] - aside[part])
    assert safe(found)["total"]["times"].get("wait", {"n": 11})["n"] >= 11


def test_times_as_people_say_them():
    assert [lasted(hours) for hours in (None, 0.2, 1, 30, 49, 240)] == [
        "–",
        "1 hour",
        "1 hour",
        "30 hours",
        "2 days",
        "10 days",
    ]


def test_shares_of_nothing_are_no_share():
    assert [percent(1, 3), percent(0, 3), percent(0, 0), percent(None, 5)] == [
        "33 %",
        "0 %",
        "–",
        "–",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", " =1", "\t=1", "＝1", "'=1"])
def test_no_cell_is_a_formula(text):
    assert neutral(text).startswith("'")
    assert neutral("Ana Luna") == "Ana Luna"
