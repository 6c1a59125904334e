"""The programs of a community: the product's, and what it wrote for itself."""

import time
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import current_actor
from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.common.models import Community
from kinwork.family.programs import rules
from kinwork.family.programs.models import OwnProgram
from kinwork.library import programs

SECONDS = 5.0  # how long a process may go on with what it read
_held: ContextVar[tuple[Actor, float, dict[str, programs.Program]] | None] = ContextVar(
    "own programs", default=None
)


def known(community: UUID | None, on: date) -> Mapping[str, programs.Program]:
    """Every program by code, as it stands in this community on a day."""
    return programs.registry() | own(community, on)


def own(community: UUID | None, on: date) -> dict[str, programs.Program]:
    """The community's own programs in force on a day."""
    return {row.code: as_program(row) for row in _published(community) if _holds(row, on)}


def _published(community: UUID | None):
    rows = OwnProgram.objects.filter(community=community, published_at__isnull=False)
    return rows.select_related("community").order_by("code", "version")


def _holds(row: OwnProgram, on: date) -> bool:
    return row.effective_from <= on and (row.effective_to is None or on <= row.effective_to)


def here() -> Mapping[str, programs.Program]:
    """Own programs of whoever acts now; the library's registry asks for them, often in one page."""
    actor, now = current_actor(), time.monotonic()
    if actor is None or actor.community is None:
        return {}
    held = _held.get()
    if held is None or held[0] is not actor or now - held[1] > SECONDS:
        held = (actor, now, _today(actor.community))
        _held.set(held)
    return held[2]


def _today(community: UUID) -> dict[str, programs.Program]:
    """In force today, in the community's own zone: one query."""
    now = timezone.now()
    found = {}
    for row in _published(community):
        if _holds(row, local_day(now, row.community.time_zone)):
            found[row.code] = as_program(row)
    return found


def forget() -> None:
    """Read them anew: they have just changed."""
    _held.set(None)


def place_of(community: Community) -> rules.Place:
    return rules.Place(community.state, community.county)


def as_program(row: OwnProgram) -> programs.Program:
    """A version as the engine knows it; a draft's rules hold from the day it was made."""
    since = row.effective_from or row.made_at.date()
    return rules.program(row.written, row.code, row.version, place_of(row.community), since)


def by_rule_version(community: UUID, code: str, rule_version: str) -> programs.Program | None:
    """The program as it stood when an old answer was given; None where it is none of our own."""
    return by_rule_versions(community, [(code, rule_version)]).get((code, rule_version))


def by_rule_versions(
    community: UUID, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], programs.Program]:
    """The same for many (code, rule version), with one query; what is none of our own is left out."""
    wanted = set(wanted)
    codes = {code for code, _version in wanted}
    if not codes:
        return {}
    rows = OwnProgram.objects.filter(community=community, code__in=codes)
    found = map(as_program, rows.select_related("community"))
    return {(p.code, p.version): p for p in found if (p.code, p.version) in wanted}


def all_own(community: UUID | None) -> list[OwnProgram]:
    """Every version of every own program, the newest of each first."""
    rows = OwnProgram.objects.filter(community=community).select_related("agency", "written_by")
    return list(rows.order_by("code", "-version"))


def in_force(row: OwnProgram, on: date) -> OwnProgram | None:
    """The version of the same program that holds on a day."""
    same = _published(row.community_id).filter(code=row.code)
    return next((one for one in reversed(list(same)) if _holds(one, on)), None)
