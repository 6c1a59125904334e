"""Say for what a household in a file may qualify, and why: `kinwork screen FILE`."""

import gc
import sys
from datetime import date, datetime
from pathlib import Path

import click


def _refuse(sentence: str) -> None:
    """One sentence, nothing on the standard output, exit code 2."""
    click.echo(sentence, err=True)
    sys.exit(2)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--on", metavar="DATE", help="The day to screen for (2026-11-15); today if not said.")
@click.option("--programs", "codes", metavar="A,B", help="Only these programs, by their codes.")
@click.option("--json", "form", flag_value="json", help="Write JSON.")
@click.option("--csv", "form", flag_value="csv", help="Write CSV: a row a verdict.")
@click.option(
    "--folder",
    envvar="KINWORK_PROGRAMS",
    type=click.Path(path_type=Path),
    help="A folder with programs of your own (or KINWORK_PROGRAMS).",
)
def command(
    file: Path, on: str | None, codes: str | None, form: str | None, folder: Path | None
) -> None:
    """Screen every household of FILE (JSON, or CSV by its name; - reads JSON)."""
    from kinwork.library import programs
    from kinwork.library.programs import files

    day = _day(on)
    known = _known(folder)
    wanted = _wanted(codes, known)
    try:
        told = _read(file, day)
    except files.BadFile as error:
        _refuse(f"{_name(file)}: {error}")
    except OSError as error:
        _refuse(f"{_name(file)} can not be read: {error.strerror}.")
    gc.freeze()  # what was read stays; the collector need not look at it for each household
    screened = ((one, programs.screen(one.household, day, wanted, folder)) for one in told)
    if form == "json":
        parts = files.json_parts(screened, day, known)
    elif form == "csv":
        parts = files.csv_parts(screened, known)
    else:
        parts = files.text_parts(screened, day, known)
    for part in parts:
        sys.stdout.write(part)


def _name(file: Path) -> str:
    return "The standard input" if str(file) == "-" else file.name or str(file)


def _read(file: Path, day: date) -> list:
    from kinwork.library.programs import files

    if str(file) != "-":
        return files.read(file, day)
    try:
        return files.read_json(sys.stdin.buffer.read().decode("utf-8-sig"), day)
    except UnicodeDecodeError:
        raise files.BadFile("it is not text in UTF-8.") from None


def _day(on: str | None) -> date:
    if on is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(on)
    except ValueError:
        _refuse(f"--on: “{on}” is not a date such as 2026-11-15.")


def _known(folder: Path | None) -> dict:
    from kinwork.library import programs

    if folder is not None and not folder.is_dir():
        _refuse(f"--folder: {folder} is not a folder.")
    try:
        return programs.registry(folder)
    except programs.ProgramError as error:
        _refuse(str(error))


def _wanted(codes: str | None, known: dict) -> list[str] | None:
    if codes is None:
        return None
    wanted = list(dict.fromkeys(code.strip() for code in codes.split(",") if code.strip()))
    for code in wanted:
        if code not in known:
            _refuse(
                f"--programs: there is no program “{code}”; `kinwork programs list` has them all."
            )
    if not wanted:
        _refuse("--programs: name at least one program.")
    return wanted
