"""Two agencies of one community, and people to try every deed with."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from kinwork.accounts import actions
from kinwork.accounts.models import Agency, Membership, User
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.models import AuditEntry, Community
from kinwork.trust.consent.actions import seed_texts
from tests.signing import enter

NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
OPERATOR = Actor("staff", role="operator")
PASSWORD = "two herons by the wash"


@dataclass
class World:
    community: Community
    elsewhere: Community
    library: Agency
    clinic: Agency

    def user(self, name: str, password: str | None = None, language: str = "en") -> User:
        email = f"{name.lower()}@example.org"
        told = {"email": email, "name": name, "language": language, "password": password}
        with acting_as(OPERATOR):
            return actions.create_user(**told, by=OPERATOR, at=NOW)

    def hat(self, user: User, role: str, agency: Agency | None = None) -> Membership:
        with acting_as(OPERATOR):
            return actions.add_membership(
                user=user,
                agency=agency or self.library,
                community=self.community,
                role=role,
                by=OPERATOR,
                at=NOW,
            )

    def worker(self, name: str, role: str, agency: Agency | None = None, **more) -> Membership:
        return self.hat(self.user(name, **more), role, agency)


def actor(hat: Membership) -> Actor:
    return Actor("staff", hat.user_id, hat.agency_id, hat.role, hat.community_id)


def protect(user: User) -> str:
    """Give `user` an app for codes; its secret."""
    secret = generate_totp_secret()
    with acting_as(OPERATOR):
        TOTP.activate(user, secret)
    return secret


def sign_in(client, user: User) -> None:
    """The short way: as if `user` had just signed in, with a second factor."""
    protect(user)
    enter(client, user)


def audited(verb: str, by: Actor) -> int:
    """How often `by` did `verb`, as the trail tells it to themselves."""
    with acting_as(by):
        return AuditEntry.objects.filter(verb=f"accounts.{verb}", actor_id=by.id).count()


@pytest.fixture(autouse=True)
def reading(request):
    """A test itself reads with the rights of a visitor; deeds are done in somebody's name."""
    if "own_database" in request.fixturenames or "db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("db")
    with acting_as(VISITOR):
        yield


@pytest.fixture
def world(db) -> World:
    return make_world()


def make_world() -> World:
    with acting_as(OPERATOR):
        told = {"state": "AZ", "by": OPERATOR, "at": NOW}
        here = actions.create_community(slug="saguaro-wash", name="Saguaro Wash County", **told)
        there = actions.create_community(slug="dry-lake", name="Dry Lake County", **told)
        told = {"communities": [here], "by": OPERATOR, "at": NOW}
        library = actions.create_agency(name="Mesquite Flats Library", **told)
        clinic = actions.create_agency(name="Ocotillo Clinic", convenes=True, **told)
    return World(here, there, library, clinic)


@pytest.fixture
def place(world):
    with acting_as(OPERATOR):
        seed_texts(by=OPERATOR, at=timezone.now())
    return world.community


@pytest.fixture
def dana(client, world, place) -> Actor:
    """The backbone lead, signed in."""
    hat = world.worker("Dana", "backbone lead", world.clinic)
    sign_in(client, hat.user)
    return actor(hat)
