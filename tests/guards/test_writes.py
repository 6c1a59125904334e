"""Only actions write. The allow-list carries its reasons."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent.parent / "kinwork"
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
}
ALLOWED = {
    "common/audit.py": "the trail is written by every action through this one function",
    "config/": "set-up as the owner",
    "cli/": "the owner's set-up; people's deeds go through actions",
}


def sources():
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        parts = where.split("/")
        if "tests" in parts or "migrations" in parts or where.startswith(tuple(ALLOWED)):
            continue
        if "actions" in parts or parts[-1] == "actions.py":
            continue
        yield where, path


@pytest.mark.parametrize(("where", "path"), sources(), ids=[w for w, _ in sources()])
def test_only_actions_write(where, path):
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value)
            on_manager = ".objects" in owner or "_default_manager" in owner
            if (name in WRITES and on_manager) or (name == "save" and "form" not in owner.lower()):
                found.append(f"line {node.lineno}: {owner}.{name}()")
            if name == "update" and ".objects" in owner:
                found.append(f"line {node.lineno}: {owner}.update()")
    assert found == [], f"{where} writes outside actions: {found}"
