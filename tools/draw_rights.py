"""docs/reference/rights.md: the rights table in sentences, by role and thing, and the table below.

tools/rights.toml holds the words; a verb or a condition without words, and words without either, stop
the drawing.
"""

import inspect
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

WORDS = Path(__file__).parent / "rights.toml"
INTRO = (
    "# Rights\n\nDeny by default: what is not here, nobody may do. A right says whether somebody may"
    " make a move at all; whether they may see the record that it is about is asked besides, by"
    " [the rule](access.md), each time. A deed after *only where* is refused to everybody else, in the"
    " words of the table below. Records of treatment for drugs or alcohol (sud) open to Part 2 staff"
    " alone, those about safety to who is named, whatever the role.\n"
)
# Who has no role, in words: kind of actor -> heading, subject.
KINDS = {
    "family": ("A family", "A family on its own page"),
    "draft": ("A family that has begun", "Who has begun an intake and not yet sent it"),
    "link": ("Who answers by a link", "An organization with a link to one referral"),
    "visitor": ("A visitor", "Who is not signed in"),
    "staff": ("Everybody who is signed in", "Whoever works here, in any role,"),
    "clock": ("The clock", "A job that opens one row, without anybody"),
    "report": ("The report", "The job that makes figures"),
}


def words() -> dict[str, dict[str, str]]:
    """The words, which fit the rights table exactly; LookupError where they do not."""
    from kinwork.common.rights import TABLE

    said = tomllib.loads(WORDS.read_text())
    needed = {
        "verbs": set(TABLE),
        "things": {verb.split(".")[0] for verb in TABLE},
        "only": {_condition(one) for line in TABLE.values() for one in line.when},
    }
    for part, names in needed.items():
        if wrong := names ^ set(said[part]):
            raise LookupError(f"tools/rights.toml, {part}: {', '.join(sorted(wrong))}")
    return said


def page(table: Callable[[list[str], list[list[str]]], str]) -> str:
    from kinwork.common.actor import ROLES
    from kinwork.common.rights import TABLE

    said = words()
    roles = [role for role in ROLES if any(role in line.roles for line in TABLE.values())]
    everybodys = {verb: line for verb, line in TABLE.items() if "staff" in line.kinds}
    parts = [INTRO]
    for role in roles:
        subject = f"{_article(role)} {role}"
        mine = {verb: line for verb, line in TABLE.items() if role in line.roles}
        parts += [f"## {subject}\n", _opens(subject, role), *_sentences(subject, mine, said)]
        parts.append(_never(subject, mine | everybodys, said))
    for kind, (heading, subject) in KINDS.items():
        mine = {verb: line for verb, line in TABLE.items() if kind in line.kinds}
        if mine:
            parts += [f"## {heading}\n", *_sentences(subject, mine, said)]
    parts += ["## The table\n", table(HEADS, list(_rows()))]
    return "\n".join(parts)


HEADS = ["verb", "staff in these roles", "and", "said when refused"]


def _rows() -> Iterator[list[str]]:
    from kinwork.common.rights import TABLE

    for verb, line in sorted(TABLE.items()):
        refused = " ".join(" ".join((inspect.getdoc(one) or "").split()) for one in line.when)
        yield [f"`{verb}`", ", ".join(sorted(line.roles)), ", ".join(sorted(line.kinds)), refused]


def _sentences(subject: str, mine: dict, said: dict) -> Iterator[str]:
    """A paragraph for each thing: what they may do, and then what only where something holds."""
    for thing in sorted({verb.split(".")[0] for verb in mine}):
        free, bound = [], {}
        for verb, line in sorted(mine.items()):
            if verb.split(".")[0] == thing:
                only = tuple(said["only"][_condition(one)] for one in line.when)
                (bound.setdefault(only, []) if only else free).append(said["verbs"][verb])
        lines = [f"{subject} may {_list(free)}."] if free else []
        lines += [
            f"{subject} may {_list(deeds)}; only where {_list(only)}."
            for only, deeds in sorted(bound.items())
        ]
        yield f"**{said['things'][thing].capitalize()}.** {' '.join(lines)}\n"


def _opens(subject: str, role: str) -> str:
    """Which kinds of records the rule can open to the role at all."""
    from kinwork.people.rules import CLASSES
    from kinwork.trust.access.rules import INTAKE_CLASSES, ROLE_CLASSES

    named = set(ROLE_CLASSES.get(role, ()))
    asked = set(INTAKE_CLASSES) - named if role == "intake worker" else set()
    shut = [one for one in CLASSES if one not in named | asked]
    if not named | asked:
        return f"{subject} never opens a record of a family.\n"
    lines = [
        f"{subject} may open records of these classes where the rule says yes:"
        f" {_list([one for one in CLASSES if one in named])}."
    ]
    if asked:
        kinds = [one for one in CLASSES if one in asked]
        lines.append(f"While they conduct an intake that asks for it: {_list(kinds)}.")
    if shut:
        lines.append(f"{subject} never opens {_list(shut, 'or')}.")
    return " ".join(lines) + "\n"


def _never(subject: str, mine: dict, said: dict) -> str:
    others = set(said["things"]) - {verb.split(".")[0] for verb in mine}
    if not others:
        return ""
    return f"{subject} never does anything with {_list(sorted(said['things'][o] for o in others), 'or', '; ')}.\n"


def _condition(predicate: Callable) -> str:
    """`module.name`, as tools/rights.toml calls it."""
    return f"{predicate.__module__.split('.')[-2]}.{predicate.__name__}"


def _article(role: str) -> str:
    return "An" if role[0] in "aeiou" else "A"


def _list(parts, last: str = "and", comma: str = ", ") -> str:
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    if any("," in one or " and " in one for one in parts):
        comma = "; "
    return f"{comma.join(parts[:-1])}{';' if comma == '; ' else ''} {last} {parts[-1]}"
