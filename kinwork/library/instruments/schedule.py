"""The ages at which every child is screened, from schedule.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Screen:
    """One line of the schedule. instruments: folders whose result counts for it, any version.
    lapses: so many days after its window nobody asks for it any more."""

    key: str
    at_months: tuple[int, ...]
    within_months: int
    lapses: int
    instruments: tuple[str, ...]
    effective_from: date
    source: str
    title: dict[str, str]
    family: dict[str, str]


@cache
def schedule() -> tuple[Screen, ...]:
    path = Path(__file__).with_name("schedule.toml")
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Screen(
            **{
                "key": key,
                **table,
                "at_months": tuple(table["at_months"]),
                "instruments": tuple(table["instruments"]),
            }
        )
        for key, table in said.items()
    )


def counts_for(instrument: str, months: float) -> tuple[str, int] | None:
    """Which line and age a result counts for: ("development", 18); None between windows."""
    for one in schedule():
        if instrument in one.instruments:
            for age in reversed(one.at_months):
                if age - 1 <= months <= age + one.within_months + 4:
                    return one.key, age
    return None
