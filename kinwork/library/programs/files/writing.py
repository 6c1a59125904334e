"""Determinations as plain data, in the keys that files and pipelines rely on."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from kinwork.common.answers import Answer, FactRef, Reason
from kinwork.library.programs.files.reading import Told
from kinwork.library.programs.household import months_between
from kinwork.library.programs.model import Determination, Program

OUTCOME = {Answer.YES: "pass", Answer.NO: "fail", Answer.MAYBE: "unknown"}
HOME = "household"
KEYS = {  # what a fact is called in a file
    "birth_date": "age",
    "disability": "disabled",
    "weekly_hours": "weekly_hours_worked",
    "working_or_training": "weekly_hours_worked",
    "place": "state",
    "income_average": "income",
}
FACTS = {"working_or_training": "working_or_training"}  # yes or no: not the hours themselves

Screened = Iterable[tuple[Told, list[Determination]]]


def as_json(screened: Screened, on: date, programs: Mapping[str, Program]) -> str:
    """The results as JSON text."""
    return "".join(json_parts(screened, on, programs))


def json_parts(screened: Screened, on: date, programs: Mapping[str, Program]) -> Iterator[str]:
    """The same piece by piece, a line a household, so that nothing of a large file is kept."""
    yield f'{{"on": "{on.isoformat()}", "results": ['
    between = "\n"
    for pair in screened:
        yield between + json.dumps(_of_home(*pair, programs), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def results(screened: Screened, programs: Mapping[str, Program]) -> list[dict]:
    """For each household: its id, and for each program verdict, members, criteria, missing."""
    return [_of_home(told, found, programs) for told, found in screened]


def _of_home(told: Told, found: list[Determination], programs: Mapping[str, Program]) -> dict:
    parts = [one(got, told, programs[got.program]) for got in found]
    return {"household": told.id, "programs": parts}


def one(got: Determination, told: Told, program: Program) -> dict:
    """One determination. `discretion` and `failed` stand there only when they are true."""
    return {
        "program": got.program,
        "verdict": got.answer.value,
        **_true(discretion=got.discretion, failed=got.failed),
        "members": [
            {
                "member": told.ids.get(m.member, m.member),
                "verdict": m.answer.value,
                **_true(discretion=m.discretion),
            }
            for m in got.members
            if m.member is not None
        ],
        "criteria": [criterion(reason, told, program, got.as_of) for reason in reasons(got)],
        "missing": list(dict.fromkeys(named(ref) for ref in got.missing)),
    }


def _true(**flags: bool) -> dict[str, bool]:
    return {name: True for name, value in flags.items() if value}


def reasons(got: Determination) -> list[Reason]:
    """Every criterion that was looked at, each once for each member or for the home."""
    looked = [reason for m in got.members for reason in m.reasons] or list(got.reasons)
    return list({(r.criterion, r.member): r for r in looked}.values())


def criterion(reason: Reason, told: Told, program: Program, on: date) -> dict:
    """One criterion with its fact, limit, outcome and source."""
    fact, value = fact_of(reason)
    if fact == "age" and not isinstance(value, Mapping):
        value = years(value, on)
    return {
        "id": program.word(reason.criterion),
        "subject": HOME if reason.member is None else told.ids.get(reason.member, reason.member),
        "fact": fact,
        "value": plain(value),
        "limit": plain(reason.limit),
        "outcome": "unknown" if reason.later else OUTCOME[reason.answer],
        "source": reason.source,
    }


def fact_of(reason: Reason) -> tuple[str, object]:
    """The fact a criterion asked for, by its name in files, and its value."""
    if reason.facts:
        names = list(dict.fromkeys(name.partition(":")[0] for name, _ in reason.facts))
        value = reason.facts[0][1]
        if ":" in reason.facts[0][0]:
            value = {name.partition(":")[2]: one_ for name, one_ in reason.facts}
        return FACTS.get(names[0]) or KEYS.get(names[0], names[0]), value
    if reason.missing:
        return KEYS.get(reason.missing[0].key, reason.missing[0].key), None
    return ("office" if reason.later else reason.criterion), None


def years(value: object, on: date) -> int | float | None:
    """An age in years, from a birth date or from an age as told."""
    if isinstance(value, date):
        found = months_between(value, on) / 12 if value <= on else None
    else:
        found = None if value is None else float(value)
    if found is None or found == int(found):
        return None if found is None else int(found)
    return round(found, 2)


def named(ref: FactRef) -> str:
    """A missing fact by its name in files: `income`, `age:kid`."""
    key = KEYS.get(ref.key, ref.key)
    return key if ref.member is None else f"{key}:{ref.member}"


def plain(value: object) -> object:
    """A value as JSON has it: whole dollars as whole numbers, days as ISO text."""
    if isinstance(value, bool) or value is None or isinstance(value, int | float | str):
        return value
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if whole == value else float(round(value, 2))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    return str(value)
