"""Write the intake's questions as a paper form: `kinwork paper-form OUT.html`."""

import sys
from pathlib import Path

import click

from kinwork.cli.base import with_database

LANGUAGES = ("en", "es")
ADULTS, CHILDREN = (1, 4), (1, 8)


def _refuse(sentence: str) -> None:
    """One sentence, nothing written, exit code 2."""
    click.echo(sentence, err=True)
    sys.exit(2)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--programs", "codes", metavar="A,B", help="Only what these programs need.")
@click.option("--adults", type=click.IntRange(*ADULTS), default=2, show_default=True)
@click.option("--children", type=click.IntRange(*CHILDREN), default=3, show_default=True)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(
    out: Path, language: str, codes: str | None, adults: int, children: int, force: bool
) -> None:
    """Write the paper form to OUT, one HTML page to print: the same as in the browser."""
    wanted = _wanted(codes)
    if out.suffix.lower() not in (".html", ".htm"):
        _refuse(f"{out}: the form is a page to print; name a file that ends in .html.")
    if out.exists() and not force:
        _refuse(f"{out} is there already; --force writes over it.")
    if not out.parent.is_dir():
        _refuse(f"{out.parent} is not a folder.")
    with with_database():
        page = _drawn(wanted, adults, children, language)
    out.write_text(page, encoding="utf-8")
    click.echo(f"{out}: print it on both sides, A4 or Letter.")


def _drawn(wanted: tuple[str, ...], adults: int, children: int, language: str) -> str:
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR
    from kinwork.family.intake.paper.filed import page
    from kinwork.family.intake.paper.sheet import Sheet

    with acting_as(VISITOR):
        return page(Sheet(wanted, adults, children), language)


def _wanted(codes: str | None) -> tuple[str, ...]:
    """The programs' codes; none = all help."""
    from kinwork.library import programs

    if codes is None:
        return ()
    wanted = tuple(dict.fromkeys(code.strip() for code in codes.split(",") if code.strip()))
    if not wanted:
        _refuse("--programs: name at least one program.")
    for code in wanted:
        if code not in programs.registry():
            _refuse(
                f"--programs: there is no program “{code}”; `kinwork programs list` has them all."
            )
    return wanted
