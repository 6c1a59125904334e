"""What a world is thrown with: windows around one instant, and who is meant."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random

from kinwork.accounts.models import Agency
from kinwork.people.rules import CLASSES

NOW = datetime(2026, 5, 4, 17, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BORN = (date(2023, 1, 1), date(1994, 1, 1))  # of a child, of an adult


class Dice:
    """`made[model]` are the rows thrown so far."""

    def __init__(self, seed: int):
        self.seed, self.dice = seed, Random(seed)
        self.made = defaultdict(list)

    def add(self, model, **fields):
        row = model(**fields)
        self.made[model].append(row)
        return row

    def chance(self, odds: float) -> bool:
        return self.dice.random() < odds

    def window(self, live: float = 0.75) -> dict:
        """starts and ends: mostly live, also on the very instant, over or not begun."""
        if self.chance(live):
            starts = self.dice.choice((NOW - 9 * DAY, NOW - DAY, NOW))
            return {"starts": starts, "ends": self.dice.choice((None, None, NOW + MINUTE))}
        return self.dice.choice(
            (
                {"starts": NOW - 9 * DAY, "ends": NOW - DAY},
                {"starts": NOW - DAY, "ends": NOW},
                {"starts": NOW + MINUTE, "ends": None},
                {"starts": NOW + DAY, "ends": NOW + 9 * DAY},
            )
        )

    def due(self) -> datetime | None:
        if self.chance(0.8):
            return None
        return self.dice.choice((NOW + MINUTE, NOW + MINUTE, NOW + DAY, NOW, NOW - DAY))

    def classes(self, whole: float = 0.5) -> list[str]:
        if self.chance(whole):
            return list(CLASSES)
        return self.dice.sample(CLASSES, self.dice.randint(1, 6))

    def agency(self) -> Agency:
        return self.focus if self.chance(0.6) else self.dice.choice(self.agencies)

    def subject(self) -> dict:
        """person or household; mostly of the first household."""
        if self.chance(0.4):
            return {"household": self.households[0 if self.chance(0.8) else 1]}
        return {"person": self.dice.choice(self.persons)}
