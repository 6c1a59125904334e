"""Families' words as lines for pages, files and programs; what a topic says to the partners."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kinwork.measure import voice
from kinwork.measure.loop.hiding import TOTAL
from kinwork.measure.voice import MEASURES, Share, Word
from kinwork.system.voice import words
from kinwork.system.voice.rules import LEAST, Said

HEADS = (
    *("table", "group", "measure", "part", "n", "share", "low", "high"),
    *("from", "until", "means"),
)
NAMES = ("program", "partner")


def whole(found: Sequence[Word]) -> dict[str, Any]:
    """An agency's own numbers: it reads each word anyhow."""
    groups: dict[str, dict[str, Any]] = {}
    for name in NAMES:
        parts: dict[str, list[Word]] = {}
        for one in found:
            parts.setdefault(getattr(one, name), []).append(one)
        groups[name] = {code: _cells(voice.of(some)) for code, some in sorted(parts.items())}
    return {"total": _cells(voice.of(found)), "tables": groups, **_beside(found, 1)}


def released(found: Sequence[Word], least: int) -> dict[str, Any]:
    """What leaves the agencies: small numbers, and what would tell one, are left out."""
    cells = voice.safe(found, least)
    tables: dict[str, dict[str, Any]] = {name: {} for name in NAMES}
    for cell, measures in sorted(cells.items()):
        if cell != TOTAL:
            tables[cell[0]][cell[1]] = _cells(measures)
    total = cells.get(TOTAL) or dict.fromkeys(MEASURES, Share(None, None))
    beside = _beside(found, least)
    if total["answered"].n is None:  # how many answered would be told by the days
        beside["days"] = {"median": None, "n": None}
    return {"total": _cells(total), "tables": tables, **beside}


def _beside(found: Sequence[Word], least: int) -> dict[str, Any]:
    """Time to the word, and answers used again or asked again: of enough families, or not told."""
    days, n = voice.days_to_word(found)
    reused, again = voice.facts(found)
    enough = len(found) >= least
    return {
        "days": {"median": days, "n": n} if n >= least else {"median": None, "n": None},
        "facts": {"reused": reused if enough else None, "again": again if enough else None},
        "referrals": len(found) if enough else None,
    }


def _cells(measures: Mapping[str, Share]) -> dict[str, list[Any]]:
    return {
        name: [one.part, one.n, _round(one.low), _round(one.high)] for name, one in measures.items()
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def lines(cells: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Each measure with its share, its interval and what it means, for a page."""
    return [
        {
            "key": name,
            "name": called,
            "means": means,
            "n": cells[name][1],
            "part": cells[name][0],
            "share": _percent(cells[name][0], cells[name][1]),
            "low": _hundred(cells[name][2]),
            "high": _hundred(cells[name][3]),
            "kept_back": cells[name][1] is None,
        }
        for name, (called, means) in words.MEASURE_WORDS.items()
    ]


def groups(told: Mapping[str, Any], by: str, names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One line a group, with the measures that a table has room for."""
    found = [
        {"name": names.get(code, code), "lines": lines(cells)}
        for code, cells in told["tables"][by].items()
    ]
    return sorted(found, key=lambda one: str(one["name"]))


def rows(told: Mapping[str, Any], names: Mapping[str, Any], days: Sequence[Any]) -> Iterator[list]:
    """All of it as lines of a file, in the order of HEADS."""
    means = words.definitions()
    parts = [("all", "", told["total"])]
    parts += [
        (table, str(names.get(code, code)), cells)
        for table, groups in told["tables"].items()
        for code, cells in groups.items()
    ]
    for table, group, cells in parts:
        for name, (part, n, low, high) in cells.items():
            share = round(part / n, 4) if n else None
            yield [table, group, name, part, n, share, low, high, *days, means[name]]
    more = told["days"]
    yield ["all", "", "days", more["median"], more["n"], None, None, None, *days, means["days"]]
    for name in ("reused", "again"):
        number = told["facts"][name]
        yield ["all", "", name, number, None, None, None, None, *days, means["reused"]]


def plain(told: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    """For a terminal."""
    found = [f"{told['community']}: referrals sent from {told['from']} to {told['to']}", ""]
    found += _plain("all", told["total"])
    for table in told["tables"].values():
        for code, cells in table.items():
            found += ["", *_plain(str(names.get(code, code)), cells)]
    days = told["days"]
    found += ["", f"days to the answer, the middle: {_or_dash(days['median'])} (n = {days['n']})"]
    for name in ("reused", "again"):
        found.append(f"answers {name}: {_or_dash(told['facts'][name])}")
    return "\n".join(found)


def _plain(title: str, cells: Mapping[str, Sequence[Any]]) -> list[str]:
    said = [title]
    for line in lines(cells):
        if line["kept_back"]:
            said.append(f"  {line['key']}: kept back")
        elif line["n"]:
            between = f"{line['low']} to {line['high']}"
            said.append(
                f"  {line['key']}: {line['share']}, {line['part']} of {line['n']} ({between})"
            )
        else:
            said.append(f"  {line['key']}: nobody yet")
    return said


def _or_dash(value: Any) -> str:
    return "-" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _percent(part: int | None, n: int | None) -> str:
    return f"{round(100 * part / n)} %" if part is not None and n else ""


def _hundred(value: float | None) -> str:
    return "" if value is None else f"{round(100 * value)} %"


# --- topics -------------------------------------------------------------------------------------


def title(one: Said) -> str:
    called = words.of_topic(one.source, one.code)
    sentence = {
        "need": _("Families ask for: %(what)s (%(n)s)"),
        "reason": _("Help did not come: %(what)s (%(n)s)"),
        "complaint": _("Families complain: %(what)s (%(n)s)"),
    }[one.source]
    return sentence % {"what": called, "n": one.n}


def why(one: Said) -> str:
    """Where the number comes from; nothing of any family."""
    said = {"first": _day(one.starts), "last": _day(one.ends), "least": LEAST}
    return (
        _("Counted from %(first)s to %(last)s, over all partners. Below %(least)s is not told.")
        % said
    )


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")
