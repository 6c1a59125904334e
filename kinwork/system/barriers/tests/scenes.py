"""Barriers as tests need them: noted, put, answered; and a half year of released numbers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.system.barriers import actions
from kinwork.system.barriers.models import Barrier
from kinwork.system.loop.models import Release, ReleaseTables
from tests.seeing import everything

DAY = date(2026, 3, 2)
WORDS = "Families wait for two letters that say the same."


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(by=by, at=at, **said)


def noted(cast, said: str = WORDS, **more: Any) -> Barrier:
    told = {"kind": "bureaucracy", "level": "county", "office": "County child care office", **more}
    return do(cast, "note", community=cast.community, said=said, **told)


def put(cast, row: Barrier | None = None, days: int = 30, **more: Any) -> Barrier:
    told = {"level": "county", "office": "County child care office", "how": "By letter", **more}
    row = row or noted(cast)
    return do(cast, "put", barrier=row, on=DAY, due_on=DAY + timedelta(days=days), **told)


def answered(cast, came: str, row: Barrier | None = None, **more: Any) -> Barrier:
    if came == "relieved for a time":
        more.setdefault("until", DAY + timedelta(days=90))
    if came == "not theirs":
        more = {"level": "state agency", "office": "State child care office", **more}
    told = {"came": came, "said": "They answered by letter.", "on": DAY, **more}
    return do(cast, "answer", barrier=row or put(cast), **told)


def in_state(cast, state: str) -> Barrier:
    if state == "noted":
        return noted(cast)
    if state == "put":
        return put(cast)
    if state == "closed":
        return do(cast, "close", barrier=answered(cast, "relieved"), said="It is gone.")
    if state == "withdrawn":
        return do(cast, "withdraw", barrier=noted(cast), said="It was a mistake.")
    return answered(cast, state)


def released(cast, **reasons: int) -> Release:
    """The half year before, with how often each reason was told; open to whoever may read it."""
    told = {one.replace("_", " "): n for one, n in reasons.items()} or {"no room": 14}
    with everything():
        made = Release.objects.create(
            community=cast.community,
            starts=date(2025, 7, 1),
            ends=date(2025, 12, 31),
            made_at=datetime(2026, 2, 1, tzinfo=UTC),
            opens_at=datetime(2026, 2, 22, tzinfo=UTC),
            least=11,
        )
        body = {"reasons": {"groups": told, "kept_back": 2}}
        ReleaseTables.objects.create(release=made, body=body)
    return made


def fresh(cast, row: Barrier, by=None) -> Any:
    with acting_as(by or cast.dana, now=cast.at):
        return Barrier.objects.filter(pk=row.pk).first()
