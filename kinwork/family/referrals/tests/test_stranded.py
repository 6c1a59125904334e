"""What was sent to whoever takes part no more stays on its sender's desk, whatever moves it; and nobody
whom the family has shut out has a line about it."""

import pytest

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from tests import cast as casting
from tests.seeing import everything

LIBRARY, BACKBONE = "library", "backbone"


def lines(row) -> set:
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None)
        return set(found.values_list("kind", "agency__name"))


def desks(cast, kind="re-route") -> set:
    return {(kind, cast.agencies[name].name) for name in (LIBRARY, BACKBONE)}


def closes(cast, hours=3):
    with acting_as(casting.OPERATOR, now=cast.later(hours=hours)):
        clinic = cast.agencies["clinic"]
        accounts.close_agency(agency=clinic, by=casting.OPERATOR, at=cast.later(hours=hours))


def pact(cast, deed, hours):
    by, at = casting.OPERATOR, cast.later(hours=hours)
    with acting_as(by, now=at):
        deed(agreement=Agreement.objects.get(community=cast.community), by=by, at=at)


@pytest.fixture
def asked(cast):
    row = casting.sent(cast)
    do(cast, "ben", "ask_information", row, 1, message="Which mornings?")
    return row


def test_an_answer_to_who_is_closed_does_not_take_it_off_the_desks(cast, asked):
    closes(cast)
    do(cast, "ana", "give_information", asked, 4, message="Any morning.")
    assert desks(cast) <= lines(asked)


def test_nor_does_it_while_an_agreement_is_suspended(cast, asked):
    pact(cast, agreements.suspend, 3)
    do(cast, "ana", "give_information", asked, 4, message="Any morning.")
    assert desks(cast) <= lines(asked)
    pact(cast, agreements.resume, 5)
    assert not desks(cast) & lines(asked)


def test_asked_to_cancel_it_stays_there_until_it_ends(cast):
    row = casting.accepted(cast)
    closes(cast)
    do(cast, "ana", "ask_cancellation", row, 4, reason="closed")
    assert desks(cast) <= lines(row)
    do(cast, "rosa", "withdraw", row, 5)
    assert not desks(cast) & lines(row)


def test_who_sent_it_and_is_shut_out_has_no_line_about_it(cast, asked):
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        at = cast.later(hours=2)
        access.block(household=cast.household, user=cast.users["ana"], by=cast.rosa, at=at)
    with everything():
        found = WorkItem.objects.filter(target=asked.pk, closed_at=None)
        assert [(one.kind, one.assignee_id) for one in found] == [("give information", None)]
        assert Referral.objects.get(pk=asked.pk).sent_by_id == cast.users["ana"].pk
