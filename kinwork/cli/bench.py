"""Measure what Kinwork promises: `kinwork bench intake`, how few questions decide every program.

Simulated families (`kinwork.library.simulated`) answer until nothing is open. Their pages are held
against two other intakes: every question of every program (a), and a fixed order with skip logic
(b). Every verdict at the end is held against the verdict of full information.
"""

import json as as_json
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

import click

AIM_FULL, AIM_ORDER = 0.45, 0.70
PIECE = 125  # households a process takes at once
LANES = 2  # processes


@click.group()
def command() -> None:
    """Measures of how the product does its work."""


@command.command()
@click.option("--households", "count", default=2000, show_default=True, help="How many families.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same families.")
@click.option("--on", metavar="DATE", help="The day to screen for (2026-11-15); today if not said.")
@click.option("--json", "form", is_flag=True, help="Write JSON.")
def intake(count: int, seed: int, on: str | None, form: bool) -> None:
    """How many pages until every program is decided, and whether a verdict is wrong."""
    day = datetime.strptime(on, "%Y-%m-%d").date() if on else date.today()
    found = measure(max(1, count), seed, day)
    click.echo(as_json.dumps(found, indent=2) if form else in_words(found))


@dataclass
class Tally:
    """What one walk after the other adds up to."""

    ours: list[int] = field(default_factory=list)
    single: int = 0
    whose: int = 0
    truths: list = field(default_factory=list)
    asked: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    missed: set[str] = field(default_factory=set)
    open: int = 0
    steps: int = 0
    seconds: float = 0.0


def measure(count: int, seed: int, on: date, lanes: int = LANES) -> dict:
    """The figures of `count` families."""
    from kinwork.library.programs import registry
    from kinwork.library.simulated.walking import in_full, in_order

    pieces = [(start, min(start + PIECE, count)) for start in range(0, count, PIECE)]
    whole, one = Tally(), partial(_piece, count, seed, on)
    for part in _spread(one, pieces, lanes):
        _add(whole, part)
    full = in_full(whole.missed)
    order = [in_order(truth, whole.missed, on) for truth in whole.truths]
    mean = sum(whole.ours) / count
    return {
        "on": on.isoformat(),
        "households": count,
        "seed": seed,
        "programs": len(registry()),
        "pages": {"mean": round(mean, 2), "p90": _p90(whole.ours), "most": max(whole.ours)},
        "facts_asked": round(whole.single / count, 2),
        "whose": round(whole.whose / count, 2),
        "in_full": {"mean": full, "ratio": round(mean / full, 3), "aim": AIM_FULL},
        "in_order": {
            "mean": round(sum(order) / count, 2),
            "p90": _p90(order),
            "ratio": round(mean * count / sum(order), 3),
            "aim": AIM_ORDER,
        },
        "wrong_verdicts": sum(whole.wrong.values()),
        "wrong": {" ".join(key): number for key, number in sorted(whole.wrong.items())},
        "left_to_the_office": round(whole.open / count, 2),
        "milliseconds_a_step": round(1000 * whole.seconds / max(1, whole.steps), 1),
        "asked": {key: round(number / count, 3) for key, number in whole.asked.most_common()},
    }


def _spread(one, pieces: list, lanes: int):
    if lanes < 2 or len(pieces) < 2:
        yield from map(one, pieces)
        return
    with ProcessPoolExecutor(lanes) as pool:
        yield from pool.map(one, pieces)


def _piece(count: int, seed: int, on: date, piece: tuple[int, int]) -> Tally:
    from itertools import islice

    from kinwork.library.programs.files.reading import tell
    from kinwork.library.simulated import households
    from kinwork.library.simulated.walking import still_open, walk, whose_pages, wrong

    rows = list(islice(households(count, seed, on), *piece))
    truths = [told.household for told in tell({"households": rows}, on)]
    begun, tally = time.process_time(), Tally(truths=truths)
    walks = walk(truths, on)
    tally.seconds = time.process_time() - begun
    for walked in walks:
        tally.ours.append(walked.pages)
        tally.single += walked.single
        tally.whose += whose_pages(walked, on)
        tally.steps += len(walked.asked) + 1
        tally.asked.update(asking.question.key for asking in walked.asked)
        tally.wrong.update(wrong(walked, on))
        tally.missed |= walked.missed
        tally.open += still_open(walked, on)
    return tally


def _add(whole: Tally, part: Tally) -> None:
    whole.ours += part.ours
    whole.single += part.single
    whole.whose += part.whose
    whole.truths += part.truths
    whole.asked += part.asked
    whole.wrong += part.wrong
    whole.missed |= part.missed
    whole.open += part.open
    whole.steps += part.steps
    whole.seconds += part.seconds


def _p90(numbers: list[int]) -> int:
    return sorted(numbers)[max(0, -(-len(numbers) * 9 // 10) - 1)]


def in_words(found: dict) -> str:
    pages, full, order = found["pages"], found["in_full"], found["in_order"]
    lines = [
        f"{found['households']:,} simulated households (seed {found['seed']}), "
        f"{found['programs']} programs, {found['on']}",
        f"  pages until every program is decided: mean {pages['mean']}, p90 {pages['p90']}, "
        f"most {pages['most']}",
        f"  the same with each fact of the joint page as its own page: mean {found['facts_asked']}",
        f"  pages more to say who has which help and whose money it is: {found['whose']}",
        f"  (a) every question of every program: {full['mean']}; "
        f"ratio {full['ratio']:.1%} (aim {full['aim']:.0%})",
        f"  (b) a fixed order with skip logic: mean {order['mean']}, p90 {order['p90']}; "
        f"ratio {order['ratio']:.1%} (aim {order['aim']:.0%})",
        f"  wrong verdicts against full information: {found['wrong_verdicts']}",
        f"  programs left to the office (maybe also with every fact): "
        f"{found['left_to_the_office']} a household",
        f"  a step takes {found['milliseconds_a_step']} ms of CPU",
        "  how often each question is asked, beside place and members:",
    ]
    lines += [f"    {key:<22}{share:7.1%}" for key, share in found["asked"].items()]
    lines += [f"  WRONG {verdict}: {number}" for verdict, number in found["wrong"].items()]
    return "\n".join(lines)
