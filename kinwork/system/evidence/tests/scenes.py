"""A partnership of three agencies that send each other families, counted when the month is over."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.library.evidence import Shown
from kinwork.system.evidence import actions, jobs, queries
from kinwork.system.evidence.models import Count, Threshold
from kinwork.system.evidence.queries import Counted
from kinwork.system.loop.tests import scenes as sending
from kinwork.system.meetings.tests import scenes as meeting
from kinwork.system.partnerships.models import Partnership

LOOKED = timedelta(days=35)  # after the beginning: the month of the referrals is over


def report(cast) -> Actor:
    return Actor("report", community=cast.community.pk, purpose="statistics")


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(by=by, at=at, **said)


def together(cast) -> Partnership:
    """Backbone, clinic and library under a charter, with one meeting held."""
    row = meeting.chartered(cast).partnership
    meeting.held(cast, row)
    return row


def six(cast) -> None:
    """The library sends six: four of them to the clinic, which answers three, two in time."""
    sending.six(cast)


def counted(cast, row: Partnership, at: datetime | None = None) -> Count:
    return jobs.run_one(row.pk, at or cast.at + LOOKED)


def latest(cast, row: Partnership, by=None, at: datetime | None = None) -> Counted | None:
    with acting_as(by or cast.dana, now=at or cast.at + LOOKED):
        return queries.latest(row)


def ids(cast, row: Partnership, *keys: str) -> list[UUID]:
    return [meeting.member(cast, row, key).pk for key in keys]


def pair(cast, row: Partnership, one: str = "clinic", other: str = "library") -> Shown:
    return latest(cast, row).of(*ids(cast, row, one, other))


def asked(cast, row: Partnership, **more: Any) -> Threshold:
    told = {"rule": "referrals", "value": Decimal(5), "reason": "We are many.", **more}
    return do(cast, "set_threshold", partnership=row, **told)
