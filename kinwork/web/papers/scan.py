"""The hook for a virus scanner: a command of the installation's own, or clamd on a socket.

KINWORK_SCANNER empty: papers count as clean once they were made anew (wash.py).
A command reads the paper on its input and ends with 0 (clean) or 1 (infected).
`unix:/path` or `tcp:host:port` speaks clamd's INSTREAM.
"""

import shlex
import socket
import struct
import subprocess

from django.conf import settings

PATIENCE = 60  # seconds
PIECE = 64 * 1024


class NoAnswer(Exception):
    """The scanner did not say; the paper waits, and is asked about again."""


def is_set() -> bool:
    return bool(settings.SCANNER)


def is_clean(content: bytes) -> bool:
    """True, or False for infected; NoAnswer when the scanner cannot say."""
    where = settings.SCANNER
    if where.startswith(("unix:", "tcp:")):
        return _clamd(where, content)
    try:
        done = subprocess.run(
            shlex.split(where), input=content, capture_output=True, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoAnswer(str(error)) from error
    if done.returncode not in (0, 1):
        raise NoAnswer(f"the scanner ended with {done.returncode}")
    return done.returncode == 0


def _clamd(where: str, content: bytes) -> bool:
    try:
        with _connected(where) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            said = line.makefile("rb").read(1000).rstrip(b"\0\n")
    except OSError as error:
        raise NoAnswer(str(error)) from error
    if said.endswith(b" OK"):
        return True
    if said.endswith(b" FOUND"):
        return False
    raise NoAnswer(said.decode(errors="replace"))


def _connected(where: str) -> socket.socket:
    kind, _mark, place = where.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        line.connect(place)
        return line
    host, _mark, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), PATIENCE)
