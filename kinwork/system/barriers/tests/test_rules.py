"""The life of a barrier as a table: every state with every step, what is late, what comes first."""

from datetime import date, timedelta

import pytest

from kinwork.common.moves import WrongState
from kinwork.system.barriers import rules, words

DAY = date(2026, 3, 2)
STEPS = sorted({one.verb for one in rules.LIFE.moves})
ALLOWED = {
    "noted": {"put": "put", "withdraw": "withdrawn"},
    "put": {
        "relieve": "relieved",
        "relieve_for_a_time": "relieved for a time",
        "refuse": "refused",
        "point_elsewhere": "not theirs",
        "withdraw": "withdrawn",
    },
    "relieved": {"close": "closed"},
    "relieved for a time": {"close": "closed", "put": "put"},
    "refused": {"close": "closed", "put": "put", "withdraw": "withdrawn"},
    "not theirs": {"close": "closed", "put": "put", "withdraw": "withdrawn"},
    "closed": {},
    "withdrawn": {},
}


for _state in ALLOWED.keys() - {"closed", "withdrawn"}:  # as long as it is followed
    ALLOWED[_state]["add_evidence"] = _state


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("step", STEPS)
def test_every_state_with_every_step(state, step):
    if step in ALLOWED[state]:
        assert rules.LIFE.find(step, state).lands(state) == ALLOWED[state][step]
    else:
        with pytest.raises(WrongState):
            rules.LIFE.find(step, state)


def test_every_word_has_a_sentence():
    assert set(words.KIND_WORDS) == set(rules.KINDS)
    assert set(words.LEVEL_WORDS) == set(rules.LEVELS)
    assert set(words.STATE_WORDS) == set(rules.STATES)
    assert set(words.ANSWER_WORDS) == set(rules.ANSWERS)
    assert set(words.STEP_WORDS) == {"note", *STEPS}
    assert (len(rules.KINDS), len(rules.LEVELS)) == (9, 9)


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [("put", -1, True), ("put", 0, False), ("put", 1, False), ("refused", -1, False)],
)
def test_late_is_the_day_after(state, due, late):
    assert rules.is_late(state, DAY + timedelta(days=due), DAY) is late


@pytest.mark.parametrize(
    ("state", "until", "lapsed"),
    [
        ("relieved for a time", -1, True),
        ("relieved for a time", 0, False),
        ("put", -1, False),
    ],
)
def test_a_relief_holds_on_its_last_day(state, until, lapsed):
    assert rules.has_lapsed(state, DAY + timedelta(days=until), DAY) is lapsed


@pytest.mark.parametrize(
    ("state", "lapsed", "deeds", "asks"),
    [
        ("noted", False, ["put", "withdraw"], "put"),
        ("put", False, ["answer", "withdraw"], "answer"),
        ("relieved", False, ["close"], "close"),
        ("relieved for a time", False, ["put", "close"], ""),
        ("relieved for a time", True, ["put", "close"], "put"),
        ("refused", False, ["put", "close", "withdraw"], "put"),
        ("not theirs", False, ["put", "close", "withdraw"], "put"),
        ("closed", False, [], ""),
        ("withdrawn", False, [], ""),
    ],
)
def test_what_is_offered_and_what_is_asked_for(state, lapsed, deeds, asks):
    deeds = [*deeds, "add_evidence"] if deeds else []
    assert rules.deeds(state) == deeds and rules.asks(state, lapsed=lapsed) == asks
