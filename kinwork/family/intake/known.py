"""What a known family has told, of which day and by whom: for pages that ask about it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kinwork.common.community import today
from kinwork.family.facts import showing
from kinwork.family.facts.queries import told_in
from kinwork.family.facts.rules import SURE, in_force
from kinwork.family.intake.flow import Flow
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import visible


@dataclass(frozen=True)
class Known:
    """One answer that is there already. `whose`: of which person; `by`: who said it."""

    value: Any
    words: str
    whose: str
    by: str
    at: datetime
    how: str
    is_good: bool
    is_sure: bool = False


def facts(flow: Flow) -> dict[str, Known]:
    """Answer key -> what the record says, for a known family; over what the viewer may see."""
    home = flow.draft.household if flow.draft else None
    found = Household.objects.filter(pk=home).first() if home else None
    if found is None:
        return {}
    people = members(found)
    names = {one.person_id: one.person.given_name for one in people}
    on = today(flow.community, flow.at)
    told = told_in(found.pk, names)
    seen = {one.pk for one in visible(flow.by, [one for rows in told.values() for one in rows])}
    known = {}
    for (subject, key), rows in told.items():
        rows = [one for one in rows if one.pk in seen]
        if not rows:
            continue
        counts = in_force(rows, on)
        one = counts or rows[0]
        shown = showing.in_short(one, names, flow.by, flow.language)
        who = "" if subject == found.pk else str(subject)
        known[_key(key, who)] = Known(
            value=one.value,
            words=shown.words,
            whose=names.get(subject, ""),
            by=shown.by,
            at=one.said_at,
            how=shown.how if one.how != "told" else "",
            is_good=counts is not None,
            is_sure=SURE[one.how] > 0,
        )
    return known


def _key(key: str, who: str) -> str:
    if key == "place":
        return key
    return f"fact:{key}:{who}" if who else f"fact:{key}"
