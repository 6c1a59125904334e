"""Every instrument, read from its folder; a folder that is not whole is refused with a sentence."""

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kinwork.library.codes.vocabulary import terms
from kinwork.library.instruments.model import (
    LANGUAGES,
    SUBJECTS,
    TONES,
    URGENCIES,
    WORDINGS,
    Answer,
    BadAnswers,
    Instrument,
    InstrumentError,
    Item,
    Result,
    Score,
)
from kinwork.library.instruments.scoring import score

HERE = Path(__file__).parent
FILES = ("spec.md", "instrument.toml", "cases.csv")
SPEC = ("## Source", "## Licence", "## Gaps")


@cache
def registry(folder: Path = HERE) -> dict[str, Instrument]:
    """Raises InstrumentError with a sentence for the first folder that is not whole."""
    found = [read(path) for path in _folders(folder)]
    return {one.key: one for one in found}


def check(folder: Path = HERE) -> tuple[list[Instrument], int, list[str]]:
    """Every folder that is whole, how many worked cases were run, and a sentence for each trouble."""
    whole, cases, troubles = [], 0, []
    for path in _folders(folder):
        try:
            one = read(path)
        except InstrumentError as trouble:
            troubles.append(str(trouble))
            continue
        whole.append(one)
        for number, case in enumerate(worked(path), start=1):
            cases += 1
            if wrong := case_trouble(one, case):
                troubles.append(f"{path.name}: case {number} ({case['case']}): {wrong}")
    return whole, cases, troubles


def worked(path: Path) -> list[dict[str, str]]:
    with (path / "cases.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def case_trouble(instrument: Instrument, case: Mapping[str, str]) -> str:
    """What a worked case finds wrong; "" when it comes out as written."""
    said = {
        key: value
        for key, value in case.items()
        if key not in ("case", "months", "result", "needs", "refused") and value
    }
    months = int(case["months"]) if case.get("months") else None
    try:
        found = score(instrument, said, months=months)
    except BadAnswers as wrong:
        refused = case.get("refused") or ""
        return "" if wrong.field == refused else f"it was refused at {wrong.field}: {wrong}"
    if case.get("refused"):
        return f"it should have been refused at {case['refused']}"
    if found.result.key != case["result"]:
        return f"the result is {found.result.key}, not {case['result']}"
    if (wanted := case.get("needs")) is not None and wanted.split() != list(found.needs):
        return f"the needs are {' '.join(found.needs) or 'none'}, not {wanted or 'none'}"
    return ""


def read(path: Path) -> Instrument:
    """One folder. Raises InstrumentError."""
    for name in FILES:
        if not (path / name).is_file():
            raise InstrumentError(f"{path.name}: {name} is missing.")
    spec = (path / "spec.md").read_text(encoding="utf-8")
    for heading in SPEC:
        if heading not in spec:
            raise InstrumentError(f"{path.name}: spec.md has no part “{heading.strip('# ')}”.")
    try:
        said = tomllib.loads((path / "instrument.toml").read_text(encoding="utf-8"))
        made = _made(path.name, said)
    except tomllib.TOMLDecodeError as why:
        raise InstrumentError(f"{path.name}: instrument.toml cannot be read ({why}).") from None
    except (KeyError, TypeError) as why:
        raise InstrumentError(f"{path.name}: instrument.toml lacks or misnames {why}.") from None
    if trouble := _trouble(made):
        raise InstrumentError(f"{path.name}: {trouble}")
    if not worked(path):
        raise InstrumentError(f"{path.name}: cases.csv holds no worked case.")
    return made


def _made(folder: str, said: dict[str, Any]) -> Instrument:
    version = said.pop("version")
    said["sensitivity"] = said.pop("class")
    return Instrument(
        key=f"{folder}/{version}",
        who_answers=tuple(said.pop("who_answers")),
        answers=tuple(Answer(**one) for one in said.pop("answers", [])),
        items=tuple(_item(one) for one in said.pop("items", [])),
        scores=tuple(Score(**one) for one in said.pop("scores", [])),
        results=tuple(_result(one) for one in said.pop("results")),
        **said,
    )


def _item(said: dict[str, Any]) -> Item:
    lists = {name: tuple(said.pop(name, ())) for name in ("flag", "needs")}
    return Item(sensitivity=said.pop("class", ""), **lists, **said)


def _result(said: dict[str, Any]) -> Result:
    return Result(needs=tuple(said.pop("needs", ())), **said)


def _trouble(one: Instrument) -> str:
    """What is wrong with it, as a sentence; "" when nothing is."""
    texts = {
        "its name": one.words,
        "what it is about": one.about,
        **{f"the item {item.key}": item.words for item in one.items},
        **{f"the score {score.key}": score.words for score in one.scores},
        **{f"the answer {answer.code}": answer.words for answer in one.answers},
        **{f"the result {result.key}": result.words for result in one.results},
        **{f"what follows from {result.key}": result.then for result in one.results},
    }
    for what, words in texts.items():
        if not all(words.get(language) for language in LANGUAGES):
            return f"{what} is missing in English or in Spanish."
    if not (one.licence and one.cites):
        return "it names no licence or no source."
    if one.subject not in SUBJECTS or one.wording not in WORDINGS:
        return f"nobody knows “{one.subject}” or “{one.wording}”."
    if bool(one.items) == bool(one.scores):
        return "it has items, or scores: one of the two."
    if one.items and not one.answers:
        return "its items have no answers."
    return _trouble_of_results(one)


def _trouble_of_results(one: Instrument) -> str:
    if not one.results or one.results[-1].when:
        return "its last result catches the rest, so it has no “when”."
    codes = {answer.code for answer in one.answers}
    for item in one.items:
        if unknown := set(item.flag) - codes:
            return f"the item {item.key} is flagged by “{sorted(unknown)[0]}”, which is no answer."
    needs = {need for item in one.items for need in item.needs}
    needs |= {need for result in one.results for need in result.needs}
    if unknown := needs - set(terms()):
        return f"“{sorted(unknown)[0]}” is no need that we have a word for."
    for result in one.results:
        if result.tone not in TONES or result.urgency not in URGENCIES:
            return f"the result {result.key} has no known tone or urgency."
    return ""


def _folders(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_dir() and path.name not in ("tests", "__pycache__") and path.name[0] != "_"
    ]
