"""`kinwork parts`: which parts of others run here, and is one older than SECURITY.md allows?"""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click

from kinwork.common.trouble import Trouble
from kinwork.config import parts


@click.command()
@click.option(
    "--faults",
    "place",
    type=click.Path(path_type=Path),
    help="Known faults: a folder of OSV files, or one.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(place: Path | None, as_json: bool) -> None:
    """List every part with its version and its known faults; 1 where one stayed longer than allowed."""
    today, here = datetime.now(UTC).date(), parts.installed()
    if place and not place.exists():
        raise Trouble(f"There is no {place}.")
    found = parts.faults(here, parts.read(place)) if place else []
    late = [fault for fault in found if fault.is_overdue(today)]
    if as_json:
        click.echo(json.dumps(_told(here, found, place, today), indent=1))
    else:
        _print(here, found, today)
    if late or not parts.is_current(today):
        click.echo(_why(late), err=True)
        raise SystemExit(1)


def _why(late: list[parts.Fault]) -> str:
    if late:
        return (
            f"{late[0].part.name} has a fault ({late[0].id}) that was to be gone by {late[0].due}."
        )
    return f"The parts were last brought up to date on {parts.UPDATED}, over half a year ago."


def _told(
    here: list[parts.Part], found: list[parts.Fault], place: Path | None, today: date
) -> dict[str, object]:
    return {
        "updated": parts.UPDATED.isoformat(),
        "current": parts.is_current(today),
        "looked_for_faults": place is not None,
        "parts": [vars(part) for part in here],
        "faults": [
            {
                "id": fault.id,
                "part": fault.part.name,
                "version": fault.part.version,
                "known": fault.known.isoformat(),
                "due": fault.due.isoformat(),
                "overdue": fault.is_overdue(today),
            }
            for fault in found
        ],
    }


def _print(here: list[parts.Part], found: list[parts.Fault], today: date) -> None:
    for part in here:
        click.echo(f"{part.name} {part.version}")
    click.echo(f"{len(here)} parts, last brought up to date on {parts.UPDATED}.")
    for fault in found:
        late = "  TOO LATE" if fault.is_overdue(today) else ""
        click.echo(f"{fault.part.name} {fault.part.version}: {fault.id}, gone by {fault.due}{late}")
