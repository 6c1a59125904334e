"""Tables of what is told, for a page, for a file and for the command: rows of plain cells."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kinwork.measure.loop import SINCE, STEPS
from kinwork.system.loop.words import (
    ASIDE_WORDS,
    DATES_MEAN,
    FAMILY_WORDS,
    NEED_WORDS,
    REASONS_MEAN,
    STEP_WORDS,
    TIME_WORDS,
    lasted,
    percent,
    reason_name,
)

RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
HEADS = ("table", "group", "measure", "count", "of", "median_hours", "p90_hours", "open", "means")
# The columns of a table of groups: the step, and what it is a share of.
GROUP_STEPS = (("in time", "due"), ("accepted", "due"), ("served", "due"))


def steps(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each step with its count, its share of the step before it, and its definition."""
    numbers = told["steps"]
    return [
        {
            "name": STEP_WORDS[step][0],
            "means": STEP_WORDS[step][1],
            "count": counted(numbers[step]),
            "of": STEP_WORDS[of][0] if of else "",
            "share": percent(numbers[step], numbers[of]) if of else "",
        }
        for step, of in STEPS.items()
    ]


def bars(told: Mapping[str, Any]) -> list[tuple[Any, int | None]]:
    """The way from sending to a met need, as bars."""
    ways = ("sent", "answered", "accepted", "contacted", "served", "met")
    return [(STEP_WORDS[step][0], told["steps"][step]) for step in ways]


def needs(told: Mapping[str, int | None]) -> list[tuple[Any, int | None]]:
    return [(words, told[step]) for step, words in NEED_WORDS.items()]


def times(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Median and 90th percentile of each time, with n."""
    return [
        {
            "name": name,
            "means": means,
            "n": one["n"],
            "open": one.get("open"),
            "median": lasted(one["median"]),
            "p90": lasted(one["p90"]),
        }
        for key, (name, means) in TIME_WORDS.items()
        if (one := told["times"].get(key)) and one["n"]
    ]


def groups(told: Mapping[str, Any], names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One line a group: sent, shares with what they are of, the times to answer, contact, service."""
    largest = sorted(told.items(), key=lambda one: (-one[1]["steps"]["sent"], str(names[one[0]])))
    return [_group(group, one, names) for group, one in largest]


def _group(group: str, one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    numbers, none = one["steps"], {"median": None, "p90": None, "n": "–"}
    return {
        "key": group,
        "name": names[group],
        "sent": counted(numbers["sent"]),
        "shares": [
            {"share": percent(numbers[step], numbers[of]), "n": counted(numbers[of])}
            for step, of in GROUP_STEPS
        ],
        "times": [
            {
                "name": TIME_WORDS[name][0],
                "median": lasted(time["median"]),
                "p90": lasted(time["p90"]),
                "n": time["n"],
            }
            for name in SINCE
            if (time := one["times"].get(name, none))
        ],
    }


def aside(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What happens beside the way, of all that were sent."""
    numbers, sent = told["aside"], told["steps"]["sent"]
    lines = [
        _line(name, means, numbers[key], sent)
        for key, (name, means) in ASIDE_WORDS.items()
        if key in numbers
    ]
    if numbers.get("dates"):
        lines.append(_line(_("Dates missed"), DATES_MEAN, numbers["no-shows"], numbers["dates"]))
    return lines


def family(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Who was asked, who answered, what they said: each of whom."""
    numbers = {"sent": told["steps"]["sent"]} | told["aside"]
    return [
        _line(name, means, numbers[key], numbers.get(of))
        for key, (name, means, of) in FAMILY_WORDS.items()
        if key in numbers
    ]


def _line(name: Any, means: Any, count: int | None, of: int | None) -> dict[str, Any]:
    return {
        "name": name,
        "means": means,
        "count": counted(count),
        "of": counted(of),
        "share": percent(count, of),
    }


def reasons(told: Mapping[str, int]) -> list[tuple[Any, int]]:
    most = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    return [(reason_name(code), count) for code, count in most]


def counted(count: int | None) -> Any:
    """What is kept back is said so; a page never shows a guess."""
    return _("kept back") if count is None else count


# --- for a file ---------------------------------------------------------------------------------


def rows(
    told: Mapping[str, Any],
    tables: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, Any],
    asked: Mapping[str, Any],
) -> Iterator[list[Any]]:
    """Everything as one flat table, codes untranslated: table, group, measure, count, of, times,
    what it means. First what was asked for: the filter."""
    for name, said in asked.items():
        yield ["filter", neutral(said), name, "", "", "", "", "", ""]
    yield from _rows_of("all", "", "", told)
    needs, whole = told.get("needs") or {}, (told.get("needs") or {}).get("told")
    for step, count in needs.items():
        yield ["needs", "", step, _cell(count), _cell(whole), "", "", "", NEED_WORDS[step]]
    yield from _beside(told.get("aside", {}), told["steps"]["sent"])
    known = sum(told.get("reasons", {}).values())
    for code, count in told.get("reasons", {}).items():
        yield ["reasons", "", code, count, known, "", "", "", REASONS_MEAN]
    for table, parts in tables.items():
        for group, one in parts.items():
            yield from _rows_of(table, group, names.get(group, group), one)


def _beside(numbers: Mapping[str, int | None], sent: int | None) -> Iterator[list[Any]]:
    for name, count in numbers.items():
        means, of = DATES_MEAN, None
        if name in ASIDE_WORDS:
            means, of = ASIDE_WORDS[name][1], sent
        elif name in FAMILY_WORDS:
            _name, means, whole = FAMILY_WORDS[name]
            of = sent if whole == "sent" else numbers.get(whole)
        elif name == "no-shows":
            of = numbers["dates"]
        yield [
            "beside",
            "",
            name,
            _cell(count),
            "" if name == "dates" else _cell(of),
            "",
            "",
            "",
            means,
        ]


def _rows_of(table: str, group: str, name: Any, one: Mapping[str, Any]) -> Iterator[list[Any]]:
    label = neutral(name or group)
    for step, of in STEPS.items():
        numbers = one["steps"]
        yield [
            table,
            label,
            step,
            _cell(numbers[step]),
            _cell(numbers[of]) if of else "",
            "",
            "",
            "",
            STEP_WORDS[step][1],
        ]
    for measure, time in one["times"].items():
        cells = [_hours(time["median"]), _hours(time["p90"]), time.get("open", "")]
        yield [table, label, f"time: {measure}", time["n"], "", *cells, TIME_WORDS[measure][1]]


def _cell(count: int | None) -> Any:
    return "kept back" if count is None else count


def _hours(hours: float | None) -> Any:
    return "" if hours is None else round(hours, 1)


def neutral(cell: object) -> str:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \t\r\n'")[:1] in RISKY else text
