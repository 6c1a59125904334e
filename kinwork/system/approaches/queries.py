"""Reads of the registry: approaches, the newest of each field, codings side by side."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from kinwork.library.approaches import Scheme, scheme
from kinwork.system.approaches import rules
from kinwork.system.approaches.models import (
    Approach,
    ApproachStep,
    Classification,
    Coding,
    ProfileField,
    Project,
    Settlement,
    Verification,
)

CAME_BACK = ("confirm", "return_by_hand")


def listed() -> QuerySet[Approach]:
    """Those that the reader may see: the rows themselves say which."""
    return Approach.objects.select_related("community").order_by("name", "level", "pk")


def wanted(said: dict[str, Any]) -> QuerySet[Approach]:
    """Those that fit the filter. model: as classified by the newest scheme of the page."""
    found = listed()
    for name in ("state", "level", "place"):
        if said.get(name):
            found = found.filter(**{name: said[name]})
    if said.get("model"):
        by = scheme()
        told = Classification.objects.filter(
            approach=OuterRef("pk"), scheme=by.key, version=by.version, model=said["model"]
        )
        found = found.filter(Exists(told))
    return found


def steps(row: Approach) -> list[ApproachStep]:
    return list(row.approachsteps.select_related("said_by").order_by("number"))


def fields(row: Approach) -> dict[str, list[ProfileField]]:
    """Of each dimension what was said, the newest first."""
    told: dict[str, list[ProfileField]] = {}
    for one in row.profilefields.select_related("said_by").order_by("-number"):
        told.setdefault(one.key, []).append(one)
    return told


def newest(fields: Iterable[ProfileField]) -> dict[str, ProfileField]:
    """Of each dimension what counts."""
    told: dict[str, ProfileField] = {}
    for one in sorted(fields, key=lambda one: one.number):
        told[one.key] = one
    return told


def waits(row: Approach) -> Verification | None:
    """The last sending."""
    return row.verifications.order_by("-sent_at", "-pk").first()


def codings(row: Approach) -> list[Coding]:
    """Those that the reader may read: the own one, or both when both are done."""
    found = row.codings.select_related("coder").prefetch_related("judgements")
    return list(found.order_by("position"))


def settled(row: Approach) -> dict[str, Settlement]:
    """By criterion, the newest."""
    found = row.settlements.select_related("said_by").order_by("number")
    return {one.criterion: one for one in found}


def pairs(row: Approach) -> list[rules.Pair]:
    """What the two coders said of each criterion; [] until both are done."""
    done = codings(row)
    if len(done) < rules.CODERS:
        return []
    came = {key: one.answer for key, one in settled(row).items()}
    return paired(done, came)


def paired(done: list[Coding], settled: dict[str, str]) -> list[rules.Pair]:
    first, second = ({one.criterion: one.answer for one in c.judgements.all()} for c in done)
    return [
        rules.Pair(key, said, second[key], settled.get(key, ""))
        for key, said in first.items()
        if key in second
    ]


def classified(row: Approach, by: Scheme | None = None) -> Classification | None:
    by = by or scheme()
    found = row.classifications.filter(scheme=by.key, version=by.version)
    return found.select_related("said_by").first()


def projects() -> QuerySet[Project]:
    return Project.objects.order_by("name", "pk")
