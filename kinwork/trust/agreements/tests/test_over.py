"""What follows when an agreement, or a party, is over: at once, by its date, and no referral lost."""

from kinwork.common.acting import acting_as
from kinwork.people.models import Person
from kinwork.trust.access.models import Due, WorkItem
from kinwork.trust.agreements import actions, jobs
from kinwork.trust.agreements.models import Agreement
from tests import cast as casting
from tests.seeing import everything

from .scenes import do, fresh, in_force


def test_suspending_closes_at_once_and_loses_no_referral(cast):
    referral = casting.accepted(cast)
    with everything():
        pact = Agreement.objects.get(kind="participation", community=cast.community)
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert Person.objects.exists()
    do(cast, "suspend", pact, at=cast.later(hours=2))
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert not Person.objects.exists()
    with everything():
        desks = {
            (item.agency.name, item.kind)
            for item in WorkItem.objects.filter(target=referral.pk, kind="re-route", closed_at=None)
        }
        assert desks == {
            ("Mesquite Flats Library", "re-route"),
            ("Saguaro Wash Family Partnership", "re-route"),
        }
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        assert type(referral).objects.get(pk=referral.pk).state == "accepted"


def test_its_end_is_told_before_and_comes_by_itself(cast, mailbox):
    pact = in_force(cast, ends=cast.later(days=100))
    with everything():
        assert set(Due.objects.filter(target=pact.pk).values_list("clock", flat=True)) == {
            actions.ENDS,
            actions.NOTICE,
        }
    jobs.run_due(cast.later(days=11))
    jobs.tell_renewal(pact.pk)
    with everything():
        lines = WorkItem.objects.filter(target=pact.pk, kind=actions.RENEW, closed_at=None)
        assert {item.agency.name for item in lines} == {
            "Mesquite Flats Library",
            "Saguaro Wash Clinic",
            "Saguaro Wash Family Partnership",
        }
    to = sorted(letter["to"].split(".")[0] for letter in mailbox.letters)
    assert to == ["bea", "dana"]
    assert jobs.run_due(cast.later(days=11)) == 0
    jobs.run_due(cast.later(days=101))
    assert fresh(cast, pact).state == "ended"
