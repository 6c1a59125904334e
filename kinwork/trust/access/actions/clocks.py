"""What a clock has to look at, and when; and what comes of a clock whose deed fails."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error, InterfaceError, OperationalError

from kinwork.common import audit, jobs
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import check
from kinwork.trust.access.models import Due
from kinwork.trust.access.standstill import CLOCKS, failing

log = logging.getLogger(__name__)
AT_ONCE = 500
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
MOST = 30000  # what the column holds


def set_due(*, target: UUID, clock: str, at: datetime) -> None:
    """Set or move one clock of one record. What failed before counts no more."""
    Due.objects.bulk_create(
        [Due(target=target, clock=clock, at=at)],
        update_conflicts=True,
        unique_fields=["target", "clock"],
        update_fields=["at", "failures", "failing_since", "error"],
    )


def clear_due(*, target: UUID, clock: str | None = None) -> None:
    found = Due.objects.filter(target=target)
    (found.filter(clock=clock) if clock else found).delete()


def run_clocks(
    clocks: Iterable[str],
    run_one: Callable[[UUID, UUID, datetime], bool],
    now: datetime,
    *,
    only: set[UUID] | None = None,
) -> int:
    """Do with `run_one(line, target, now)` what is due of these clocks; how many. Each in its own
    transaction. One that fails is put off: it stops nobody else's, and takes nobody's place. One that
    lost the database in the middle did not fail: the next turn does it."""
    with acting_as(Actor("clock"), now=now):
        found = Due.objects.filter(at__lte=now, clock__in=list(clocks)).order_by("at", "id")
        waiting = list(found.values_list("id", "target")[:AT_ONCE])
    if only is not None:
        waiting = [pair for pair in waiting if pair[1] in only]
    done = 0
    for due, target in waiting:
        try:
            done += run_one(due, target, now)
        except Exception as why:  # one that fails must not stop everybody else's clocks
            log.exception("the clock of %s failed", target)
            if not _lost_the_database(why):
                _put_off(due, target, why, now)
    return done


def _lost_the_database(why: Exception) -> bool:
    """The server went away or was shut down. A deadlock or a timeout is the deed's own failure."""
    state = getattr(why.__cause__, "sqlstate", None)
    gone = state is None or state.startswith(("08", "57P"))
    return gone and isinstance(why, OperationalError | InterfaceError)


def _put_off(due: UUID, target: UUID, why: Exception, now: datetime) -> None:
    """Later, and each time later still."""
    try:
        with acting_as(clock(target), now=now):
            held = Due.objects.select_for_update(skip_locked=True)
            row = held.filter(pk=due, at__lte=now).first()
            if row is None:
                return
            row.failures = min(row.failures + 1, MOST)
            row.failing_since = row.failing_since or now
            row.error = type(why).__name__[:60]
            row.at = now + wait(row.failures)
            row.save(update_fields=["failures", "failing_since", "error", "at"])
    except Error:
        log.exception("the clock of %s could not be put off", target)


def wait(failures: int) -> timedelta:
    """How long after so many failures in a row it is tried again."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)


def try_again(*, kind: str, name: str, error: str, by: Actor, at: datetime) -> int:
    """What failed in this way is tried once more at the worker's next turn; how many."""
    require(by)
    check(by, "access.try_again")
    if kind == CLOCKS:
        count = failing().filter(clock=name, error=error).update(at=at)
    else:
        count = jobs.try_again(name, error)
    if count:
        audit.record("access.try_again", by=by, at=at, kind=kind, name=name, count=count)
    return count
