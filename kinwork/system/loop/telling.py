"""What is told of many passages: everything for an agency itself, the safe part for others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kinwork.measure.loop import (
    STEPS,
    Passage,
    Timing,
    alone,
    chain,
    counts,
    protect,
    reached,
    split,
    tally,
)
from kinwork.measure.loop.hiding import LEAST, TOTAL, is_small
from kinwork.measure.loop.passages import SINCE, WITHIN, reasons, times
from kinwork.system.loop.rules import DIMENSIONS

# Beside the steps, of the whole community only: each with what it is a part of.
ASIDE_OF = ("by a rule", "waited", "no-show", "out of reach", "re-routed", "disputed", "asked back")


def told(found: Sequence[Passage]) -> dict[str, Any]:
    """All numbers of one group, nothing hidden."""
    return {
        "steps": counts(found),
        "aside": tally(found),
        "reasons": dict(reasons(found).most_common()),
        "times": {name: _plain(one) for name, one in times(found).items()},
    }


def _plain(one: Timing) -> dict[str, Any]:
    return {
        "n": one.n,
        "reached": one.reached,
        "open": one.open,
        "median": one.median,
        "p90": one.p90,
    }


def groups(found: Sequence[Passage], by: str) -> dict[str, dict[str, Any]]:
    """`told` of each group, those with most referrals first."""
    parts = {group: told(part) for group, part in split(found, by).items()}
    return dict(sorted(parts.items(), key=lambda one: (-one[1]["steps"]["sent"], one[0])))


NEED_STEPS = ("told", "sent", "answered", "accepted", "contacted", "served", "met")
NEED_SAID = ("said", "helped")


def needs_told(found: Iterable[Any]) -> dict[str, int]:
    """How many needs were told, how far the best referral for each came, what the family says."""
    known = list(found)
    told = {
        step: sum(1 for one in known if one.reached >= place)
        for place, step in enumerate(NEED_STEPS)
    }
    told["said"] = sum(1 for one in known if one.word)
    told["helped"] = sum(1 for one in known if one.word in ("yes", "partly"))
    return told


def needs_of_one(found: Iterable[Any], least: int = LEAST) -> dict[str, int | None]:
    """For the agency that wrote the needs down: how many is its own; how far they came may be the
    work of others, of whom it may know nothing."""
    numbers = needs_told(found)
    return _chained(numbers, least, above=numbers["told"]) | {"told": numbers["told"]}


def _chained(numbers: Mapping[str, int], least: int, above: int | None = None) -> dict:
    """The way, and the family's word, each as counts that hold the next."""
    told = dict(zip(NEED_STEPS, chain((numbers[n] for n in NEED_STEPS), least, above), strict=True))
    whole = above if told["told"] is None else told["told"]
    said = chain((numbers[n] for n in NEED_SAID), least, whole)
    return told | dict(zip(NEED_SAID, said, strict=True))


# --- for others ---------------------------------------------------------------------------------


def safe(found: Sequence[Passage], least: int = LEAST, needs: Iterable[Any] = ()) -> dict[str, Any]:
    """The whole release: for each table and for the total, each step's count, or None where it, or
    its difference to what is shown, could be a small number."""
    hidden = {step: _hidden(found, step, least, {}) for step in ("sent",)}
    for step, of in STEPS.items():
        if of:
            hidden[step] = _hidden(found, step, least, hidden)
    tables = {name: _table(found, name, hidden) for name in DIMENSIONS}
    total = _cell(found, TOTAL, hidden)
    aside = _aside(found, total["steps"], least)
    if aside["waited"]:
        total["times"]["wait"] = _shown(times(found)["wait"], aside["waited"])
    return {
        "least": least,
        "needs": _safe_needs(needs, least),
        "total": total,
        "tables": tables,
        "aside": aside,
        "reasons": _reasons(found, least),
    }


def _hidden(found: Sequence[Passage], step: str, least: int, before: Mapping[str, set]) -> set:
    """Cells of this step that are not shown: small ones, and those whose distance to the nearest
    shown step before is small."""
    must = set()
    for cell, part in _cells(found).items():
        here = sum(1 for one in part if reached(one, step))
        for of in WITHIN.get(step, ()):
            if cell in before.get(of, set()):
                continue
            if is_small(sum(1 for one in part if reached(one, of)) - here, least):
                must.add(cell)
        if step != "sent" and cell in before["sent"]:
            must.add(cell)
    atoms: dict[tuple[str, ...], int] = {}
    for one in found:
        if reached(one, step):
            key = tuple(getattr(one, name) for name in DIMENSIONS)
            atoms[key] = atoms.get(key, 0) + 1
    return protect(atoms, DIMENSIONS, least=least, must=must) | must


def _cells(found: Sequence[Passage]) -> dict[tuple[str, str], list[Passage]]:
    cells: dict[tuple[str, str], list[Passage]] = {TOTAL: list(found)}
    for name in DIMENSIONS:
        cells |= {(name, group): part for group, part in split(found, name).items()}
    return cells


def _table(found: Sequence[Passage], name: str, hidden: Mapping[str, set]) -> dict[str, Any]:
    parts = split(found, name)
    shown = {g: p for g, p in parts.items() if (name, g) not in hidden["sent"]}
    order = sorted(shown, key=lambda group: (-len(shown[group]), group))
    return {
        "groups": {group: _cell(shown[group], (name, group), hidden) for group in order},
        "kept_back": len(parts) - len(shown),
    }


def _cell(
    part: Sequence[Passage], cell: tuple[str, str], hidden: Mapping[str, set]
) -> dict[str, Any]:
    numbers = counts(part)
    steps = {step: None if cell in hidden[step] else numbers[step] for step in STEPS}
    found = times(part)
    shown = {
        name: _shown(found[name], steps[last])
        for name, (_first, last) in SINCE.items()
        if steps[last]
    }
    return {"steps": steps, "times": shown}


def _shown(time: Timing, n: int) -> dict[str, Any]:
    return {"n": n, "median": time.median, "p90": time.p90}


def _aside(
    found: Sequence[Passage], steps: Mapping[str, int | None], least: int
) -> dict[str, int | None]:
    """Of all referrals: shown where both it and the rest are no small number. What a rule answered
    is in no step after "sent": what is in neither must be no small number either."""
    numbers, whole = tally(found), len(found)
    fine = {
        name: not is_small(whole, least)
        and not is_small(numbers[name], least)
        and not is_small(whole - numbers[name], least)
        for name in ASIDE_OF
    }
    rest = whole - numbers["by a rule"]
    fine["by a rule"] &= not any(is_small(rest - n, least) for n in steps.values() if n is not None)
    answered = numbers["family answered"]
    fine["disputed"] &= not is_small(answered - numbers["disputed"], least)
    told = {name: numbers[name] if fine[name] else None for name in ASIDE_OF}
    return told | _words(numbers, whole, least)


def _words(numbers: Mapping[str, int], sent: int, least: int) -> dict[str, int | None]:
    """The family's own: who was asked, who answered, and what they said, as one table."""
    said = {name: numbers[name] for name in ("family helped", "family helped in part")}
    not_so = numbers["family answered"] - sum(said.values())
    hidden = alone(said | {"family not helped": not_so}, least)
    whole = numbers["family answered"]
    asked, answered = chain((numbers["family asked"], whole), least, above=sent)
    told = {n: None if answered is None or n in hidden else c for n, c in said.items()}
    return {"family asked": asked, "family answered": answered} | told


def _reasons(found: Iterable[Passage], least: int) -> dict[str, Any]:
    # What a rule answered is told once, beside the way: here it could give away what it covers.
    table = reasons(one for one in found if not one.by_a_rule)
    hidden = alone(table, least)
    if is_small(sum(table.values()), least) or is_small(sum(table[one] for one in hidden), least):
        return {"groups": {}, "kept_back": len(table)}
    shown = {name: count for name, count in table.most_common() if name not in hidden}
    return {"groups": shown, "kept_back": len(hidden)}


def _safe_needs(found: Iterable[Any], least: int) -> dict[str, int | None]:
    return _chained(needs_told(found), least)
