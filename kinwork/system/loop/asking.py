"""What an agency asks about its own referrals: which days, which side, grouped by what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.common.community import today
from kinwork.measure.loop import Passage, split
from kinwork.system.loop import queries, rules, telling, words
from kinwork.system.loop.forms import OutcomeFilter
from kinwork.web.context import community_of

FILTERS = ("program", "partner")


@dataclass(frozen=True)
class Asked:
    """The form as it was filled in, and what fits it. groups: the table that was asked for."""

    form: OutcomeFilter
    period: rules.Period
    side: str
    by: str
    least: int
    found: list[Passage]
    groups: dict[str, dict[str, Any]]
    kept_back: int
    needs: dict[str, int | None] | None

    def said(self) -> dict[str, Any]:
        """The filter, for a file."""
        told = {"since": self.period.starts, "until": self.period.ends, "side": self.side}
        return told | {name: self.form.data.get(name) or "all" for name in FILTERS}


def ask(request: HttpRequest) -> Asked:
    """For the agency of whoever asks. What cannot be read counts nothing."""
    now, actor, place = timezone.now(), request.actor, community_of(request)
    days = _read(request, ("since", "until", "side", "by"))
    by = rules.BY[days.get("by") or "program"]
    usual = rules.twelve_months(today(place, now))
    period = rules.Period(days.get("since") or usual.starts, days.get("until") or usual.ends)
    if by in rules.FROM_FAMILY:
        period = rules.half_year(period.ends)
    found = queries.passages(actor, place, period, agency=actor.agency, now=now)
    side = _side(days.get("side"), found)
    found = [one for one in found if one.mine == side]
    form = OutcomeFilter(_filled(request, period, side, by), known=_known(found))
    least = rules.least_cell(queries.least_cells())
    if not form.is_valid():
        return Asked(form, period, side, "program", least, [], {}, 0, None)
    for name in FILTERS:
        if form.cleaned_data.get(name):
            found = [one for one in found if getattr(one, name) == form.cleaned_data[name]]
    groups, kept_back = own_groups(found, by, least)
    needs = _needs(request, period, least, now) if side == "sent" else None
    return Asked(form, period, side, by, least, found, groups, kept_back, needs)


def own_groups(found: list[Passage], by: str, least: int) -> tuple[dict[str, Any], int]:
    """What an agency did itself is told whole. Where a family lives today and what it speaks is the
    family's: small groups, and what would tell them, are kept back."""
    if by not in rules.FROM_FAMILY:
        return telling.groups(found, by), 0
    table = telling.safe(found, least)["tables"][by]
    return table["groups"], table["kept_back"]


def _read(request: HttpRequest, names: tuple[str, ...]) -> dict[str, Any]:
    """Of the address, what can be read by itself."""
    form = OutcomeFilter(request.GET, known={})
    form.fields = {name: form.fields[name] for name in names}
    form.is_valid()
    return form.cleaned_data


def _side(said: str | None, found: list[Passage]) -> str:
    """What was asked for; else what there is."""
    if said or not found or any(one.mine == "received" for one in found):
        return said or "received"
    return "sent"


def _filled(request: HttpRequest, period: rules.Period, side: str, by: str) -> Any:
    """What the address says, and what holds where it says nothing. Where the family lives and what
    it speaks is told for one whole half year and for all: two answers must not differ by one."""
    data = request.GET.copy()
    usual = {"since": period.starts, "until": period.ends, "side": side, "by": "program"}
    for name, value in usual.items():
        if not data.get(name):
            data[name] = str(value)
    if by in rules.FROM_FAMILY:
        data["since"], data["until"] = str(period.starts), str(period.ends)
        data["program"] = data["partner"] = ""
    return data


def _known(found: list[Passage]) -> dict[str, list[tuple[str, Any]]]:
    """Which groups there are to choose from."""
    told = {}
    for name in FILTERS:
        names = words.group_names(name, split(found, name), (get_language() or "en")[:2])
        told[name] = sorted(names.items(), key=lambda one: str(one[1]))
    return told


def _needs(
    request: HttpRequest, period: rules.Period, least: int, now: datetime
) -> dict[str, int | None]:
    """Of one whole half year: how far a need came may be the work of others."""
    actor, half = request.actor, rules.half_year(period.ends)
    found = queries.needs(actor, community_of(request), half, agency=actor.agency, now=now)
    return telling.needs_of_one(found, least)
