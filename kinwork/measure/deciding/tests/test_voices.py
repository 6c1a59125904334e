"""Every rule over every way that up to nine seats can speak, against what the words say plainly."""

from collections.abc import Iterator

import pytest

from kinwork.measure.deciding import BASES, RULES, DecisionRule, decide

SORTS = ("yes", "no", "abstain", "object", "silent", "recused", "absent")


def spread(seats: int, sorts: int) -> Iterator[tuple[int, ...]]:
    """Every way to put `seats` into `sorts` boxes."""
    if sorts == 1:
        yield (seats,)
        return
    for first in range(seats + 1):
        for rest in spread(seats - first, sorts - 1):
            yield first, *rest


def plainly(kind: str, base: str, of: dict[str, int]) -> str:
    """The rule by its words: whoever does not help is set against whoever says yes."""
    yes = of["yes"]
    if kind == "consensus":
        return "impasse" if of["no"] or of["object"] else "adopted" if yes else "rejected"
    if kind == "consent":
        return "impasse" if of["object"] else "adopted" if yes else "rejected"
    others = of["no"] + of["object"]
    if base != "cast":
        others += of["abstain"] + of["silent"]
    if base == "members":
        others += of["recused"] + of["absent"]
    enough = yes > others if kind == "majority" else yes >= 2 * others and yes > 0
    return "adopted" if enough else "rejected"


@pytest.mark.parametrize("seats", range(10))
def test_every_spread_of_voices(seats):
    for counts in spread(seats, len(SORTS)):
        of = dict(zip(SORTS, counts, strict=True))
        said = [sort for sort, count in of.items() for _ in range(count)]
        there = [seat for seat, sort in enumerate(said) if sort != "absent"]
        voices = {seat: said[seat] for seat in there if said[seat] not in ("silent", "recused")}
        out = [seat for seat in there if said[seat] == "recused"]
        for kind in RULES:
            for base in BASES:
                rule = DecisionRule(kind, base)
                found = decide(rule, members=seats, present=there, voices=voices, recused=out)
                assert found.outcome == plainly(kind, base, of), (rule, of)
                assert [getattr(found, sort) for sort in SORTS[:-1]] == list(counts[:-1])


def test_a_rule_says_how_many_yes_it_needs():
    """Seven of ten there, one abstains: what each rule and base asks for."""
    voices = dict.fromkeys(range(4), "yes") | {4: "no", 5: "no", 6: "abstain"}
    asked = {
        ("majority", "members"): (6, "rejected"),
        ("majority", "present"): (4, "adopted"),
        ("majority", "cast"): (4, "adopted"),
        ("two thirds", "members"): (7, "rejected"),
        ("two thirds", "present"): (5, "rejected"),
        ("two thirds", "cast"): (4, "adopted"),
    }
    for (kind, base), (needed, outcome) in asked.items():
        found = decide(DecisionRule(kind, base), members=10, present=range(7), voices=voices)
        assert (found.needed, found.outcome) == (needed, outcome)


def test_without_a_quorum_nothing_is_decided_and_the_count_is_kept():
    found = decide(
        DecisionRule("majority"), members=5, present=[1, 2], voices={1: "yes"}, quorate=False
    )
    assert (found.outcome, found.yes, found.silent) == ("without quorum", 1, 1)


@pytest.mark.parametrize(
    "said",
    [
        {"present": [1], "voices": {2: "yes"}},  # not there
        {"present": [1, 2], "voices": {1: "yes"}, "recused": [1]},  # declared a conflict
        {"present": [1], "voices": {1: "maybe"}},
        {"present": [1, 2, 3, 4], "voices": {}},
    ],
)
def test_a_voice_that_nobody_has_is_refused(said):
    with pytest.raises(ValueError):
        decide(DecisionRule("majority"), members=3, **said)


@pytest.mark.parametrize("said", [("show of hands", "cast"), ("majority", "everybody")])
def test_an_unknown_rule_is_refused(said):
    with pytest.raises(ValueError):
        DecisionRule(*said)
