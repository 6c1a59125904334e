"""Start the web server of a real installation.

Put a proxy that speaks HTTPS in front of it; docs/guides has examples.
"""

import click

from kinwork.cli.base import data_dir, database_address


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
@click.option("--certificate", default="", help="Speak TLS to the proxy: this PEM file...")
@click.option("--key", default="", help="...and its key (PEM, PKCS#8).")
def command(host: str, port: int, workers: int, threads: int, certificate: str, key: str) -> None:
    """Start the web server."""
    from kinwork.cli.base import Progress, with_database
    from kinwork.config import health, webserver
    from kinwork.config.processes import Processes

    lock = webserver.lock(certificate, key)
    webserver.must_be_free(host, port)
    progress = Progress()
    with with_database():
        health.refuse_to_start(database_address())
        webserver.must_be_locked(host, lock)
        webserver.collect_static(data_dir(), progress)
        progress.done()
        with Processes() as running:
            line = webserver.command(host, port, workers=workers, threads=threads, lock=lock)
            running.start("web server", line, kept=True, KINWORK_LOGIN="kw_web")
            if webserver.wait_until_it_answers(host, port, running, lock):
                click.echo(f"Kinwork listens on {host}, port {port}. Ctrl-C stops it.")
                running.wait()
