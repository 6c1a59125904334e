"""Reads programs from their folders; an incomplete folder fails with a sentence that says what."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kinwork.library.codes import vocabulary
from kinwork.library.programs import cases
from kinwork.library.programs.checks import criterion_troubles
from kinwork.library.programs.digest import digest
from kinwork.library.programs.model import Criterion, Program

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
FILES = ("spec.md", "program.toml", "cases.csv")
CODE = {"batch", "files", "kinds", "tests"}  # folders here that are no programs
FEWEST_CASES = 10
OWN = {"id", "kind", "spec", "source", "jurisdiction", "from", "to", "called"}
TEXTS = ("name", "explain", "gives", "how_to_apply")


class ProgramError(Exception):
    """A program's folder is not whole; the message says where and what."""


_own: list[Path] = []  # the folder of this installation, once `use` has named it


def use(folder: Path | None) -> None:
    """From now on this installation's own programs stand in `folder` (None: it has none)."""
    _own[:] = [folder] if folder else []


_written: list[Callable[[], Mapping[str, Program]]] = []  # who knows what a community wrote itself


def join(source: Callable[[], Mapping[str, Program]]) -> None:
    """From now on `registry` also has the programs that `source` gives whenever it is asked."""
    _written[:] = [source]


def registry(extra: Path | None = None) -> dict[str, Program]:
    """Every program by code: the ones here, then a community's own from the folder `extra`.

    Without `extra` the installation's own folder counts, if `use` has named one, and what the
    community wrote in a form, if `join` has named who knows.
    """
    found = _registry(extra or next(iter(_own), None))
    written = _written[0]() if _written and extra is None else None
    return found | written if written else found


@cache
def _registry(extra: Path | None) -> dict[str, Program]:
    found: dict[str, Program] = {}
    for root in (HERE, extra):
        for folder in _folders(root) if root else ():
            program = load(folder)
            if program.code in found:
                raise ProgramError(
                    f"{folder.name}: another program has the code {program.code} already."
                )
            found[program.code] = program
    return found


def _folders(root: Path) -> list[Path]:
    """The folders that must be programs, by name."""
    found = (f for f in root.iterdir() if f.is_dir() and not f.name.startswith(("_", ".")))
    return sorted(f for f in found if root != HERE or f.name not in CODE)


def load(folder: Path) -> Program:
    """One program from its folder. Errors: ProgramError."""
    program, troubles = examine(folder)
    if troubles:
        raise ProgramError(f"{folder.name}: {troubles[0]}")
    return program


def examine(folder: Path) -> tuple[Program | None, list[str]]:
    """A folder's program and everything that is wrong with it, a sentence each."""
    for name in FILES:
        if not (folder / name).is_file():
            return None, [f"the file {name} is missing."]
    text = (folder / "program.toml").read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [f"program.toml can not be read: {error}."]
    try:
        program = _program(data, digest(text, data.get("criteria", ())))
    except KeyError as error:
        return None, [f"program.toml does not say {error.args[0]!r}."]
    except (TypeError, AttributeError, ValueError) as error:
        return None, [f"program.toml is not written as the template is: {error}."]
    return program, [*_troubles(program, folder), *_case_troubles(program, folder)]


class Count(NamedTuple):
    """How much was looked at."""

    programs: int
    criteria: int
    cases: int


def check_all(extra: Path | None = None) -> tuple[Count, list[str]]:
    """Every folder read and its worked cases run; what is wrong, a sentence each."""
    from kinwork.library.programs.evaluate import evaluate

    troubles: list[str] = []
    seen: dict[str, Program] = {}
    criteria = ran = 0
    for folder in (f for root in (HERE, extra) if root for f in _folders(root)):
        program, wrong = examine(folder)
        if program and program.code in seen:
            wrong.append(f"another program has the code {program.code} already.")
        troubles += [f"{folder.name}: {trouble}" for trouble in wrong]
        if program is None or wrong:
            continue
        seen[program.code] = program
        criteria += sum(len(rows) for rows in program.criteria.values())
        for case in cases.read(folder / "cases.csv"):
            ran += 1
            got = evaluate(program, case.household, case.on)
            differs = ["the check broke"] if got.failed else case.differences(got)
            troubles += [f"{folder.name}, case {case.case}: {one}." for one in differs]
    return Count(len(seen), criteria, ran), troubles


def _program(data: dict, digest: str) -> Program:
    criteria: dict[str, list[Criterion]] = {}
    for row in data["criteria"]:
        criteria.setdefault(row["id"], []).append(_criterion(row, data["jurisdiction"]))
    plain = {name: data[name] for name in ("code", "jurisdiction", "term", "subject", *TEXTS)}
    counts = {
        name: data[name] for name in ("minutes_to_apply", "days_to_delivery", "counts_unborn")
    }
    lists = {
        name: tuple(data.get(name, ())) for name in ("roles", "requires", "excludes", "categorical")
    }
    return Program(
        **plain,
        **counts,
        **lists,
        version=f"{data['version']}+{digest}",
        already=frozenset(data["already"]),
        documents=tuple(data["documents"]),
        asks_immigration_status=data["asks_immigration_status"],
        criteria={name: tuple(rows) for name, rows in criteria.items()},
        rule=_tuples(data["rule"]),
        discretion=_tuples(data["discretion"]) if "discretion" in data else None,
    )


def _criterion(row: dict, jurisdiction: str) -> Criterion:
    options = {name: value for name, value in row.items() if name not in OWN}
    return Criterion(
        id=row["id"],
        kind=row["kind"],
        spec=str(row["spec"]),
        source=row["source"],
        jurisdiction=row.get("jurisdiction", jurisdiction),
        effective_from=row["from"],
        effective_to=row.get("to"),
        options=options,
        called=row.get("called", ""),
    )


def _tuples(rule: object) -> object:
    return tuple(_tuples(part) for part in rule) if isinstance(rule, list) else rule


def _names(rule: object) -> set[str]:
    if isinstance(rule, str):
        return {rule}
    return set().union(*(_names(part) for part in rule[1:])) if rule else set()


def _troubles(program: Program, folder: Path):
    """Sentences about what is missing or wrong, the first ones first."""
    if program.code != folder.name:
        yield f"its code {program.code!r} is not the folder's name."
    if program.term not in vocabulary.terms():
        yield f"the term {program.term!r} is not in the vocabulary."
    if program.subject not in ("member", "household"):
        yield f"the subject must be member or household, not {program.subject!r}."
    for name in TEXTS:
        if any(not getattr(program, name).get(language, "").strip() for language in LANGUAGES):
            yield f"the text {name!r} needs both languages."
    if not program.documents or any(not d.get(x) for d in program.documents for x in LANGUAGES):
        yield "at least one document is needed, each in both languages."
    yield from _rule_troubles(program)
    spec = (folder / "spec.md").read_text(encoding="utf-8")
    for rows in program.criteria.values():
        for criterion in rows:
            yield from criterion_troubles(criterion, program, spec)


def _rule_troubles(program: Program):
    used = _names(program.rule) | (_names(program.discretion) if program.discretion else set())
    for name in sorted(used - program.criteria.keys()):
        yield f"the rule names {name!r}, but there is no such criterion."
    for name in sorted(program.criteria.keys() - used):
        yield f"the criterion {name!r} is used in no rule."
    for rule in filter(None, (program.rule, program.discretion)):
        for joint in _joints(rule):
            if joint not in ("all", "any"):
                yield f"a rule joins its parts by 'all' or 'any', not {joint!r}."

    held = {
        code
        for rows in program.criteria.values()
        for c in rows
        if c.kind == "receives_none"
        for code in c.options["of"]
    }
    for code in sorted(set(program.excludes) - held):
        yield f"it excludes {code!r}, but no criterion of the kind receives_none holds it."


def _joints(rule: object):
    if not isinstance(rule, str):
        yield rule[0]
        for part in rule[1:]:
            yield from _joints(part)


def _case_troubles(program: Program, folder: Path):
    spec = (folder / "spec.md").read_text(encoding="utf-8")
    try:
        rows = cases.read(folder / "cases.csv")
    except (ValueError, KeyError) as error:
        yield f"cases.csv can not be read: {error}."
        return
    if len(rows) < FEWEST_CASES:
        yield f"cases.csv has {len(rows)} cases; at least {FEWEST_CASES} are needed."
    for case in rows:
        if not re.search(rf"^{re.escape(case.spec)}\. ", spec, re.MULTILINE):
            yield f"case {case.case} is about number {case.spec}, which spec.md does not have."
