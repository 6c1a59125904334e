"""Form classes as they are written: what checks them, and the fields that they make themselves."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "kinwork"
KINDS = {
    "CharField": "text", "EmailField": "e-mail address", "BooleanField": "yes or no",
    "IntegerField": "whole number", "DecimalField": "number", "UUIDField": "id",
    "ChoiceField": "one of", "TypedChoiceField": "one of", "MultipleChoiceField": "some of",
    "ModelChoiceField": "one of", "DateField": "day", "TimeField": "time of day",
    "MemorableDateField": "day in three parts", "DayField": "day as written",
    "MoneyField": "dollars", "PlaceField": "place", "FilesField": "files",
    "Dollars": "dollars, more than zero", "SheetField": "a table as a file",
}  # fmt: skip
MAKERS = {  # helpers that make a field while the form is made
    "_number": "number, between a least and a most of its own",
    "_field": "as its question below",
    "one_of": "one of what is at hand",
    "codes": "what fits of the dimension: some of its values, or a whole number",
    "radio": "one of",
}


@dataclass(frozen=True)
class Source:
    """A class as it is written: where, which methods check, and the fields that it makes itself."""

    name: str
    checks: tuple[str, ...]
    made: tuple[tuple[str, str], ...]


@cache
def sources() -> dict[str, Source]:
    """Every class of ours that may be a form or a field, by its name below kinwork."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if {"tests", "migrations", "locale"} & set(parts):
            continue
        text = path.read_text()
        if "Form" not in text and "Field" not in text:
            continue
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef) and node.bases:
                name = ".".join([*parts, node.name])
                found[name] = Source(name, tuple(checks_of(node)), tuple(made_by_itself(node)))
    return found


def checks_of(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and (
            one.name == "clean" or one.name.startswith("clean_")
        ):
            yield one.name


def made_by_itself(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Name and kind of each `self.fields[name] = ...`, and of `self.fields |= {name: ...}`."""
    for one in ast.walk(node):
        match one:
            case ast.Assign(targets=[ast.Subscript(value=into, slice=slot), *_more], value=value):
                pairs = [(slot, value)]
            case ast.AugAssign(target=into, value=ast.Dict(keys=keys, values=values)):
                pairs = list(zip(keys, values, strict=True))
            case _:
                continue
        if ast.unparse(into) == "self.fields":
            yield from ((_name(slot), _kind_in_source(value)) for slot, value in pairs)


def _name(slot: ast.expr) -> str:
    """`minutes` as written, `value_{kind}` for many alike, `(each)` where a variable names them."""
    if isinstance(slot, ast.Constant):
        return str(slot.value)
    if isinstance(slot, ast.JoinedStr):
        return ast.unparse(slot).removeprefix("f").strip("'\"")
    return "(each)"


def _kind_in_source(value: ast.expr) -> str:
    if not isinstance(value, ast.Call):
        return "as its question below"
    made_by = ast.unparse(value.func).rpartition(".")[2]
    told = [
        f"{word.arg} {ast.unparse(word.value).lower().replace('_', ' ')}"
        for word in value.keywords
        if word.arg in ("max_length", "min_value", "max_value", "max_digits", "required")
        and not isinstance(word.value, ast.Call)
    ]
    kind = KINDS.get(made_by) or MAKERS.get(
        made_by, "a field that the form makes for what it is about"
    )
    return ", ".join([kind, *told]).replace("_", " ").replace("required false", "may stay empty")
