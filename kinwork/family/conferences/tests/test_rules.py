"""What stands on an agenda, and when a conference can be."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kinwork.family.conferences import rules
from kinwork.family.conferences.rules import OpenItem

NOW = datetime(2026, 4, 6, 9, tzinfo=UTC)
ITEM = st.builds(
    OpenItem,
    referral=st.uuids(),
    state=st.sampled_from(("sent", "accepted", "waitlisted")),
    due_at=st.one_of(st.none(), st.integers(-50, 50).map(lambda n: NOW + timedelta(hours=n))),
)


@given(st.lists(ITEM, max_size=8))
def test_late_first_then_what_waits_then_the_rest(items):
    told = rules.suggested(items, NOW)
    assert sorted((one.referral for _k, one in told), key=str) == sorted(
        (one.referral for one in items), key=str
    )
    kinds = [rules.ITEMS.index(kind) for kind, _one in told]
    assert kinds == sorted(kinds)
    for kind, one in told:
        late = one.due_at is not None and one.due_at < NOW
        assert (kind == "overdue") == late
        assert late or (kind == "waiting") == (one.state == "waitlisted")


def test_a_date_lies_ahead_and_within_a_year():
    assert not rules.is_possible(NOW, NOW)
    assert rules.is_possible(NOW + timedelta(minutes=1), NOW)
    assert rules.is_possible(NOW + rules.MOST_AHEAD, NOW)
    assert not rules.is_possible(NOW + rules.MOST_AHEAD + timedelta(seconds=1), NOW)
    assert rules.may_be_held(NOW, NOW) and not rules.may_be_held(NOW + timedelta(1), NOW)


def test_its_life_ends_held_or_called_off():
    assert rules.LIFE.ends == {"held", "called off"}
    assert all(rules.LIFE.may(one, "planned", "caller") for one in ("hold", "call_off"))
    assert not any(rules.LIFE.may("hold", state, "caller") for state in rules.LIFE.ends)
