"""Writing down a result, how one would know, and a number."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.system.results import rights, rules  # noqa: F401  (declares the table)
from kinwork.system.results.models import Measure, Result, Value


@transaction.atomic
def make_result(*, community: Community, words: str, whom: str, by: Actor, at: datetime) -> Result:
    require(by)
    check(by, "results.make_result")
    if not (words.strip() and whom.strip()):
        raise Refused("results.make_result", _("Say what should be true, and for whom."))
    made = Result.objects.create(
        community=community, words=words.strip(), whom=whom.strip(), made_at=at
    )
    audit.record("results.make_result", made, by=by, at=at)
    return made


@transaction.atomic
def make_measure(
    *,
    result: Result,
    kind: str,
    name: str,
    unit: str,
    better: str,
    source: str,
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Measure:
    """`source`: where its numbers come from, and so the baseline's. Without a baseline it is a measure
    that nobody can yet be held to."""
    require(by)
    check(by, "results.make_measure", result)
    if rules.wrong(kind, better, baseline) or not (
        name.strip() and unit.strip() and source.strip()
    ):
        raise Refused(
            "results.make_measure",
            _("Say what is counted, in which unit, and where it comes from."),
        )
    if (baseline is None) != (baseline_on is None):
        raise Refused(
            "results.make_measure", _("A baseline is a number and the day that it is of.")
        )
    _not_ahead("results.make_measure", result, baseline_on, at)
    made = Measure.objects.create(
        result=result,
        kind=kind,
        name=name.strip(),
        unit=unit.strip(),
        better=better,
        source=source.strip(),
        baseline=baseline,
        baseline_on=baseline_on,
    )
    audit.record("results.make_measure", made, by=by, at=at, kind=kind)
    return made


@transaction.atomic
def record_value(
    *, measure: Measure, on: date, value: Decimal, source: str, by: Actor, at: datetime
) -> Value:
    """A number of one day. Said again for the same day and source it stands in place of the older."""
    require(by)
    check(by, "results.record_value", measure)
    if rules.wrong(measure.kind, measure.better, value) or not source.strip():
        raise Refused("results.record_value", _("Say the number and where it comes from."))
    _not_ahead("results.record_value", measure.result, on, at)
    made = Value.objects.create(
        result_id=measure.result_id,
        measure=measure,
        on=on,
        value=value,
        source=source.strip(),
        recorded_at=at,
    )
    audit.record("results.record_value", made, by=by, at=at)
    return made


def _not_ahead(verb: str, result: Result, on: date | None, at: datetime) -> None:
    if on is not None and on > today(result.community, at):
        raise Refused(verb, _("A number is of a day that has been."))
