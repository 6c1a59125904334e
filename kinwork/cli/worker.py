"""Start the task worker: mail, reminders, clocks.

One is enough to begin with; more may run beside it, on this machine or on others.
"""

import click

from kinwork.cli.base import with_database


@click.command()
@click.option("--threads", default=2, show_default=True, help="Tasks done at the same time.")
@click.option("--once", is_flag=True, help="Do what is waiting, then end.")
def command(threads: int, once: bool) -> None:
    """Start the task worker."""
    with with_database("kw_worker"):
        import logging

        from kinwork.config.outgoing import install, listed
        from kinwork.config.walls import refuse_over_holes
        from kinwork.config.working import work

        refuse_over_holes()
        install(listed())

        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        work(threads, once=once)
