"""Finds every sentence that the product says: in Python, in templates, in rights' docstrings."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = {
    "_": "t",
    "gettext": "t",
    "gettext_lazy": "t",
    "gettext_noop": "t",
    "N_": "t",
    "ngettext": "tp",
    "ngettext_lazy": "tp",
    "pgettext": "ct",
    "pgettext_lazy": "ct",
    "npgettext": "ctp",
    "npgettext_lazy": "ctp",
}
LITERAL = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
LEFT_OUT = {"tests", "migrations", "static", "node_modules", "_template"}


@dataclass(frozen=True)
class Sentence:
    """One msgid with its context and plural, and the file and line that says it."""

    text: str
    context: str
    plural: str
    where: str


def sentences(package: Path) -> list[Sentence]:
    """Each sentence once, with the first place that says it."""
    found: dict[tuple[str, str], Sentence] = {}
    for path in _files(package):
        for said in of_file(path, package):
            found.setdefault((said.context, said.text), said)
    return list(found.values())


def of_file(path: Path, package: Path) -> list[Sentence]:
    """Everything that one file says, though another says it, too."""
    where = path.relative_to(package.parent).as_posix()
    reader = _python if path.suffix == ".py" else _template
    said = reader(path.read_text(encoding="utf-8"), where, path.name)
    return [one for one in said if one.text.strip()]


def _files(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or LEFT_OUT & set(path.parts):
            continue
        if path.suffix == ".py" or "templates" in path.parts:
            yield path


def _said(kind: str, values: list[str], where: str) -> Sentence | None:
    if len(values) < len(kind):
        return None
    named = dict(zip(kind, values, strict=False))
    return Sentence(named["t"], named.get("c", ""), named.get("p", ""), where)


def _python(source: str, where: str, name: str) -> Iterator[Sentence]:
    tree = ast.parse(source, where)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            words = [arg.value for arg in node.args if _is_text(arg)]
            said = (
                _said(CALLS[called], words, f"{where}:{node.lineno}") if called in CALLS else None
            )
            if said:
                yield said
    if name == "rights.py":
        yield from _shown_on_refusal(tree, where)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _shown_on_refusal(tree: ast.Module, where: str) -> Iterator[Sentence]:
    """A predicate's docstring, on one line as `common.rights` shows it; sentences in capitals' names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _is_predicate(node):
            text = " ".join((ast.get_docstring(node) or "").split())
            yield Sentence(text, "", "", f"{where}:{node.lineno}")
        if isinstance(node, ast.Assign) and _is_text(node.value):
            yield Sentence(node.value.value, "", "", f"{where}:{node.lineno}")


def _is_predicate(node: ast.FunctionDef) -> bool:
    return [arg.arg for arg in node.args.args][:1] in (["actor"], ["by"]) and len(
        node.args.args
    ) == 2


def _template(source: str, where: str, name: str) -> Iterator[Sentence]:
    from django.utils.translation.template import templatize

    for number, line in enumerate(templatize(source).splitlines(), 1):
        for called, words in CALL.findall(line):
            texts = [ast.literal_eval(word) for word in re.findall(LITERAL, words)]
            said = _said(CALLS[called], texts, f"{where}:{number}")
            if said:
                yield said
