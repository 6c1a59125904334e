"""Two at once: real connections, real commits."""

import threading

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.people.models import Person
from kinwork.trust.consent import actions as consents
from tests import cast as casting
from tests.seeing import everything

ROUNDS = 5


def together(*deeds):
    """Run the deeds at the same moment, each on its own connection; what came out of each."""
    gate, came = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        try:
            gate.wait()
            came[place] = deed()
        except Exception as why:
            came[place] = why
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return came


def as_actor(actor, verb, referral, at, **said):
    def deed():
        with acting_as(actor, now=at):
            row = Referral.objects.get(pk=referral.pk)
            return getattr(actions, verb)(referral=row, by=actor, at=at, **said)

    return deed


def test_two_who_accept_at_once(own_database):
    cast = casting.make_cast()
    for _round in range(ROUNDS):
        referral = casting.sent(cast)
        at = cast.later(hours=1)
        came = together(
            as_actor(cast.ben, "accept", referral, at), as_actor(cast.bill, "accept", referral, at)
        )
        won = [one for one in came if isinstance(one, Referral)]
        lost = [one for one in came if isinstance(one, AlreadyMoved)]
        assert (len(won), len(lost)) == (1, 1), came
        assert lost[0].by_name in ("Ben", "Bill")
        assert lost[0].at == at
        with acting_as(cast.ana, now=at):
            assert ReferralEvent.objects.filter(referral=referral, verb="accept").count() == 1
            assert referral.next.count() == 0


def test_two_siblings_accepted_at_once_never_wait_for_each_other(own_database):
    cast = casting.make_cast()
    for _round in range(ROUNDS):
        need = casting.need(cast)
        one = casting.sent(cast, answers=need)
        other = casting.sent(cast, "bloom_visits", answers=need)
        at = cast.later(hours=1)
        together(as_actor(cast.ben, "accept", one, at), as_actor(cast.cruz, "accept", other, at))
        with acting_as(cast.ana, now=at):
            states = sorted(Referral.objects.filter(need=need).values_list("state", flat=True))
        assert states == ["accepted", "obsolete"]


def test_consent_that_ends_while_it_is_sent_discloses_nothing_that_stays(own_database):
    cast = casting.make_cast()
    for _round in range(ROUNDS):
        said = casting.consent(cast)
        referral = casting.draft(cast)
        at = cast.later(hours=1)

        def revoke(said=said, at=at):
            with acting_as(cast.rosa, now=at):
                return consents.end(consent=said, by=cast.rosa, at=at)

        came = together(as_actor(cast.ana, "send", referral, at), revoke)
        assert not [
            one for one in came if isinstance(one, Exception) and not isinstance(one, Refused)
        ]
        with acting_as(cast.ben, now=at):
            assert not Person.objects.exists(), came
        with acting_as(cast.ana, now=at):
            assert Referral.objects.get(pk=referral.pk).state in ("draft", "consent ended")


def test_two_forms_that_ask_the_same_at_once_make_one(own_database):
    cast = casting.make_cast()
    casting.consent(cast)
    for _round in range(ROUNDS):
        need = casting.need(cast)

        def ask(need=need):
            with acting_as(cast.ana, now=cast.at):
                said = {"by": cast.ana, "at": cast.at}
                row = actions.make_referral(
                    need=need,
                    service=cast.services["visits"],
                    subjects=[cast.people["mateo"]],
                    classes=casting.SHARED,
                    form_id=new_id(),
                    **said,
                )
                return row if row.sent_at else actions.send(referral=row, **said)

        came = together(ask, ask)
        assert len({one.pk for one in came}) == 1, came
        with everything():
            assert ReferralEvent.objects.filter(referral=came[0].pk, verb="send").count() == 1
