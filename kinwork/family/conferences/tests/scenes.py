"""Ana calls Ben and Rosa together; it is held, and something follows."""

from datetime import date, timedelta
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.family.conferences import actions, queries
from kinwork.family.conferences.models import Conference, FollowUp
from kinwork.family.teams.tests import scenes as teaming
from tests.seeing import everything

BEGINS = timedelta(days=3)


def do(cast, name: str, deed: str, hours: int = 5, **said: Any):
    actor, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(actor, now=at):
        return getattr(actions, deed)(by=actor, at=at, **said)


def planned(cast, *, name: str = "ana", plan: bool = True, row=None, **said: Any) -> Conference:
    row = row or teaming.served(cast, plan=plan)
    told = {
        "household": cast.household,
        "starts_at": cast.at + BEGINS,
        "minutes": 60,
        "way": "in person",
        "place": "The library",
        "invite": [cast.agencies["clinic"].pk],
        "about": [row.pk],
        "words": "The rent",
        **said,
    }
    return do(cast, name, "plan", **told)


def held(cast, *, came=("library", "clinic"), family: bool = True, **more: Any) -> Conference:
    row = planned(cast, **more)
    there = [cast.agencies[key].pk for key in came]
    return do(cast, "ana", "hold", 24 * 3 + 2, conference=row, came=there, family_came=family)


def promised(cast, row: Conference, key: str | None = "clinic", **said: Any) -> FollowUp:
    told = {
        "words": "Ask about the rent",
        "due_on": (cast.at + timedelta(days=20)).date(),
        "agency": cast.agencies[key].pk if key else None,
        **said,
    }
    return do(cast, "ana", "add_follow_up", 24 * 3 + 3, conference=row, **told)


def invitation(cast, row: Conference, key: str = "clinic"):
    with everything():
        return queries.invited(row, cast.agencies[key].pk)


def seen(cast, name: str, model, hours: int = 24 * 4) -> int:
    with acting_as(cast.actors[name], now=cast.later(hours=hours)):
        return model.objects.count()


def readers(cast, model) -> set[str]:
    return {name for name in cast.actors if seen(cast, name, model)}


def day(value: date) -> dict[str, str]:
    return {"day_month": str(value.month), "day_day": str(value.day), "day_year": str(value.year)}
