"""What follows when an agreement, or a party, is over: at once, by its date, and no referral lost."""

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
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


def rerouting(referral) -> set[str]:
    """On whose desks it lies, to be sent another way."""
    with everything():
        lines = WorkItem.objects.filter(target=referral.pk, kind="re-route", closed_at=None)
        return {item.agency.name for item in lines}


def kept(referral) -> list[tuple]:
    with everything():
        return list(
            AuditEntry.objects.filter(verb="referrals.keep_receiver", target_id=referral.pk)
            .order_by("at")
            .values_list("actor_kind", "on_behalf_of")
        )


def test_what_has_its_receiver_again_leaves_the_desks(cast):
    """Not what has lost it otherwise: that waits until its own receiver takes part again."""
    at, clinics = cast.later(hours=2), casting.accepted(cast)
    blooms = casting.sent(cast, "bloom_visits")
    with everything():
        pact = Agreement.objects.get(kind="participation", community=cast.community)
        party = pact.parties.get(agency=cast.agencies["bloom"])
    with acting_as(cast.dana, now=at):
        actions.leave(party=party, by=cast.dana, at=at)
    both = {"Mesquite Flats Library", "Saguaro Wash Family Partnership"}
    assert rerouting(blooms) == both and not rerouting(clinics)
    do(cast, "suspend", pact, at=at)
    assert rerouting(clinics) == rerouting(blooms) == both
    do(cast, "resume", pact, at=cast.later(hours=3))
    assert not rerouting(clinics) and rerouting(blooms) == both
    assert kept(clinics) == [("clock", cast.dana.id)] and not kept(blooms)
    with everything():
        others = WorkItem.objects.filter(target=clinics.pk, closed_at=None).values_list("kind")
        assert list(others), "what else is to be done with it stays"
    with acting_as(cast.dana, now=cast.later(hours=4)):
        actions.join(
            agreement=fresh(cast, pact),
            agency=cast.agencies["bloom"],
            signed_by="Its director",
            by=cast.dana,
            at=cast.later(hours=4),
        )
    assert not rerouting(blooms) and kept(blooms) == [("clock", cast.dana.id)]


def test_a_new_version_in_force_takes_part_again_too(cast):
    referral = casting.accepted(cast)
    with everything():
        pact = Agreement.objects.get(kind="participation", community=cast.community)
    do(cast, "end", pact, at=cast.later(hours=2))
    assert rerouting(referral)
    with acting_as(cast.dana, now=cast.later(hours=3)):
        again = actions.make_agreement(
            community=cast.community,
            kind="participation",
            title="Taking part again",
            starts=cast.at,
            by=cast.dana,
            at=cast.later(hours=3),
        )
        for name in ("library", "clinic"):
            actions.join(
                agreement=again,
                agency=cast.agencies[name],
                signed_by="Its director",
                by=cast.dana,
                at=cast.later(hours=3),
            )
    assert not rerouting(referral)
