"""Reads of results: the measures of one with their numbers, and what can be agreed on."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kinwork.system.results.models import Measure, Result, Value
from kinwork.system.results.rules import INDICATOR, Point, course, newest


@dataclass(frozen=True)
class Told:
    """A measure, its numbers (the latest day first), the newest, and which way it went."""

    row: Measure
    points: tuple[Point, ...]
    last: Point | None
    course: str


def measures(result: Result) -> list[Told]:
    """Those of the population first."""
    found = result.measures.prefetch_related("values").order_by("name", "pk")
    rows = sorted(found, key=lambda one: (one.kind != INDICATOR, one.kind, one.name))
    return [_told(row) for row in rows]


def with_baseline(results: Iterable[UUID]) -> set[UUID]:
    """Those of them that have an indicator whose baseline is known."""
    found = Measure.objects.filter(result__in=list(results), kind=INDICATOR, baseline__isnull=False)
    return set(found.values_list("result_id", flat=True))


def _told(row: Measure) -> Told:
    points = _points(row.values.all())
    return Told(row, points, newest(points), course(row.better, row.baseline, points))


def _points(rows: Iterable[Value]) -> tuple[Point, ...]:
    """Of two rows of one day and source the one written down last counts."""
    last = {
        (one.on, one.source): Point(one.on, one.value, one.source)
        for one in sorted(rows, key=lambda one: (one.recorded_at, one.pk))
    }
    return tuple(sorted(last.values(), key=lambda one: (-one.on.toordinal(), one.source)))
