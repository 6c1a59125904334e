"""SNAP's net income: what is left of the month's money after the deductions of the law."""

from datetime import date

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason
from kinwork.library.codes import poverty, states
from kinwork.library.codes.figures import Figures, figures
from kinwork.library.programs.amounts import TOP, cents, least, most
from kinwork.library.programs.household import Member
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.kinds.money import EARNED, Bounds, at
from kinwork.library.programs.kinds.people import elderly_disabled
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View

UNITS = 20  # a cent in twentieths, so that a fifth and a half of it are whole
RENT, CHILDCARE, UTILITIES = "rent_annual", "childcare_annual", "pays_utilities"
NOT_INCOME = frozenset({"tax_credit"})
ALLOWANCE, MOST_PEOPLE = "utility_allowance", 20


@kind(allowed="percent percent_table rounding year_starts per without_row", household=True)
def snap_net_income(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Net income against the limit: 20 % of pay, the standard deduction, child care and the
    shelter costs above half of the rest (to a cap, unless somebody is elderly or disabled)."""
    span, rules = Bounds(criterion, view), figures("snap", view.on)
    if span.told is None and rules is None:
        span.told = (MAYBE, "no_rules")
    if span.told is not None:
        return view.reason(criterion, span.told[0], None, missing=span.missing, group=span.told[1])
    known, missing = _costs(view, rules)
    earned = view.income(lambda line: line.kind in EARNED)
    rest = view.income(lambda line: line.kind not in EARNED | NOT_INCOME)
    worst = net(earned.high, rest.high, *known["worst"])
    best = net(earned.low, rest.low, *known["best"])
    answer = Answer.of(holds(worst, best, span.low, span.high, span.size_high is not None))
    if not answer.decided:
        missing = (*earned.missing, *rest.missing, *missing, *span.missing)
    exact = worst == best or (answer is NO and best)
    value = at(best // UNITS, "month") if exact or answer is NO else None
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("net_income", value), ("size", span.size)),
        limit=span.shown("month"),
        source=rules.source,
        missing=() if answer.decided else tuple(dict.fromkeys(missing)),
        say=None if value is not None or not answer.decided else "low",
        income=value,
        size=span.size,
    )


def holds(worst, best, low, high, known_size: bool = True) -> bool | None:
    """Net incomes at the two ends against the two ends of the limit, all in cents a year."""
    if low >= TOP or worst <= low * UNITS:
        return True
    return False if known_size and high < TOP and best > high * UNITS else None


def net(earned, rest, standard, childcare, shelter, cap, homeless):
    """Net income in twentieths of a cent a year. `shelter` = rent and utilities; `cap` = TOP
    where nothing caps it; `homeless` = the deduction a home without a home may take instead."""
    left = most(16 * earned + UNITS * (rest - standard - childcare), 0)
    excess = least(most(UNITS * shelter - left // 2, 0), UNITS * cap)
    return most(left - most(excess, UNITS * homeless), 0)


def _costs(view: View, rules: Figures) -> tuple[dict[str, tuple], tuple[FactRef, ...]]:
    """What may be deducted at worst and at best for the family, and the facts that would tell."""
    home, on = view.household, view.on
    size, size_high, _ = view.sizes
    special, who = elderly_disabled(view)
    homeless = Answer.of(home.homeless)
    rent, care = _span(home.rent_annual), _span(home.childcare_annual)
    bill = utilities(home.lives_in, size, size_high, on)
    if homeless is YES or home.pays_utilities is False:
        bill = (0, 0)
    elif not (home.pays_utilities and homeless is NO):  # without a home there is no such bill
        bill = (0, bill[1])
    area = area_of(home.lives_in)
    worst = figures_of(rules, area or "contiguous", size, most_of=False)
    anywhere = not home.lives_in
    best = figures_of(rules, area or "hawaii", size_high or 6, most_of=True, anywhere=anywhere)
    ends = {
        "worst": (
            worst[0],
            care[0],
            rent[0] + bill[0],
            TOP if special is YES else worst[1],
            worst[2] if homeless is YES else 0,
        ),
        "best": (
            best[0],
            care[1],
            min(TOP, rent[1] + bill[1]),
            best[1] if special is NO else TOP,
            best[2] if homeless is not NO else 0,
        ),
    }
    missing = [FactRef(key) for key in (RENT, CHILDCARE) if getattr(home, key) is None]
    missing += [FactRef("homeless")] * (homeless is MAYBE) + list(who)
    missing += [FactRef(UTILITIES)] * (bill[0] != bill[1])
    missing += [FactRef("place")] * (area is None)
    return ends, tuple(missing)


def _span(told) -> tuple[int, int]:
    return (0, TOP) if told is None else (cents(told), cents(told))


def area_of(state: str | None) -> str | None:
    return None if state is None else poverty.area_of(state)


def figures_of(
    rules: Figures, area: str, size: int, *, most_of: bool, anywhere: bool = False
) -> tuple[int, int, int]:
    """Standard deduction, shelter cap and homeless deduction, cents a year. `anywhere`: the
    highest of all areas."""
    areas = ("contiguous", "alaska", "hawaii") if anywhere else (area,)
    step = min(max(1, size), 6) - 1
    standard = max(rules.cents("standard", one, step, most=most_of) for one in areas)
    cap = max(rules.cents("shelter_cap", one, most=most_of) for one in areas)
    return standard * 12, cap * 12, rules.cents("homeless_shelter", most=most_of) * 12


def utilities(state: str | None, size: int, size_high: int | None, on: date) -> tuple[int, int]:
    """The state's standard utility allowance, cents a year, as a span; no row: anything."""
    if state is None:
        return 0, TOP
    ends = [utility(state, people, on)[0] for people in (size, size_high or MOST_PEOPLE)]
    if min(ends) < 0:
        return 0, TOP
    return min(ends), max(ends) * stale(state, on) // 100


def utility(state: str, people: int, on: date) -> tuple[int, date]:
    """The allowance for so many people, cents a year (-1 = no row), and the day of its table."""
    day = _last_table(state, on)
    row = states.for_size("snap", state, ALLOWANCE, min(max(1, people), MOST_PEOPLE), day)
    return (-1 if row is None or row.value is None else cents(row.value) * 12), day


def stale(state: str, on: date) -> int:
    """Percent of the allowance that it may be at most: more where the year's own is not here."""
    return 100 if _last_table(state, on) == on else 106


def _last_table(state: str, on: date) -> date:
    """The day itself where the state's table covers it, else a day of the year before."""
    row = states.for_size("snap", state, ALLOWANCE, 1, on)
    return on if row or on.year < 2 else on.replace(year=on.year - 1, day=min(on.day, 28))
