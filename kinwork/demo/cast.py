"""Who can be signed in as with one click: what the demo's play wrote into `cast.json`.

The play calls `write(DATA_DIR, people)`; each one is a dict: kind (`staff` or `family`), label,
says (one line about them), language, and `membership` (id) for staff, or `person`, `household`,
`community` (ids) for families.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

FILE = "cast.json"


@dataclass(frozen=True)
class Someone:
    """One of the cast. `key` tells them apart in the form that signs them in."""

    kind: str
    label: str
    says: str = ""
    language: str = "en"
    membership: str = ""
    person: str = ""
    household: str = ""
    community: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("staff", "family"):
            raise ValueError(f"{self.kind!r}: the cast has staff and families")
        needed = ("membership",) if self.kind == "staff" else ("person", "household", "community")
        for name in needed:
            UUID(getattr(self, name))  # ValueError names what is no id

    @property
    def key(self) -> str:
        return self.membership or self.person


def write(folder: Path, people: list[dict[str, Any]]) -> None:
    """Put the cast where the one-click page finds it; ids may be UUIDs or texts."""
    cast = [Someone(**{name: str(value) for name, value in one.items()}) for one in people]
    text = json.dumps([asdict(one) for one in cast], indent=1, ensure_ascii=False)
    (folder / FILE).write_text(text, encoding="utf-8")


def people(folder: Path) -> list[Someone]:
    """The cast in the order of the play; empty before it was played."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [Someone(**one) for one in json.loads(text)]
