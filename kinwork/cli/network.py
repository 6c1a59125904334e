"""Measure how organizations work together, from what each says of the others: `kinwork network FILE`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kinwork.common.trouble import Trouble

if TYPE_CHECKING:
    from kinwork.measure.network import Ratings

FILE = click.Path(path_type=Path, allow_dash=True)
OUT = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--threshold",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    help="The least level that is a tie.",
)
@click.option("--dimension", metavar="D", help="Only the ratings of this dimension.")
@click.option("--sectors", type=FILE, help="CSV with the columns organization, sector.")
@click.option("--without", "leaving", metavar="NAME", help="What if this organization left?")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option(
    "--graphml", "drawn", metavar="OUT", type=OUT, help="Write the ties for drawing, too."
)
@click.option("--csv", "listed", metavar="OUT", type=OUT, help="Write all ratings as a list, too.")
def command(file, threshold, dimension, sectors, leaving, as_json, drawn, listed) -> None:
    """Measures of the network in FILE: a matrix in CSV, or a list with from, to, level.

    A level is 0 (we don't know each other) to 5 (integration). FILE may be -, the standard input.
    """
    from kinwork.measure import network as method
    from kinwork.measure.network.plain import FEW, in_words

    ratings = _dimension(_read(file, method.read), dimension)
    known = ratings.names
    kinds = _read(sectors, lambda raw: method.read_sectors(raw, known)) if sectors else None
    gone = _without(ratings, leaving, threshold) if leaving else None
    found = method.describe(ratings, threshold=threshold, sectors=kinds)
    if drawn:
        _write(drawn, method.graphml(ratings, found, kinds))
    if listed:
        _write(listed, method.edges_csv(ratings))
    if as_json:
        told = method.told(found) | ({"without": vars(gone)} if gone else {})
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    pivots = [] if gone else method.pivotal(ratings, threshold=threshold, most=FEW)
    click.echo(in_words(found, method.differences(ratings), pivots, gone))


def _read(file: Path, reader):
    """What `reader` makes of the bytes; each trouble names the file."""
    from kinwork.measure.network import BadRatings

    name = "The standard input" if str(file) == "-" else file.name or str(file)
    try:
        return reader(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes())
    except OSError as why:
        raise Trouble(f"{name} cannot be read: {why.strerror}.") from why
    except BadRatings as why:
        raise Trouble(f"{name}: {why}") from why


def _dimension(ratings: "Ratings", wanted: str | None) -> "Ratings":
    if wanted is None:
        return ratings
    if wanted not in ratings.dimensions:
        there = ", ".join(ratings.dimensions) or "none"
        raise Trouble(f"There is no dimension “{wanted}” in the ratings; there is: {there}.")
    return ratings.dimensions[wanted]


def _without(ratings: "Ratings", name: str, threshold: int):
    from kinwork.measure.network import without

    if name not in ratings.names:
        raise Trouble(f"There are no ratings of or by “{name}”.")
    return without(ratings, name, threshold=threshold)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as why:
        raise Trouble(f"{file} cannot be written: {why.strerror}.") from why
