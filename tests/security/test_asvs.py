"""The checklist holds what it says: every named test is there, every answer is one."""

from tests.security import checklist

LEVEL_3 = {
    "1.2.10", "8.3.2", "8.3.3", "14.2.5", "14.2.6", "14.2.7", "14.2.8", "16.5.4",
}  # fmt: skip


def test_every_test_that_the_list_names_is_there():
    assert not checklist.missing()


def test_no_test_stands_at_a_requirement_by_a_slip():
    """What is named in two chapters is of both, and checklist.WIDE says how."""
    assert checklist.slips() == []


def test_the_list_is_whole():
    """Level 1 has 70 requirements and level 2 has 183; of level 3 we chose eight."""
    found = checklist.items()
    assert [sum(one.level == level for one in found) for level in (1, 2)] == [70, 183]
    assert {one.number for one in found if one.level == 3} == LEVEL_3


def test_what_is_open_or_does_not_apply_says_why():
    for one in checklist.items():
        assert one.says and (one.answer == "shown" or len(one.told) > 15), one.number


def test_a_test_that_is_not_there_is_found():
    assert "test_never_written" not in checklist.tests_in("tests/security/test_asvs.py")
    assert not checklist.tests_in("tests/security/test_never.py")
    assert "test_deep" not in checklist.tests_in("tests/revocation/test_revocation.py")


def test_a_slip_is_found(monkeypatch):
    one = checklist.Item("6.2.1", 1, "-", "shown", ["a::test_b", "a::test_b"])
    other = checklist.Item("5.2.1", 1, "-", "shown", ["a::test_b"])
    monkeypatch.setattr(checklist, "items", lambda: [one, other])
    found = "\n".join(checklist.slips())
    assert "6.2.1: a::test_b twice" in found and "a::test_b: chapters [5, 6]" in found
