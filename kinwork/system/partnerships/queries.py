"""Reads of partnerships: their members, seats, results and charter, and what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from kinwork.system.partnerships import rules
from kinwork.system.partnerships.models import (
    Charter,
    Commitment,
    Goal,
    Member,
    Partnership,
    Seat,
    Sitting,
)
from kinwork.system.results.queries import with_baseline


@dataclass(frozen=True)
class Taken:
    """A seat with who sits on it today; None: nobody."""

    row: Seat
    representative: Sitting | None
    alternate: Sitting | None

    @property
    def is_filled(self) -> bool:
        return self.representative is not None

    @property
    def is_family(self) -> bool:
        return self.row.kind in (rules.RESIDENT, rules.CAREGIVER)


def listed() -> QuerySet[Partnership]:
    """Those that the reader may see: the rows themselves say which."""
    return Partnership.objects.select_related("community").order_by("name", "pk")


def standing(at: date) -> Q:
    """`ends` is the first day on which it is over."""
    return Q(starts__lte=at) & (Q(ends=None) | Q(ends__gt=at))


def members(partnership: Partnership, at: date) -> list[Member]:
    found = partnership.members.filter(standing(at)).select_related("agency")
    return list(found.order_by("name", "pk"))


def seats(partnership: Partnership, at: date) -> list[Taken]:
    """Those of members first, then of residents and caregivers."""
    sitting = Sitting.objects.filter(standing(at)).order_by("starts", "pk")
    found = (
        partnership.seats.filter(standing(at))
        .select_related("member")
        .prefetch_related(Prefetch("sittings", queryset=sitting, to_attr="now_sitting"))
    )
    rows = sorted(
        found, key=lambda one: (one.member is None, one.member.name if one.member else one.role)
    )
    return [_taken(row) for row in rows]


def _taken(row: Seat) -> Taken:
    by_place = {one.place: one for one in row.now_sitting}
    return Taken(row, by_place.get(rules.REPRESENTATIVE), by_place.get(rules.ALTERNATE))


def sits_now(seat: Seat, at: date) -> dict[str, Any]:
    """What the form about a seat begins with: whoever represents it, so that an address is added
    without writing the rest again."""
    found = seat.sittings.filter(standing(at), place=rules.REPRESENTATIVE).first()
    names = ("place", "name", "email", "language") if found else ()
    return {name: getattr(found, name) for name in names} | {"starts": at}


def goals(partnership: Partnership) -> list[Goal]:
    found = partnership.goals.select_related("result__community")
    return list(found.order_by("result__made_at", "pk"))


def in_force(partnership: Partnership) -> Charter | None:
    return partnership.charters.filter(state="adopted").first()


def draft(partnership: Partnership) -> Charter | None:
    return partnership.charters.filter(state="draft").first()


def charters(partnership: Partnership) -> list[Charter]:
    return list(partnership.charters.order_by("-version"))


def commitments(charter: Charter) -> dict[UUID, Commitment]:
    return {one.member_id: one for one in charter.commitments.select_related("member")}


def fields_of(charter: Charter) -> dict[str, Any]:
    """What a charter says, by name; the fields that say when and which version left out."""
    names = [field.name for field in Charter._meta.concrete_fields]
    left_out = ("id", "partnership", "version", "state", "adopted_on")
    return {name: getattr(charter, name) for name in names if name not in left_out}


def prepared(partnership: Partnership, charter: Charter | None, at: date) -> rules.Prepared:
    """What counts before `charter` is adopted, as it stands on that day."""
    rows, taken = members(partnership, at), seats(partnership, at)
    said = commitments(charter) if charter else {}
    own = goals(partnership)
    known = with_baseline([one.result_id for one in own])
    return rules.Prepared(
        answers={name: getattr(partnership, name) for name in rules.QUESTIONS},
        results=tuple(rules.Result(_agreed(one, at), one.result_id in known) for one in own),
        members=tuple(_member(row, taken, said.get(row.pk)) for row in rows),
        said=fields_of(charter) if charter else None,
        filled=sum(one.is_filled for one in taken),
        of_families=sum(one.is_filled and one.is_family for one in taken),
    )


def _member(row: Member, taken: list[Taken], said: Commitment | None) -> rules.Member:
    own = [one.representative for one in taken if one.row.member_id == row.pk and one.is_filled]
    return rules.Member(
        name=row.name,
        seated=bool(own),
        authority=bool(own) and all(one.authority for one in own),
        committed=said.said() if said else frozenset(),
    )


def _agreed(row: Goal, at: date) -> bool:
    return row.agreed_on is not None and row.agreed_on <= at
