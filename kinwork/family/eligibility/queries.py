"""The newest determination of each program, as the viewer may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from kinwork.common import community
from kinwork.family.eligibility.models import Determination


@dataclass(frozen=True)
class Verdict:
    """What is left of a determination where its explanation is closed: the same for every path."""

    program: str
    verdict: str
    on: date
    made_at: datetime
    decided: bool
    until: date | None


def latest(household: UUID, programs: Iterable[str] | None = None) -> list[Determination]:
    """One a program (of these alone, where they are named): the office's own decision while it is
    good, else the newest check."""
    found = Determination.objects.filter(household=household).select_related("community", "owner")
    if programs is not None:
        found = found.filter(program__in=list(programs))
    rows = found.order_by("program", "decided", "-made_at").distinct("program", "decided")
    return list(_counting(rows, lambda row: community.today(row.community, timezone.now())))


def verdicts(household: UUID, besides: list[Determination] = (), *, today: date) -> list[Verdict]:
    """Verdicts alone, for staff who may not see what they rest on, where they are newer than what
    is seen whole (`besides`). today: where the family is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kw_verdicts(%s)", [household])
        rows = [Verdict(*row) for row in cursor.fetchall()]
    seen = {row.program: row for row in besides}
    alone = _counting(rows, lambda row: today)
    return [one for one in alone if _counts_more(one, seen.get(one.program))]


def _counts_more(one: Verdict, whole: Determination | None) -> bool:
    if whole is None:
        return True
    return (one.decided, one.made_at) > (whole.decided, whole.made_at)


def _counting(rows, day):
    """Of a program's check and decision: the decision while it is good."""
    by_program = {}
    for row in rows:
        if row.decided and row.until < day(row):
            continue
        known = by_program.get(row.program)
        if known is None or row.decided:
            by_program[row.program] = row
    return by_program.values()
