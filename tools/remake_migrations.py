"""Remake every module's one 0001_initial, floor by floor (until 1.0; afterwards forward only).

One module at a time, because makemigrations splits what it finds together; no database needed.
Usage: .venv/bin/python tools/remake_migrations.py [LABEL ...]
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "common",
    "directory",
    "accounts",
    "people",
    "access",
    "agreements",
    "consent",
    "retention",
    "disclosures",
    "facts",
    "phrases",
    "contact",
    "eligibility",
    "referrals",
    "appointments",
    "waiting",
    "doors",
    "intake",
    "followup",
    "teams",
    "timelines",
    "screenings",
    "plans",
    "conferences",
    "complaints",
    "programs",
    "loop",
    "results",
    "barriers",
    "partnerships",
    "common_work",
    "meetings",
    "voice",
    "evidence",
    "continuum",
    "approaches",
    "hsds",
    "home",
    "demo",
]


def main(labels: list[str]) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "kinwork.config.settings_test"
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings

    # Libraries' migrations wait for accounts.User; ours need none of them.
    settings.MIGRATION_MODULES = {
        app.label: None for app in apps.get_app_configs() if not app.name.startswith("kinwork.")
    }
    chosen = [label for label in ORDER if not labels or label in labels]
    for label in chosen:
        folder = Path(apps.get_app_config(label).path) / "migrations"
        for old in folder.glob("0*.py"):
            old.unlink()
    for label in chosen:
        remake(label)


def remake(label: str) -> None:
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import MigrationQuestioner
    from django.db.migrations.state import ProjectState
    from django.db.migrations.writer import MigrationWriter

    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        MigrationQuestioner({"ask_initial": True}, specified_apps={label}),
    )
    changes = detector.changes(loader.graph, trim_to_apps={label}, convert_apps={label})
    for migration in changes.get(label, ()):
        migration.dependencies = sorted(
            (app, "0001_initial" if app in ORDER else name) for app, name in migration.dependencies
        )
        migration.operations = folded(migration.operations)
        writer = MigrationWriter(migration)
        folder = Path(writer.path).parent
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        Path(writer.path).write_text(writer.as_string())
        print(writer.path.removeprefix(str(ROOT) + "/"))


def folded(operations: list) -> list:
    """Each constraint and index inside its CreateModel, but for models that get fields later.

    Added one by one, each makes Django build all models anew: most of the time that migrating takes.
    """
    from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel

    added = {one.model_name_lower for one in operations if isinstance(one, AddField)}
    made = {one.name_lower: one for one in operations if isinstance(one, CreateModel)}
    left = []
    for one in operations:
        model = made.get(getattr(one, "model_name", "").lower())
        if model is None or model.name_lower in added:
            left.append(one)
        elif isinstance(one, AddConstraint):
            model.options.setdefault("constraints", []).append(one.constraint)
        elif isinstance(one, AddIndex):
            model.options.setdefault("indexes", []).append(one.index)
        else:
            left.append(one)
    return left


if __name__ == "__main__":
    main(sys.argv[1:])
