"""Every job that is asked for by name is there in a process of its own, as in the worker's."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOADED = (
    "import django; django.setup();"
    "from kinwork.common.jobs import JOBS; from kinwork.config.schedule import SCHEDULE;"
    "print(*sorted(set(SCHEDULE) - set(JOBS)), '|', *sorted(JOBS))"
)
ASKED = re.compile(r"\blater\(\s*\"([a-z_]+\.[a-z_]+)\"")


def test_every_job_by_name_is_registered():
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    missing, registered = said.split("|")
    assert missing.split() == []
    asked = {
        name for path in ROOT.glob("kinwork/**/*.py") for name in ASKED.findall(path.read_text())
    }
    assert len(asked) >= 2
    assert asked - set(registered.split()) == set()
