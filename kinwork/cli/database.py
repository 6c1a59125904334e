"""Start, stop, migrate and look at the database.

The embedded server needs none of this: every verb that needs it starts it.
"""

import subprocess

import click

from kinwork.cli.base import Progress, data_dir, database_address, with_database
from kinwork.common.trouble import Trouble


@click.group()
def command() -> None:
    """Start, stop, migrate and look at the database."""


def _cluster():
    from kinwork.config import embedded, env

    if env.secret("DATABASE_URL"):
        raise Trouble("DATABASE_URL is set: that server is not Kinwork's to start or stop.")
    return embedded.Cluster(data_dir())


@command.command()
def start() -> None:
    """Start the embedded server and leave it running."""
    from kinwork.config import embedded

    cluster = _cluster()
    with embedded.running(cluster.data_dir):
        cluster.keep.touch()
    click.echo(f"The embedded PostgreSQL runs; its folder is {cluster.pgdata}.")


@command.command()
def stop() -> None:
    """Stop the embedded server, as soon as nobody uses it."""
    from kinwork.config import embedded

    cluster = _cluster()
    cluster.keep.unlink(missing_ok=True)
    if not cluster.answers():
        click.echo("The embedded PostgreSQL is not running.")
        return
    with embedded.running(cluster.data_dir):
        pass
    if cluster.answers():
        click.echo("Another command still uses the embedded PostgreSQL; it stops with that one.")
    else:
        click.echo("The embedded PostgreSQL has stopped.")


LOGINS = click.option(
    "--as",
    "login",
    default="kw_web",
    type=click.Choice(["kw_web", "kw_worker", "kw_owner", "kw_reporter", "postgres"]),
    help="Whose address.",
)


@command.command()
@LOGINS
def url(login: str) -> None:
    """Print the database's address. It holds a password."""
    click.echo(database_address(login))


@command.command(context_settings={"ignore_unknown_options": True})
@LOGINS
@click.argument("psql_arguments", nargs=-1, type=click.UNPROCESSED)
def shell(login: str, psql_arguments: tuple[str, ...]) -> None:
    """Open psql on the database. Further arguments go to psql."""
    import shutil
    from contextlib import nullcontext

    from kinwork.config import embedded, env

    elsewhere = env.secret("DATABASE_URL")
    with nullcontext() if elsewhere else embedded.running(data_dir()) as cluster:
        psql = shutil.which("psql") if elsewhere else str(cluster.bin / "psql")
        if not psql:
            raise Trouble("psql is not here: install Debian's postgresql-client.")
        done = subprocess.run([psql, database_address(login), *psql_arguments])
    raise SystemExit(done.returncode)


@command.command()
@click.option("--sql", is_flag=True, help="Print the SQL for an administrator; change nothing.")
def prepare(sql: bool) -> None:
    """Make roles and database on the embedded server, or print how."""
    from kinwork.config import roles

    if sql:
        click.echo(roles.script())
        return
    from kinwork.config import embedded

    cluster = _cluster()
    with embedded.running(cluster.data_dir):
        click.echo(f"Roles and database {roles.DATABASE} are there.")


@command.command()
@click.option("--mark", type=click.Choice(["demo", "test"]), help="What this database is for.")
def migrate(mark: str | None) -> None:
    """Bring tables, functions, grants and policies up to date."""
    progress = Progress()
    with with_database("kw_owner", prepared=False):
        from kinwork.config import migrating

        migrating.migrate(progress, mark=mark or "")
        progress.done()


@command.command()
def policies() -> None:
    """Install functions, grants and policies again (harmless)."""
    progress = Progress()
    with with_database("kw_owner"):
        from kinwork.config import migrating

        migrating.policies(progress)
        progress.done()


@command.command()
@click.option(
    "--leave", "left", multiple=True, type=click.UUID, help="Leave out this deed (its id)."
)
def replay(left: tuple) -> None:
    """After a backup was put back: end again what families and agencies have ended since.

    Until then neither the web server nor the worker starts.
    """
    with with_database():
        from kinwork.config import replaying

        stopped, done, made = 0, {"done": 0, "gone": 0, "left": 0}, {}
        for line in replaying.waiting():
            said = f"{line['at'][:16]}  {line['verb']}  ({line['entry']})"
            try:
                if line["entry"] in {str(one) for one in left}:
                    replaying.note(line, "left")
                    found = "left"
                else:
                    found = replaying.replay(line, made)
            except Exception as why:  # the next ones are done all the same; the site stays shut
                stopped += 1
                click.echo(f"{said}  not done: {why}", err=True)
                continue
            done[found] += 1
            click.echo(f"{said}  {found}")
        click.echo(
            f"{done['done']} done again, {done['gone']} about what this database never knew,"
            f" {done['left']} left out, {stopped} not done."
        )
    raise SystemExit(1 if stopped else 0)
