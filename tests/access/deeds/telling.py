"""What every scene of the questions beside the rule is told with: one base in which all is right, and
its twins with one thing otherwise; each is judged in Python by the words above the question."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from kinwork.common.actor import Actor
from kinwork.directory.models import Organization, Service
from kinwork.family.referrals.models import Referral
from tests.access.dice import DAY, MINUTE, NOW
from tests.access.right import LIVE, WINDOWS

# Windows by name; HOLD are those that hold now.
WHEN = {
    "live": LIVE,
    "on": {"starts": NOW, "ends": None},
    "last": {"starts": NOW - DAY, "ends": NOW + MINUTE},
    "over": WINDOWS[0],
    "later": WINDOWS[1],
}
HOLD = ("live", "on", "last")


class Deed(NamedTuple):
    """`sql` is done by `actor`; then `after` is read by nobody, and all is undone again. wanted: the
    deed's answer and what is found after it, as one row."""

    actor: Actor
    sql: str
    values: tuple
    after: str
    told: tuple
    wanted: tuple


def varied(base: dict, **flaws) -> Iterator[dict]:
    """The base, and its twins: each with one thing otherwise."""
    yield base
    for name, values in flaws.items():
        for value in values:
            yield base | {name: value}


def acting(said: dict, actor: Actor) -> Actor:
    """The actor with the kind and purpose that the scene says."""
    return Actor(
        said.get("kind", actor.kind),
        actor.id,
        actor.hat,
        said.get("as_role", actor.role),
        actor.community,
        said.get("purpose", "care"),
    )


def service_() -> Service:
    organization = Organization.objects.create(name="One", description="-")
    return Service.objects.create(name="One", organization=organization)


def referral_(place, home, service: Service, **said: Any) -> Referral:
    """Sent and open, unless the scene says otherwise."""
    right = {
        "community": place, "household": home, "need_code": "food", "service": service,
        "organization": service.organization, "sensitivity": "plan", "classes": ["identity"],
        "state": "sent", "state_since": NOW, "made_at": NOW - DAY, "sent_at": NOW - DAY,
    }  # fmt: skip
    return Referral.objects.create(**right | said)
