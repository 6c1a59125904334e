"""`kinwork programs align`: programs side by side, the paths between them, and those that could be."""

import csv
import io
import json
from datetime import date, datetime

import click

WHAT = ("pairs", "paths", "possible")


def _today() -> date:
    return datetime.now().astimezone().date()


@click.command()
@click.option(
    "--state", default="AZ", help="The state whose rules count (AZ); US for federal alone."
)
@click.option(
    "--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="The day; else today."
)
@click.option("--programs", "codes", metavar="A,B", help="Only these programs, by their codes.")
@click.option("--families", default=2000, show_default=True, type=click.IntRange(1, 100_000))
@click.option(
    "--what", type=click.Choice(WHAT), help="Only this part; CSV takes pairs if not said."
)
@click.option("--json", "form", flag_value="json", help="Write JSON, both languages.")
@click.option("--csv", "form", flag_value="csv", help="Write CSV.")
@click.option("--spanish", is_flag=True, help="CSV and text in Spanish.")
@click.option("--folder", envvar="KINWORK_PROGRAMS", type=click.Path(exists=True, file_okay=False))
def align(state, on, codes, families, what, form, spanish, folder) -> None:
    """What differs between programs, which determination opens which, and which could."""
    from kinwork.library import alignment
    from kinwork.library.alignment import writing

    place, day = _state(state), on.date() if on else _today()
    known = _programs(codes, folder)
    language = "es" if spanish else "en"
    wanted = (what,) if what else ("pairs",) if form == "csv" else WHAT
    pairs = alignment.pairs(known, day, place) if "pairs" in wanted else []
    paths = alignment.paths(known, day, place) if "paths" in wanted else ()
    could = alignment.possible(known, day, place, families) if "possible" in wanted else ()
    if form == "json":
        data = writing.as_data(day, place, pairs, paths, could, families)
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif form == "csv":
        tables = {
            "pairs": (writing.PAIR_COLUMNS, lambda: writing.pair_rows(pairs, language)),
            "paths": (writing.PATH_COLUMNS, lambda: writing.path_rows(paths)),
            "possible": (writing.SPARED_COLUMNS, lambda: writing.spared_rows(could)),
        }
        columns, rows = tables[wanted[0]]
        click.echo(_csv(columns, rows()), nl=False)
    else:
        _text(pairs, paths, could, language)


def _csv(columns, rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _text(pairs, paths, could, language: str) -> None:
    for pair in pairs:
        names = ", ".join(one.name[language] for one in pair.differing)
        click.echo(f"{pair.left.code} / {pair.right.code}: {names}")
    for path in paths:
        instead = f" instead of {', '.join(path.replaces)}" if path.replaces else ""
        click.echo(f"{path.giver} opens {path.program}{instead} ({path.source})")
    for one in could:
        if not one.exists and one.share is not None:
            click.echo(
                f"{one.gives} could open {one.takes}: {one.both} of {one.yes} simulated families "
                f"fit both ({one.share:.0%}), {one.wrong} taken in wrongly, "
                f"{one.minutes} minutes each spared"
            )


def _state(text: str) -> str:
    from kinwork.library.codes.states import STATES

    state = text.strip().upper()
    if state == "US":
        return ""
    if state not in STATES:
        raise click.BadParameter(f"“{text}” is no state; write two letters, such as AZ.")
    return state


def _programs(codes: str | None, folder) -> list:
    from pathlib import Path

    from kinwork.library import programs

    try:
        known = programs.registry(Path(folder) if folder else None)
    except programs.ProgramError as error:
        raise click.UsageError(str(error)) from None
    wanted = [code.strip() for code in codes.split(",")] if codes else list(known)
    for code in wanted:
        if code not in known:
            raise click.UsageError(
                f"There is no program “{code}”; `kinwork programs list` has them all."
            )
    return [known[code] for code in wanted]
