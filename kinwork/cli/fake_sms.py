"""Run a gateway of texts that sends nothing, for trying a set-up out."""

import os
import time
from pathlib import Path

import click

from kinwork.cli.base import data_dir


@click.command("fake-sms")
@click.option("--port", default=8026, show_default=True, help="Port to listen on.")
@click.option("--calls", default="", help="Address that is told states and answers.")
@click.option(
    "--folder", default="", help="Where texts are kept (default: texts in the data folder)."
)
def command(port: int, calls: str, folder: str) -> None:
    """Run a gateway of texts that sends nothing.

    It takes KINWORK_SMS_KEY and KINWORK_SMS_SIGNING_KEY from the environment, as the site does.
    """
    from kinwork.config.sms_sink import sms_sink

    keys = {
        "key": os.environ.get("KINWORK_SMS_KEY", "fake"),
        "signing_key": os.environ.get("KINWORK_SMS_SIGNING_KEY", "fake"),
    }
    place = Path(folder) if folder else data_dir() / "texts"
    calls = calls or os.environ.get("KINWORK_ADDRESS", "http://localhost:8000") + "/contact/texts/"
    with sms_sink(place, calls=calls, port=port, **keys) as (address, _phone):
        click.echo(f"KINWORK_SMS_URL={address} (texts lie in {place}; Ctrl-C ends it)")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("")
