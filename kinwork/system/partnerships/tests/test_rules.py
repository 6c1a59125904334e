"""What is missing, how many seats are short, who decides: held against a plain reference."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kinwork.system.partnerships import rules, words
from kinwork.system.partnerships.rules import Member, Prepared, Result

SAID = dict.fromkeys(rules.TEXTS, "said") | {
    "family_share": 20,
    "ways": ["in person", "phone"],
    "quorum": "majority",
    "rule": "majority",
    "base": "present",
}
WHOLE = Prepared(
    answers=dict.fromkeys(rules.QUESTIONS, "answered"),
    results=(Result(True, True),),
    members=tuple(
        Member(name, True, True, frozenset(rules.COMMITMENTS)) for name in ("Clinic", "Library")
    ),
    said=SAID,
    filled=5,
    of_families=1,
)
SPOILED = {
    **{name: replace(WHOLE, answers=WHOLE.answers | {name: " "}) for name in rules.QUESTIONS},
    **{name: replace(WHOLE, said=SAID | {name: ""}) for name in rules.TEXTS},
    "result": replace(WHOLE, results=()),
    "agreed": replace(WHOLE, results=(Result(False, True),)),
    "baseline": replace(WHOLE, results=(Result(True, False), Result(False, True))),
    "members": replace(WHOLE, members=WHOLE.members[:1]),
    "charter": replace(WHOLE, said=None),
    "family_share": replace(WHOLE, of_families=0),
    "seat": replace(WHOLE, members=(*WHOLE.members, replace(WHOLE.members[0], seated=False))),
    "authority": replace(
        WHOLE, members=(*WHOLE.members, replace(WHOLE.members[0], authority=False))
    ),
    **{
        name: replace(
            WHOLE,
            members=(
                WHOLE.members[0],
                replace(WHOLE.members[1], committed=frozenset(rules.COMMITMENTS) - {name}),
            ),
        )
        for name in rules.COMMITMENTS
    },
}


def test_nothing_is_missing_of_what_is_whole():
    assert rules.missing(WHOLE) == []


@pytest.mark.parametrize("key", SPOILED)
def test_each_thing_that_is_missing_is_named_alone_and_in_words(key):
    lacks = rules.missing(SPOILED[key])
    assert [name for name, _whose in lacks] == [key]
    assert "%(" not in words.told(lacks)[0]


def test_every_sentence_of_what_is_missing_can_be_reached():
    assert set(SPOILED) == set(words.MISSING)


@settings(deadline=None)
@given(some.sets(some.sampled_from(sorted(set(SPOILED) - {"charter", "members"}))))
def test_results_stand_before_structure_whatever_is_missing(keys):
    found = WHOLE
    for key in sorted(keys):
        spoiled = SPOILED[key]
        changed = {
            name: getattr(spoiled, name)
            for name in ("results", "of_families")
            if getattr(spoiled, name) != getattr(WHOLE, name)
        }
        found = replace(found, **changed)
        found = replace(
            found,
            answers=found.answers | {key: ""} if key in rules.QUESTIONS else found.answers,
            said=found.said | {key: ""} if key in rules.TEXTS else found.said,
        )
    order = [*rules.QUESTIONS, "result", "agreed", "baseline", *rules.TEXTS, "family_share"]
    places = [order.index(name) for name, _whose in rules.missing(found)]
    assert places == sorted(places)


@settings(deadline=None)
@given(filled=some.integers(0, 30), share=some.integers(0, 100), of_families=some.integers(0, 30))
def test_the_seats_that_are_short_are_the_fewest_that_make_the_share(filled, share, of_families):
    of_families = min(of_families, filled)
    short = rules.seats_short(filled, of_families, share)
    if share == 100:
        assert short == filled - of_families
        return
    assert 100 * (of_families + short) >= share * (filled + short)
    if short:
        assert 100 * (of_families + short - 1) < share * (filled + short - 1)


def test_who_supports_from_above_and_what_stands_inside_what():
    assert rules.is_vertical("state", "county") and not rules.is_vertical("county", "state")
    assert not rules.is_vertical("tribal", "state") and not rules.is_vertical("state", "tribal")
    assert rules.may_stand_in("neighborhood", "county")
    assert not rules.may_stand_in("federal", "state")
    assert set(rules.RANKS) == set(rules.LEVELS)


def test_ten_seats_with_seven_there_one_by_phone():
    """Majority of ten is six; the seventh by phone counts where the charter says so."""
    ways = dict.fromkeys(range(6), "in person") | {6: "phone"}
    there, made = rules.counted(SAID, filled=10, ways=ways, voices=dict.fromkeys(range(4), "yes"))
    assert (there.needed, there.counted, there.met) == (6, 7, True)
    assert (made.outcome, made.base, made.needed) == ("adopted", 7, 4)


def test_a_way_that_does_not_count_is_not_there_at_all():
    said = SAID | {"ways": ["in person"]}
    ways = {0: "in person", 1: "phone"}
    there, made = rules.counted(said, filled=2, ways=ways, voices={0: "yes", 1: "no"})
    assert (there.counted, there.met, made.outcome) == (1, False, "without quorum")
    assert (made.yes, made.no) == (1, 0)


VOICES = some.sampled_from(("", "yes", "no", "abstain", "object"))
PRESENCE = some.tuples(some.sampled_from(("", *rules.WAYS)), VOICES, some.booleans())


@settings(deadline=None)
@given(
    seats=some.lists(PRESENCE, max_size=12),
    rule=some.sampled_from(rules.RULES),
    base=some.sampled_from(rules.BASES),
    quorum=some.sampled_from(sorted(rules.QUORUMS)),
    ways=some.sets(some.sampled_from(rules.WAYS), min_size=1),
)
def test_what_is_decided_agrees_with_plain_counting(seats, rule, base, quorum, ways):
    said = SAID | {"rule": rule, "base": base, "quorum": quorum, "ways": sorted(ways)}
    there = {n: way for n, (way, _voice, _out) in enumerate(seats) if way}
    out = [n for n in there if seats[n][2]]
    voices = {n: seats[n][1] for n in there if seats[n][1] and n not in out}
    met, made = rules.counted(said, filled=len(seats), ways=there, voices=voices, recused=out)
    present = {n for n, way in there.items() if way in ways}
    enough = {
        "majority": len(seats) / 2 + 0.25,
        "half": len(seats) / 2,
        "two thirds": len(seats) * 2 / 3,
    }
    assert met.met == (len(present) >= enough[quorum] - 1e-9)
    counts = Counter(voice for n, voice in voices.items() if n in present)
    assert {name: getattr(made, name) for name in counts} == dict(counts)
    if not met.met:
        assert made.outcome == "without quorum"
        return
    against = counts["no"] + counts["object"]
    if rule in ("majority", "two thirds"):
        whole = {
            "members": len(seats),
            "present": len(present - set(out)),
            "cast": counts["yes"] + against,
        }[base]
        won = 2 * counts["yes"] > whole if rule == "majority" else 3 * counts["yes"] >= 2 * whole
        assert (made.outcome == "adopted") == (won and counts["yes"] > 0)
    else:
        stops = counts["object"] + (counts["no"] if rule == "consensus" else 0)
        assert (made.outcome == "adopted") == (counts["yes"] > 0 and not stops)
        assert (made.outcome == "impasse") == bool(stops)


@pytest.mark.parametrize(
    ("way", "voice", "reason", "recused", "wrong"),
    [
        ("", "", "", False, ""),
        ("", "yes", "", False, "away"),
        ("phone", "", "", True, ""),
        ("phone", "no", "", True, "recused"),
        ("phone", "object", " ", False, "reason"),
        ("phone", "object", "Too dear", False, ""),
        ("phone", "abstain", "", False, ""),
    ],
)
def test_a_voice_is_whole(way, voice, reason, recused, wrong):
    assert rules.wrong_voice(way, voice, reason, recused) == wrong
    assert not wrong or words.WRONG_VOICE[wrong]
