"""A story that an office types: for whom there, and until when. Asked of the database itself."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.current import DRAFT
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.intake import actions, queries
from kinwork.family.intake.models import Draft, Interpreting, Seat
from kinwork.people.models import Household
from kinwork.trust.access.actions import code_hash, withhold
from kinwork.trust.access.tests import breaking
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests.deeds import co_parent
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
NO_ROWS = ("account administrator", "privacy officer", "analyst", "backbone lead", "coordinator")


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now())


def colleague(cast, agency: str, role: str) -> Actor:
    place, office = cast.community, cast.agencies[agency]
    with acting_as(casting.OPERATOR, now=cast.at):
        said = {"by": casting.OPERATOR, "at": cast.at}
        user = accounts.create_user(email=f"{new_id().hex}@example.org", name="Abe", **said)
        accounts.add_membership(user=user, agency=office, community=place, role=role, **said)
    return Actor("staff", user.id, office.id, role, place.id)


def typed(cast, by: Actor, *, known: bool = True) -> Draft:
    with acting_as(by):
        home = cast.household if known else None
        told = queries.told_before(home, cast.at.date()) if known else {"words": "Rosa"}
        draft = actions.begin(
            id=new_id(),
            community=cast.community,
            door="desk",
            language="es",
            household=home.pk if home else None,
            answers=told,
            by=by,
            at=cast.at,
        )
        actions.record_interpreter(
            draft, language="es", kind="companion", name="Tía", is_asked_for=True, by=by, at=cast.at
        )
    return draft


def sees(actor: Actor, model, **which) -> bool:
    with acting_as(actor):
        return model.objects.filter(**which).exists()


@pytest.mark.parametrize("role", NO_ROWS)
def test_a_role_without_rows_reads_no_story_of_its_office(cast, role):
    casting.consent(cast, by=cast.ana)
    for known in (True, False):
        draft = typed(cast, cast.ana, known=known)
        other = colleague(cast, "library", role)
        assert sees(cast.ana, Draft, pk=draft.pk)
        assert not sees(other, Draft, pk=draft.pk)
        assert not sees(other, Interpreting, draft=draft.pk)
    assert sees(cast.ana, Consent) and not sees(other, Consent)
    assert sees(colleague(cast, "library", "intake worker"), Draft, pk=draft.pk)


def test_what_a_known_family_told_before_closes_with_its_yes(cast):
    """The receiver began to type; then the family ended what it had agreed to."""
    casting.accepted(cast)
    worker = colleague(cast, "clinic", "caseworker")
    draft = typed(cast, worker)
    assert sees(worker, Draft, pk=draft.pk) and draft.answers
    with acting_as(cast.rosa):
        for one in Consent.objects.all():
            consents.end(consent=one, by=cast.rosa, at=timezone.now())
    assert not sees(worker, Draft, pk=draft.pk)


def test_what_an_emergency_opened_is_copied_into_no_story():
    """Read for an hour, and not kept by typing a new story about that family."""
    cast = breaking.make_cast(timezone.now())
    breaking.clause(True)
    worker = colleague(cast, "bloom", "caseworker")
    breaking.breaks(worker, timezone.now())
    assert sees(worker, Household, pk=cast.household.pk)
    browser = Crawler(worker).client
    told = {"needs": "diapers", "soon": "2 days", "where": "85201", "form_id": str(new_id())}
    page = browser.post("/start/desk/", told | {"household": str(cast.household.pk)})
    assert page.status_code == 404
    with everything():
        assert not Draft.objects.exists()
    with pytest.raises(DatabaseError), acting_as(worker):
        draft = Draft(
            community=cast.community, agency_id=worker.agency, user_id=worker.id, door="desk",
            household=cast.household.pk, began_at=cast.at, changed_at=cast.at,
        )  # fmt: skip
        draft.save(force_insert=True)


def test_a_no_to_the_office_that_typed_it_closes_what_it_types(cast):
    draft = typed(cast, cast.ana)
    with acting_as(cast.rosa):
        consents.deny(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["library"],
            classes=["identity", "household"],
            language="es",
            by=cast.rosa,
            at=timezone.now(),
        )
    assert not sees(cast.ana, Draft, pk=draft.pk)


def test_whoever_something_is_kept_from_reads_and_ends_no_seat_of_the_other(cast):
    """A seat says at which office the other one sits."""
    father = co_parent(cast)
    with acting_as(cast.rosa):
        draft = actions.begin(
            id=new_id(), community=cast.community, door="web", language="es",
            household=cast.household.pk, answers={}, by=cast.rosa, at=cast.at,
        )  # fmt: skip
        code = actions.make_seat(draft, by=cast.rosa, at=cast.at)
    with acting_as(cast.ana):
        seat = actions.take_seat(code=code, by=cast.ana, at=cast.at)
    assert sees(father, Seat, pk=seat.pk)
    with acting_as(cast.rosa):
        withhold(
            kind="protected branch", community=cast.community, person=cast.people["rosa"],
            from_person=father.id, evidence="told", by=cast.rosa, at=cast.at,
        )  # fmt: skip
    assert sees(cast.rosa, Seat, pk=seat.pk) and not sees(father, Seat, pk=seat.pk)
    with acting_as(father):
        assert not Seat.objects.filter(pk=seat.pk).update(ended_at=cast.at)


def test_what_an_office_types_is_no_caregivers_before_it_is_done(cast):
    """The number of such a story stands in the worker's address; on the family's page it opens nothing."""
    draft = typed(cast, cast.ana)
    assert sees(cast.ana, Draft, pk=draft.pk) and not sees(cast.rosa, Draft, pk=draft.pk)
    browser = Crawler(cast.rosa).client
    browser.post("/start/", {"needs": "diapers", "form_id": str(draft.pk)})
    with everything():
        assert browser.session.get(DRAFT) != str(draft.pk)
        assert Draft.objects.get(pk=draft.pk).version == 0


def test_nobody_is_let_in_where_a_desk_types_for_a_known_family(cast):
    """The worker sees what the mother told; whoever comes with the code may be the father."""
    draft = typed(cast, cast.ana)
    with pytest.raises(Refused), acting_as(cast.ana):
        actions.make_seat(draft, by=cast.ana, at=cast.at)
    with acting_as(cast.ana):
        Seat.objects.create(
            draft=draft.pk, household=draft.household, side="family", agency_id=cast.ana.agency,
            code_hash=code_hash("ABCDEFGH"), made_at=cast.at,
            expires_at=cast.at + timedelta(minutes=30),
        )  # fmt: skip
    with acting_as(VISITOR):
        assert actions.take_seat(code="ABCDEFGH", by=VISITOR, at=cast.at) is None
    browser = Crawler(cast.ana).client
    page = browser.get(f"/start/desk/{draft.pk}/people/").content.decode()
    assert "/together/" not in page and "/languages/" in page
    page = browser.get(f"/start/desk/{draft.pk}/together/").content.decode()
    assert "<form" in page and "Make a code" not in page and "own phone" not in page
