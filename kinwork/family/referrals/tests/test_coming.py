"""What is said beforehand is what the clocks do."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from kinwork.common.acting import acting_as
from kinwork.family.referrals import coming, jobs, rules
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do, reviewing
from kinwork.trust.access.models import Due
from tests import cast as casting
from tests.seeing import everything

MINUTE = timedelta(minutes=1)


def told(cast, row, at):
    with acting_as(cast.ana, now=at):
        return coming.next_by_clock(Referral.objects.get(pk=row.pk), at)


def test_every_clock_of_the_table_is_said_beforehand():
    steps = {(state, clock.then) for state, clock in rules.CLOCKS.items()}
    steps |= {(state, "expire") for state in rules.EXPIRES}
    assert set(coming.DESK) == steps | {(coming.AGREED, "remind")}  # a yes that waits to be sent
    assert set(coming.FAMILY) <= set(coming.DESK)


def test_the_hours_then_the_day(cast):
    row = casting.sent(cast)  # Monday 9:00, due on Wednesday at 17:00
    assert told(cast, row, cast.at) == (
        "On Wednesday, March 4 this goes to the coordinator, unless it is answered."
    )
    assert told(cast, row, row.due_at - timedelta(hours=3)) == (
        "In 3 hours this goes to the coordinator, unless it is answered."
    )
    assert told(cast, row, row.due_at - MINUTE).startswith("In 1 minute this goes")


def test_overdue_it_says_when_it_ends_and_then_it_ends(cast):
    row = casting.sent(cast)
    late = row.due_at + MINUTE
    assert told(cast, row, late) == (
        "On Friday, March 20 this ends by itself, unless it is answered."
    )
    jobs.run_due(late, only={row.pk})
    with everything():
        due = Due.objects.get(target=row.pk, clock="expire")
    with acting_as(cast.ana, now=late):
        said = coming.coming([Referral.objects.get(pk=row.pk)], late)[row.pk]
    assert (said.then, said.at) == ("expire", due.at)
    jobs.run_due(due.at - MINUTE, only={row.pk})
    with everything():
        assert Referral.objects.get(pk=row.pk).state == "sent"
    jobs.run_due(due.at, only={row.pk})
    with everything():
        assert Referral.objects.get(pk=row.pk).state == "expired"


@pytest.mark.parametrize("state", sorted(rules.CLOCKS))
def test_what_is_announced_is_what_lies_in_the_list_of_clocks(cast, state):
    """Each state's clock: the line in `due` has the announced kind and moment."""
    row = REACHED[state](cast)
    with everything():
        row = Referral.objects.get(pk=row.pk)
        assert row.state == state
        before = row.state_since
        said = coming.coming([row], before)[row.pk]
        due = Due.objects.filter(target=row.pk).exclude(clock="remind", at__lt=row.due_at).get()
    assert (said.then, said.at) == (due.clock, due.at)
    with override("es"), acting_as(cast.ana, now=before):
        assert coming.next_by_clock(row, before).startswith(("El ", "En "))


def test_a_state_without_a_clock_says_nothing(cast):
    row = casting.draft(cast)
    assert told(cast, row, cast.at) == ""
    row = do(cast, "rosa", "withdraw", row, 1)
    assert told(cast, row, cast.later(hours=2)) == ""


def test_many_rows_cost_no_more_reads_than_one(cast, django_assert_max_num_queries):
    for _time in range(4):
        casting.sent(cast)
    late = cast.later(days=4)
    with acting_as(cast.ana, now=late):
        rows = list(Referral.objects.select_related("community"))
        with django_assert_max_num_queries(5):
            assert len(coming.next_by_clocks(rows, late)) == 4


def test_the_family_reads_it_in_its_words(cast):
    row = casting.sent(cast)
    with acting_as(cast.rosa, now=cast.at):
        assert coming.next_for_family(row, cast.at) == (
            "If they do not answer by Wednesday, March 4, we tell the person who watches over this."
        )


def _waiting(cast):
    return do(cast, "ana", "ask_consent", casting.draft(cast))


def _moved(verb, **said):
    return lambda cast: do(cast, "ben", verb, casting.accepted(cast), 2, **said)


def _date(cast):
    return do(cast, "ben", "schedule", casting.accepted(cast), 2, starts_at=cast.later(days=2))


REACHED = {
    "decline under review": lambda cast: do(
        reviewing(cast), "ben", "decline", casting.sent(cast), reason="no room"
    ),
    "awaiting consent": _waiting,
    "sent": casting.sent,
    "information needed": _moved("ask_information", message="Which clinic?"),
    "accepted": casting.accepted,
    "contact being tried": _moved("try_contact", way="no answer"),
    "waitlisted": _moved("waitlist"),
    "scheduled": _date,
    "no-show": lambda cast: do(cast, "ben", "mark_no_show", _date(cast), 60),
    "appointment cancelled": lambda cast: do(cast, "rosa", "cancel_appointment", _date(cast), 3),
    "being served": _moved("start_service"),
    "cancellation asked": lambda cast: do(
        cast, "ana", "ask_cancellation", casting.accepted(cast), 2, reason="moved away"
    ),
    "served": _moved("serve", received="A visit", need_met="fully"),
}
