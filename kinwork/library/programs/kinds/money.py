"""The kind that holds income against a table, with every unknown kept as a span."""

from datetime import date
from decimal import Decimal

from kinwork.common.answers import MAYBE, Answer, FactRef, Reason
from kinwork.library.codes import arizona, poverty
from kinwork.library.codes.income import per_month
from kinwork.library.programs.household import Member
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View, words


@kind(
    required="percent",
    allowed="strict per rounding year_starts exclude table level",
    household=True,
)
def income_at_most(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Income at or below (strict: below) a percent of a table, for the household's size.

    Income, size and place may each be known only between two ends; the answer is yes or no only
    where every possible value agrees.
    """
    options = criterion.options
    low, high, lacking = view.income(tuple(options.get("exclude", ())))
    size_low, size_high, size_facts = view.sizes
    limit_low, limit_high, place_facts = limits(criterion, view)
    if limit_low is None:
        return view.reason(criterion, MAYBE, None, group="no_rules")
    per = options.get("per", "year")
    month = per == "month"
    if month:
        low, high = low / 12, None if high is None else high / 12
    within = Answer.of(_within(low, high, limit_low, limit_high, options.get("strict", False)))
    missing = (
        ()
        if within.decided
        else (*lacking, *(size_facts if size_high != size_low else ()), *place_facts)
    )
    shown = None if high is None else per_month(low * 12) if month else low
    values = {"income": shown, "size": size_low, "per": words("per", per)}
    return view.reason(
        criterion,
        within,
        None,
        facts=(("income", shown), ("size", size_low)),
        limit=limit_low,
        missing=tuple(dict.fromkeys(missing)),
        say="near" if within is MAYBE and shown is not None else None,
        **values,
    )


def limits(criterion: Criterion, view: View) -> tuple[Decimal | None, Decimal | None, tuple]:
    """Lowest and highest limit that may apply, and the missing fact of place if that is why."""
    options = criterion.options
    size_low, size_high, _ = view.sizes
    table = options.get("table", "poverty_guidelines")
    if table != "poverty_guidelines":
        lookup = TABLES[table]
        low = lookup(criterion, view.on, size_low)
        return (
            low,
            None if size_high is None or low is None else lookup(criterion, view.on, size_high),
            (),
        )
    guideline = poverty.guideline_on(view.on, options.get("year_starts"))
    if guideline is None:
        return None, None, ()
    state = view.household.lives_in
    lowest, highest = ("contiguous", "alaska") if state is None else (poverty.area_of(state),) * 2
    how = options["percent"], options.get("per", "year"), options.get("rounding", "none")
    low = poverty.limit(guideline, size_low, lowest, *how)
    high = None if size_high is None else poverty.limit(guideline, size_high, highest, *how)
    return low, high, (FactRef("place"),) if lowest != highest else ()


def _fee_level(criterion: Criterion, on: date, size: int) -> Decimal | None:
    return arizona.child_care_limit(on, size, criterion.options["level"])


def _median(criterion: Criterion, on: date, size: int) -> Decimal | None:
    income = arizona.median_income(on, size)
    share = None if income is None else income * criterion.options["percent"] / 100
    return share if share is None or criterion.options.get("per", "year") == "year" else share / 12


TABLES = {"arizona_child_care": _fee_level, "arizona_median_income": _median}


def _within(low, high, limit_low, limit_high, strict: bool) -> bool | None:
    """Is every possible income within every possible limit? None where they disagree."""
    if high is not None and (high < limit_low if strict else high <= limit_low):
        return True
    if limit_high is not None and (low >= limit_high if strict else low > limit_high):
        return False
    return None
