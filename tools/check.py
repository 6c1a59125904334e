"""Everything that must hold, stage by stage, timed: what `make test` and CI run.

    .venv/bin/python tools/check.py [STAGE ...]     (all of them without a name)

A failing stage does not stop the later ones. A run above the time aimed at says so, and which
files took longest; it does not fail, for a slow machine is no fault of the code.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
AIM = 15 * 60
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Tests start Python hundreds of times: what was compiled once is kept, wherever the machine says
# otherwise. That halves each start.
COMPILED = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(ROOT / ".kinwork" / "compiled"),
}
OLD_SERVER = Path("/usr/lib/postgresql/15/bin")


@dataclass
class Outcome:
    name: str
    passed: bool
    seconds: float = 0.0
    words: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess:
    """Run one tool of the environment, its output shown as it comes and kept."""
    print(f"$ {' '.join(Path(str(word)).name for word in command)}", flush=True)
    child = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **COMPILED, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in child.stdout:
        print(line, end="", flush=True)
        said.append(line)
    return subprocess.CompletedProcess(command, child.wait(), "".join(said))


def tool(name: str, *command: str | Path, **environment: str) -> Outcome:
    return Outcome(name, run(*command, **environment).returncode == 0)


def tests(name: str, *arguments: str, **environment: str) -> Outcome:
    """A pytest run; its closing line becomes the stage's words."""
    abreast = str(min(4, os.cpu_count() or 1))  # each process has its own clone of the database
    done = run(
        *(sys.executable, "-m", "pytest", "-n", abreast, "--dist", "loadfile"),
        *("-p", "tools.slowest"),
        *arguments,
        **environment,
    )
    last = done.stdout.strip().splitlines()[-1:] or [""]
    counts = {word: int(count) for count, word in re.findall(r"(\d+) ([a-z]+)", last[0])}
    return Outcome(name, done.returncode == 0, words=last[0].strip("= "), counts=counts)


def formats() -> Outcome:
    return tool("formats", BIN / "ruff", "format", "--check", "-q", ".")


def lint() -> Outcome:
    return tool("lint", BIN / "ruff", "check", "-q", ".")


def contracts() -> Outcome:
    return tool("contracts", BIN / "lint-imports", "--no-cache")


def migrations() -> Outcome:
    return tool("migrations", sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def translations() -> Outcome:
    if not (ROOT / "kinwork" / "web" / "translate.py").exists():
        return Outcome("translations", True, words="none in this code yet")
    return tool("translations", sys.executable, "-m", "kinwork.web.translate", "check")


def units() -> Outcome:
    return tests("units", "-m", "not browser and not deep")


def old_server() -> Outcome:
    """The tests that touch the database, once more on the oldest PostgreSQL we promise."""
    if not OLD_SERVER.exists():
        return Outcome("old_server", True, words="skipped: no PostgreSQL 15 on this machine")
    return tests(
        "old_server",
        *("-m", "not browser and not deep", "-p", "tools.only_database"),
        KINWORK_PG_BIN=str(OLD_SERVER),
    )


def browser() -> str | None:
    """A Chromium on this machine, fetched from Debian when root may."""
    named = os.environ.get("KINWORK_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("Chromium is missing: installing it from Debian", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", **quiet)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def journeys() -> Outcome:
    path = browser()
    if path is None:
        words = "SKIPPED: no Chromium (as root: apt-get install chromium)"
        return Outcome("journeys", not CI, words=words)
    return tests("journeys", "-m", "browser and not deep", KINWORK_CHROMIUM=path)


STAGES = {
    stage.__name__: stage
    for stage in (
        formats,
        lint,
        contracts,
        migrations,
        translations,
        units,
        old_server,
        journeys,
    )
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"There is no stage {unknown[0]!r}; there are: {', '.join(STAGES)}.")
        return 2
    began, outcomes = time.monotonic(), []
    for name in names or STAGES:
        print(f"\n--- {name}", flush=True)
        since = time.monotonic()
        outcome = STAGES[name]()
        outcome.seconds = time.monotonic() - since
        outcomes.append(outcome)
    return summary(outcomes, time.monotonic() - began)


def summary(outcomes: list[Outcome], total: float) -> int:
    """The table of stages, and a closing line like pytest's."""
    print(f"\n{'stage':14}{'seconds':>8}  result")
    for one in outcomes:
        result = "ok" if one.passed else "FAILED"
        print(f"{one.name:14}{one.seconds:8.1f}  {result}  {one.words}")
    if total > AIM:
        print(f"Longer than the {AIM // 60} minutes aimed at: see the slowest files of each stage.")
    counts = {word: sum(one.counts.get(word, 0) for one in outcomes) for word in COUNTED}
    # A stage without tests of its own counts as one.
    for one in outcomes:
        if not one.counts:
            counts["passed" if one.passed else "failed"] += 1
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    print(f"==== {told} in {total:.2f}s ({int(total // 60)} min {int(total % 60)} s) ====")
    return 0 if all(one.passed for one in outcomes) else 1


COUNTED = ("failed", "errors", "error", "passed", "skipped", "xfailed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
