"""List, show and check the programs that families are screened for.

`check` reads every folder and runs its worked cases; what is wrong is said in a sentence each.
"""

import sys
from datetime import datetime
from pathlib import Path

import click

from kinwork.cli.alignment import align

folder = click.option(
    "--folder",
    envvar="KINWORK_PROGRAMS",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with programs of your own (or KINWORK_PROGRAMS).",
)


@click.group()
def command() -> None:
    """Programs: what they are, what they ask, whether their folders are whole."""


command.add_command(align)


def _registry(extra: Path | None) -> dict:
    from kinwork.library import programs

    try:
        return programs.registry(extra)
    except programs.ProgramError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


@command.command("list")
@folder
def list_(folder: Path | None) -> None:
    """Every program: code, where it holds, for whom, its name."""
    for code, program in _registry(folder).items():
        who = ", ".join(program.roles) or "household"
        click.echo(f"{code:<26}{program.jurisdiction:<9}{who:<18}{program.name['en']}")


@command.command()
@click.argument("code")
@folder
def show(code: str, folder: Path | None) -> None:
    """One program: its rule, and every criterion with window and source."""
    known = _registry(folder)
    if code not in known:
        click.echo(f"There is no program “{code}”; `kinwork programs list` has them all.", err=True)
        sys.exit(2)
    program = known[code]
    click.echo(f"{program.name['en']} ({code}, {program.version}, {program.jurisdiction})")
    click.echo(program.explain["en"])
    click.echo(f"Gives: {program.gives['en']}")
    click.echo(f"To apply: {program.how_to_apply['en']}")
    asks = "asks" if program.asks_immigration_status else "does not ask"
    click.echo(
        f"About {program.minutes_to_apply} minutes to apply, {program.days_to_delivery} days to "
        f"delivery; the office {asks} for immigration status (we never do)."
    )
    click.echo(f"Yes if: {_rule(program.rule)}")
    if program.discretion:
        click.echo(f"No, but ask, if: {_rule(program.discretion)}")
    today = datetime.now().astimezone().date()
    for name, rows in program.criteria.items():
        for row in rows:
            until = f" to {row.effective_to}" if row.effective_to else ""
            now = "" if row.holds(today) else " (not today)"
            options = ", ".join(f"{k} {_plain(v)}" for k, v in row.options.items() if k != "note")
            click.echo(f"  {name}: {row.kind}{f' ({options})' if options else ''}")
            click.echo(
                f"      {row.jurisdiction}, from {row.effective_from}{until}{now}; {row.source}"
            )


def _rule(rule: object) -> str:
    if isinstance(rule, str):
        return rule
    return f"{rule[0]} of ({', '.join(_rule(part) for part in rule[1:])})"


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@command.command()
@folder
def check(folder: Path | None) -> None:
    """Read every folder and run its worked cases; exit code 2 when something is wrong."""
    from kinwork.library.programs.registry import check_all

    count, troubles = check_all(folder)
    for trouble in troubles:
        click.echo(trouble, err=True)
    if troubles:
        sys.exit(2)
    click.echo(f"{count.programs} programs, {count.criteria} criteria, {count.cases} cases: whole.")
