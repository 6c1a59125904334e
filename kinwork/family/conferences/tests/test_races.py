"""Two at the same moment, by two real connections: a lead, an answer, an end, a complaint."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.complaints.models import Complaint, ComplaintEvent
from kinwork.family.complaints.tests import scenes as complaining
from kinwork.family.conferences import actions
from kinwork.family.conferences.models import Conference, Invitation
from kinwork.family.conferences.tests import scenes
from kinwork.family.teams import actions as teams
from kinwork.family.teams.actions.lines import as_home
from kinwork.family.teams.models import Lead
from kinwork.family.teams.tests import scenes as teaming
from tests import cast as casting
from tests.seeing import everything

NO = (Refused, WrongState)


def at_once(*deeds) -> list:
    """Each on a connection of its own; what it gave, or why it was refused."""
    gate = Barrier(len(deeds))

    def run(deed):
        try:
            gate.wait(20)
            return deed()
        except NO as why:
            return why
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def refused(came: list) -> int:
    return sum(isinstance(one, NO) for one in came)


def test_two_take_the_lead_and_one_has_it(own_database):
    cast = casting.make_cast()
    teaming.served(cast)
    with as_home(cast.household.pk, cast.community.pk):
        Lead.objects.filter(ends=None).update(ends=cast.later(hours=2))

    def take(name: str):
        return lambda: teaming.do(cast, name, teams.take_lead, 3, household=cast.household)

    assert refused(at_once(take("ana"), take("ben"))) == 1
    with everything():
        assert Lead.objects.filter(ends=None).count() == 1


def test_two_answers_to_one_invitation_leave_one(own_database):
    cast = casting.make_cast()
    row = scenes.planned(cast)
    mine = scenes.invitation(cast, row)

    def say(name: str, comes: bool):
        return lambda: scenes.do(cast, name, "answer", invitation=mine, comes=comes)

    assert refused(at_once(say("ben", True), say("bill", False))) == 0
    with everything():
        kept = Invitation.objects.get(pk=mine.pk)
    who = {"yes": cast.ben.id, "no": cast.actors["bill"].id}
    assert kept.answered_by_id == who[kept.answer], "the answer and who gave it are of one"


def test_it_is_held_or_called_off_and_never_both(own_database):
    cast = casting.make_cast()
    row = scenes.planned(cast)

    def deed(verb: str, **said):
        by, at = cast.ana, cast.later(days=3, hours=2)

        def do():
            with acting_as(by, now=at):
                return getattr(actions, verb)(conference=row, by=by, at=at, **said)

        return do

    came = at_once(deed("hold", came=[], family_came=True), deed("call_off"))
    assert refused(came) == 1
    with everything():
        kept = Conference.objects.get()
        assert (kept.state == "held") == (kept.family_came is True)
        assert (kept.state == "held") == Invitation.objects.filter(came=True).exists()


def test_two_officers_take_a_complaint_and_one_has_it(own_database):
    cast = casting.make_cast()
    casting.hire(cast, "olga", "backbone", "privacy officer")
    row = complaining.made(cast)

    def take(name: str):
        return lambda: complaining.do(cast, name, "take", row)

    assert refused(at_once(take("cora"), take("olga"))) == 1
    with everything():
        assert ComplaintEvent.objects.filter(verb="take").count() == 1
        taken = ComplaintEvent.objects.get(verb="take").user_id
        assert Complaint.objects.get().officer_id == taken
