"""Two records of one person: linked, the stricter counts; taken back, each is what it was."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.jobs import JOBS
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact import actions as contacts
from kinwork.family.contact.models import Message
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, HouseholdMember, IdentityLink, Match, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import linking
from kinwork.trust.access.actions.linking import NoLink
from kinwork.trust.access.models import Tie, WorkItem
from kinwork.trust.access.queries import may_see
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.cast import SHARED, Cast, make_cast, record_family, sent
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
ROSA = ("Rosa", "Luna Ortega", "caregiver", date(1997, 5, 14))
KEPT = (Household, Person, HouseholdMember, Consent, Tie)


def twice(by: str = "ana") -> tuple[Cast, Person, Person]:
    """Rosa written down twice, the second time by `by`; the library's supervisor is `lou`."""
    cast = make_cast()
    cast.actors["lou"] = worker(cast, "supervisor")
    again = NewPerson("ROSA", "Luna Ortega", *ROSA[2:])
    home = record_family(cast, cast.actors[by], [again])
    cast.actors["again"] = Actor("family", again.id, home.pk, "family member", cast.community.pk)
    with everything():
        return cast, cast.people["rosa"], Person.objects.get(pk=again.id)


def link(cast: Cast, one: Person, other: Person, by: str = "lou") -> IdentityLink:
    actor = cast.actors[by]
    with acting_as(actor, now=AT):
        return linking.link_people(one=one, other=other, why="Same card", by=actor, at=AT)


def stored() -> dict:
    with everything():
        return {table: sorted(map(str, table.objects.values_list())) for table in KEPT}


def sees(cast: Cast, name: str, row) -> bool:
    return may_see(cast.actors[name], row, now=AT)


def test_while_linked_a_refusal_of_either_counts_for_both_and_no_longer():
    cast, rosa, again = twice()
    sent(cast)
    before = stored()
    assert sees(cast, "ben", rosa)
    with acting_as(cast.again, now=AT):
        consents.deny(
            household=Household(pk=cast.again.hat, community_id=cast.community.pk),
            given_by=again,
            agency=cast.agencies["clinic"],
            classes=SHARED,
            language="en",
            by=cast.again,
            at=AT,
        )
    refused = stored()
    assert sees(cast, "ben", rosa), "not linked: what the other row refuses is its own"
    made = link(cast, rosa, again)
    assert not sees(cast, "ben", rosa)
    assert sees(cast, "ana", rosa) and sees(cast, "lou", again)
    with acting_as(cast.lou, now=AT):
        linking.unlink_people(link=made, why="Two sisters", by=cast.lou, at=AT)
    assert sees(cast, "ben", rosa)
    assert stored() == refused != before, "nothing but the link was ever written"


def test_a_block_and_a_protection_count_for_both_while_linked():
    cast, rosa, again = twice()
    sent(cast)
    made = link(cast, rosa, again)
    with acting_as(cast.again, now=AT):
        home = Household.objects.get(pk=cast.again.hat)
        access.block(household=home, agency=cast.agencies["clinic"], by=cast.again, at=AT)
    assert not sees(cast, "ben", rosa)
    with acting_as(cast.lou, now=AT):
        linking.unlink_people(link=made, why="-", by=cast.lou, at=AT)
    assert sees(cast, "ben", rosa)


def test_a_link_shows_nobody_more():
    cast, rosa, again = twice("cruz")
    sent(cast)
    _said_yes(cast, again)
    assert not sees(cast, "ben", again) and not sees(cast, "ana", again)
    link(cast, rosa, again)
    for name in ("ben", "ana", "lou"):
        assert not sees(cast, name, again), name
    assert not sees(cast, "cruz", rosa)


def test_both_are_in_the_trail_and_a_second_time_changes_nothing():
    cast, rosa, again = twice()
    made = link(cast, rosa, again)
    with pytest.raises(NoLink):
        link(cast, again, rosa)
    with acting_as(cast.lou, now=AT):
        for _ in range(2):
            made = linking.unlink_people(link=made, why="Two sisters", by=cast.lou, at=AT)
    assert (made.ended_by_id, made.ended_why) == (cast.lou.hat, "Two sisters")
    with everything():
        verbs = [
            (one.verb, one.person_id)
            for one in AuditEntry.objects.filter(verb__endswith="link_people").order_by("id")
        ]
    people = sorted([rosa.pk, again.pk])
    assert sorted(verbs) == sorted(
        [(verb, one) for verb in ("people.link_people", "people.unlink_people") for one in people]
    )


@pytest.mark.parametrize("name", ["ana", "bea", "dana", "rosa", "cora"])
def test_nobody_else_links(name):
    cast, rosa, again = twice()
    with pytest.raises((Refused, NoLink)):
        link(cast, rosa, again, by=name)
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(cast.actors[name]):
        IdentityLink.objects.create(
            one_id=min(rosa.pk, again.pk),
            other_id=max(rosa.pk, again.pk),
            linked_by=cast.agencies["library"],
            why="-",
            starts=AT,
        )


WAYS = ["safety", "sud", "order", "label", "victim service", "part 2", "stranger", "not there"]


def _made_unlinkable(cast: Cast, again: Person, way: str) -> None:
    with everything(), transaction.atomic():
        if way == "label":
            Person.objects.filter(pk=again.pk).update(labels=["address confidentiality"])
        if way in ("victim service", "part 2"):
            column = "is_part_2" if way == "part 2" else "is_victim_service_provider"
            type(cast.agencies["bloom"]).objects.filter(pk=cast.agencies["bloom"].pk).update(
                **{column: True}
            )
            Person.objects.filter(pk=again.pk).update(recorded_by=cast.agencies["bloom"])
        if way == "stranger":
            Tie.objects.filter(household=cast.again.hat).update(ends=AT)
    if way in ("safety", "sud"):
        with acting_as(cast.again, now=AT):
            consents.give(
                household=Household.objects.get(pk=cast.again.hat),
                given_by=again,
                agency=cast.agencies["clinic"],
                classes=[way],
                text=casting.Text.objects.get(key=casting.REFERRAL, language="es", community=None),
                language="es",
                by=cast.again,
                at=AT,
            )
    if way == "order":
        with acting_as(cast.lou, now=AT):
            access.withhold(
                kind="safety flag",
                community=cast.community,
                person=again,
                from_person=cast.people["rosa"],
                evidence="told",
                by=cast.lou,
                at=AT,
            )


@pytest.mark.parametrize("way", WAYS)
def test_every_no_is_the_same_no(way):
    cast, rosa, again = twice()
    _made_unlinkable(cast, again, way)
    if way == "not there":
        again = Person(id=cast.people["mateo"].pk.__class__(int=7))
    with CaptureQueriesContext(connection) as asked, pytest.raises(NoLink) as no:
        link(cast, rosa, again)
    assert str(no.value) == str(NoLink())
    assert len([one for one in asked if "kw_may_link" in one["sql"]]) == 1
    with everything():
        assert not IdentityLink.objects.exists()


# Known elsewhere -------------------------------------------------------------------------------


def _looked(person: Person) -> None:
    JOBS["people.look_for_match"](person.pk)


def _said_yes(cast: Cast, again: Person, yes: bool = True) -> Match:
    _looked(again)
    with acting_as(cast.rosa):
        match = Match.objects.get()
        assert linking.answer_match(match=match.pk, yes=yes, by=cast.rosa, at=AT)
        assert not linking.answer_match(match=match.pk, yes=not yes, by=cast.rosa, at=AT)
    return match


def test_a_hit_elsewhere_asks_the_family_that_was_there_first():
    cast, rosa, again = twice("cruz")
    _looked(again)
    _looked(again)
    with acting_as(cast.rosa):
        assert [one.key for one in Message.objects.all()] == ["people.find_match"]
        assert Match.objects.get().one_id == rosa.pk
    for name in ("again", "cruz", "ana", "lou", "dana"):
        with acting_as(cast.actors[name]):
            assert not Match.objects.exists(), name
            assert not WorkItem.objects.exists(), name


def test_its_yes_is_a_task_and_lets_the_steward_link():
    cast, rosa, again = twice("cruz")
    with pytest.raises(NoLink):
        link(cast, rosa, again)
    match = _said_yes(cast, again)
    with acting_as(cast.lou):
        assert WorkItem.objects.get().target == match.pk
        assert Match.objects.get().answer == "yes"
    with pytest.raises((Refused, NoLink)):
        link(cast, rosa, again, by="bea")
    made = link(cast, rosa, again)
    with acting_as(cast.lou):
        assert IdentityLink.objects.get().pk == made.pk and Match.objects.get().settled_at
    with acting_as(cast.cruz):
        assert not IdentityLink.objects.exists(), "who wrote the newer row learns nothing"


def test_its_no_ends_it():
    cast, rosa, again = twice("cruz")
    _said_yes(cast, again, yes=False)
    with acting_as(cast.lou):
        assert not WorkItem.objects.exists() and not Match.objects.exists()
    with pytest.raises(NoLink):
        link(cast, rosa, again)


def test_a_steward_may_leave_it():
    cast, rosa, again = twice("cruz")
    match = _said_yes(cast, again)
    with acting_as(cast.lou):
        assert linking.leave_match(match=match.pk, by=cast.lou, at=AT)
        assert not linking.leave_match(match=match.pk, by=cast.lou, at=AT)
    with pytest.raises(NoLink):
        link(cast, rosa, again)


@pytest.mark.parametrize("way", ["safety", "label", "victim service", "part 2"])
def test_whoever_is_protected_matches_nobody(way):
    cast, rosa, again = twice("cruz")
    _made_unlinkable(cast, again, way)
    _looked(again)
    with everything():
        assert not Match.objects.exists() and not Message.objects.exists()


@pytest.mark.parametrize(
    "other", [("Rosa", "Luna", date(1997, 5, 14)), ("Rosa", "Luna Ortega", date(1997, 5, 15))]
)
def test_only_the_same_names_and_birth_date_match(other):
    cast = make_cast()
    told = NewPerson(other[0], other[1], "caregiver", other[2])
    record_family(cast, cast.cruz, [told])
    _looked(Person(id=told.id))
    with everything():
        assert not Match.objects.exists()


def test_writing_somebody_down_is_the_same_whether_another_office_knows_them():
    cast = make_cast()
    counts = []
    for given in ("Rosa", "Nadia", "Rosa", "Nora"):
        with CaptureQueriesContext(connection) as asked:
            record_family(cast, cast.cruz, [NewPerson(given, *ROSA[1:])])
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_only_its_own_clock_looks_for_a_match():
    cast, rosa, again = twice("cruz")
    for name in ("cruz", "ana", "lou", "rosa"):
        with acting_as(cast.actors[name]), connection.cursor() as cursor:
            cursor.execute("SELECT kw_note_match(%s)", [again.pk])
            assert cursor.fetchone()[0] is None
    with everything():
        assert not Match.objects.exists()


def test_the_words_of_the_letter_name_nobody(mailbox):
    cast, rosa, again = twice("cruz")
    _looked(again)
    with everything():
        message = Message.objects.get()
    JOBS["contact.send"](message.pk)
    body = mailbox[0].get_content()
    assert "Rosa" not in body and "Luna" not in body and "office" not in body
    assert contacts is not None
