"""Score a file of answers by a screening instrument: `kinwork score INSTRUMENT FILE`."""

import csv
import json as json_
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

BESIDE = ("id", "months")  # columns that are no answers
MOST_BYTES = 50_000_000


def _refuse(sentence: str) -> None:
    """One sentence, nothing on the standard output, exit code 2."""
    click.echo(sentence, err=True)
    sys.exit(2)


@click.command()
@click.argument("instrument")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON; else CSV.")
def command(instrument: str, file: Path, as_json: bool) -> None:
    """Score each row of FILE (CSV, or JSON: a list of objects) by INSTRUMENT (asq_3, or asq_3/1).

    A row holds the answers or scores under the instrument's own keys, `months` where it has ages, and an `id`
    of your own. A row that cannot be scored is told with its reason; then the exit code is 1.
    """
    from kinwork.library.instruments import InstrumentError, newest, registry

    try:
        known = registry().get(instrument) or newest(instrument)
    except InstrumentError as trouble:
        _refuse(str(trouble))
    if known is None:
        _refuse(f"There is no instrument “{instrument}”; `kinwork instruments` has them all.")
    found = [_scored(known, number, row) for number, row in enumerate(_read(file), start=1)]
    if as_json:
        said = {"instrument": known.key, "rows": found}
        click.echo(json_.dumps(said, ensure_ascii=False, indent=2))
    else:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("id", "result", "total", "flags", "needs", "unanswered", "trouble"))
        for one in found:
            lists = " ".join(one["flags"]), " ".join(one["needs"])
            total = "" if one["total"] is None else one["total"]
            writer.writerow(
                (one["id"], one["result"], total, *lists, one["unanswered"], one["trouble"])
            )
    sys.exit(1 if any(one["trouble"] for one in found) else 0)


def _scored(known: Any, number: int, row: dict[str, Any]) -> dict[str, Any]:
    from kinwork.library.instruments import BadAnswers, score

    empty = {"result": "", "total": None, "flags": [], "needs": [], "unanswered": ""}
    one = {"id": str(row.get("id") or number), **empty, "trouble": ""}
    said = {
        key: value for key, value in row.items() if key not in BESIDE and value not in ("", None)
    }
    try:
        found = score(known, said, months=_months(row.get("months")))
    except BadAnswers as wrong:
        return one | {"trouble": f"{wrong.field}: {wrong}"}
    return one | {
        "result": found.result.key,
        "total": found.total,
        "flags": list(found.flags),
        "needs": list(found.needs),
        "unanswered": found.unanswered,
    }


def _months(said: Any) -> int | None:
    from kinwork.library.instruments import BadAnswers

    if said in ("", None):
        return None
    text = str(said).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise BadAnswers("months", f"“{text[:20]}” is not a number of months.")
    return int(text)


def _read(file: Path) -> Iterator[dict[str, Any]]:
    try:
        if file.stat().st_size > MOST_BYTES:
            _refuse(f"{file.name} is larger than 50 MB.")
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        _refuse(f"{file.name} is not text in UTF-8.")
    except OSError as error:
        _refuse(f"{file.name} can not be read: {error.strerror}.")
    if file.suffix.lower() != ".json":
        rows: list[dict[str, Any]] = list(csv.DictReader(text.splitlines()))
        for row in rows:
            row.pop(None, None)
    else:
        try:
            rows = json_.loads(text)
        except (ValueError, RecursionError):
            _refuse(f"{file.name} is not JSON.")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            _refuse(f"{file.name}: a list of objects is expected, one a family or child.")
    if not rows:
        _refuse(f"{file.name} holds no row.")
    yield from rows
