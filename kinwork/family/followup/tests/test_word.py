"""The family's own word, by everyone who might try to give it."""

import time
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact.actions import stop
from kinwork.family.contact.models import Delivery, Message
from kinwork.family.contact.parcels import Parcel
from kinwork.family.contact.wire import address_hash
from kinwork.family.followup import actions, jobs, links
from kinwork.family.followup.models import Asked, Begun, FamilyWord
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need, Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything, unsigned
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def served():
    cast = casting.make_cast()
    referral = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(days=1)):
        row = referrals.serve(
            referral=referral,
            received="Two visits",
            need_met="fully",
            by=cast.ben,
            at=cast.later(days=1),
        )
    return cast, row


def say(cast, name, referral, **said):
    actor, at = cast.actors[name], cast.later(days=16)
    with acting_as(actor, now=at):
        fresh = Referral.objects.get(pk=referral.pk)
        return actions.say(referral=fresh, by=actor, at=at, **said)


def seen_by(cast, name):
    with acting_as(cast.actors[name], now=cast.later(days=17)):
        return FamilyWord.objects.count()


def test_rosa_says_that_it_helped(served):
    cast, referral = served
    word = say(cast, "rosa", referral, got_it=True, helped="yes", times_told="once")
    assert word.disputes is False
    assert {name: seen_by(cast, name) for name in ("rosa", "ana", "ben", "cruz", "cora")} == {
        "rosa": 1, "ana": 1, "ben": 1, "cruz": 0, "cora": 0
    }  # fmt: skip


def test_a_dispute_stands_beside_the_claim_and_opens_the_need(served):
    cast, referral = served
    assert say(cast, "rosa", referral, got_it=False, helped="no").disputes is True
    with everything():
        assert Need.objects.get(pk=referral.need_id).state == "open"
        assert referral.outcome.need_met == "fully"
        lines = WorkItem.objects.filter(target=referral.pk, closed_at=None)
        assert {line.agency.name for line in lines} == {
            "Mesquite Flats Library",
            "Saguaro Wash Family Partnership",
        }


def test_a_worker_writes_down_what_the_family_said(served):
    cast, referral = served
    with pytest.raises(Refused, match="who in the family"):
        say(cast, "ana", referral, helped="partly")
    rosa = cast.people["rosa"].id
    assert say(cast, "ana", referral, helped="partly", on_behalf_of=rosa).said_by_user


@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "cora", "dana", "sam", "eve"])
def test_nobody_else_speaks_for_the_family(served, name):
    cast, referral = served
    with pytest.raises((Refused, Referral.DoesNotExist)):
        say(cast, name, referral, helped="yes", on_behalf_of=cast.people["rosa"].id)


def test_the_same_form_twice_is_one_word(served):
    cast, referral = served
    form = new_id()
    for _time in range(2):
        say(cast, "rosa", referral, helped="yes", form_id=form)
    assert seen_by(cast, "rosa") == 1


def test_what_is_not_over_cannot_be_judged():
    cast = casting.make_cast()
    with pytest.raises(Refused, match="not over yet"):
        say(cast, "rosa", casting.accepted(cast), helped="yes")


def ended(verb, reason):
    cast = casting.make_cast()
    referral = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(days=1)):
        said = {"reason": reason, "by": cast.ben, "at": cast.later(days=1)}
        return cast, getattr(referrals, verb)(referral=referral, **said)


def open_lines(row):
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None).select_related("agency")
        return {(one.agency.name, one.kind) for one in found}


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        ("decline", "family changed its mind"),
        ("decline", "could not be reached"),
        ("end_unserved", "did not come"),
        ("end_unserved", "moved away"),
    ],
)
def test_what_a_provider_says_of_the_family_the_family_may_contradict(verb, reason):
    cast, row = ended(verb, reason)
    word = say(cast, "rosa", row, helped="no", is_so=False)
    assert word.disputes is True
    assert {name for name, kind in open_lines(row) if kind == "the family says otherwise"} == {
        casting.AGENCIES["library"],
        casting.AGENCIES["backbone"],
    }
    with everything():
        (new,) = Referral.objects.filter(previous=row)
        assert (new.service_id, new.sent_at) == (row.service_id, None)
        assert Need.objects.get(pk=row.need_id).state == "open"


@pytest.mark.parametrize(
    ("reason", "is_so"),
    [("no room", False), ("could not be reached", True), ("could not be reached", None)],
)
def test_nothing_else_is_a_contradiction(reason, is_so):
    cast, row = ended("decline", reason)
    assert say(cast, "rosa", row, helped="no", is_so=is_so).disputes is False
    with everything():
        assert not Referral.objects.filter(previous=row).exists()


def test_a_contradiction_stands_alone_where_another_place_has_the_need_in_hand():
    cast, row = ended("decline", "could not be reached")
    casting.consent(cast, "bloom")
    at = cast.later(days=2)
    with acting_as(cast.ana, now=at):
        made = referrals.make_referral(
            need=Need.objects.get(pk=row.need_id), service=cast.services["bloom_visits"],
            subjects=[cast.people["mateo"]], classes=casting.SHARED, by=cast.ana, at=at,
        )  # fmt: skip
        referrals.send(referral=made, by=cast.ana, at=at)
    assert say(cast, "rosa", row, helped="no", is_so=False).disputes is True
    assert not {kind for _name, kind in open_lines(row)} & {
        "next door",
        "the family says otherwise",
    }


@pytest.mark.parametrize("name", ["rosa", "ana"])
def test_the_page_asks_whether_it_is_right(name):
    cast, row = ended("decline", "could not be reached")
    page = reverse("followup:word", args=[row.pk])
    browser = browser_of(cast, name)
    assert "Is that right?" in browser.get(page).content.decode()
    with everything():
        Referral.objects.filter(pk=row.pk).update(state="expired")
    assert "Is that right?" not in browser.get(page).content.decode()


# One question a page, by the family and by its link ------------------------------------------


ALL = {
    "got_it": "yes",
    "helped": "partly",
    "times_told": "not at all",
    "difference": "yes",
    "anything_else": "Gracias.",
}


def answer(cast, referral, question, value, hours=400):
    at = cast.later(hours=hours)
    with acting_as(cast.rosa, now=at):
        row = Referral.objects.get(pk=referral.pk)
        said = {"question": question, "value": value}
        return actions.answer_one(referral=row, **said, by=cast.rosa, at=at)


def test_five_questions_one_after_the_other(served):
    cast, referral = served
    for question, value in list(ALL.items())[:-1]:
        assert answer(cast, referral, question, value) is None
        assert seen_by(cast, "ana") == 0  # nobody reads what was only begun
    word = answer(cast, referral, "anything_else", ALL["anything_else"])
    assert (word.got_it, word.helped, word.times_told) == (True, "partly", "not at all")
    assert (word.difference, word.anything_else, word.disputes) == ("yes", "Gracias.", False)
    with everything():
        assert not Begun.objects.exists()
    assert seen_by(cast, "ana") == 1


def test_who_did_not_get_it_is_not_asked_what_it_was_like(served):
    cast, referral = served
    answer(cast, referral, "got_it", "no")
    with everything():
        assert Begun.objects.get().step == "times_told"
    with pytest.raises(Refused):
        answer(cast, referral, "helped", "yes")
    answer(cast, referral, "times_told", "")
    word = answer(cast, referral, "anything_else", "")
    assert (word.got_it, word.helped, word.difference, word.disputes) == (False, "no", "", True)


@pytest.mark.parametrize(
    ("question", "value"),
    [("helped", ""), ("helped", "very"), ("difference", "x"), ("is_so", "yes"), ("colour", "red")],
)
def test_what_is_no_answer_is_not_kept(served, question, value):
    cast, referral = served
    with pytest.raises(Refused):
        answer(cast, referral, question, value)


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora"])
def test_nobody_but_the_family_reads_or_goes_on_with_what_it_began(served, name):
    cast, referral = served
    answer(cast, referral, "got_it", "yes")
    actor = cast.actors[name]
    with acting_as(actor, now=cast.later(days=17)):
        assert not Begun.objects.exists()
        with pytest.raises((Refused, Referral.DoesNotExist)):
            row = Referral.objects.get(pk=referral.pk)
            said = {"question": "helped", "value": "yes"}
            actions.answer_one(referral=row, **said, by=actor, at=cast.later(days=17))


def test_the_pages_ask_one_by_one_and_go_on_where_they_were(served):
    cast, referral = served
    page = reverse("followup:word", args=[referral.pk])
    browser = browser_of(cast, "rosa")
    assert "Did you get the help?" in browser.get(page).content.decode()
    answered = browser.post(page, {"step": "got_it", "answer": "yes"})
    assert answered.url == page
    again = browser_of(cast, "rosa")  # another day, another phone
    assert "Was it what you needed?" in again.get(page).content.decode()
    assert "Please choose one." in again.post(page, {"step": "helped"}).content.decode()
    for step in list(ALL)[1:]:
        last = again.post(page, {"step": step, "answer": ALL[step]})
    assert last.url == reverse("referrals:referral", args=[referral.pk])
    assert again.post(page, {"step": "anything_else", "answer": "Twice."}).url == last.url
    assert seen_by(cast, "rosa") == 1


def test_all_on_one_page_for_who_wants_that(served):
    cast, referral = served
    page = reverse("followup:word", args=[referral.pk])
    browser = browser_of(cast, "rosa")
    text = browser.get(page + "?all").content.decode()
    assert "Did it make a difference for your family?" in text
    browser.post(page, ALL | {"form_id": str(new_id())})
    assert seen_by(cast, "rosa") == 1


def test_both_read_all_five_beside_the_claim(served):
    cast, referral = served
    say(cast, "rosa", referral, got_it=False, helped="no", difference="no", times_told="3 or more")
    page = reverse("referrals:referral", args=[referral.pk])
    for name in ("ana", "ben"):
        text = browser_of(cast, name).get(page).content.decode()
        assert "They told their story again 3 times or more" in text
        assert "Not what the provider recorded" in text
    assert "The family says otherwise" in text  # also where the clinic reads what it recorded
    assert "You say that is not so" in browser_of(cast, "rosa").get(page).content.decode()


# Asking, reminding, the link -------------------------------------------------------------------


def ask(cast, referral):
    at = cast.later(days=15)
    with acting_as(clock(referral.pk, cast.community.pk), now=at) as by:
        return actions.ask(referral=Referral.objects.get(pk=referral.pk), by=by, at=at)


def sent_links():
    with everything():
        return Delivery.objects.filter(kind="word").count()


def test_the_mail_that_asks_has_a_link_and_says_nothing(served):
    cast, referral = served
    asked = ask(cast, referral)
    assert asked.by_link and sent_links() == 1
    with everything():
        line = Delivery.objects.get(kind="word")
    to = links.where(line, cast.later(days=15))
    assert (to.value, to.language) == ("rosa@example.org", "es")
    subject, body = links.letter(
        Parcel(line.pk, "word", "email", line.key, 1, None, to.value, "es", to.said)
    )
    told = subject + unsigned(body)
    for word in ("Rosa", "Luna", "Saguaro", "Home visits", str(referral.pk), str(asked.pk)):
        assert word not in told


def test_a_link_answers_all_and_then_opens_nothing(served):
    cast, referral = served
    page = reverse("followup:link", args=[links.token(ask(cast, referral).pk)])
    browser = Client()
    text = browser.get(page).content.decode()
    assert "Did you get the help?" in text
    for word in ("Rosa", "Luna", "Home visits", casting.AGENCIES["clinic"]):
        assert word not in text
    for step, value in ALL.items():
        assert browser.post(page, {"step": step, "answer": value}).status_code == 302
    assert "nothing more to answer" in browser.get(page).content.decode()
    assert browser.post(page, {"step": "helped", "answer": "no"}).status_code == 200
    with everything():
        word = FamilyWord.objects.get()
        assert (word.helped, word.difference, word.said_by_user) == ("partly", "yes", None)


def test_a_link_that_is_none_or_too_old_opens_nothing(served):
    cast, referral = served
    token = links.token(ask(cast, referral).pk)
    for wrong in ("x", token + "x", links.token(new_id())):
        assert Client().get(reverse("followup:link", args=[wrong])).status_code == 404
    with mock.patch("django.core.signing.time.time", return_value=time.time() + 4 * 86400):
        assert Client().get(reverse("followup:link", args=[token])).status_code == 404


@pytest.mark.parametrize("sensitivity", ["sud", "safety", "education"])
def test_what_may_not_be_told_by_link_is_asked_on_the_page_alone(served, sensitivity):
    cast, referral = served
    with everything():
        Referral.objects.filter(pk=referral.pk).update(sensitivity=sensitivity)
    asked = ask(cast, referral)
    assert not asked.by_link and sent_links() == 0
    page = reverse("followup:link", args=[links.token(asked.pk)])
    assert "nothing more to answer" in Client().get(page).content.decode()


def remind(cast, referral, days=23):
    return jobs.run_due(cast.later(days=days))


def test_one_reminder_where_nothing_was_said(served):
    cast, referral = served
    ask(cast, referral)
    assert remind(cast, referral, days=20) == 0
    assert remind(cast, referral) == 1
    assert remind(cast, referral, days=60) == 0
    assert sent_links() == 2


def test_no_reminder_after_the_word_or_a_no(served):
    cast, referral = served
    ask(cast, referral)
    say(cast, "rosa", referral, helped="yes")
    assert remind(cast, referral) == 0


def test_who_does_not_want_to_say_is_not_asked_again(served):
    cast, referral = served
    page = reverse("followup:refuse", args=[referral.pk])
    ask(cast, referral)
    for name in ("ana", "ben"):
        assert browser_of(cast, name).post(page).status_code in (403, 404)
    assert browser_of(cast, "rosa").post(page).status_code == 302
    assert remind(cast, referral) == 0
    with everything():
        assert Asked.objects.get().refused_at


def test_a_family_that_said_stop_gets_no_message(served):
    cast, referral = served
    at = cast.later(days=14)
    with acting_as(cast.rosa, now=at):
        there = address_hash("email", "rosa@example.org")
        stop(channel="email", address_hash=there, way="page", by=cast.rosa, at=at)
    asked = ask(cast, referral)
    assert not asked.by_link and sent_links() == 0
    with everything():
        message = Message.objects.get(key="followup.ask")
        assert message.channel == "page"
    assert remind(cast, referral) == 0


def test_two_at_once_is_one_word(served):
    cast, referral = served
    for question, value in list(ALL.items())[:-1]:
        answer(cast, referral, question, value)
    answer(cast, referral, "anything_else", "")
    with pytest.raises(Refused, match="what you needed"):
        answer(cast, referral, "anything_else", "")
    assert seen_by(cast, "rosa") == 1
