"""The data is whole; what is shown follows the records; a claim is refuted only by what was counted."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kinwork.library import evidence
from kinwork.library.evidence import Act, compare, judged, shown
from kinwork.library.evidence.rules import NEEDS, PAIR, SHARE

ACTS = sorted({one.act for one in evidence.pair_rules()})
ALL = {
    "listed": Act(2),
    "referrals": Act(9),
    "answered_in_time": Act(8, 9),
    "openings": Act(1, 2),
    "agreements": Act(1),
    "decisions": Act(3),
    "outcomes": Act(1),
    "braided": Act(1),
    "governance": Act(2),
}


def test_every_rule_is_whole():
    both = (*evidence.pair_rules(), *evidence.system_rules())
    assert len({one.key for one in both}) == len(both)
    for one in both:
        assert set(one.words) == set(one.reason) == {"en", "es"}
        assert all((*one.words.values(), *one.reason.values(), one.source)), one.key
        assert one.unit in evidence.UNITS and one.need in NEEDS
        assert one.level in evidence.LEVELS
        assert one.unit == "yes" or evidence.fits(one, one.threshold), one.key
        assert bool(one.group) == (one.need == "one of")
        assert one.measured or not one.group, "what is not measured would excuse its whole group"
        assert (one.unit == SHARE) == (one.least > 0), one.key
        if one.form == PAIR:
            dimension, level = one.answers.split(":")
            assert dimension in evidence.DIMENSIONS and int(level) == one.level, one.key
            assert not one.question
        else:
            assert one.question in evidence.QUESTIONS and not one.answers
        assert not re.search(r"\b(must|should)\b", one.words["en"])


def test_every_level_and_question_asks_for_something():
    for level in evidence.LEVELS:
        asked = [one for one in evidence.pair_rules() if one.level == level]
        assert any(one.need != "supporting" for one in asked)
    for question in evidence.QUESTIONS:
        asked = [one for one in evidence.system_rules() if one.question == question]
        assert any(one.need == "required" for one in asked)


def without(*names: str) -> dict[str, Act]:
    told = {act: Act(0, 9) for act in ACTS} | ALL
    return {act: Act(0, told[act].of) if act in names else told[act] for act in told}


def test_levels_in_turn():
    assert shown({}).level == 0
    assert shown(without("listed", "referrals")).level == 0
    assert shown(without("referrals")).level == 1
    assert shown(without("listed", "referrals") | {"meetings": Act(1)}).level == 1
    assert shown(without("answered_in_time")).level == 2
    assert shown(without("agreements")).level == 3
    assert shown(without("decisions")).level == 3
    assert shown(without()).level == 4
    assert shown(without("decisions") | {"applied": Act(1)}).level == 4


def test_the_fifth_needs_one_plan_for_most_shared_families_and_few_blame_nobody():
    told = shown(without())
    assert [one.rule.key for one in told.missing] == ["one_plan"]
    assert told.missing[0].state == "too few"
    assert compare(5, told) == evidence.NO_DATA
    assert shown(without() | {"one_plan": Act(26, 51)}).level == 5
    rare = shown(without() | {"one_plan": Act(11, 51)})
    assert rare.level == 4 and compare(5, rare) == evidence.OVER
    assert compare(5, shown(without("braided"))) == evidence.OVER


def test_what_is_missing_for_the_next():
    told = shown(without("referrals"))
    assert [one.rule.key for one in told.missing] == [
        "referrals",
        "messages",
        "meetings",
        "trainings",
    ]
    assert {one.state for one in told.missing} == {"not met"}


def test_a_claim_beside_what_is_shown():
    three = shown(without("agreements"))
    assert compare(3, three) == evidence.AGREES
    assert compare(2, three) == evidence.UNDER
    assert compare(4, three) == evidence.OVER
    assert compare(None, three) == evidence.NO_DATA
    assert compare(3, shown({})) == evidence.NO_DATA
    assert compare(3, three, enough=False) == evidence.NO_DATA
    assert compare(0, shown(without("listed", "referrals"))) == evidence.AGREES
    few = shown(without() | {"answered_in_time": Act(0, 4)})
    assert (few.level, compare(3, few)) == (2, evidence.NO_DATA)
    # what is too few at the third does not excuse what is missing at the fourth
    assert (
        compare(4, shown(without("agreements") | {"answered_in_time": Act(0, 4)})) == "over-claims"
    )


def test_a_community_asks_for_more():
    assert shown(without("agreements"), thresholds={"answered": 0.95}).level == 2
    assert shown(without(), thresholds={"referrals": 10, "meetings": 10}).level == 1
    answered = evidence.rule("answered")
    assert judged(answered, Act(3, 4)).state == "too few"
    assert judged(answered, Act(6, 8)).is_met and not judged(answered, Act(5, 8)).is_met
    for key, value, good in (
        ("answered", 0.9, True),
        ("answered", 0, False),
        ("answered", 1.1, False),
        ("referrals", 2, True),
        ("referrals", 2.5, False),
        ("referrals", 0, False),
        ("charter_adopted", 1, False),
    ):
        assert evidence.fits(evidence.rule(key), value) is good, (key, value)
    assert evidence.rule("nothing") is None


def test_the_nine_questions():
    told = evidence.answered({})
    assert {one.said for one in told.values()} == {evidence.NO_DATA}
    acts = {one.act: Act(30, 30) for one in evidence.system_rules()}
    told = evidence.answered(acts)
    assert [key for key, one in told.items() if one.said == "yes"] == list(range(1, 10))
    without = {key: act for key, act in acts.items() if key != "plans_common"}
    told = evidence.answered(without)
    assert told[8].said == evidence.NO_DATA and told[8].missing
    told = evidence.answered(acts | {"meetings_held": Act(1), "all_answered_in_time": Act(9, 9)})
    assert (told[2].said, told[3].said) == ("no", evidence.NO_DATA)


numbers = st.builds(
    lambda count, more: Act(count, count + more), st.integers(0, 30), st.integers(0, 20)
)
records = st.dictionaries(st.sampled_from(ACTS), numbers)


@given(records, st.sampled_from(ACTS))
def test_one_more_act_never_lowers_what_is_shown(acts, name):
    before = acts.get(name, Act(0))
    more = acts | {name: Act(before.count + 1, before.of + 1)}
    assert shown(more).level >= shown(acts).level


@given(records, st.integers(0, 5))
def test_every_claim_is_one_of_four_and_only_what_was_counted_refutes_it(acts, claimed):
    told = shown(acts)
    said = compare(claimed, told)
    assert said in evidence.COMPARED
    if said == evidence.OVER:
        assert any(
            one.state == "not met" and one.rule.need != "supporting" and one.rule.level <= claimed
            for one in told.by_rule
        )


@given(records, st.dictionaries(st.sampled_from(["referrals", "listed"]), st.integers(1, 40)))
def test_asking_for_more_never_shows_more(acts, asked):
    higher = {key: max(value, evidence.rule(key).threshold) for key, value in asked.items()}
    assert shown(acts, thresholds=higher).level <= shown(acts).level
