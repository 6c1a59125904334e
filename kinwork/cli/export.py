"""Write data out for others: `kinwork export hsds PATH`."""

from pathlib import Path

import click

from kinwork.cli.base import needs_database
from kinwork.common.actor import OPERATOR
from kinwork.common.trouble import Trouble


@click.group()
def command() -> None:
    """Write data out for other systems."""


@command.command("hsds")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@needs_database()
def hsds(path: Path, form: str) -> None:
    """The directory as an HSDS 3.1.1 package: an empty folder, or a name ending in .zip."""
    from kinwork.common.acting import acting_as
    from kinwork.interop.hsds.write import export

    if path.is_dir() and any(path.iterdir()):
        raise Trouble(f"{path} is not empty: name a new folder, or a file ending in .zip.")
    if path.is_file() and path.suffix.lower() != ".zip":
        raise Trouble(f"{path} is a file: name a new folder, or a file ending in .zip.")
    with acting_as(OPERATOR):
        counts = export(path, form=form)
    for name, number in counts.items():
        click.echo(f"{name:<28}{number:>10,}")
