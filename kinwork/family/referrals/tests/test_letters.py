"""Mails to who answers by a link: what each says, that it comes once, and who hears when it does not."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, clock
from kinwork.directory.models import Language, Organization, Service
from kinwork.family.contact import actions as contact
from kinwork.family.contact.models import Delivery
from kinwork.family.referrals import actions, jobs, letters, links
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do, reviewing, state_of
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.posting import lines, post
from tests.seeing import everything

pytestmark = pytest.mark.django_db
FAMILY = ("Rosa", "Luna", "Mateo", "Lucía", "rosa@example.org", "555-0142", "iaper", "pañal")


@pytest.fixture
def referral(cast):
    return casting.sent(cast, "diapers")


def by_link(cast, referral, verb, hours=1, **said):
    actor, at = casting.link_holder(referral), cast.later(hours=hours)
    with acting_as(actor, now=at):
        row = Referral.objects.get(pk=referral.pk)
        return getattr(actions, verb)(referral=row, by=actor, at=at, **said)


def which(referral):
    return [one.said["which"] for one in lines(referral.pk)]


def said(mail):
    return f"{mail['subject']} {mail.get_content()}"


def opens(mail, referral) -> bool:
    """Is there a link in it that opens this referral?"""
    found = re.search(r"/referrals/link/[^/\s]+/", mail.get_content())
    answer = Client().get(found[0]) if found else None
    return bool(answer) and answer.url == f"/referrals/{referral.pk}/"


def in_review(cast, referral):
    by_link(cast, referral, "decline", reason="no room")
    do(cast, "cora", "return_decline", referral, 2, message="Please look once more.")


def asked_and_answered(cast, referral):
    by_link(cast, referral, "ask_information", message="Which size?")
    do(cast, "ana", "give_information", referral, 2, message="Size four, for Luna.")


def confirmed(cast, referral):
    by_link(cast, referral, "waitlist", place=2)
    jobs.run_due(cast.later(days=31), only={referral.pk})


def reminded(cast, referral):
    jobs.run_due(cast.later(days=1, hours=20), only={referral.pk})


WAYS = {
    letters.REMINDER: reminded,
    letters.ANSWERED: asked_and_answered,
    letters.CONFIRM: confirmed,
    letters.CHANGED: in_review,
    letters.STOP: lambda cast, one: (
        by_link(cast, one, "accept"),
        do(cast, "ana", "ask_cancellation", one, 2, reason="moved away"),
    ),
}


@pytest.mark.parametrize("news", WAYS)
def test_what_it_has_to_answer_comes_by_mail_with_a_fresh_link(cast, referral, mailbox, news):
    reviewing(cast) if news == letters.CHANGED else None
    post(referral.pk)
    WAYS[news](cast, referral)
    assert which(referral) == [letters.REQUEST, news]
    assert post(referral.pk) == ["sent", "sent"]
    assert len(mailbox.letters) == 2 and {one["to"] for one in mailbox.letters} == {
        "casa@example.org"
    }
    assert letters.WORDS[news][0] == mailbox[1]["subject"]
    assert opens(mailbox[1], referral) and "14 days" in said(mailbox[1])
    assert mailbox[1]["List-Unsubscribe"] is None, "no link ends what an organization has to answer"
    assert not [word for word in FAMILY if word in said(mailbox[1])]


@pytest.mark.parametrize(
    ("name", "verb", "told", "news"),
    [
        ("rosa", "withdraw", {}, letters.OVER),
        ("ana", "reroute", {"service": "visits"}, letters.OVER),
        ("ana", "enter_in_error", {"reason": "other"}, letters.OVER),
        ("ana", "recall", {}, letters.TAKEN_BACK),
    ],
)
def test_an_end_that_is_not_its_own_is_told(cast, mailbox, name, verb, told, news):
    answers = casting.need(cast, code="home-visiting") if verb == "reroute" else None
    referral = casting.sent(cast, "diapers", **({"answers": answers} if answers else {}))
    post(referral.pk)
    if "service" in told:
        told = {"service": cast.services["visits"]}
    do(cast, name, verb, referral, hours=0.1, **told)
    assert which(referral) == [letters.REQUEST, news]
    assert post(referral.pk) == ["sent", "sent"]
    assert opens(mailbox[1], referral) is (news == letters.OVER)
    assert not [word for word in FAMILY if word in said(mailbox[1])]


def test_what_nobody_answered_ends_and_it_hears_of_that(cast, referral, mailbox):
    post(referral.pk)
    for days in (3, 30):
        jobs.run_due(cast.later(days=days), only={referral.pk})
    assert state_of(referral) == "expired" and which(referral)[-1] == letters.OVER


def test_its_own_answers_are_not_told_to_itself(cast, referral):
    by_link(cast, referral, "accept")
    by_link(cast, referral, "serve", received="Some", need_met="fully")
    assert which(referral) == [letters.REQUEST]


def test_who_works_with_a_desk_gets_no_such_mail(cast):
    referral = casting.sent(cast)
    do(cast, "rosa", "withdraw", referral)
    assert lines(referral.pk) == []


def test_what_was_taken_back_before_its_mail_left_is_told_to_nobody(cast, referral, mailbox):
    do(cast, "ana", "recall", referral, hours=0.1)
    assert which(referral) == [letters.REQUEST, letters.TAKEN_BACK]
    assert post(referral.pk) == ["not safe", "not safe"] and mailbox.letters == []


def test_news_that_is_over_when_its_turn_comes_is_not_sent(cast, referral, mailbox):
    post(referral.pk)
    asked_and_answered(cast, referral)
    by_link(cast, referral, "decline", hours=3, reason="no room")
    assert post(referral.pk) == ["sent", "not safe"] and len(mailbox) == 1


def test_a_clock_twice_and_a_double_click_are_one_mail(cast, referral, mailbox):
    post(referral.pk)
    for _time in range(2):
        reminded(cast, referral)
        with acting_as(VISITOR):
            actions.ask_for_link(referral=referral.pk, by=VISITOR, at=cast.later(hours=3))
    assert sorted(which(referral)) == [letters.REMINDER, letters.REQUEST, letters.REQUEST]
    post(referral.pk)
    post(referral.pk)
    assert len(mailbox) == 3


def test_no_row_ever_holds_a_link(cast, referral, mailbox):
    post(referral.pk)
    secret = re.search(r"/referrals/link/([^/\s]+)/", mailbox[0].get_content())[1]
    start = secret.partition(":")[0]
    with everything(), connection.cursor() as cursor:
        for table in ("contact_delivery", "access_auditentry", "procrastinate_jobs"):
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{start}%"]
                )
                assert cursor.fetchone()[0] == 0, table


def test_each_community_says_how_long_a_link_opens(mailbox):
    cast = casting.make_cast(link_days=3)
    referral = casting.sent(cast, "diapers")
    post(referral.pk)
    assert "opens for 3 days" in said(mailbox[0])
    found = re.search(r"/referrals/link/([^/\s]+)/", mailbox[0].get_content())[1]
    assert 2.9 * 86400 < links.seconds_left(found) <= 3 * 86400


def test_an_organization_that_speaks_spanish_alone_reads_spanish(cast, referral, mailbox):
    with acting_as(casting.OPERATOR):
        Language.objects.create(service_id=referral.service_id, name="Spanish", code="es")
    post(referral.pk)
    assert mailbox[0]["subject"] == "Una familia pide su servicio"
    assert "14 días" in said(mailbox[0]) and "A family" not in said(mailbox[0])


def _address_is(referral, value):
    with acting_as(casting.OPERATOR):
        Service.objects.filter(pk=referral.service_id).update(email=value)
        Organization.objects.filter(pk=referral.organization_id).update(email=value)


def _failures():
    with everything():
        return list(WorkItem.objects.filter(kind="message failed", closed_at=None))


def test_an_address_that_is_gone_is_a_task_for_the_sender(cast, referral, mailbox):
    _address_is(referral, "")
    assert post(referral.pk) == ["failed"]
    (task,) = _failures()
    assert (task.agency_id, task.assignee_id) == (cast.agencies["library"].pk, cast.ana.id)
    _address_is(referral, "casa@example.org")
    (line,) = lines(referral.pk)
    with acting_as(cast.ana, now=cast.at):
        contact.retry(delivery=line, by=cast.ana, at=cast.later(hours=5))
    assert post(referral.pk) == ["sent"] and len(mailbox) == 1 and _failures() == []


def test_what_the_family_sent_itself_fails_onto_the_coordinators_desk(cast, mailbox):
    need = casting.need(cast, cast.rosa, code="diapers")
    referral = casting.sent(cast, "diapers", by=cast.rosa, answers=need)
    _address_is(referral, "")
    assert post(referral.pk) == ["failed"]
    assert [one.agency_id for one in _failures()] == [cast.agencies["backbone"].pk]


def test_a_server_that_is_away_is_tried_again_with_growing_waits(cast, referral, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    from kinwork.family.contact.tests import scenes

    (line,) = lines(referral.pk)
    at, waits = cast.at, []
    for _try in range(20):
        if scenes.try_at(line, at) != "waiting":
            break
        waits.append(scenes.line(line).next_at - at)
        at = scenes.line(line).next_at
    assert waits == sorted(waits) and waits[-1] > timedelta(hours=12)
    assert scenes.line(line).state == "failed" and len(_failures()) == 1
    with acting_as(clock(line.pk)):
        assert Delivery.objects.get(pk=line.pk).why == "no answer"
