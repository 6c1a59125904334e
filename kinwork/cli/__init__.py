"""The `kinwork` command: one file a verb, found by name and imported only when called."""

import ast
import os
import sys
from pathlib import Path

import click

from kinwork import __version__
from kinwork.common.trouble import Trouble, disk_full, is_disk_full

HERE = Path(__file__).parent
HELPERS = {"base"}


class Verbs(click.Group):
    """Every `kinwork/cli/<verb>.py` that has a `command`; its first docstring line is its help."""

    def list_commands(self, context: click.Context) -> list[str]:
        names = (path.stem for path in HERE.glob("[a-z]*.py"))
        return sorted(name.replace("_", "-") for name in names if name not in HELPERS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        from importlib import import_module

        # `import` is no module name in Python's grammar, but it is one to import_module.
        return import_module(f"kinwork.cli.{name.replace('-', '_')}").command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, first_line(name)) for name in self.list_commands(context)]
        with formatter.section("Verbs"):
            formatter.write_dl(rows)


def first_line(verb: str) -> str:
    """The first line of the verb's docstring, read without importing it."""
    source = (HERE / f"{verb.replace('-', '_')}.py").read_text()
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


@click.group(cls=Verbs)
@click.version_option(__version__, prog_name="kinwork")
@click.option("--demo", is_flag=True, help="Work on the demo community (made by `make demo`).")
def kinwork(demo: bool) -> None:
    """Families find help, tell their story once, and learn what became of it."""
    if demo:
        from kinwork.cli.base import use_demo

        use_demo()


def main() -> None:
    """Run the command; what a person can mend is said in one sentence, without a traceback."""
    try:
        kinwork()
    except Exception as why:
        if os.environ.get("KINWORK_DEBUG", "").lower() in {"1", "true", "yes", "on"}:
            raise
        sentence = explained(why)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(1)


def explained(why: Exception) -> str | None:
    """The sentence for an error that has one; None for a fault of our own."""
    from kinwork.config.env import BadSetting

    if isinstance(why, (Trouble, BadSetting)):
        return str(why)
    if is_disk_full(why):
        return str(disk_full("Kinwork's data"))
    if isinstance(why, PermissionError) and why.filename:
        return f"{why.filename} may not be opened by this account: {why.strerror}."
    if isinstance(why, FileNotFoundError) and why.filename:
        return f"{why.filename} is not there."
    if type(why).__name__ == "OperationalError":
        return f"The database does not answer: {str(why).strip().splitlines()[0]}"
    return None
