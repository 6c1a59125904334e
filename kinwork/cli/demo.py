"""Show a working community on this machine, with invented people.

Everything lies in .kinwork/demo: the database, the letters, the files. Nothing leaves the machine.
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kinwork.cli.base import Progress, data_dir, start_django, use_demo
from kinwork.common.trouble import Trouble

HOST = "127.0.0.1"


@click.command()
@click.option("--full", is_flag=True, help="150 families instead of 60.")
@click.option("--port", type=int, help="Port to listen on (8000, or the next free one).")
@click.option("--fresh", is_flag=True, help="Throw the demo away and play it again.")
@click.option("--no-serve", is_flag=True, help="Play it, start nothing.")
@click.option("--step", type=click.Choice(["play"]), hidden=True)
def command(full: bool, port: int | None, fresh: bool, no_serve: bool, step: str | None) -> None:
    """Show a working community on this machine, with invented people."""
    if step:
        _play_here(full)
        return
    use_demo()
    from kinwork.config import embedded, webserver
    from kinwork.config.mail_sink import mail_sink
    from kinwork.config.sms_sink import sms_sink

    folder = data_dir()
    with _alone(folder):
        port = _port(port) if not no_serve else 0
        address = f"http://localhost:{port}"
        keys = {"key": secrets.token_hex(16), "signing_key": secrets.token_hex(24)}
        calls = f"http://{HOST}:{port}/contact/texts/"
        with (
            mail_sink(folder / "outbox") as mail,
            sms_sink(folder / "texts", calls=calls, **keys) as (texts, _phone),
            embedded.running(folder) as cluster,
        ):
            os.environ.update(_environment(address, mail, texts, keys))
            progress = Progress()
            _bring_up_to_date(cluster, folder, full=full, fresh=fresh)
            if no_serve:
                return
            webserver.collect_static(folder, progress)
            progress.done()
            _serve(folder, port, address)


def _environment(address: str, mail_port: int, texts: str, keys: dict[str, str]) -> dict[str, str]:
    """A demo never takes over the settings of a real installation on the same machine."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "KINWORK_HTTPS"):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    return {
        "DJANGO_SETTINGS_MODULE": "kinwork.config.settings",
        "KINWORK_ADDRESS": address,
        "KINWORK_SMTP_HOST": HOST,
        "KINWORK_SMTP_PORT": str(mail_port),
        "KINWORK_SMTP_USER": "",
        "KINWORK_SMTP_TLS": "",
        "KINWORK_SMTP_SSL": "",
        "KINWORK_SMS_URL": texts,
        "KINWORK_SMS_KEY": keys["key"],
        "KINWORK_SMS_SIGNING_KEY": keys["signing_key"],
        "KINWORK_SMS_FROM": "520-555-0100",
    }


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One demo at a time in one folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                "The demo of this folder runs already: use that one, or stop it with Ctrl-C."
            ) from None
        yield


def _port(wanted: int | None) -> int:
    from kinwork.config import webserver

    if wanted:
        webserver.must_be_free(HOST, wanted)
        return wanted
    port = webserver.free_port(HOST, 8000)
    if port != 8000:
        click.echo(f"Port 8000 is in use; this demo takes {port}.")
    return port


def _bring_up_to_date(cluster, folder: Path, *, full: bool, fresh: bool) -> None:
    """Play the demo when code or size differ from what was played; else keep it as it is."""
    from kinwork.config.sources import DEMO, fingerprint

    mark, stamp = fingerprint(DEMO), folder / "played.json"
    played = json.loads(stamp.read_text()) if stamp.exists() else {}
    if not fresh and played.get("mark") == mark and (played.get("full") or not full):
        return
    if played:
        why = "as you wished" if fresh else "the code or the size differs from what was played"
        click.echo(f"The demo is played anew ({why}).")
    stamp.unlink(missing_ok=True)
    _play(cluster, folder, full=full)
    stamp.write_text(json.dumps({"mark": mark, "full": full}))


def _play(cluster, folder: Path, *, full: bool) -> None:
    """An empty database, its tables, then the play; each in a process of its own login."""
    from kinwork.config.processes import kinwork, run_step

    began = time.monotonic()
    for name in ("outbox", "texts", "files"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("outbox", "texts"):
        (folder / name).mkdir()
    (folder / "audit-anchors.jsonl").unlink(missing_ok=True)  # of the trail that is forgotten now
    cluster.forget_database()
    click.echo("Preparing the database")
    run_step(kinwork("database", "migrate", "--mark", "demo"))
    click.echo(f"Playing a year and a half of {150 if full else 60} families")
    run_step(kinwork("demo", "--step", "play", *(["--full"] if full else [])))
    click.echo(f"Ready after {time.monotonic() - began:.0f} s")


def _play_here(full: bool) -> None:
    """In the process that plays: the same actions that pages call."""
    from importlib.util import find_spec

    start_django()
    if find_spec("kinwork.demo.play") is None:
        click.echo("  There is no demo content in this code yet; the pages are empty.")
        return
    from kinwork.demo.play import play

    progress = Progress()
    play(full=full, progress=progress)
    progress.done()


def _serve(folder: Path, port: int, address: str) -> None:
    """Web server and worker, until Ctrl-C."""
    from kinwork.config import webserver
    from kinwork.config.processes import Processes, kinwork

    with Processes() as running:
        click.echo("Starting the web server and the task worker ...")
        line = webserver.command(HOST, port, workers=2, threads=2)
        running.start("web server", line, kept=True, KINWORK_LOGIN="kw_web")
        running.start("task worker", kinwork("worker"), kept=True, KINWORK_LOGIN="kw_worker")
        if webserver.wait_until_it_answers(HOST, port, running):
            _welcome(folder, address)
            running.wait()
        click.echo("\nStopping ...", nl=False)
    click.echo(" stopped.")


def _welcome(folder: Path, address: str) -> None:
    """The addresses, and who can be signed in as."""
    click.echo(
        f"\n  A family's page        {address}/"
        f"\n  Be anybody, one click  {address}/demo/"
        f"\n  Letters and texts      {address}/demo/outbox/"
        f"\n  Directory as data      {address}/hsds/"
    )
    cast = folder / "cast.json"
    if cast.exists():
        click.echo("\n  Who can be signed in as with one click:")
        for someone in json.loads(cast.read_text(encoding="utf-8")):
            click.echo(f"    {someone['label']:28} {someone.get('says', '')}")
    click.echo("\n  Everybody here is invented. Ctrl-C stops everything.")
