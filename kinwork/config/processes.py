"""Several processes, started together and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

from kinwork.common.trouble import Trouble

GRACE = 10  # seconds between asking and killing
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def _die_with_parent() -> None:
    """Linux: the child is asked to end when its parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


# A web server whose processes are killed twice within seconds ends as a whole: it is started again, unless
# it ends that quickly this many times in a row.
QUICK, MOST = 10, 5
PAUSES = (0, 0.5, 1, 2, 4)  # seconds


@dataclass
class Child:
    """What was started, and whether it is started again when it ends by itself. quick: how many times in
    a row it ended within QUICK seconds."""

    command: list[str]
    environment: dict[str, str]
    kept: bool
    running: subprocess.Popen
    since: float
    quick: int = 0


class Processes:
    """`with Processes() as running: running.start(...); running.wait()`; all end on leaving."""

    def __init__(self):
        self._children: dict[str, Child] = {}
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

    def start(
        self, name: str, command: list[str], *, kept: bool = False, **environment: str
    ) -> None:
        """Start `command` as `name`, in a session of its own so that Ctrl-C reaches only us.

        kept: `wait` starts it again when it ends by itself.
        """
        running = _started(command, environment)
        self._children[name] = Child(command, environment, kept, running, time.monotonic())

    def ended(self) -> tuple[str, int] | None:
        """The first child that is no longer running, with its exit code."""
        for name, child in self._children.items():
            if child.running.poll() is not None:
                return name, child.running.returncode
        return None

    def wait(self) -> None:
        """Until somebody asks to stop. Raises Trouble when a child ends by itself and is not kept, or
        ended too quickly too often."""
        while not self._asked_to_stop:
            ended = self.ended()
            if ended:
                self._again(*ended)
            time.sleep(0.2)

    def _again(self, name: str, code: int) -> None:
        child = self._children[name]
        child.quick = child.quick + 1 if time.monotonic() - child.since < QUICK else 1
        if not child.kept or child.quick > MOST:
            raise Trouble(f"The {name} ended by itself (exit code {code}).")
        print(
            f"The {name} ended by itself (exit code {code}): it is started again.", file=sys.stderr
        )
        time.sleep(PAUSES[child.quick - 1])
        if not self._asked_to_stop:
            child.running, child.since = (
                _started(child.command, child.environment),
                time.monotonic(),
            )

    def stop(self) -> None:
        """Ask every child to end, the last started first; kill those that will not."""
        children = [one.running for one in reversed(self._children.values())]
        for child in children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + GRACE
        for child in children:
            _wait(child, until)
        self._children.clear()


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


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
