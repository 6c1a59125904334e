"""What must hold in every world, whatever the rule's lines say: asked of the database alone.

Each property reads a thrown world, turns one thing in it, and reads again as every worker.
"""

from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.db import transaction

from kinwork.accounts.models import Agency, Membership
from kinwork.people.models import HouseholdMember, IdentityLink
from kinwork.people.rules import CLASSES
from kinwork.trust.access.models import Block, Tie, Withholding
from kinwork.trust.consent.models import Consent
from tests.access.dice import MINUTE, NOW
from tests.access.reading import read
from tests.access.worlds import FAMILY_ROWS, World, store
from tests.seeing import everything

WORLDS = range(77_000, 77_012)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [World(number) for number in WORLDS]


@contextmanager
def stored(worlds):
    with transaction.atomic():
        store(worlds)
        yield
        transaction.set_rollback(True)


def everybody(world: World) -> dict:
    return {
        actor: read(world, actor) for actor in world.actors if actor.kind in ("staff", "family")
    }


def before_and_after(worlds, turn):
    """(world, what each saw, what each sees once `turn(world)` is done); all is put back."""
    with stored(worlds):
        for world in worlds:
            before = everybody(world)
            with transaction.atomic():
                with everything():
                    turn(world)
                yield world, before, everybody(world)
                transaction.set_rollback(True)


def never_more(worlds, turn) -> None:
    for world, before, after in before_and_after(worlds, turn):
        for actor in before:
            assert after[actor] <= before[actor], (world.seed, actor)


def said(world: World, deny: bool) -> None:
    """The adults of both households speak about every agency and class."""
    Consent.objects.bulk_create(
        Consent(
            community=world.community,
            household=row.household,
            given_by=row.person,
            agency=agency,
            deny=deny,
            classes=list(CLASSES),
            purposes=["care"],
            starts=NOW - MINUTE,
            language="en",
            text=world.text,
            way="on screen",
        )
        for row in world.made[HouseholdMember]
        for agency in world.agencies
        if row.relation != "child"
    )


def here(model, world: World):
    return model.objects.filter(pk__in=[row.pk for row in world.made[model]])


def permits_end(world: World) -> None:
    here(Consent, world).filter(deny=False, ended_at=None).update(ended_at=NOW)


def test_without_consent_and_glass_nobody_reads_a_strangers_row(worlds):
    def turn(world):
        permits_end(world)
        here(Tie, world).filter(kind="glass").update(ends=NOW)

    for world, _before, after in before_and_after(worlds, turn):
        foreign = {
            (model._meta.db_table, row.pk): {row.owner_id, row.recorded_by_id}
            for model in FAMILY_ROWS
            for row in world.made[model]
        }
        for actor, rows in after.items():
            assert actor.kind == "family" or all(actor.hat in foreign[row] for row in rows)


def test_a_refusal_never_shows_more(worlds):
    never_more(worlds, lambda world: said(world, deny=True))


def test_a_permit_never_shows_less(worlds):
    for world, before, after in before_and_after(worlds, lambda world: said(world, deny=False)):
        for actor in before:
            assert before[actor] <= after[actor], (world.seed, actor)


def test_revoked_is_as_never_granted(worlds):
    def never(world):
        here(Consent, world).filter(deny=False).delete()

    revoked = [after for _, _, after in before_and_after(worlds, permits_end)]
    assert revoked == [after for _, _, after in before_and_after(worlds, never)]


def test_a_victim_service_provider_reads_nothing(worlds):
    def turn(world):
        here(Agency, world).update(is_victim_service_provider=True)

    for _world, _before, after in before_and_after(worlds, turn):
        assert not any(rows for actor, rows in after.items() if actor.kind == "staff")


def test_a_hat_that_is_over_reads_nothing(worlds):
    def turn(world):
        here(Membership, world).update(starts=NOW - MINUTE, ends=NOW)

    for _world, _before, after in before_and_after(worlds, turn):
        assert not any(rows for actor, rows in after.items() if actor.kind == "staff")


def test_a_block_never_shows_more_and_shuts_the_agency_out(worlds):
    def turn(world):
        for household in world.households:
            for agency in world.agencies:
                Block.objects.create(household=household, agency=agency, starts=NOW)

    never_more(worlds, turn)


def test_a_protection_never_shows_more(worlds):
    def turn(world):
        for person in world.persons:
            Withholding.objects.create(
                community=world.community,
                kind="protected branch",
                person=person,
                recorded_by=world.focus,
                starts=NOW,
            )

    never_more(worlds, turn)


def test_the_stricter_wins_on_merge(worlds):
    """Saying that two rows are one person may close, never open."""

    def turn(world):
        here(IdentityLink, world).delete()
        persons = sorted(world.persons, key=lambda person: person.pk)
        IdentityLink.objects.bulk_create(
            IdentityLink(one=one, other=other, linked_by=world.focus, why="-", starts=NOW)
            for one, other in pairwise(persons)
        )

    apart = [World(number) for number in WORLDS]
    for world in apart:
        world.made[IdentityLink].clear()
    never_more(apart, turn)


def test_an_ended_link_is_as_none(worlds):
    def ended(world):
        here(IdentityLink, world).update(starts=NOW - MINUTE, ends=NOW)

    def none(world):
        here(IdentityLink, world).delete()

    first = [after for _, _, after in before_and_after(worlds, ended)]
    assert first == [after for _, _, after in before_and_after(worlds, none)]


def test_order_does_not_matter(worlds):
    """The grounds are written anew, the last first."""

    def turn(world):
        for model in (Consent, Tie, Block):
            rows = list(here(model, world))
            here(model, world).delete()
            model.objects.bulk_create(reversed(rows))

    for world, before, after in before_and_after(worlds, turn):
        assert before == after, world.seed
