"""Rosa's plan: what she wants, who of the partners may read it, and short ways to each deed."""

from datetime import datetime
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.family.plans import actions, queries
from kinwork.family.plans.models import Goal, Plan, Step
from kinwork.people.models import Household
from kinwork.trust.access.actions import open_tie
from tests import cast as casting
from tests.cast import Cast

GOAL = "Mateo talks more"
SCALE = (
    "He says fewer words",
    "He says the same words",
    "He says two words together",
    "He says short sentences",
    "He tells a story",
)


def do(cast: Cast, name: str, deed: str, /, *, at: datetime | None = None, **said: Any) -> Any:
    """One deed on the plan, as somebody of the cast."""
    actor, at = cast.actors[name], at or cast.later(hours=1)
    with acting_as(actor, now=at):
        return getattr(actions, deed)(by=actor, at=at, **said)


def started(cast: Cast, name: str = "rosa") -> Plan:
    return do(cast, name, "start", household=cast.household)


def goal(cast: Cast, plan: Plan, name: str = "rosa", words: str = GOAL, **said: Any) -> Goal:
    return do(cast, name, "set_goal", plan=plan, words=words, **said)


def step(cast: Cast, goal: Goal, name: str = "rosa", words: str = "Read a book", **said) -> Step:
    return do(cast, name, "add_step", goal=goal, words=words, **said)


def on_team(cast: Cast, agency: str = "clinic", classes: tuple[str, ...] = ("plan",)) -> None:
    """The agency works with the family on its plan: a tie, as the care team opens it."""
    with acting_as(cast.ana, now=cast.at):
        open_tie(
            kind="team",
            agency=cast.agencies[agency],
            community=cast.community,
            household=cast.household.pk,
            classes=classes,
            by=cast.ana,
            at=cast.at,
        )


def shared(cast: Cast, agency: str = "clinic", classes: tuple[str, ...] = ("plan",)) -> None:
    """The agency is on the team, and the family lets it see these classes."""
    on_team(cast, agency, classes)
    casting.consent(cast, agency, classes)


def seen(cast: Cast, name: str) -> tuple[list[str], list[str]]:
    """The words of the goals and of the steps that somebody reads."""
    with acting_as(cast.actors[name], now=cast.later(days=1)):
        goals = sorted(Goal.objects.values_list("words", flat=True))
        return goals, sorted(Step.objects.values_list("words", flat=True))


def with_rosa(cast: Cast) -> actions.With:
    return actions.With(on_behalf_of=cast.people["rosa"].pk, present=True)


def plan_for(cast: Cast, name: str) -> Plan | None:
    with acting_as(cast.actors[name], now=cast.later(days=1)):
        return queries.of_household(cast.household.pk, cast.actors[name])


def household(cast: Cast) -> Household:
    return cast.household
