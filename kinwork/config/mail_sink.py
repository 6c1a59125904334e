"""The demo's post office: every letter becomes a file, and nothing leaves this machine.

Files are `.eml`, named by the moment they came in, newest last; the demo's outbox page lists them.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinwork.common.trouble import Trouble


class Sink:
    """aiosmtpd's handler: keep the letter in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope) -> str:
        self.count += 1
        name = f"{time.time_ns()}-{os.getpid()}-{self.count}.eml"
        making = self.folder / f".{name}"
        making.write_bytes(envelope.content)
        making.rename(self.folder / name)
        return "250 Kept"


@contextmanager
def mail_sink(folder: Path) -> Iterator[int]:
    """Listen on a free port of this machine; yields the port."""
    from aiosmtpd.controller import Controller

    from kinwork.config.webserver import free_port

    folder.mkdir(parents=True, exist_ok=True)
    port = free_port("127.0.0.1", 8025)
    controller = Controller(Sink(folder), hostname="127.0.0.1", port=port)
    try:
        controller.start()
    except OSError as why:
        raise Trouble(f"The demo's outbox could not start: {why}.") from None
    try:
        yield port
    finally:
        controller.stop()
