"""Strategies and capacities are whole: each in both languages, each set with its source."""

from kinwork.library.coordination import items, sets, strategies, strategies_cite


def test_the_seven_strategies_of_the_source():
    assert list(strategies()) == [
        *("mission", "rules", "resources", "processes", "followup", "data", "relationships")
    ]
    assert "Research and Evaluation" in strategies_cite()
    for one in strategies().values():
        assert set(one.words) == set(one.means) == {"en", "es"}, one


def test_six_and_four_capacities_and_six_functions():
    found = [one.set for one in items().values()]
    assert (found.count("capacity"), found.count("backbone")) == (10, 6)
    for one in [*items().values(), *sets().values()]:
        assert set(one.words) == {"en", "es"}, one
    assert all(one.cites for one in sets().values())
