"""Keeps a web server up as `kinwork serve` does: `python -m tests.faults.keeper COMMAND ...`."""

import sys

from kinwork.config.processes import Processes

if __name__ == "__main__":
    with Processes() as running:
        running.start("web server", sys.argv[1:], kept=True)
        running.wait()
