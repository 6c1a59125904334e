"""Reads of evidence: what the report counts, and what was counted last with what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import MD5, Cast

from kinwork.common.clock import at_local
from kinwork.common.models import Community, Holiday
from kinwork.library.evidence import Act, Answer, Shown
from kinwork.system.evidence.models import Count, Threshold
from kinwork.system.evidence.rules import PairActs, Period, Sent, band, least_of, told
from kinwork.system.loop import queries as loop
from kinwork.system.loop.rules import ANSWER_DAYS
from kinwork.system.partnerships.models import Partnership

KEPT = 8  # judged counts in one process: of 60 members each is about 10 MB
_judged: dict[tuple[Any, ...], "Counted"] = {}
_door = Lock()


@dataclass(frozen=True)
class Counted:
    """The newest count of a partnership, judged by the thresholds that count now. acts: all that was
    counted of each pair, those that no rule asks for among them."""

    period: Period
    made_at: datetime
    pairs: dict[frozenset[UUID], Shown]
    system: dict[int, Answer]
    acts: dict[frozenset[UUID], Mapping[str, Act]]

    def of(self, one: UUID, other: UUID) -> Shown | None:
        return self.pairs.get(frozenset((one, other)))

    @property
    def saying(self) -> int:
        """Pairs of which at least the first level is shown."""
        return sum(one.level > 0 for one in self.pairs.values())


def latest(partnership: Partnership) -> Counted | None:
    """None: nobody has counted yet. At most three questions to the database, however many members.

    What a count says under the same thresholds is the same until it is made anew, and judging 1,770 pairs
    takes longer than drawing them: this process keeps the last ones. That whoever asks may read the count
    is asked of the database each time, before; nobody may change what is handed out.
    """
    mark = MD5(Cast("body", TextField()))
    row = counts(partnership).defer("body").annotate(mark=mark).first()
    if row is None:
        return None
    asked = {key: float(one.value) for key, one in thresholds(partnership.community_id).items()}
    key = (row.pk, row.made_at, row.mark, frozenset(asked.items()))
    with _door:
        found = _judged.get(key)
    if found is None:
        found = _read(row, asked)
        with _door:
            _judged[key] = found
            while len(_judged) > KEPT:
                _judged.pop(next(iter(_judged)))
    return found


def _read(row: Count, asked: Mapping[str, float]) -> Counted:
    rows = _pairs(row.body)
    pairs, system = told(rows, _acts(row.body["system"]), asked)
    period = Period(row.starts, row.ends, row.referrals_until)
    return Counted(period, row.made_at, pairs, system, {one.pair: one.acts for one in rows})


def counts(partnership: Partnership) -> QuerySet[Count]:
    return Count.objects.filter(partnership=partnership).order_by("-starts")


def thresholds(community: UUID) -> dict[str, Threshold]:
    """A community's own, by rule: the newest of each."""
    found = Threshold.objects.filter(community=community).select_related("set_by")
    newest = found.order_by("rule", "-set_at", "-pk").distinct("rule")
    return {one.rule: one for one in newest}


def history(community: UUID, rule: str) -> list[Threshold]:
    found = Threshold.objects.filter(community=community, rule=rule).select_related("set_by")
    return list(found.order_by("-set_at", "-pk"))


# ---- for the report alone


def sent(community: Community, period: Period, now: datetime) -> dict[tuple[UUID, UUID], Sent]:
    """(sender, receiver) -> what went that way, as far as the database lets who asks count it."""
    closed = list(Holiday.objects.filter(community=community).values_list("day", flat=True))
    rows = _called(
        "SELECT * FROM kw_pairs(%s, %s, %s, %s::uuid[], %s, %s::date[])",
        [*_asked(community, period, now), ANSWER_DAYS, closed],
    )
    return {(row.pop("sender"), row.pop("receiver")): Sent(**row) for row in rows}


def shared(community: Community, period: Period, now: datetime) -> dict[frozenset[UUID], str]:
    """Two agencies -> the band of the families that both served."""
    least = least_cell()
    rows = _called(
        "SELECT * FROM kw_pairs_shared(%s, %s, %s, %s::uuid[])", _asked(community, period, now)
    )
    return {frozenset((row["one"], row["other"])): band(row["homes"], least) for row in rows}


def plans(community: Community, period: Period, now: datetime) -> dict[frozenset[UUID], int]:
    """Two agencies -> the families with one plan that both work on, as the least that their band says:
    0 where it is none or few."""
    least = least_cell()
    rows = _called(
        "SELECT * FROM kw_pairs_plans(%s, %s, %s, %s::uuid[])", _asked(community, period, now)
    )
    return {
        frozenset((row["one"], row["other"])): least_of(band(row["homes"], least)) for row in rows
    }


def plans_common(
    community: Community, period: Period, now: datetime, agencies: set[UUID]
) -> tuple[int, int]:
    """(families that several of these agencies served, those of them with one plan on which several work),
    as far as the database lets who asks count it."""
    values = [*_asked(community, period, now), sorted(agencies)]
    (row,) = _called(
        "SELECT * FROM kw_plans_common(%s, %s, %s, %s::uuid[], %s::uuid[])", values
    ) or [{"homes": 0, "planned": 0}]
    return row["homes"], row["planned"]


def conferences(community: Community, period: Period, now: datetime) -> dict[frozenset[UUID], int]:
    """Two agencies -> how many case conferences both came to."""
    rows = _called(
        "SELECT * FROM kw_pairs_conferences(%s, %s, %s, %s::uuid[])",
        _asked(community, period, now),
    )
    return {frozenset((row["one"], row["other"])): row["conferences"] for row in rows}


def least_cell() -> int:
    """The smallest number that may be told here: ours, or what a nation asks for its people."""
    return max([0, *loop.least_cells()])


def _asked(community: Community, period: Period, now: datetime) -> list[Any]:
    zone, midnight = community.time_zone, datetime.min.time()
    after = period.referrals_until + timedelta(days=1)
    bounds = [at_local(day, midnight, zone) for day in (period.starts, after)]
    return [community.pk, *bounds, loop.left_out(now)]


def _called(words: str, values: list[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        names = [one.name for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _pairs(body: dict[str, Any]) -> list[PairActs]:
    return [
        PairActs(frozenset(UUID(one) for one in line["pair"]), _acts(line["acts"]), line["shared"])
        for line in body["pairs"]
    ]


def _acts(said: dict[str, list[int]]) -> dict[str, Act]:
    return {name: Act(*numbers) for name, numbers in said.items()}
