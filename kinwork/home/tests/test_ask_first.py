"""The family is not at the desk: it is asked by a link, and what it answers moves the referral on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.intake.tests.conftest import open_town
from kinwork.family.intake.tests.walking import birth
from kinwork.family.referrals import jobs
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.models import WorkItem
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import links
from kinwork.trust.consent.models import Consent, ConsentAsk
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
NEED = "home-visiting"
CODES = {"visits": NEED, "bloom_visits": NEED, "diapers": "diapers"}
WAITS = "awaiting consent"


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("kinwork.family.intake.tests.conftest.CODES", CODES)
    return open_town(at=timezone.now() - timedelta(hours=3)).cast


def said(page) -> str:
    return page.content.decode()


def form_of(page, name="form_id") -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', said(page))[1]


def begins(cast, name="ana", service="visits", times=1):
    """Ana presses "Ask them first" on the page on which she would send it."""
    worker = browser_of(cast, name)
    path = f"/households/{cast.household.pk}/refer/{cast.services[service].pk}/?need={NEED}"
    told = {
        "need": NEED,
        "deed": "first",
        "first-form_id": form_of(worker.get(path), "first-form_id"),
        "first-urgency": "2 days",
        "first-subjects": [str(cast.people["mateo"].pk)],
    }
    for _time in range(times):
        answer = worker.post(path, told)
    return answer


def sends_question(cast, where: str, name="ana"):
    worker = browser_of(cast, name)
    page = worker.get(where)
    if page.status_code != 200:
        return page
    told = {"form_id": form_of(page), "way": "card", "person": str(cast.people["rosa"].pk)}
    until = timezone.localdate().replace(year=timezone.localdate().year + 1, day=28)
    return worker.post(where, told | birth(until, "until"))


def row_of(cast) -> Referral:
    with everything():
        return Referral.objects.select_related("need").get(household=cast.household.pk)


def asked(cast) -> Referral:
    sends_question(cast, begins(cast).url)
    return row_of(cast)


def answers(cast, answer: str) -> None:
    with everything():
        where = f"/consent/{links.token(ConsentAsk.objects.latest('made_at').pk)}/"
    rosa = browser_of(cast, "rosa")
    words = form_of(rosa.get(where), "words")
    assert rosa.post(where, {"words": words, "answer": answer}).status_code == 302


def lines(row) -> dict[str, WorkItem]:
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None).select_related("agency")
        return {one.kind: one for one in found}


def test_it_waits_for_their_yes_with_a_clock_and_the_question_is_tied_to_it(cast):
    answer = begins(cast, times=2)
    row = row_of(cast)  # pressed twice, it is one
    assert answer.url == f"/households/{cast.household.pk}/ask/?about={row.pk}"
    assert (row.state, row.need.code, row.sent_at) == (WAITS, NEED, None)
    assert (row.due_at - row.state_since).days == 14
    assert lines(row)["ask consent"].agency == cast.agencies["library"]
    page = said(browser_of(cast, "ana").get(answer.url))
    assert "Saguaro Wash Clinic" in page and 'name="classes"' not in page
    assert "We show it only this once" in said(sends_question(cast, answer.url))
    with everything():
        one = ConsentAsk.objects.get()
        assert (one.about, one.classes, one.agency) == (
            row.pk, row.classes, cast.agencies["clinic"]
        )  # fmt: skip
    assert "ask you again" in said(browser_of(cast, "rosa").get(f"/referrals/{row.pk}/"))


def test_her_yes_lies_on_the_desk_with_a_date_and_one_press_sends_it(cast):
    row = asked(cast)
    answers(cast, "yes")
    found = lines(row)
    assert set(found) == {"send"} and found["send"].assignee_id == cast.users["ana"].pk
    assert found["send"].due_at == row_of(cast).due_at > timezone.now()
    ana, where = browser_of(cast, "ana"), f"/referrals/{row.pk}/send/"
    desk = said(ana.get("/desk/"))
    assert where in desk and "The family said yes: send it" in desk
    assert "Answers to your questions" not in desk  # the line says the same, and what to do
    assert "You said yes" in said(browser_of(cast, "rosa").get("/ours/"))
    page = ana.get(where)
    assert "said yes by a link" in said(page) and 'name="given_by"' not in said(page)
    told = {"form_id": form_of(page)}
    assert [ana.post(where, told).status_code for _time in "ab"] == [302, 302]
    row = row_of(cast)
    assert row.state == "sent" and set(lines(row)) == {"answer"}
    with everything():
        assert Consent.objects.get().way == "by link"
        assert row.events.get(verb="send").on_behalf_of == cast.people["rosa"].pk


def test_her_no_ends_it_and_the_worker_reads_so(cast):
    row = asked(cast)
    answers(cast, "no")
    assert row_of(cast).state == "withdrawn"
    with everything():
        event = row.events.last()
        assert (event.party, event.reason) == ("family", "family did not agree")
        assert not Consent.objects.exists()
    assert "They said no" in said(browser_of(cast, "ana").get("/desk/"))
    assert not lines(row)


def test_without_an_answer_she_is_asked_again_and_the_clock_begins_anew(cast):
    row = asked(cast)
    later = row.due_at + timedelta(minutes=1)
    jobs.run_due(later, only={row.pk})
    assert "ask consent again" in lines(row)
    with everything():
        ask = ConsentAsk.objects.get()
    with acting_as(cast.ana, now=later):
        consents.ask(
            household=ask.household, person=ask.person, agency=ask.agency, classes=ask.classes,
            ends=ask.ends, text=ask.text, asked_by=ask.asked_by, way="card", about=row.pk,
            by=cast.ana, at=later,
        )  # fmt: skip
    assert set(lines(row)) == {"ask consent"}
    assert (row_of(cast).due_at - later).days == 14


def test_a_yes_that_nobody_sends_on_comes_to_the_coordinator(cast):
    row = asked(cast)
    answers(cast, "yes")
    late = row_of(cast).due_at + timedelta(minutes=1)
    jobs.run_due(late, only={row.pk})
    found = lines(row)
    assert found["agreed, not sent"].agency == cast.agencies["backbone"]
    assert "send" in found
    with everything():
        Referral.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(hours=1))
    page = said(browser_of(cast, "cora").get("/worklist/"))
    assert str(row.pk) in page and "it is not sent yet" in page


def test_taken_back_before_it_was_sent_it_waits_again(cast):
    row = asked(cast)
    answers(cast, "yes")
    with acting_as(cast.rosa):
        consents.end(consent=Consent.objects.get(), by=cast.rosa, at=timezone.now())
    page = browser_of(cast, "ana").get(f"/referrals/{row.pk}/send/")
    assert 'name="given_by"' in said(page)  # nothing to send it on: it is asked for anew


@pytest.mark.parametrize("name", ["ben", "bea", "bill", "cruz", "cora", "dana", "sam", "eve"])
def test_nobody_else_asks_for_it(cast, name):
    where = begins(cast).url
    assert sends_question(cast, where, name).status_code in (302, 403, 404)
    assert browser_of(cast, name).get(f"/referrals/{row_of(cast).pk}/send/").status_code != 200
    with everything():
        assert not ConsentAsk.objects.exists()


def test_a_question_is_tied_to_a_referral_of_this_family_alone(cast):
    begins(cast)
    path = f"/households/{cast.household.pk}/ask/?about="
    for other in (new_id(), "x"):
        assert browser_of(cast, "ana").get(f"{path}{other}").status_code == 404


def test_where_no_link_can_ask_it_waits_all_the_same(cast):
    """Who has signed nothing here is asked for by the family itself."""
    begins(cast, service="visits")
    with acting_as(cast.ana):
        made = casting.draft(cast, "diapers", answers=casting.need(cast, code="diapers"))
    ana = browser_of(cast, "ana")
    assert f"/referrals/{made.pk}/ask_consent/" in said(ana.get(f"/referrals/{made.pk}/"))
    assert ana.post(f"/referrals/{made.pk}/ask_consent/", {"version": 0}).status_code == 302
    with everything():
        assert Referral.objects.get(pk=made.pk).state == WAITS
    assert "?about=" not in said(ana.get(f"/referrals/{made.pk}/send/"))


def test_sent_another_way_it_waits_for_a_yes_with_a_clock(cast):
    old = casting.sent(cast)
    ana = browser_of(cast, "ana")
    told = {"service": str(cast.services["bloom_visits"].pk), "version": "1"}
    ana.post(f"/referrals/{old.pk}/reroute/", told)
    with everything():
        new = Referral.objects.get(previous=old)
    assert new.state == WAITS and new.due_at is not None
    assert lines(new)["ask consent"].due_at < new.due_at  # asked soon, and again later
    assert f"?about={new.pk}" in said(ana.get(f"/referrals/{new.pk}/send/"))


def test_in_spanish(cast):
    where, ana = begins(cast).url, browser_of(cast, "ana")
    ana.cookies["kw_language"] = "es"
    page = said(ana.get(where, headers={"accept-language": "es"}))
    assert "Cuando digan que sí" in page or "Cuando diga que sí" in page
