"""Grounds that hold entirely, to be spoilt in one thing at a time."""

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.agreements.models import Agreement, Party
from tests.access.dice import DAY, NOW

LIVE = {"starts": NOW - DAY, "ends": None}
# Windows that do not hold now.
WINDOWS = ({"starts": NOW - DAY, "ends": NOW}, {"starts": NOW + DAY, "ends": None})
OVER_OR_NOT_YET = [{"live": window} for window in WINDOWS]
NOT_IN_FORCE = [
    {"state": "suspended", "suspended_at": NOW},
    {"suspended_at": NOW},
    {"state": "draft"},
    *WINDOWS,
]


def agency_() -> Agency:
    return Agency.objects.create(name=f"Agency {new_id().hex[:6]}")


def agreement_(place: Community, kind: str, **wrong) -> Agreement:
    fields = {"classes": ["health"], "purposes": ["care"], "emergency_clause": True, **LIVE}
    return Agreement.objects.create(community=place, kind=kind, title="One", **fields | wrong)


def join(agreement: Agreement, agency: Agency, role: str = "party", live=None) -> None:
    Party.objects.create(agreement=agreement, agency=agency, role=role, **live or LIVE)


ANYBODY = Actor("staff", new_id(), new_id(), "caseworker", new_id())


def home_(place, *, branches=("main", "main"), lives=(LIVE, LIVE), relation="caregiver"):
    """A household with an adult and a child; nothing says who has authority."""
    told = {"community": place, "sensitivity": "identity"}
    home = Household.objects.create(**told)
    both = [Person.objects.create(given_name="One", **told) for _ in range(2)]
    for person, role, branch, live in zip(both, (relation, "child"), branches, lives, strict=True):
        HouseholdMember.objects.create(
            household=home, person=person, relation=role, branch=branch,
            community=place, sensitivity="household", **live,
        )  # fmt: skip
    return home, *both


def worker(place: Community, agency: Agency, role: str, **more) -> Actor:
    user = User.objects.create(email=f"{new_id().hex}@example.org")
    Membership.objects.create(user=user, agency=agency, community=place, role=role, **LIVE | more)
    return Actor("staff", user.pk, agency.pk, role, place.pk)


def trail_of(mine, theirs, me):
    """Of the trail: who made each of two rows, and what counts for nothing, before and after."""
    return (
        (mine, new_id(), "refused"), (mine, me, "done"), (mine, new_id(), "done"),
        (theirs, me, "refused"), (theirs, new_id(), "done"), (theirs, me, "done"),
    )  # fmt: skip
