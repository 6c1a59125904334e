"""Our own code, read: its files, calls and imports, its scripts and its templates."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = [
    path
    for path in sorted((ROOT / "kinwork").rglob("*.py"))
    if not {"tests", "migrations"} & set(path.parts)
]
SCRIPTS = [p for p in sorted((ROOT / "kinwork").rglob("*.js")) if "vendor" not in p.parts]
TEMPLATES = sorted((ROOT / "kinwork").rglob("templates/**/*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def trees():
    return [(named(path), ast.parse(path.read_text())) for path in SOURCES]


@cache
def calls():
    """(file, dotted name, node) of every call in our code."""
    return [
        (place, ast.unparse(node.func), node)
        for place, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    ]


def imports():
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((place, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield place, node.module
