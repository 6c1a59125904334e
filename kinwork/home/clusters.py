"""Records that are said to be one person, drawn as one line."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.people.models import HouseholdMember, IdentityLink, Person


def one_line_each(actor: Actor, found: Sequence[Person]) -> list[dict[str, Any]]:
    """Each person once, the best match first, with the household whose page opens; the other records
    of the same person stand with it. Two questions to the database, however many are found."""
    homes: dict[UUID, UUID] = {}
    for member in HouseholdMember.objects.filter(person__in=found, ends=None).order_by("-starts"):
        homes.setdefault(member.person_id, member.household_id)
    first, links = _first_of_each(found), may(actor, "people.link_people")
    lines: dict[UUID, dict[str, Any]] = {}
    for one in found:
        shown = {"person": one, "household": homes.get(one.pk)}
        if line := lines.get(first[one.pk]):
            line["also"].append(shown)
        else:
            lines[first[one.pk]] = shown | {"also": [], "may_link": links}
    return list(lines.values())


def _first_of_each(found: Sequence[Person]) -> dict[UUID, UUID]:
    """For each record the one that stands for its person."""
    ids = [one.pk for one in found]
    first = {one: one for one in ids}
    links = IdentityLink.objects.filter(one__in=ids, other__in=ids, ends=None)
    for one, other in links.values_list("one_id", "other_id"):
        keep, drop = sorted((first[one], first[other]), key=ids.index)
        first = {id: keep if stands == drop else stands for id, stands in first.items()}
    return first
