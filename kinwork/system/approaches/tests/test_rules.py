"""The life of an approach as a table, how codings compare, and that every word is said."""

import pytest

from kinwork.common.moves import WrongState
from kinwork.library.approaches import scheme
from kinwork.system.approaches import counting, rules, words

ALLOWED = {
    "found": {"meet": "met criteria", "miss": "criteria not met"},
    "met criteria": {"miss": "criteria not met", "select": "selected"},
    "criteria not met": {"meet": "met criteria"},
    "selected": {"draft": "selected", "profile": "profiled"},
    "profiled": {"draft": "profiled", "send": "sent"},
    "sent": {
        "send": "sent",
        "confirm": "returned",
        "return_by_hand": "returned",
        "stop_waiting": "not returned",
    },
    "returned": {
        "leave_out": "left out",
        "code": "returned",
        "reconcile": "returned",
        "classify": "classified",
    },
    "not returned": {
        "return_by_hand": "returned",
        "code": "not returned",
        "reconcile": "not returned",
        "classify": "classified",
    },
    "left out": {},
    "classified": {"classify": "classified"},
}
STEPS = sorted({one.verb for one in rules.LIFE.moves})


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("step", STEPS)
def test_every_state_with_every_step(state, step):
    if step in ALLOWED[state]:
        assert rules.LIFE.find(step, state).lands(state) == ALLOWED[state][step]
    else:
        with pytest.raises(WrongState):
            rules.LIFE.find(step, state)


@pytest.mark.parametrize(
    ("state", "coded", "deeds"),
    [
        ("found", 0, ["meet", "miss"]),
        ("met criteria", 0, ["miss", "select"]),
        ("selected", 0, ["draft", "profile"]),
        ("sent", 0, ["send", "return_by_hand", "stop_waiting"]),
        ("returned", 0, ["code", "leave_out"]),
        ("returned", 1, ["code"]),
        ("returned", 2, []),
        ("not returned", 0, ["return_by_hand", "code"]),
        ("not returned", 1, ["code"]),
        ("left out", 0, []),
        ("classified", 2, []),
    ],
)
def test_what_is_offered(state, coded, deeds):
    assert rules.deeds(state, coded) == deeds


def test_a_difference_counts_as_unknown_until_it_is_settled():
    same, open_ = rules.Pair("a", "yes", "yes"), rules.Pair("b", "yes", "no")
    settled = rules.Pair("c", "yes", "unknown", "no")
    assert [one.answer for one in (same, open_, settled)] == ["yes", "unknown", "no"]
    assert [one.is_open for one in (same, open_, settled)] == [False, True, False]
    told = rules.agreement([same, open_, settled, rules.Pair("d", "no", "no")])
    # Observed 2 of 4; by chance (3*1 + 1*2) / 16.
    assert (told.n, told.same, told.share) == (4, 2, 0.5)
    assert told.kappa == pytest.approx((8 - 5) / (16 - 5))
    assert rules.agreement([]) == rules.Agreed(0, 0, None, None)


def test_every_word_is_said():
    assert set(words.STATE_WORDS) == set(rules.STATES)
    assert set(words.STEP_WORDS) == {"find", *STEPS}
    assert set(words.ANSWER_WORDS) == set(rules.ANSWERS)
    assert set(words.ENTRY_WORDS) == set(rules.ENTRIES)
    assert set(words.STAGE_WORDS) == set(counting.STAGES)
    assert set(words.PROJECT_LEVEL_WORDS) == set(rules.PROJECT_LEVELS)
    assert set(words.KIND_WORDS) == set(rules.KINDS)
    for key in (*rules.MODELS, "maybe"):
        assert words.model(key)
    for key in (*rules.CRITERIA, "level"):
        assert words.criterion(key)


@pytest.mark.parametrize(
    ("key", "codes", "said", "wrong"),
    [
        ("moon", ["x"], "", "key"),
        ("place", ["moon"], "", "codes"),
        ("partners_number", ["about 12"], "", "codes"),
        ("place", [], " ", "words"),
        ("place", [], "Two valleys", ""),
        ("place", ["county"], "", ""),
    ],
)
def test_a_field_is_whole(key, codes, said, wrong):
    assert rules.wrong_field(key, codes, {"words": said}) == wrong


def test_figures_stand_in_the_order_of_the_scheme():
    pairs = [rules.Pair("co_location", "yes", "no"), rules.Pair("created_by_law", "no", "no")]
    assert list(rules.by_criterion(pairs, scheme())) == ["created_by_law", "co_location"]
    assert rules.judged_alike("hub", ["hub", "hub"]) and not rules.judged_alike("hub", ["hub", "x"])
