"""Who of the home has which help, and whose money comes in: asked only where it changes an answer.

Until somebody says more, help that is one person's is taken as everybody's, and money as nobody's in
particular. Most homes need no more. Where another reading would change what is open to somebody, two
pages ask: `who_receives` and `whose_income`. They come last, when all else is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from kinwork.library.programs import Household, Member, Program, program, registry
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.programs.view import FOR_ALL
from kinwork.library.questions.bank import bank
from kinwork.library.questions.following import Asking

WHO_RECEIVES, WHOSE_INCOME = "who_receives", "whose_income"
WORK = {"wages", "self_employment", "unemployment"}
WORKS_FROM = 14 * 12  # months
# Kinds that look at SSI without naming it.
OF_SSI = {"ssi_child_income", "ssi_child_resources", "snap_net_income", "elderly_or_disabled"}
MOST = 8  # people tried: more would only say the same again


def asking(
    household: Household,
    on: date,
    programs: Iterable[str] | None = None,
    skipped: Iterable[str] = (),
) -> Asking | None:
    """The page that asks whose, where it changes something; None where it would not."""
    codes, passed = tuple(registry() if programs is None else programs), set(skipped)
    if WHO_RECEIVES not in passed:
        parts = who_may_have(household)
        speaking = [code for code in codes if _speaks(program(code), parts)]
        owners = {code: _likely(household, code, people, on) for code, people in parts.items()}
        if needed := _changed(_owners(household, owners, parts), household, on, speaking):
            return Asking(bank()[WHO_RECEIVES], (), needed, parts=tuple(parts.items()))
    if WHOSE_INCOME not in passed:
        whose = whose_lines(household, on)
        if needed := _changed(_earners(household, whose), household, on, codes):
            return Asking(bank()[WHOSE_INCOME], (), needed, parts=tuple(whose.items()))
    return None


def who_may_have(household: Household) -> dict[str, tuple[str, ...]]:
    """Help that is one person's -> who may have it; nothing where it is told of everybody."""
    people = [one for one in household.members if not one.unborn]
    whole = household.receives or frozenset()
    own = frozenset().union(*(one.receives or () for one in people))
    untold = [one for one in people if one.receives is None]
    spoken = (whole - own) if len(untold) < len(people) else whole
    if len(people) < 2 or not (untold or spoken - FOR_ALL):
        return {}
    order = [one.value for one in bank()["receives"].options]
    personal = sorted((whole | own) - FOR_ALL, key=order.index)
    return {code: _fitting(people, code) for code in personal}


def whose_lines(household: Household, on: date) -> dict[str, tuple[str, ...]]:
    """Number of a line of money that nobody's name stands at -> whose it may be."""
    return {
        str(number): fitting
        for number, line in enumerate(household.income or ())
        if line.member is None and (line.amount is None or line.amount or line.high)
        if len(fitting := earners(household.members, line.kind, on)) > 1
    }


def earners(people: Sequence[Member], kind: str, on: date) -> tuple[str, ...]:
    """Who may have money of this kind: a small child has no pay from work."""
    born = [one for one in people if not one.unborn]
    if kind not in WORK:
        return tuple(one.key for one in born)
    return tuple(one.key for one in born if one.role != "child" or _works(one, on))


def _works(child: Member, on: date) -> bool:
    months = child.age_months(on)
    return months is not None and months >= WORKS_FROM


def apart(household: Household) -> Household:
    """The home without anybody's own list and without names at its money: to ask whose anew."""
    people = tuple(replace(one, receives=None) for one in household.members)
    income = household.income
    lines = None if income is None else tuple(replace(one, member=None) for one in income)
    return replace(household, members=people, income=lines)


def _speaks(one: Program, codes: Iterable[str]) -> bool:
    """May one person's help make a difference to this program?"""
    codes = set(codes)
    if not codes.isdisjoint(one.already):
        return True
    rows = (row for rows in one.criteria.values() for row in rows)
    return any(
        not codes.isdisjoint(row.options.get("of", ())) or ("ssi" in codes and row.kind in OF_SSI)
        for row in rows
    )


def _fitting(people: Sequence[Member], code: str) -> tuple[str, ...]:
    """Children for what only children get, and so on; everybody where nobody fits."""
    known = registry().get(code)
    roles = known.roles if known else ()
    found = tuple(one.key for one in people if one.role in roles)
    return found or tuple(one.key for one in people)


def _likely(household: Household, code: str, people: tuple[str, ...], on: date) -> tuple[str, ...]:
    """Those who could have it by its own rules; everybody where the rules let nobody in."""
    if code not in registry():
        return people
    bare = replace(apart(household), receives=(household.receives or frozenset()) - {code})
    members = evaluate(program(code), bare, on).members
    fits = {one.member for one in members if one.answer.value != "no"}
    return tuple(one for one in people if one in fits) or people


def _owners(
    household: Household, owners: dict[str, tuple[str, ...]], parts: dict[str, tuple[str, ...]]
) -> Iterator[Household]:
    """The home as if one person alone had this help, for each help and each person."""
    for code, people in owners.items():
        for owner in people[:MOST]:
            told = tuple(
                one if one.unborn else replace(one, receives=_list(one, owner, code, parts))
                for one in household.members
            )
            yield replace(household, members=told)


def _list(one: Member, owner: str, code: str, parts: dict) -> frozenset[str]:
    others = {help for help, people in parts.items() if help != code and one.key in people}
    return frozenset(others | ({code} if one.key == owner else set()))


def _earners(household: Household, whose: dict[str, tuple[str, ...]]) -> Iterator[Household]:
    """The home as if one person brought in this line, for each line and each person."""
    lines = [*(household.income or ())]
    for number, people in whose.items():
        for owner in people[:MOST]:
            told = [
                replace(line, member=owner if str(n) == number else whose[str(n)][0])
                if str(n) in whose
                else line
                for n, line in enumerate(lines)
            ]
            yield replace(household, income=tuple(told))


def _changed(
    readings: Iterator[Household], household: Household, on: date, codes: Sequence[str]
) -> tuple[str, ...]:
    """The programs whose answer differs between the home as told and one of these readings."""
    told: dict[str, tuple] = {}
    found: dict[str, None] = {}
    for reading in readings:
        for code in codes:
            if code in found:
                continue
            one = program(code)
            if code not in told:
                told[code] = _offer(one, household, on)
            if _offer(one, reading, on) != told[code]:
                found[code] = None
    return tuple(found)


def _offer(one: Program, household: Household, on: date) -> tuple:
    """What is open to whom; nothing where nobody could apply, whether they have it or not."""
    got = evaluate(one, household, on)
    fits = [(m.member, m.answer) for m in got.members if m.answer.value != "no" and not m.already]
    return (got.answer, got.already, tuple(fits)) if fits or got.offered else ()
