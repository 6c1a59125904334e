"""Real rows in the real database: who sees a family's record, and from when to when."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency, User
from kinwork.common.acting import NobodyActs, acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Community, Text
from kinwork.family.facts.models import Fact
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson, record_household
from kinwork.people.models import Household, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.queries import explain, may_see
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.consent import actions as consent
from kinwork.trust.consent.texts import REFERRAL

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


@dataclass
class World:
    community: Community
    library: Agency
    clinic: Agency
    ana: Actor
    ben: Actor
    cruz: Actor
    rosa: Actor
    household: Household
    fact: Fact


@pytest.fixture
def world() -> World:
    with acting_as(OPERATOR):
        community = accounts.create_community(
            slug="here", name="Here", state="AZ", by=OPERATOR, at=AT
        )
        made = {
            name: accounts.create_agency(name=name, communities=[community], by=OPERATOR, at=AT)
            for name in ("library", "clinic", "elsewhere")
        }
        actors = {}
        for name, agency, role in (
            ("ana", "library", "navigator"),
            ("ben", "clinic", "provider staff"),
            ("cruz", "elsewhere", "caseworker"),
        ):
            user = accounts.create_user(
                email=f"{name}@example.org", name=name.title(), by=OPERATOR, at=AT
            )
            accounts.add_membership(
                user=user, agency=made[agency], community=community, role=role, by=OPERATOR, at=AT
            )
            actors[name] = Actor("staff", user.pk, made[agency].pk, role, community.pk)
        pact = agreements.make_agreement(
            community=community, kind="participation", title="Pact", starts=AT, by=OPERATOR, at=AT
        )
        for agency in made.values():
            agreements.join(agreement=pact, agency=agency, signed_by="She", by=OPERATOR, at=AT)
        consent.seed_texts(by=OPERATOR, at=AT)
    ana = actors["ana"]
    rosa, lucia = new_id(), new_id()
    with acting_as(ana):
        household = record_household(
            people=[
                NewPerson("Rosa", "Luna", id=rosa),
                NewPerson("Lucía", "Luna", "child", date(2023, 5, 1), id=lucia),
            ],
            language="es",
            community=community,
            recorded_by=made["library"],
            by=ana,
            at=AT,
            opens_tie=access.open_tie,
        )
        fact = Fact.objects.create(
            community=community,
            recorded_by=made["library"],
            household=household,
            sensitivity="means",
            key="income",
            value={"amount": "1200"},
            said_at=AT,
        )
    mother = Actor("family", rosa, household.pk, "family member", community.pk)
    return World(
        community, made["library"], made["clinic"], ana, actors["ben"], actors["cruz"], mother,
        household, fact,
    )  # fmt: skip


def people_seen(actor: Actor) -> set[str]:
    with acting_as(actor):
        return set(Person.objects.values_list("given_name", flat=True))


def facts_seen(actor: Actor) -> int:
    with acting_as(actor):
        return Fact.objects.count()


def share(world: World, classes=("identity", "means")):
    with acting_as(world.rosa):
        rosa = Person.objects.get(pk=world.rosa.id)
        made = consent.give(
            household=world.household,
            given_by=rosa,
            agency=world.clinic,
            classes=classes,
            text=Text.objects.get(key=REFERRAL, language="es"),
            language="es",
            by=world.rosa,
            at=AT,
        )
        work = new_id()
        access.open_tie(
            kind="referral",
            agency=world.clinic,
            community=world.community,
            household=world.household.pk,
            classes=classes,
            work=work,
            by=world.rosa,
            at=AT,
        )
    return made, work


def test_who_recorded_it_and_the_family_see_it_and_nobody_else(world):
    assert people_seen(world.ana) == {"Rosa", "Lucía"} == people_seen(world.rosa)
    for stranger in (world.ben, world.cruz, Actor("visitor"), Actor("link", new_id())):
        assert people_seen(stranger) == set()
        assert facts_seen(stranger) == 0


def test_consent_tie_and_agreement_together_open_the_named_classes(world):
    share(world)
    assert people_seen(world.ben) == {"Rosa", "Lucía"}
    assert facts_seen(world.ben) == 1
    assert facts_seen(world.cruz) == 0


def test_only_the_named_classes_are_opened(world):
    share(world, classes=("identity",))
    assert people_seen(world.ben) == {"Rosa", "Lucía"}
    assert facts_seen(world.ben) == 0


def test_ended_consent_closes_at_the_next_statement(world):
    given, _ = share(world)
    assert facts_seen(world.ben) == 1
    with acting_as(world.rosa):
        consent.end(consent=given, by=world.rosa, at=AT + timedelta(days=1))
    assert facts_seen(world.ben) == 0 and people_seen(world.ben) == set()


def test_the_end_of_the_work_closes_it_too(world):
    _, work = share(world)
    with acting_as(world.rosa):
        access.close_ties(work=work, by=world.rosa, at=AT + timedelta(days=1))
    assert facts_seen(world.ben) == 0


def test_a_disabled_account_sees_nothing_at_once(world):
    with acting_as(OPERATOR):
        user = User.objects.get(pk=world.ana.id)
        accounts.disable_account(user=user, by=OPERATOR, at=AT)
    assert people_seen(world.ana) == set()


def test_a_block_shuts_out_even_who_recorded_it(world):
    with acting_as(world.rosa):
        access.block(household=world.household, agency=world.library, by=world.rosa, at=AT)
    assert people_seen(world.ana) == set()


def test_other_purposes_reach_no_rows(world):
    assert people_seen(world.ana.for_purpose("statistics")) == set()


def test_a_tie_cannot_be_had_by_guessing_an_id(world):
    with acting_as(world.cruz), pytest.raises(DatabaseError), transaction.atomic():
        access.open_tie(
            kind="intake",
            agency=world.cruz.hat,
            community=world.community,
            household=world.household.pk,
            user=world.cruz.id,
            by=world.cruz,
            at=AT,
        )
    assert people_seen(world.cruz) == set()


def test_nobody_signs_with_another_agencys_name(world):
    with acting_as(world.ana), pytest.raises(DatabaseError), transaction.atomic():
        Fact.objects.create(
            community=world.community,
            recorded_by=world.clinic,
            household=world.household,
            sensitivity="means",
            key="income",
            value=1,
            said_at=AT,
        )


def test_an_action_refuses_to_act_in_anothers_name(world):
    with acting_as(world.cruz), pytest.raises(NobodyActs):
        access.close_ties(work=new_id(), by=world.ana, at=AT)


def test_the_walls_agree_and_explain(world):
    assert may_see(world.ana, world.fact) and may_see(world.rosa, world.fact)
    assert not may_see(world.cruz, world.fact)
    assert "recorded" in explain(world.ana, world.fact)
    assert "not shared" in explain(world.cruz, world.fact)


def test_search_finds_own_families_with_and_without_accents(world):
    with acting_as(world.ana):
        assert [p.given_name for p in people.find_people(world.ana, given="lucia")] == ["Lucía"]
    with acting_as(world.cruz):
        assert people.find_people(world.cruz, given="lucia") == []


def test_the_trail_takes_rows_and_gives_none_away(world):
    with acting_as(world.rosa):
        assert AuditEntry.objects.filter(verb="people.record_household").count() == 1
    with acting_as(world.cruz):
        assert AuditEntry.objects.exclude(actor_id=world.cruz.id).count() == 0
    with acting_as(world.ana), pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_settings_do_not_outlive_acting(world):
    assert people_seen(world.ana) != set()
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.count()
