"""Each night: records at rest get their days, those whose day has come go, and so do intakes that nobody
finished. Each home in a transaction of its own: killed in the middle, the next night goes on."""

import logging
from collections import Counter
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job
from kinwork.trust.retention import actions, queries
from kinwork.trust.retention.rules import DRAFTS_AT_ONCE, HOMES_AT_ONCE

log = logging.getLogger(__name__)


def run(now: datetime | None = None) -> Counter[str]:
    """What was done, and how often: set, cleared, deleted, held, failed; drafts."""
    now, done, after = now or timezone.now(), Counter(), None
    while homes := _next(after, now):
        for home in homes:
            done[_one(home, now)] += 1
        after = homes[-1]
    while forgotten := _drafts(now):
        done["drafts"] += forgotten
    del done[""]
    return done


def _next(after: UUID | None, now: datetime) -> list[UUID]:
    with acting_as(Actor("clock"), now=now):
        return queries.homes_to_keep(after, HOMES_AT_ONCE)


def _one(home: UUID, now: datetime) -> str:
    try:
        with acting_as(clock(home), now=now) as by:
            return actions.keep(household=home, by=by, at=now)
    except Exception:  # one that fails must not stop everybody else's
        log.exception("the clock of the record %s failed", home)
        return "failed"


def _drafts(now: datetime) -> int:
    with acting_as(Actor("clock"), now=now) as by:
        return actions.forget_drafts(many=DRAFTS_AT_ONCE, by=by, at=now)


@job("retention.night")
def night(_nothing: UUID) -> None:
    run()
