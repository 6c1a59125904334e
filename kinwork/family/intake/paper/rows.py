"""The rows of people on a paper, as they are typed in: whoever is known first, then empty ones."""

from typing import Any
from uuid import uuid5

from kinwork.family.intake import answers as said
from kinwork.family.intake.flow import Flow
from kinwork.family.intake.paper.forms import Row

ADULTS, CHILDREN, MORE = 2, 3, 2
MOST_ROWS = 12  # of each, in one home


def rows_of(flow: Flow, data: Any) -> tuple[list[Row], list[Row]]:
    """The people who are there already, then empty rows; their ids come from the draft's."""
    here = said.people(flow.answers)
    more = bool(data) and "more" in data
    found = []
    for child, least in ((False, ADULTS), (True, CHILDREN)):
        known_ = [one for one in here if (one.relation in ("child", "expected child")) == child]
        wanted = max(least, len(known_), _count(data, child)) + (MORE if more else 0)
        ids = [one.id for one in known_]
        blank = (str(uuid5(flow.draft.pk, f"paper {child} {n}")) for n in range(MOST_ROWS * 2))
        ids += [one for one in blank if one not in ids][: min(wanted, MOST_ROWS) - len(ids)]
        by_id = {one.id: one for one in known_}
        found.append(
            [
                Row(
                    data,
                    prefix=id,
                    initial=_row(flow, by_id.get(id)),
                    child=child,
                    first=not child and n == 0,
                    today=flow.today,
                )
                for n, id in enumerate(ids)
            ]
        )
    return found[0], found[1]


def _count(data: Any, child: bool) -> int:
    text = (data or {}).get("children" if child else "adults", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _row(flow: Flow, one: said.Member | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {
        "given": one.given,
        "family": one.family,
        "born": one.birth_date or one.due_date,
        "coming": one.relation == "expected child",
        "cares": "yes" if one.relation == "caregiver" else "no",
        "kin": flow.answers.get(f"fact:relation:{one.id}", ""),
    }


def is_caregiver(row: Row) -> bool:
    return not row.is_empty and row.value["relation"] == "caregiver"
