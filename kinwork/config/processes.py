"""Several processes, started together and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from kinwork.common.trouble import Trouble

GRACE = 10  # seconds between asking and killing
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def _die_with_parent() -> None:
    """Linux: the child is asked to end when its parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class Processes:
    """`with Processes() as running: running.start(...); running.wait()`; all end on leaving."""

    def __init__(self):
        self._children: dict[str, subprocess.Popen] = {}
        self._asked_to_stop = False

    def __enter__(self) -> "Processes":
        self._before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)}
        for sign in self._before:
            signal.signal(sign, self._stop_asked)
        return self

    def __exit__(self, *why: object) -> None:
        self.stop()
        for sign, handler in self._before.items():
            signal.signal(sign, handler)

    def _stop_asked(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    @property
    def asked_to_stop(self) -> bool:
        """Was Ctrl-C pressed, or this process told to end?"""
        return self._asked_to_stop

    def start(self, name: str, command: list[str], **environment: str) -> None:
        """Start `command` as `name`, in a session of its own so that Ctrl-C reaches only us."""
        linux = sys.platform == "linux"
        self._children[name] = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent if linux else None,
        )

    def ended(self) -> tuple[str, int] | None:
        """The first child that is no longer running, with its exit code."""
        for name, child in self._children.items():
            if child.poll() is not None:
                return name, child.returncode
        return None

    def wait(self) -> None:
        """Until somebody asks to stop. Raises Trouble when a child ends by itself."""
        while not self._asked_to_stop:
            ended = self.ended()
            if ended:
                raise Trouble(f"The {ended[0]} ended by itself (exit code {ended[1]}).")
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask every child to end, the last started first; kill those that will not."""
        children = list(reversed(self._children.values()))
        for child in children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + GRACE
        for child in children:
            _wait(child, until)
        self._children.clear()


def _wait(child: subprocess.Popen, until: float) -> None:
    try:
        child.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def run_step(command: list[str], **environment: str) -> None:
    """Run one command to its end, its output shown; Trouble when it fails."""
    done = subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Trouble("That step failed; what it said stands above.")


def kinwork(*words: str) -> list[str]:
    """The command line of another `kinwork` verb, under this very Python."""
    return [sys.executable, "-m", "kinwork", *words]
