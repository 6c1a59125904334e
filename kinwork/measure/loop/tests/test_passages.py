"""What one referral counts as: what a rule answered at once is nobody's lateness and nobody's no."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kinwork.measure.loop import Passage, counts, spans, tally
from kinwork.measure.loop.passages import reasons

SENT = datetime(2026, 1, 5, 17, tzinfo=UTC)
NO = Passage(
    program="home-visiting",
    partner="clinic",
    place="85201",
    language="es",
    sent=SENT,
    due=SENT + timedelta(days=2),
    at=SENT + timedelta(days=30),
    state="declined",
    ended=SENT,
)
BY_A_RULE = replace(NO, reason="full")
LATE_NO = replace(NO, reason="no room", answered=SENT + timedelta(days=5))


def test_what_a_rule_answered_was_never_due_and_is_no_decline():
    steps = counts([BY_A_RULE, LATE_NO])
    assert (steps["sent"], steps["due"], steps["answered"], steps["in time"]) == (2, 1, 1, 0)
    beside = tally([BY_A_RULE, LATE_NO])
    assert (beside["declined"], beside["by a rule"]) == (1, 1)
    assert reasons([BY_A_RULE, LATE_NO]) == {"full": 1, "no room": 1}
    assert len(spans([BY_A_RULE, LATE_NO], "first answer")) == 1


def test_a_person_who_says_full_has_answered():
    """Only what nobody answered is a rule's: so each step stays within the one before."""
    said = replace(BY_A_RULE, answered=SENT + timedelta(hours=1))
    assert not said.by_a_rule
    assert counts([said])["in time"] == tally([said])["declined"] == 1
