"""Who is announced is who is told: every state, kind of receiver and kind of sender, by what the jobs do."""

from datetime import timedelta

import pytest
from django.db import transaction

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.family.referrals import coming, jobs, rules
from kinwork.family.referrals.actions.agreeing import NOT_SENT
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import LINES
from kinwork.family.referrals.tests.deeds import do
from kinwork.family.referrals.tests.test_coming import REACHED
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything

MINUTE = timedelta(minutes=1)
KINDS = {kind for _party, kind in rules.OVERDUE.values()} | set(rules.NO_DESK.values())
KINDS |= {*LINES, "ask consent again", NOT_SENT}
AGENCY = {
    "supervisor": "clinic",
    "receiver": "clinic",
    "sender": "library",
    "coordinator": "backbone",
}
WORDS = {"supervisor": "supervisor", "receiver": "receiver", "sender": "sender"}


def close(cast, agency, at):
    with acting_as(OPERATOR, now=at):
        accounts.close_agency(agency=cast.agencies[agency], by=OPERATOR, at=at)


def leave(cast, agency, at, **which):
    with everything():
        Membership.objects.filter(agency=cast.agencies[agency], **which).update(ends=at)


def change(**columns):
    def done(cast, row, at):
        with everything():
            Referral.objects.filter(pk=row.pk).update(**columns)

    return done


RECEIVERS = {
    "with a supervisor": lambda cast, row, at: None,
    "without a supervisor": lambda cast, row, at: leave(cast, "clinic", at, role="supervisor"),
    "by a link": change(receiver=None),
    "closed": lambda cast, row, at: close(cast, "clinic", at),
}
SENDERS = {
    "an agency": lambda cast, row, at: None,
    "the family itself": change(sender=None, sent_by=None, followed_by=None),
    "one whose people have gone": lambda cast, row, at: leave(cast, "library", at),
    "closed": lambda cast, row, at: close(cast, "library", at),
}
OTHERS = {
    "": lambda cast, row, at: None,
    "no coordinator": lambda cast, row, at: close(cast, "backbone", at),
    "treatment": change(sensitivity="sud"),
}


def fresh(row) -> Referral:
    with everything():
        return Referral.objects.select_related("community").get(pk=row.pk)


def compare(cast, row, clock, where) -> None:
    """What is announced a minute before, and on whose desk a line is new when the clock has rung; not
    on one that its people have left, where somebody else is told."""
    row = fresh(row)
    with everything():
        at = Due.objects.get(target=row.pk, clock=clock).at
        said = coming.coming([row], at - MINUTE)[row.pk]
    jobs.run_due(at - MINUTE, only={row.pk})  # a reminder before it
    with everything():
        waits = Due.objects.filter(target=row.pk, at__lte=at)
        assert list(waits.values_list("clock", flat=True)) == [clock], where
        works = Membership.objects.filter(ends=None, agency__active=True)
        staffed = set(works.values_list("agency", flat=True))
    assert (said.then, said.at) == (clock, at), where
    assert jobs.run_due(at, only={row.pk}) == 1, where
    announced = {cast.agencies[AGENCY[said.party]].pk} if said.party else set()
    with everything():
        new = WorkItem.objects.filter(target=row.pk, closed_at=None, opened_at=at, kind__in=KINDS)
        told = {one for one in new.values_list("agency", flat=True) if one in staffed | announced}
        words = coming.next_by_clock(row, at - MINUTE)
    assert told == announced, (where, said)
    assert (WORDS.get(said.party, said.party) in words) if said.party else words == "", (
        where,
        words,
    )


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("state", [*rules.OVERDUE, "awaiting consent"])
def test_who_is_announced_is_told(cast, state, other):
    row = REACHED[state](cast)
    at = fresh(row).state_since + MINUTE
    clock = rules.CLOCKS[state].then
    for receiver, arrive in RECEIVERS.items():
        for sender, begin in SENDERS.items():
            if state == "awaiting consent" and sender == "the family itself":
                continue  # what it sends itself it agrees to as it sends it
            if other and receiver != "by a link":
                continue  # where the receiver cannot be told it counts who else can
            where = (state, receiver, sender, other)
            with transaction.atomic():
                for alter in (arrive, begin, OTHERS[other]):
                    alter(cast, row, at)
                compare(cast, row, clock, where)
                if state in rules.EXPIRES:
                    compare_next_door(cast, row, where)
                transaction.set_rollback(True)


def compare_next_door(cast, row, where) -> None:
    """It ends by itself; then nobody finds the next place."""
    with everything():
        at = Due.objects.get(target=row.pk, clock="expire").at
    jobs.run_due(at, only={row.pk})
    assert fresh(row).state == "expired", where
    compare(cast, row, "next_door", (*where, "next door"))


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("sender", ["an agency", "one whose people have gone", "closed"])
def test_also_where_it_was_sent_another_way_and_not_sent(cast, sender, other):
    row = casting.sent(cast)
    do(cast, "ana", "reroute", row, service=cast.services["bloom_visits"])
    at = cast.later(hours=2)
    for alter in (OTHERS[other], SENDERS[sender]):
        alter(cast, row, at)
    compare(cast, row, "next_door", (sender, other))


@pytest.mark.parametrize("receiver", RECEIVERS)
@pytest.mark.parametrize("sender", SENDERS)
def test_the_family_reads_of_nobody_who_is_not_told(cast, receiver, sender):
    row = casting.sent(cast)
    at = cast.later(hours=2)
    for alter in (RECEIVERS[receiver], SENDERS[sender]):
        alter(cast, row, at)
    close(cast, "backbone", at)
    with everything():
        said = coming.coming([fresh(row)], at)[row.pk]
    assert bool(said.family) == bool(said.party)
    if said.party:
        assert str(coming.WHOM[said.party]) in said.family
