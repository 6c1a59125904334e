"""Answers or scores -> a result, by the instrument's own table. Nothing is guessed."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from kinwork.library.instruments.model import (
    SKIPPED,
    BadAnswers,
    Instrument,
    Item,
    Result,
    Score,
    Scored,
)

CUTOFF = "_cutoff"  # a score's printed limit is entered under its key with this behind it


def score(
    instrument: Instrument, said: Mapping[str, object], *, months: int | None = None
) -> Scored:
    """The result of answers (item -> code) or scores (key -> number). months: the child's age, corrected
    where the instrument corrects it. Raises BadAnswers with the field and a sentence."""
    _known(instrument, said)
    _old_enough(instrument, months)
    answers = {one.key: _answer(instrument, one, said) for one in instrument.items}
    numbers = {one.key: _number(one.key, said, one) for one in instrument.scores}
    limits = {
        one.key: _number(one.key + CUTOFF, said, one) for one in instrument.scores if one.cutoff
    }
    flags = [one for one in instrument.items if answers[one.key] in one.flag]
    below = [
        one.key for one in instrument.scores if one.cutoff and numbers[one.key] < limits[one.key]
    ]
    total = sum(numbers.values()) if numbers else None
    if total is not None and not any(one.cutoff for one in instrument.scores):
        total = numbers.get("total", total)
    for result in instrument.results:
        if _holds(result, total, flags, below, numbers, limits, months):
            break
    needs = [need for one in flags for need in one.needs] + list(result.needs)
    return Scored(
        result=result,
        total=None if total is None or below or limits else int(total),
        flags=tuple(one.key for one in flags) + tuple(below),
        needs=tuple(dict.fromkeys(needs)),
        unanswered=sum(code == SKIPPED for code in answers.values()),
    )


def _holds(
    result: Result,
    total: Decimal | None,
    flags: list[Item],
    below: list[str],
    numbers: Mapping[str, Decimal],
    limits: Mapping[str, Decimal],
    months: int | None,
) -> bool:
    when = dict(result.when)
    if "from_months" in when and (months is None or months < when.pop("from_months")):
        return False
    if "to_months" in when and (months is None or months > when.pop("to_months")):
        return False
    if "total" in when:
        least, most = when["total"]
        return total is not None and least <= total <= most
    if "score" in when:
        return numbers[when["score"]] >= when["least"]
    if "near_cutoff" in when:
        return any(numbers[key] < limits[key] + Decimal(str(when["near_cutoff"])) for key in limits)
    if "below_cutoff" in when:
        return bool(below)
    return bool(flags) if "any_flag" in when else True


def _known(instrument: Instrument, said: Mapping[str, object]) -> None:
    asked = {one.key for one in instrument.items} | {one.key for one in instrument.scores}
    asked |= {one.key + CUTOFF for one in instrument.scores if one.cutoff}
    for key in said:
        if key not in asked:
            raise BadAnswers(str(key)[:60], f"“{str(key)[:60]}” is not asked by this instrument.")


def _old_enough(instrument: Instrument, months: int | None) -> None:
    if instrument.from_months is None and instrument.to_months is None:
        return
    if months is None:
        raise BadAnswers("months", "The age in months is missing.")
    least, most = instrument.from_months or 0, instrument.to_months or 1200
    if not least <= months <= most:
        raise BadAnswers(
            "months", f"It is for ages from {least} to {most} months, not for {months}."
        )


def _answer(instrument: Instrument, item: Item, said: Mapping[str, object]) -> str:
    code = said.get(item.key, SKIPPED)
    code = code if code not in (None, "") else SKIPPED
    if code != SKIPPED and code not in {one.code for one in instrument.answers}:
        raise BadAnswers(item.key, f"“{str(code)[:40]}” is no answer to this question.")
    return str(code)


def _number(key: str, said: Mapping[str, object], one: Score) -> Decimal:
    try:
        number = Decimal(str(said[key]).strip())
    except KeyError:
        raise BadAnswers(key, "This score is missing.") from None
    except InvalidOperation:
        raise BadAnswers(key, f"“{str(said[key])[:40]}” is not a number.") from None
    if not number.is_finite() or not one.least <= number <= one.most:
        raise BadAnswers(key, f"It lies between {one.least} and {one.most}.")
    if key == one.key and number != int(number):
        raise BadAnswers(key, "A score is a whole number.")
    return number
