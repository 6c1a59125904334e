"""A complaint from its beginning to its end, by everybody who might try each step."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.complaints import actions, jobs
from kinwork.family.complaints.models import Complaint, ComplaintAsk, ComplaintWords
from kinwork.family.complaints.tests import scenes
from kinwork.family.contact.models import Message
from kinwork.trust.access.models import WorkItem
from kinwork.trust.consent import jobs as consents
from kinwork.trust.consent.tests.deeds import as_rosa
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast()


def lines(row):
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None).select_related("agency")
        return {(one.agency.name, one.kind) for one in found}


def test_it_goes_outside_the_agency_complained_of(cast):
    row = scenes.made(cast)
    backbone = cast.agencies["backbone"].pk
    assert (row.state, row.handler_id, row.sensitivity) == ("received", backbone, "notes")
    assert lines(row) == {(casting.AGENCIES["backbone"], "take the complaint")}
    assert row.due_at > cast.at


def test_the_same_form_twice_is_one_complaint(cast):
    form = new_id()
    scenes.made(cast, form_id=form)
    scenes.made(cast, form_id=form)
    with everything():
        assert Complaint.objects.count() == 1


def test_about_who_convenes_it_goes_to_the_agency_that_was_named(cast):
    with pytest.raises(actions.NobodyHears):
        scenes.made(cast, agency="backbone")
    with everything():
        assert not Complaint.objects.exists() and not ComplaintWords.objects.exists()
    library = scenes.other_office(cast)
    assert scenes.made(cast, agency="backbone").handler_id == library.pk
    assert scenes.made(cast, agency="clinic").handler_id == cast.agencies["backbone"].pk


def test_nobody_hears_where_nobody_has_the_role(cast):
    with everything():
        cast.users["cora"].memberships.update(ends=cast.at)
    with pytest.raises(actions.NobodyHears):
        scenes.made(cast)


@pytest.mark.parametrize("agency", ["backbone", "clinic"])
def test_who_hears_about_the_convener_is_another_agency_with_an_officer(cast, agency):
    with acting_as(cast.dana, now=cast.at), pytest.raises(Refused):
        actions.name_office(
            community=cast.community, agency=cast.agencies[agency], by=cast.dana, at=cast.at
        )


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora", "eve", "rosa"])
def test_only_the_lead_names_that_office(cast, name):
    casting.hire(cast, "pia", "library", "privacy officer")
    by = cast.actors[name]
    with acting_as(by, now=cast.at), pytest.raises(Refused):
        actions.name_office(
            community=cast.community, agency=cast.agencies["library"], by=by, at=cast.at
        )


def test_from_the_first_word_to_a_closed_complaint(cast):
    row = scenes.answered(cast)
    assert (row.state, row.officer_id) == ("answered", cast.cora.id)
    assert lines(row) == set()
    row = scenes.do(cast, "rosa", "reopen", row, hours=30, words="They did it again.")
    assert (row.state, row.settled) == ("reopened", False)
    assert lines(row) == {(casting.AGENCIES["backbone"], "take the complaint")}
    row = scenes.do(cast, "cora", "take", row, hours=31)
    row = scenes.do(cast, "cora", "answer", row, hours=32, words="Otra vez: perdón.")
    row = scenes.do(cast, "rosa", "settle", row, hours=33)
    assert (row.state, row.settled) == ("closed", True)


def test_the_family_hears_of_news_and_not_of_what(cast):
    row = scenes.answered(cast)
    with everything():
        told = Message.objects.filter(household=cast.household, key="contact.news")
        assert told.count() == 2  # taken, answered
        assert {one.about for one in told} == {cast.household.pk}
        assert row.pk not in {one.about for one in Message.objects.all()}


def test_nothing_in_the_trail_names_who_complained(cast):
    scenes.answered(cast)
    with everything():
        trail = AuditEntry.objects.filter(verb__startswith="complaints.")
        assert trail.exists()
        rosa, home = cast.people["rosa"].pk, cast.household.pk
        assert not {rosa, home} & {
            id for one in trail for id in (one.actor_id, one.hat, one.household_id, one.person_id)
        }


OTHERS = ("ana", "ben", "bill", "bea", "cruz", "dana", "sam", "eve", "rosa")


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("verb", ["take", "answer", "hand_on", "ask_agency", "name_worker"])
def test_only_the_office_hears_it(cast, name, verb):
    row = scenes.taken(cast)
    told = {"answer": {"words": "No."}, "hand_on": {"words": "To them."}}.get(verb, {})
    told |= {"ask_agency": {"told": "What?"}, "name_worker": {"user": None}}.get(verb, {})
    with pytest.raises((Refused, WrongState)):
        scenes.do(cast, name, verb, row, **told)


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora", "dana", "eve"])
@pytest.mark.parametrize("verb", ["add", "settle", "reopen", "withdraw"])
def test_only_who_said_it_speaks_for_themselves(cast, name, verb):
    row = scenes.answered(cast)
    told = {"words": "Mine."} if verb in ("add", "reopen") else {}
    with pytest.raises(Refused):
        scenes.do(cast, name, verb, row, hours=3, **told)


def test_who_did_not_take_it_does_not_answer_it(cast):
    casting.hire(cast, "olga", "backbone", "privacy officer")
    row = scenes.taken(cast)
    with pytest.raises(Refused, match="Take this complaint first"):
        scenes.do(cast, "olga", "answer", row, words="Mine.")


def test_two_officers_one_takes_it(cast):
    casting.hire(cast, "olga", "backbone", "privacy officer")
    row = scenes.made(cast)
    scenes.do(cast, "cora", "take", row, version=1)
    with pytest.raises(WrongState):
        scenes.do(cast, "olga", "take", row, version=1)


def test_an_answer_from_a_stale_page_is_not_kept(cast):
    row = scenes.taken(cast)
    scenes.do(cast, "rosa", "add", row, words="And again today.")
    with pytest.raises(WrongState):
        scenes.do(cast, "cora", "answer", row, words="We looked.", version=row.version)


def test_withdrawn_is_over(cast):
    row = scenes.do(cast, "rosa", "withdraw", scenes.made(cast))
    assert (row.state, lines(row)) == ("withdrawn", set())
    with pytest.raises(WrongState):
        scenes.do(cast, "cora", "take", row)


@pytest.mark.parametrize("words", ["", "   ", "x" * 6001])
def test_an_answer_has_words_and_an_end(cast, words):
    with pytest.raises(Refused):
        scenes.do(cast, "cora", "answer", scenes.taken(cast), words=words)


@pytest.mark.parametrize(
    "wrong",
    [
        {"happened": " "},
        {"happened": "x" * 6001},
        {"subject": "weather"},
        {"about": "somebody"},
        {"about": "site"},
    ],
)
def test_what_is_not_whole_is_not_kept(cast, wrong):
    with pytest.raises(Refused):
        scenes.made(cast, **wrong)


def test_a_victim_service_provider_is_never_written_down(cast):
    with everything():
        cast.agencies["clinic"].is_victim_service_provider = True
        cast.agencies["clinic"].save()
    with pytest.raises(Refused):
        scenes.made(cast)


# The agency complained of ---------------------------------------------------------------------


def asked(cast, **more):
    row = scenes.taken(cast, **more)
    scenes.do(cast, "cora", "ask_agency", row, told="Who helps in Spanish on Mondays?")
    return row


def test_the_agency_is_asked_and_answers(cast):
    row = asked(cast)
    assert (casting.AGENCIES["clinic"], "answer about a complaint") in lines(row)
    at = cast.later(hours=3)
    with acting_as(cast.bea, now=at):
        (ask,) = ComplaintAsk.objects.all()
        actions.hear_agency(ask=ask, answer="Nobody yet.", by=cast.bea, at=at)
        with pytest.raises(Refused, match="answered already"):
            actions.hear_agency(ask=ask, answer="Nobody.", by=cast.bea, at=at)
    assert (casting.AGENCIES["clinic"], "answer about a complaint") not in lines(row)
    with acting_as(cast.cora, now=at):
        assert ComplaintAsk.objects.get().answer == "Nobody yet."


def test_the_worker_named_is_not_asked_even_where_they_supervise(cast):
    row = scenes.taken(cast)
    scenes.do(cast, "cora", "name_worker", row, user=cast.bea.id)
    with pytest.raises(Refused, match="but the person it is about"):
        scenes.do(cast, "cora", "ask_agency", row, told="Who helps?")
    casting.hire(cast, "bo", "clinic", "supervisor")
    scenes.do(cast, "cora", "ask_agency", row, told="Who helps?")
    for name, seen in (("bo", 1), ("bea", 0)):
        with acting_as(cast.actors[name], now=cast.later(hours=2)):
            assert ComplaintAsk.objects.count() == seen


def test_somebody_of_another_agency_cannot_be_named(cast):
    with pytest.raises(Refused, match="Nobody of that name"):
        scenes.do(cast, "cora", "name_worker", scenes.taken(cast), user=cast.ana.id)


# Clocks ---------------------------------------------------------------------------------------


def test_what_nobody_takes_is_told_to_who_answers_for_the_office(cast):
    row = scenes.made(cast)
    assert jobs.run_due(row.due_at) == 1
    assert lines(row) == {
        (casting.AGENCIES["backbone"], "take the complaint"),
        (casting.AGENCIES["backbone"], "complaint late"),
    }
    assert jobs.run_due(row.due_at) == 0
    row = scenes.do(cast, "cora", "take", row, hours=100)
    assert row.due_at == cast.later(days=30)
    assert jobs.run_due(cast.later(days=31)) == 1
    with everything():
        assert Complaint.objects.get().late_at


def test_what_nobody_says_more_about_is_closed(cast):
    row = scenes.answered(cast)
    assert jobs.run_due(row.due_at) == 1
    with everything():
        now = Complaint.objects.get()
    assert (now.state, now.settled) == ("closed", None)
    row = scenes.do(cast, "rosa", "reopen", row, hours=24 * 40, words="Not yet.")
    assert row.state == "reopened"


def test_an_answer_is_due_anew_from_the_day_it_was_opened_again(cast):
    row = scenes.do(cast, "rosa", "reopen", scenes.answered(cast), hours=240, words="No.")
    row = scenes.do(cast, "cora", "take", row, hours=241)
    assert row.due_at == cast.later(days=40)


# Without an account, and written down by a worker ---------------------------------------------


def test_a_visitor_needs_no_name(cast):
    row = scenes.made(cast, "visitor")
    assert row.door == "visitor"
    row = scenes.do(cast, "cora", "take", row)
    row = scenes.do(cast, "cora", "answer", row, words="Perdón.")
    by = scenes.link_to(row)
    with acting_as(by, now=cast.later(hours=4)):
        seen = Complaint.objects.get()
        assert seen.state == "answered"
        assert [one.words for one in seen.events.all() if one.words] == ["Perdón."]
        assert not ComplaintWords.objects.exists()
        assert actions.settle(complaint=seen, by=by, at=cast.later(hours=4)).state == "closed"


def test_a_link_opens_one_complaint_and_does_nothing_to_another(cast):
    mine, other = scenes.made(cast, "visitor"), scenes.made(cast)
    by = scenes.link_to(mine)
    with acting_as(by, now=cast.later(hours=1)):
        assert [one.pk for one in Complaint.objects.all()] == [mine.pk]
        with pytest.raises(Refused):
            actions.withdraw(complaint=other, by=by, at=cast.later(hours=1))


def test_a_worker_writes_it_down_and_sees_it_no_more(cast):
    who = actions.Who(household=cast.household, person=cast.people["rosa"].pk)
    row = scenes.made(cast, "ana", who=who)
    assert row.door == "desk"
    for name, seen in (("ana", 0), ("rosa", 1), ("cora", 1)):
        with acting_as(cast.actors[name], now=cast.later(hours=1)):
            assert Complaint.objects.count() == seen


def test_a_worker_complains_for_no_family_that_they_do_not_see(cast):
    who = actions.Who(household=cast.household, person=cast.people["rosa"].pk)
    with pytest.raises(Refused):
        scenes.made(cast, "cruz", who=who)
    child = actions.Who(household=cast.household, person=cast.people["mateo"].pk)
    with pytest.raises(Refused, match="who in the family"):
        scenes.made(cast, "ana", who=child)


def test_a_visitor_reads_nothing(cast):
    scenes.made(cast)
    with acting_as(VISITOR, now=cast.later(hours=1)):
        assert not Complaint.objects.exists()


# A family that leaves -------------------------------------------------------------------------


def test_a_complaint_closes_and_goes_with_its_family(cast):
    row, other = scenes.taken(cast), scenes.made(cast, "visitor")
    scenes.do(cast, "cora", "ask_agency", row, told="Who helps in Spanish?")
    as_rosa(cast, "leave", household=cast.household.pk)
    for name in ("cora", "bea"):
        with acting_as(cast.actors[name], now=cast.later(hours=5)):
            assert not Complaint.objects.filter(pk=row.pk).exists()
            assert not ComplaintAsk.objects.exists()
    jobs.run_due(cast.later(days=40))
    assert lines(row) == set()
    consents.run_due(now=cast.later(days=400))
    with everything():
        assert [one.pk for one in Complaint.objects.all()] == [other.pk]
        assert not ComplaintAsk.objects.exists() and ComplaintWords.objects.count() == 1
