"""Bring a directory in: `kinwork import hsds PATH`."""

import json
import sys
from pathlib import Path

import click

from kinwork.cli.base import needs_database
from kinwork.common.actor import OPERATOR
from kinwork.common.trouble import Trouble


@click.group()
def command() -> None:
    """Bring data in from other systems."""


@command.command("hsds")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--source", default="", help="Name its rows belong to; else the file's own name.")
@click.option("--dry-run", is_flag=True, help="Report what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@click.option(
    "--date-order",
    type=click.Choice(["mdy", "dmy"]),
    help="How dates like 03/04/2021 are written in this feed; unsaid, such rows are set aside.",
)
@click.option("--accept-shrink", is_flag=True, help="Load a feed that shrank by more than half.")
@needs_database()
def hsds(
    path: Path,
    source: str,
    dry_run: bool,
    as_json: bool,
    date_order: str | None,
    accept_shrink: bool,
) -> None:
    """An HSDS directory: 1.1, 2.0, 3.x or Ohana tables (folder or zip), or 3.x JSON."""
    from django.db import transaction
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.directory.actions import Shrunk
    from kinwork.interop.hsds.actions import import_feed
    from kinwork.interop.hsds.read import BadFeed

    try:
        with acting_as(OPERATOR):
            report = import_feed(
                path=path,
                source=source,
                date_order=date_order or "",
                accept_shrink=accept_shrink,
                progress=_progress,
                by=OPERATOR,
                at=timezone.now(),
            )
            if dry_run:
                transaction.set_rollback(True)
    except Shrunk as why:
        raise Trouble(f"{why} To load it all the same: --accept-shrink.") from None
    except BadFeed as why:
        raise Trouble(str(why)) from None
    if as_json:
        click.echo(
            json.dumps(
                {"tables": report.tables, "quarantine": report.quarantine}, ensure_ascii=False
            )
        )
    else:
        _tell(report, dry_run)


def _progress(read: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r  {read:,} rows read", err=True, nl=False)


def _tell(report, dry_run: bool) -> None:
    names = ("read", "loaded", "mended", "quarantined", "unchanged")
    width = max([len(name) for name in report.tables], default=5)
    click.echo(f"{report.source}{' (dry run: nothing was changed)' if dry_run else ''}")
    click.echo(" " * width + "".join(f"{name:>13}" for name in names))
    totals = dict.fromkeys(names, 0)
    for table, counts in report.tables.items():
        click.echo(f"{table:<{width}}" + "".join(f"{counts[name]:>13,}" for name in names))
        for name in names:
            totals[name] += counts[name]
    click.echo(f"{'all':<{width}}" + "".join(f"{totals[name]:>13,}" for name in names))
    for note, times in sorted(report.notes.items()):
        click.echo(f"  mended: {note}, {times:,} times")
    if report.left:
        click.echo(f"  {report.left:,} records are no longer listed by this source")
    for name in report.ignored:
        click.echo(f"  not read: {name}")
    if report.quarantine:
        click.echo("  rows set aside can be mended at /directory/quarantine/")
