"""Draw docs/reference from the code. `--check` says what is out of date and writes nothing.

Usage: .venv/bin/python tools/draw_reference.py [--check]
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
NOTE = (
    "<!-- Drawn from the code by tools/draw_reference.py; change the code, then draw again. -->\n\n"
)


def table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def settings() -> str:
    from kinwork.config.env import READ

    rows = [
        [f"`{s.name}`", f"{s.kind}, secret" if s.secret else s.kind, _default(s), s.help]
        for s in sorted(READ.values(), key=lambda s: s.name)
    ]
    intro = (
        "Every setting is an environment variable. `kinwork doctor` prints what was understood. A"
        " secret stands better in a file that the platform's vault puts there, readable by this"
        " program alone (mode 0400 or 0440, or nothing starts): `NAME_FILE` instead of `NAME` names"
        " it.\n\n"
    )
    return "# Settings\n\n" + intro + table(["variable", "kind", "default", "what it is"], rows)


def _default(setting) -> str:
    if setting.name == "KINWORK_DATA":
        return "`.kinwork` in the checkout"
    if isinstance(setting.default, list):
        return "`" + ",".join(setting.default) + "`"
    return f"`{setting.default}`" if setting.default != "" else "(empty)"


def referral_life() -> str:
    from kinwork.family.referrals.rules import LIFE
    from kinwork.family.referrals.wire import TASK_STATUS

    moves = [
        [
            f"`{move.verb}`",
            ", ".join(s for s in LIFE.states if s in move.sources),
            move.target or ("(the state before)" if move.back else "(stays)"),
            ", ".join(sorted(move.parties)),
            ", ".join(move.needs),
        ]
        for move in LIFE.moves
    ]
    states = [
        [
            state,
            TASK_STATUS[state],
            _clock(state),
            "end" if state in LIFE.ends else "",
        ]
        for state in LIFE.states
    ]
    return (
        "# The life of a referral\n\n```mermaid\n" + LIFE.diagram() + "\n```\n\n## States\n\n"
        + table(["state", "on the wire", "clock", ""], states)
        + "\n## Moves\n\n"
        + table(["verb", "from", "to", "who", "must be said"], moves)
    )  # fmt: skip


def _clock(state: str) -> str:
    """Its setting with the number that counts unless a community says another, and what follows."""
    from kinwork.common.rules import SETTINGS
    from kinwork.family.referrals.next_door import DAYS, LEAVES_OPEN, STOPPED
    from kinwork.family.referrals.rules import CLOCKS, EXPIRES

    if state in (*LEAVES_OPEN, *STOPPED):
        number = SETTINGS[DAYS]
        return f"`{DAYS}` ({number.default} {number.unit}): another place is asked, or the coordinator is told"
    if state not in CLOCKS:
        return ""
    clock, end = CLOCKS[state], SETTINGS.get(EXPIRES.get(state, ""))
    number = SETTINGS[clock.setting]
    said = f"`{clock.setting}` ({number.default} {number.unit}): {clock.says}"
    return f"{said}; `{end.name}` ({end.default} {end.unit}) later it ends" if end else said


def tables() -> str:
    from kinwork.trust.access.install import own_models

    rows = [
        [f"`{model._meta.db_table}`", model.__module__.split(".models")[0], _guard(model)]
        for model in sorted(own_models(), key=lambda m: m._meta.db_table)
    ]
    intro = (
        "Every table and how the database guards it. A family row carries its class in the column"
        " `sensitivity`; classes are explained in [who may see what](../explanation/access.md).\n\n"
    )
    return "# Tables\n\n" + intro + table(["table", "module", "guard"], rows)


def _guard(model) -> str:
    access = model.access
    name = type(access).__name__
    said = {
        "Public": "everybody reads; actions write",
        "Private": "the app alone, before an actor is known",
        "AppendOnly": "insert only",
        "FamilyRows": "**the rule**, row by row",
        "Custom": "own conditions",
    }[name]
    select = getattr(access, "select", "")
    return f"{said}; read: `{' '.join(select.split())}`" if select else said


def rights() -> str:
    from tools.draw_rights import page

    _import_rights()
    return page(table)


def rule() -> str:
    """What the site serves to lawyers, word for word."""
    return (ROOT / "kinwork" / "home" / "lawyers.md").read_text()


def _import_rights() -> None:
    import importlib

    for path in sorted((ROOT / "kinwork").rglob("rights.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name != "kinwork.common.rights":
            importlib.import_module(name)


def consequences() -> str:
    from kinwork.config.consequences import CONSEQUENCES

    rows = [
        [f"`{deed}`", ", ".join(f"`{name}`" for name in names)]
        for deed, names in CONSEQUENCES.items()
    ]
    return "# Consequences\n\nWhat follows from what, in the same transaction.\n\n" + table(
        ["deed", "then"], rows
    )


def access() -> str:
    from tools.draw_access import page

    return page(table)


def limits() -> str:
    from tools.draw_limits import page

    return page(table)


def inputs() -> str:
    from tools.draw_inputs import page

    return page(table)


def asvs() -> str:
    sys.path.insert(0, str(ROOT))
    from tests.security.checklist import page

    return page()


def misuse() -> str:
    sys.path.insert(0, str(ROOT))
    from tests.security.misuse import page

    return page()


def community_settings() -> str:
    """The numbers that a community decides for itself."""
    from django.utils.translation import override

    from kinwork.accounts.community.words import SETTINGS as SAID
    from kinwork.common.rules import SETTINGS

    with override("en"):
        rows = [
            [f"`{one.name}`", *map(str, SAID[one.name]), f"{one.default} {one.unit}", _limits(one)]
            for one in SETTINGS.values()
        ]
    intro = (
        "What a community decides for itself on its page of settings, beside its name, help phone,"
        " ZIP code and time zone ([how](../guides/run-a-community.md)). A change counts from now on.\n\n"
    )
    heads = ["name in the code", "on the page", "what it does", "when left alone", "from, to"]
    return "# Settings of a community\n\n" + intro + table(heads, rows)


def _limits(setting) -> str:
    return f"{setting.least}, {setting.most}"


def cli() -> str:
    from draw_cli import cli as commands

    return commands()


PAGES: dict[str, Callable[[], str]] = {
    "cli.md": cli,
    "community-settings.md": community_settings,
    "access.md": access,
    "asvs.md": asvs,
    "misuse.md": misuse,
    "inputs.md": inputs,
    "limits.md": limits,
    "settings.md": settings,
    "referral-life.md": referral_life,
    "tables.md": tables,
    "rights.md": rights,
    "../explanation/rule.md": rule,
    "consequences.md": consequences,
}


def drawn() -> dict[str, str]:
    return {name: NOTE + draw() for name, draw in PAGES.items()}


def stale() -> list[str]:
    """Pages whose committed text is not what the code says now."""
    found = []
    for name, text in drawn().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text() != text:
            found.append(name)
    return found


def main(arguments: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings_test")
    import django

    django.setup()
    if "--check" in arguments:
        for name in stale():
            print(
                f"docs/reference/{name} is out of date: run tools/draw_reference.py",
                file=sys.stderr,
            )
        return 1 if stale() else 0
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in drawn().items():
        (REFERENCE / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
