"""How children of an agency stand with the 45 days, from numbers alone.

An agency sees its own numbers whole. What leaves it keeps small numbers back (measure.loop.hiding).
"""

from collections import Counter
from collections.abc import Iterable

from kinwork.family.timelines.queries import Known
from kinwork.library.timelines import DONE, LATE, NOT, Line
from kinwork.measure.loop.hiding import alone

MEETING = "part_c_meeting"
GROUPS = ("within 45 days", "after 45 days", "running", "late")


def group_of(line: Line) -> str:
    """Where a child stands: one of GROUPS, or the reason why the limit does not apply."""
    if line.state == DONE:
        return "within 45 days" if line.on_time else "after 45 days"
    if line.state == NOT:
        return line.reason
    return "late" if line.state == LATE else "running"


def counts(found: Iterable[Known]) -> dict[str, int]:
    """Group -> how many children were referred to early intervention and stand there."""
    lines = (one.line(MEETING) for one in found)
    counted = Counter(group_of(line) for line in lines if line is not None)
    return {name: counted[name] for name in GROUPS} | {
        name: count for name, count in sorted(counted.items()) if name not in GROUPS
    }


def leaving(counted: dict[str, int]) -> dict[str, int | None]:
    """The same for whoever is outside: None where it is kept back, so that none from 1 to 10 can be read
    or worked out."""
    hidden = alone(counted)
    return {name: None if name in hidden else count for name, count in counted.items()}
