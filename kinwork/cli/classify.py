"""Say which model of coordination each approach in a file resembles, and why: `kinwork classify FILE`."""

import json
import sys
from pathlib import Path

import click


def _refuse(sentence: str) -> None:
    """One sentence, nothing on the standard output, exit code 2."""
    click.echo(sentence, err=True)
    sys.exit(2)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--scheme", "key", default="2021", show_default=True, help="Whose models.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(file: Path, key: str, as_json: bool) -> None:
    """Classify every approach of FILE (JSON or CSV; - reads the standard input). Empty is not known."""
    from kinwork.library import approaches
    from kinwork.library.approaches import files, writing

    try:
        by = approaches.scheme(key)
    except KeyError:
        known = ", ".join(approaches.schemes())
        _refuse(f"--scheme: there is no scheme “{files.shown(key)}”; there is: {known}.")
    name = "The standard input" if str(file) == "-" else file.name or str(file)
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        profiles = files.read(data, by)
    except files.BadFile as why:
        _refuse(f"{name}: {why}")
    except OSError as why:
        _refuse(f"{name} can not be read: {why.strerror}.")
    told = [(one, approaches.classify(one, by)) for one in profiles]
    if as_json:
        click.echo(json.dumps(writing.as_data(told, by), indent=1, ensure_ascii=False))
        return
    for line in writing.lines(told, by):
        click.echo(line)
