"""What a program says about money: limit, what counts, period, rounding, year, savings."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kinwork.library.alignment.said import Statement, Words, joined, money, say
from kinwork.library.codes import states
from kinwork.library.codes.tables import table as words_of
from kinwork.library.programs import limits
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import words as word

FOUR = 4  # the size of family whose limit is said in dollars
TAX = {"tax_income"}
AGAINST_LIMIT = {"income_at_most", "income_over", "snap_net_income"}


def about_money(criterion: Criterion, on: date, state: str) -> Iterator[Statement]:
    """The statements of one criterion of money; `state` "" = the federal rule alone."""
    if criterion.kind in AGAINST_LIMIT:
        yield from _income(criterion, on, state)
    elif criterion.kind in TAX:
        key = ("tax", criterion.options.get("credit"))
        yield _of(criterion, "income_limit", key, say("tax_limit"))
        yield _of(criterion, "income_period", ("tax year",), say("per_tax_year"))
    elif criterion.kind == "ssi_child_income":
        yield _of(criterion, "income_limit", ("ssi",), say("ssi_rate"))
        yield _of(criterion, "income_period", ("month",), say("per_month"))
    elif criterion.kind == "assets_at_most":
        key, words, source = _limit(criterion, on, state)
        limit = words if key == ("none",) else say("assets", limit=words)
        yield _of(criterion, "savings", key, limit, source)
    elif criterion.kind == "ssi_child_resources":
        yield _of(criterion, "savings", ("ssi",), say("assets_ssi"))


def _of(criterion: Criterion, dimension: str, key: tuple, words: Words, source: str = ""):
    return Statement(dimension, key, words, source or criterion.source, criterion.id)


def _income(criterion: Criterion, on: date, state: str) -> Iterator[Statement]:
    options = criterion.options
    key, words, source = _limit(criterion, on, state)
    strict, net = bool(options.get("strict")), criterion.kind == "snap_net_income"
    over = criterion.kind == "income_over"
    if key != ("none",):
        words = say("over" if over else "below" if strict else "at_most", limit=words)
    if net:
        words = say("net", limit=words)
    yield _of(criterion, "income_limit", (key, strict, over, net), words, source)
    per = options.get("per", "year")
    yield _of(criterion, "income_period", (per,), say(f"per_{per}"))
    rounding = options.get("rounding", "none")
    yield _of(criterion, "income_rounding", (rounding,), say(f"round_{rounding}"))
    starts = options.get("year_starts")
    year = say("year_from", day=starts) if starts else say("year_day")
    yield _of(criterion, "income_year", (starts,), year)
    if not net:
        yield _of(criterion, "income_counted", *_counted(options))


def _counted(options: dict) -> tuple[tuple, Words]:
    """Which money counts, and whose."""
    only, without = options.get("only", ()), options.get("exclude", ())
    whose = options.get("whose", "home")
    parts = [say("all_money")]
    if only or without:
        kinds = joined(words_of("income")["kinds"][kind] for kind in sorted(only or without))
        parts = [say("only" if only else "without", kinds=kinds)]
    parts.append(say(f"whose_{whose}"))
    off, percent = options.get("earned_off"), options.get("earned_percent_off")
    if off:
        per = word("per", options.get("per", "year"))
        parts.append(say("earned_off", amount=money(Decimal(str(off))), per=per))
    if percent:
        parts.append(say("earned_percent_off", percent=percent))
    key = (tuple(sorted(only)), tuple(sorted(without)), whose, off, percent)
    return key, joined(parts, "; ")


def _limit(criterion: Criterion, on: date, state: str) -> tuple[tuple, Words, str]:
    """What makes the limit, in words with the amount for four people, and the state's source."""
    options = criterion.options
    for table, group in limits.tables(options):
        if state and (row := states.for_size(table, state, group, FOUR, on)):
            return _of_row(criterion, row, on, state)
    if options.get("amount") is not None:
        amount = Decimal(str(options["amount"]))
        return _dollars(amount, options.get("per"))
    if options.get("percent") is not None:
        of = options.get("of", "poverty")
        return _percent(Decimal(str(options["percent"])), of, criterion, on, state)
    group = ", ".join(":".join(named) for named in limits.tables(options))
    return ("not known", group), say("not_known" if state else "state_sets", group=group), ""


def _of_row(criterion: Criterion, row: states.Row, on: date, state: str):
    if row.unit == states.NONE:
        return ("none",), say("open"), row.source
    if row.unit in (states.POVERTY, states.MEDIAN):
        of = "poverty" if row.unit == states.POVERTY else "median"
        key, words, _ = _percent(row.value, of, criterion, on, state)
        return key, words, row.source
    per = {states.MONTH: "month", states.YEAR: "year"}.get(row.unit)
    key, words, _ = _dollars(row.value, per)
    return key, words, row.source


def _dollars(amount: Decimal, per: str | None):
    if per is None:
        return ("dollars", amount), say("dollars", amount=money(amount), per=""), ""
    words = say("dollars", amount=money(amount), per=word("per", per))
    return ("dollars", amount, per), words, ""


def _percent(percent: Decimal, of: str, criterion: Criterion, on: date, state: str):
    shown = f"{percent.normalize():f}"
    words = say(f"percent_{of}", percent=shown)
    limit = limits.limit(criterion, on, state, FOUR)
    if limit is not None and limit.amount is not None:
        words = say("for_four", words=words, amount=money(limit.amount.quantize(Decimal(1))))
    return ("percent", of, percent.normalize()), words, ""
