"""The same form twice, an old page, a replay, a line that broke after sending: once, or said in words;
and a mistaken referral taken back within minutes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import CapacityHold, Referral, ReferralEvent
from kinwork.family.referrals.tests.deeds import do, state_of
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

MINUTE = timedelta(minutes=1)


def refer(cast, **more):
    """What Ana's form sends for a referral in a minute."""
    service = cast.services["visits"].pk
    told = {
        "need": "home-visiting",
        "urgency": "2 days",
        "given_by": str(cast.people["rosa"].id),
        "way": "on screen",
        "form_id": str(new_id()),
        **more,
    }
    return reverse("home:refer_send", args=[cast.household.pk, service]), told


def ours(cast):
    with everything():
        return list(Referral.objects.filter(household=cast.household.pk))


def test_pressed_twice_it_is_sent_once_and_both_lead_to_it(cast):
    ana = browser_of(cast, "ana")
    url, told = refer(cast, everyone="on")
    answers = [ana.post(url, told) for _time in range(2)]
    (row,) = ours(cast)
    assert {one.url for one in answers} == {f"/referrals/{row.pk}/"}
    with everything():
        assert row.events.filter(verb="send").count() == 1
        assert Message.objects.filter(about=row.pk, key="referral.sent").count() == 1


def test_one_tick_names_the_whole_household(cast):
    url, told = refer(cast, everyone="on")
    browser_of(cast, "ana").post(url, told)
    (row,) = ours(cast)
    with everything():
        named = set(row.subjects.values_list("person_id", flat=True))
    assert named == {one.id for one in cast.people.values()}


def test_without_the_tick_somebody_is_chosen_and_what_was_typed_stays(cast):
    url, told = refer(cast)
    answer = browser_of(cast, "ana").post(url, told)
    assert answer.status_code == 200
    assert "usa-error-message" in answer.content.decode()
    assert ours(cast) == []
    lucia = str(cast.people["lucia"].id)
    browser_of(cast, "ana").post(url, {**told, "subjects": [lucia]})
    (row,) = ours(cast)
    with everything():
        assert [str(one.person_id) for one in row.subjects.all()] == [lucia]


def test_the_line_broke_after_sending_and_the_form_is_sent_again_later(cast):
    """The answer never arrived. Meanwhile Ben has accepted; the second sending changes nothing."""
    ana = browser_of(cast, "ana")
    url, told = refer(cast, everyone="on")
    ana.post(url, told)
    (row,) = ours(cast)
    with acting_as(cast.ben):
        fresh = Referral.objects.get(pk=row.pk)
        actions.accept(referral=fresh, by=cast.ben, at=row.sent_at + MINUTE)
    answer = ana.post(url, told)
    assert answer.url == f"/referrals/{row.pk}/"
    assert len(ours(cast)) == 1
    assert state_of(row) == "accepted"


def test_the_line_was_lost_and_the_page_was_loaded_anew(cast):
    """Another form with the same words: it leads to what is under way, and says so."""
    ana = browser_of(cast, "ana")
    for _time in range(2):
        url, told = refer(cast, everyone="on")
        answer = ana.post(url, told)
    (row,) = ours(cast)
    assert answer.url == f"/referrals/{row.pk}/"
    assert "on its way already" in ana.get(answer.url).content.decode()
    with everything():
        assert row.events.filter(verb="send").count() == 1
        assert CapacityHold.objects.filter(service=row.service).count() <= 1


def test_once_it_has_ended_it_can_be_asked_again(cast):
    ana = browser_of(cast, "ana")
    for _time in range(2):
        url, told = refer(cast, everyone="on")
        ana.post(url, told)
        row = next(one for one in ours(cast) if one.state == "sent")
        ana.post(reverse("referrals:move", args=[row.pk, "recall"]), {"version": row.version})
    assert len(ours(cast)) == 2


def test_for_another_child_it_is_another_referral(cast):
    ana = browser_of(cast, "ana")
    for name in ("mateo", "lucia"):
        url, told = refer(cast, subjects=[str(cast.people[name].id)])
        ana.post(url, told)
    assert len(ours(cast)) == 2


def test_what_waits_for_a_yes_is_the_one_that_is_sent_when_it_is_said(cast):
    need = casting.need(cast)
    waiting = do(cast, "ana", "ask_consent", casting.draft(cast, answers=need))
    url, told = refer(cast, subjects=[str(cast.people["mateo"].id)])
    browser_of(cast, "ana").post(url, told)
    (row,) = ours(cast)
    assert (row.pk, row.state) == (waiting.pk, "sent")


def test_an_answer_played_again_after_all_is_over_is_not_given_again(cast):
    row = casting.sent(cast)
    url = reverse("referrals:move", args=[row.pk, "accept"])
    told = {"form_id": str(new_id()), "version": str(row.version)}
    ben = browser_of(cast, "ben")
    assert ben.post(url, told).status_code == 302
    do(cast, "ben", "serve", row, 3, received="A visit", need_met="fully")
    assert ben.post(url, told).status_code == 302
    with everything():
        assert ReferralEvent.objects.filter(referral=row, verb="accept").count() == 1
    assert state_of(row) == "served"


def test_an_old_page_is_told_who_was_first_and_keeps_what_was_typed(cast):
    row = casting.sent(cast)
    ben, url = browser_of(cast, "ben"), reverse("referrals:move", args=[row.pk, "decline"])
    told = {
        "form_id": str(new_id()),
        "version": str(row.version),
        "reason": "no room",
        "message": "We are full until May.",
    }
    do(cast, "bill", "accept", row)
    answer = ben.post(url, told)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bill" in page
    assert "We are full until May." in page
    assert state_of(row) == "accepted"


@pytest.mark.parametrize("bad", ["x", "-1", "", "9" * 40])
def test_a_form_id_or_version_that_is_nonsense_is_no_fault_of_ours(cast, bad):
    row = casting.sent(cast)
    url = reverse("referrals:move", args=[row.pk, "accept"])
    answer = browser_of(cast, "ben").post(url, {"form_id": bad, "version": bad})
    assert answer.status_code in (200, 302, 409)


@pytest.mark.parametrize(("minutes", "taken_back"), [(14, True), (16, False)])
def test_what_was_opened_can_be_taken_back_for_some_minutes(cast, minutes, taken_back):
    row = casting.sent(cast)
    with acting_as(cast.ben, now=cast.at + 5 * MINUTE):
        actions.mark_opened(referral=row, by=cast.ben, at=cast.at + 5 * MINUTE)
    if taken_back:
        do(cast, "ana", "recall", row, minutes / 60)
        with acting_as(cast.ben, now=cast.at + 20 * MINUTE):
            assert not Referral.objects.exists()
    else:
        with pytest.raises(Refused, match="opened it already"):
            do(cast, "ana", "recall", row, minutes / 60)
    assert state_of(row) == ("recalled" if taken_back else "sent")


def test_a_community_may_allow_no_minutes(db):
    cast = casting.make_cast(recall_minutes=0)
    row = casting.sent(cast)
    with acting_as(cast.ben, now=cast.at + MINUTE):
        actions.mark_opened(referral=row, by=cast.ben, at=cast.at + MINUTE)
    with pytest.raises(Refused, match="opened it already"):
        do(cast, "ana", "recall", row, 1 / 30)


def test_a_date_sent_again_when_it_is_over_is_still_one(cast):
    """A reply that was lost, and a browser that sends the form once more weeks later."""
    row = do(cast, "ben", "accept", casting.sent(cast))
    said = {"starts_at": cast.later(days=5), "form_id": new_id()}
    first = do(cast, "ben", "schedule", row, 3, **said)
    again = do(cast, "ben", "schedule", row, 24 * 30, **said)
    assert (first.pk, state_of(row)) == (again.pk, "scheduled")
    with everything():
        assert row.events.filter(verb="schedule").count() == row.appointments.count() == 1
    with pytest.raises(Refused):
        do(cast, "ben", "schedule", row, 24 * 30, **said | {"form_id": new_id()})
    with everything():
        assert row.events.filter(verb="schedule").count() == row.appointments.count() == 1
