"""The list of misuse names tests that are there."""

from tests.security import misuse


def test_every_test_that_the_list_names_is_there():
    assert misuse.missing() == []


def test_each_says_when_and_then_and_names_no_test_twice():
    for number, case in misuse.cases().items():
        assert set(case) == {"when", "then", "shown"}, number
        assert len(case["when"]) > 15 and len(case["then"]) > 15, number
        assert case["shown"] and len(set(case["shown"])) == len(case["shown"]), number
