"""A yes by a link: below the pages. Who can ask, open, answer, take back; what becomes of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact.models import ContactPoint
from kinwork.trust.access.models import WorkItem
from kinwork.trust.consent import actions, jobs, links
from kinwork.trust.consent.models import Consent, ConsentAsk
from kinwork.trust.consent.tests.deeds import (
    as_rosa,
    ask_now,
    asked,
    co_parent,
    permit,
    words,
)
from tests import cast as casting
from tests.posting import post
from tests.seeing import everything, unsigned


@pytest.fixture
def cast(db):
    return casting.make_cast()


def proved(cast, link, born=None, at=None, **said):
    at = at or cast.later(hours=1)
    said = said or {"born": born or cast.people["rosa"].birth_date}
    with acting_as(VISITOR, now=at):
        return actions.prove_ask(ask=link.ask.pk, by=VISITOR, at=at, **said)


def answered(cast, link, yes=True, at=None):
    return as_rosa(cast, "answer_ask", at=at, ask=link.ask.pk, yes=yes, text=words())


def on_anas_desk(cast) -> list[str]:
    with acting_as(cast.ana):
        found = WorkItem.objects.filter(kind__startswith="consent", closed_at=None)
        assert {one.assignee_id for one in found} <= {cast.ana.id}
        return [one.kind for one in found]


def test_a_yes_by_a_link_is_a_consent_and_lies_on_the_desk(cast):
    link = asked(cast)
    shown = proved(cast, link)
    assert shown.family == cast.rosa and shown.language == "es"
    answered(cast, link)
    made = permit(cast)
    assert (made.way, made.classes) == ("by link", ["identity", "contact"])
    assert (made.given_by_id, made.recorded_by_id) == (cast.rosa.id, cast.agencies["library"].pk)
    assert made.text_id == words().pk and "Saguaro Wash Clinic" in made.words
    assert on_anas_desk(cast) == ["consent answered"]
    assert jobs.run_due(cast.later(hours=80)) == 0  # its clock is stopped


def test_it_works_once_and_the_first_answer_stands(cast):
    link = asked(cast)
    answered(cast, link, yes=False)
    again = answered(cast, link, yes=True)
    assert again.answer == "no"
    with everything():
        assert not Consent.objects.exists()


def test_a_no_takes_nothing_away(cast):
    referral = casting.accepted(cast)
    answered(cast, asked(cast), yes=False)
    assert permit(cast).ended_at is None
    with everything():
        referral.refresh_from_db()
    assert referral.state == "accepted"


def test_wrong_answers_are_counted_rest_and_end(cast):
    link, at = asked(cast), cast.later(hours=1)
    for _try in range(5):
        assert proved(cast, link, born=cast.people["mateo"].birth_date, at=at) is None
    assert proved(cast, link, at=at) is None  # it rests
    at += timedelta(minutes=16)
    assert proved(cast, link, at=at) is not None
    for again in range(3):
        for _try in range(5):
            when = at + timedelta(minutes=20 * again)
            assert proved(cast, link, born=cast.people["mateo"].birth_date, at=when) is None
    assert ask_now(link).ended_why == "wrong tries"
    assert proved(cast, link, at=at + timedelta(hours=2)) is None
    assert on_anas_desk(cast) == ["consent not answered"]
    with everything():
        said = AuditEntry.objects.filter(verb="consent.prove_ask").values_list("outcome", flat=True)
        assert set(said) == {"done", "refused"}


def test_a_code_and_word_are_the_other_way(cast):
    link = asked(cast)
    assert proved(cast, link, person=new_id()) is None
    assert proved(cast, link, person=None) is None
    assert proved(cast, link, person=cast.rosa.id).family == cast.rosa


@pytest.mark.parametrize("kind", ["visitor", "link", "clock", "father", "ana", "ben", "cruz"])
def test_nobody_else_reads_or_answers_it(cast, kind):
    referral = casting.sent(cast)
    link = asked(cast)
    actor = {
        "visitor": lambda: VISITOR,
        "link": lambda: casting.link_holder(referral),
        "clock": lambda: clock(referral.pk),
        "father": lambda: co_parent(cast),
    }.get(kind, lambda: cast.actors[kind])()
    at = cast.later(hours=1)
    with acting_as(actor, now=at):
        readable = ConsentAsk.objects.filter(pk=link.ask.pk).exists()
    assert readable is (kind == "ana")
    with pytest.raises((Refused, ConsentAsk.DoesNotExist)), acting_as(actor, now=at):
        actions.answer_ask(ask=link.ask.pk, yes=True, text=words(), by=actor, at=at)
    assert ask_now(link).waits


@pytest.mark.parametrize("who", ["ben", "bill", "cruz", "cora", "dana", "sam", "eve"])
def test_only_who_works_with_the_family_asks(cast, who):
    with pytest.raises((Refused, DatabaseError)):
        asked(cast, by=cast.actors[who])
    with everything():
        assert not ConsentAsk.objects.exists()


@pytest.mark.parametrize("name", ["sud", "safety", "education", "notes"])
def test_what_needs_paper_is_not_asked_by_a_link(cast, name):
    with pytest.raises(Refused):
        asked(cast, classes=("identity", name))


def test_five_times_a_day_is_enough(cast):
    for _time in range(5):
        asked(cast)
    with pytest.raises(Refused):
        asked(cast)
    asked(cast, at=cast.later(days=2))


def test_taken_back_it_opens_nothing(cast):
    link, at = asked(cast), cast.later(hours=1)
    with acting_as(cast.ana, now=at):
        assert actions.recall_ask(ask=link.ask, by=cast.ana, at=at)
        assert not actions.recall_ask(ask=link.ask, by=cast.ana, at=at)
    assert proved(cast, link) is None
    with pytest.raises(Refused):
        answered(cast, link)
    assert on_anas_desk(cast) == []


def test_it_lapses_by_its_clock_and_the_worker_hears(cast):
    link = asked(cast)
    assert jobs.run_due(cast.later(hours=71)) == 0
    assert jobs.run_due(cast.later(hours=73)) == 1
    assert ask_now(link).ended_why == "lapsed"
    assert on_anas_desk(cast) == ["consent not answered"]
    assert jobs.run_due(cast.later(hours=74)) == 0
    # the database closes it from the very instant, the clock only tidies up
    other = asked(cast, at=cast.later(days=5))
    assert proved(cast, other, at=cast.later(days=8, seconds=1)) is None


@pytest.mark.parametrize("what", ["worker", "agency", "blocked"])
def test_it_dies_with_who_asked(cast, what):
    link, at = asked(cast), cast.later(minutes=5)
    if what == "blocked":
        from kinwork.trust.access.actions import block

        with acting_as(cast.rosa, now=at):
            block(household=cast.household, agency=cast.agencies["library"], by=cast.rosa, at=at)
    else:
        with everything():
            if what == "worker":
                type(cast.users["ana"]).objects.filter(pk=cast.ana.id).update(is_active=False)
            else:
                library = cast.agencies["library"]
                type(library).objects.filter(pk=library.pk).update(active=False)
    assert proved(cast, link) is None
    with acting_as(VISITOR, now=cast.later(hours=1)):
        assert links.read(links.token(link.ask.pk)) is None


def test_a_link_and_a_card_lead_to_one_question(cast):
    link = asked(cast)
    with acting_as(VISITOR, now=cast.later(hours=1)):
        for text in (link.code, link.code.lower(), f"{link.code[:8]}-{link.code[8:]}"):
            assert links.read(text) == link.ask.pk
        assert links.read(links.token(link.ask.pk)) == link.ask.pk
        for wrong in (links.token(new_id()), str(link.ask.pk), "x", links.token(link.ask.pk) + "x"):
            assert links.read(wrong) is None


def test_the_mail_goes_to_her_own_safe_address_and_says_nothing(cast, mailbox):
    link = asked(cast, way="e-mail")
    post(link.ask.pk, kind="ask", at=cast.at)
    post(link.ask.pk, kind="ask", at=cast.at)  # delivered twice
    (mail,) = mailbox.letters
    text = mail["subject"] + mail.get_content()
    assert mail["to"] == "rosa@example.org"
    assert links.token(link.ask.pk)[:20] in text
    for said in ("Rosa", "Clinic", "Library", "WIC", "Biblioteca", "Mateo", "ayuda", "Kinwork"):
        assert said not in unsigned(text), said
    assert ask_now(link).sent_at


@pytest.mark.parametrize("what", ["unsafe", "another's", "kept"])
def test_without_a_safe_address_of_hers_nothing_leaves(cast, mailbox, what):
    link = asked(cast, way="e-mail")
    with everything():
        mails = ContactPoint.objects.filter(channel="email")
        if what == "unsafe":
            mails.update(is_safe=False)
    if what == "another's":
        father = co_parent(cast)
        with everything():
            mails.update(person=father.id, household=None)
    if what == "kept":
        father, at = co_parent(cast), cast.at
        from kinwork.trust.access.actions import withhold

        with acting_as(cast.rosa, now=at):
            withhold(
                kind="protected branch",
                community=cast.community.pk,
                person=cast.rosa.id,
                from_person=father.id,
                evidence="said by oneself",
                by=cast.rosa,
                at=at,
            )
    post(link.ask.pk, kind="ask", at=cast.at)
    assert mailbox.letters == []
    assert ask_now(link).ended_why == "no safe address"
    assert on_anas_desk(cast) == ["consent not answered"]


def test_every_step_stands_in_the_trail(cast):
    link = asked(cast)
    proved(cast, link)
    answered(cast, link)
    with everything():
        verbs = AuditEntry.objects.filter(verb__startswith="consent.").exclude(
            verb="consent.seed_texts"
        )
        assert list(verbs.order_by("at", "id").values_list("verb", flat=True).distinct())
        assert {one.verb for one in verbs} == {
            "consent.ask",
            "consent.prove_ask",
            "consent.give",
            "consent.answer_ask",
        }
        assert not any("rosa" in str(one.details).lower() for one in verbs)


def test_a_stranger_with_the_same_hat_id_is_no_family(cast):
    """An actor who says to be of this home, and is not, answers nothing."""
    link = asked(cast)
    stranger = Actor("family", new_id(), cast.household.pk, "family member", cast.community.pk)
    at = cast.later(hours=1)
    with pytest.raises(ConsentAsk.DoesNotExist), acting_as(stranger, now=at):
        actions.answer_ask(ask=link.ask.pk, yes=True, text=words(), by=stranger, at=at)
