"""Members by kind of agreement: what is in force, what ends soon, what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kinwork.system.partnerships import queries
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.trust.agreements.queries import Standing, standings
from kinwork.trust.agreements.rules import KINDS, NEEDED
from kinwork.trust.agreements.words import STANDING_TONES, STANDING_WORDS

HEADS = (
    *("member", "member_kind", "agency", "agreement_kind", "standing", "title", "version", "state"),
    *("role", "first_day", "last_day", "signed_by", "signed_title", "authority", "signed_on"),
    *("signed_way", "day_on_paper"),
    *("classes", "purposes", "renewal_wanted", "agreement_id"),
)


@dataclass(frozen=True)
class Cell:
    """One member and one kind of agreement. found: the best first; [] where nothing is."""

    kind: str
    found: list[Standing]

    @property
    def standing(self) -> str:
        if self.found:
            return self.found[0].name
        return "missing" if self.kind in NEEDED else "none"


@dataclass(frozen=True)
class Line:
    """One member. cells: one a kind; none where it is no agency, and so signs nothing here."""

    member: Member
    cells: list[Cell]


def lines(partnership: Partnership, day: date, now: datetime, *, kind: str = "") -> list[Line]:
    """The members of that day, by name. kind: this column alone."""
    members = queries.members(partnership, day)
    agencies = [one.agency_id for one in members if one.agency_id]
    found = standings(partnership.community_id, agencies, now)
    kinds = (kind,) if kind else KINDS
    return [
        Line(
            one,
            [Cell(name, found.get((one.agency_id, name), [])) for name in kinds]
            if one.agency_id
            else [],
        )
        for one in members
    ]


def has(line: Line, standing: str) -> bool:
    """Something of this member stands so."""
    return any(
        standing in (cell.standing, *(one.name for one in cell.found)) for cell in line.cells
    )


def counts(found: list[Line]) -> dict[str, int]:
    """How many cells stand how; only what there is."""
    every = [cell.standing for line in found for cell in line.cells]
    return {name: every.count(name) for name in STANDING_WORDS if name in every}


def told(cell: Cell) -> dict[str, Any]:
    return {
        "found": [
            {"one": one, "word": STANDING_WORDS[one.name], "tone": STANDING_TONES[one.name]}
            for one in cell.found
        ],
        "is_none": cell.standing == "none",
        "tone": STANDING_TONES[cell.standing],
        "word": STANDING_WORDS[cell.standing],
    }


def rows(found: list[Line], zone: str) -> Iterator[list[Any]]:
    """One line an agreement, in the order of HEADS, and one for each kind of which it has none.
    Days are those of the community."""
    for line in found:
        for cell in line.cells:
            first = [line.member.name, line.member.kind, line.member.agency.name, cell.kind]
            if not cell.found:
                yield [*first, cell.standing, *[None] * (len(HEADS) - 5)]
            for one in cell.found:
                yield [*first, one.name, *_signed(one, ZoneInfo(zone))]


def plain(found: list[Line], zone: str) -> list[dict[str, Any]]:
    return [dict(zip(HEADS, row, strict=True)) for row in rows(found, zone)]


def _signed(one: Standing, zone: ZoneInfo) -> list[Any]:
    row, party = one.agreement, one.party
    starts = max(row.starts, party.starts) if party.starts else row.starts
    return [
        *(row.title, row.version, row.state, party.role),
        *(_day(starts, zone), _day(one.until, zone)),
        *(party.signed_by or None, party.signed_title or None, party.authority or None),
        _day(party.signed_at, zone),
        *(party.way or None, str(party.signed_on) if party.signed_on else None),
        *(" ".join(row.classes) or None, " ".join(row.purposes) or None),
        *(party.renewal_wanted, str(row.pk)),
    ]


def _day(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return str(moment.astimezone(zone).date()) if moment else None
