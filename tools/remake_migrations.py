"""Remake every module's one 0001_initial, floor by floor (until 1.0; afterwards forward only).

One module at a time, because makemigrations splits what it finds together.
Usage: .venv/bin/python tools/remake_migrations.py [LABEL ...]
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = (
    "common directory accounts people access agreements consent facts contact eligibility"
    " referrals intake followup hsds home demo"
).split()


def main(labels: list[str]) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "kinwork.config.settings"
    os.environ.setdefault("KINWORK_SECRET_KEY", "only-for-this")
    import django

    django.setup()
    from django.apps import apps

    chosen = [label for label in ORDER if not labels or label in labels]
    for label in chosen:
        folder = Path(apps.get_app_config(label).path) / "migrations"
        for old in folder.glob("0*.py"):
            old.unlink()
    for label in chosen:
        subprocess.run(
            [sys.executable, "manage.py", "makemigrations", "--skip-checks", "-v0", label],
            cwd=ROOT,
            check=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
