"""The doors for one need of one family, in order, each with why it stands there.

The directory's index narrows to the nearest `CANDIDATES`; what decides the order is then read for all
of them at once. Nothing here asks a question for each door.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.common.community import setting, today
from kinwork.common.models import Community
from kinwork.directory.models import ServiceCapacity
from kinwork.directory.rules import freshness
from kinwork.directory.search.places import Place, of_community
from kinwork.directory.search.run import Hit, Query, find
from kinwork.family.doors import near, queries, rules, words
from kinwork.family.facts.models import Fact
from kinwork.family.referrals.queries import receivers
from kinwork.people.models import Household

CANDIDATES = 40
SHOWN = 12
NOBODY = queries.Ages()


@dataclass(frozen=True)
class Found:
    """A door as a page draws it: the service, its place in the order, and why in words."""

    near: near.Near
    ranked: rules.Ranked
    why: tuple[words.Said, ...]

    @property
    def room(self) -> str:
        return self.ranked.door.room

    @property
    def is_no(self) -> bool:
        return self.ranked.door.answer == "no"


@dataclass(frozen=True)
class _About:
    """What was read for all doors at once."""

    community: Community
    now: datetime
    family: rules.Family
    ages: queries.Ages
    answers: dict[str, queries.Answer]
    capacities: dict[UUID, ServiceCapacity]
    nears: dict[str, near.Near]


def doors(
    household: Household | None,
    code: str,
    *,
    community: Community,
    actor: Actor,
    language: str,
    now: datetime,
    leave_out: Collection[UUID] = (),
    only_askable: bool = False,
    with_room: bool = False,
    place: Place | None = None,
    size: int = SHOWN,
) -> list[Found]:
    """Doors for the need `code`, best first. household None: whoever asks may not see the family, and
    nothing of it counts. `leave_out`: services that were asked already. `language`: of the page.
    `with_room`: only those that said so, chosen among the nearest that did."""
    place = place or (place_of_home(household) if household else None) or of_community(community)
    query = Query(category=code, place=place, has_room=with_room, size=CANDIDATES)
    hits = find(query, now).hits
    hits = [one for one in hits if one.entry["service_id"] not in leave_out]
    about = _read(household, hits, community, actor, language, now)
    entries = {one.entry["service_id"]: one for one in hits}
    known = [_door(one, about) for id, one in entries.items() if _wanted(about, id, only_askable)]
    ranked = rules.rank(known, about.family, setting(community, "road_percent") / 100)
    if with_room:
        ranked = [one for one in ranked if one.door.room == "room" and one.door.answer != "no"]
    return [_found(one, entries[one.door.id], about) for one in ranked[:size]]


def place_of_home(household: Household) -> Place | None:
    """Where the family said that it lives, newest first; None when it did not, or may not be told."""
    said = Fact.objects.filter(said_in=household.pk, key="place").order_by("-said_at").first()
    return near.place_of({"place": said.value}) if said else None


def _read(
    household: Household | None,
    hits: list[Hit],
    community: Community,
    actor: Actor,
    language: str,
    now: datetime,
) -> _About:
    family, ages, answers = rules.Family(language), NOBODY, {}
    if household is not None:
        family = queries.family(household)
        day = today(community, now)
        ages, names = queries.ages(household, day)
        terms = {term for one in hits for term in one.entry["terms"]}
        answers = queries.answers(household.pk, terms, names, actor, day)
    partners = receivers(community)
    nears = {one.id: one for one in near.nears(hits, partners, language, now)}
    capacities = queries.capacities(one.entry["service_id"] for one in hits)
    return _About(community, now, family, ages, answers, capacities, nears)


def _wanted(about: _About, service: UUID, only_askable: bool) -> bool:
    shown = about.nears.get(str(service))
    return shown is not None and (shown.can_ask or not only_askable)


def _door(hit: Hit, about: _About) -> rules.Door:
    entry, now = hit.entry, about.now
    id, shown = entry["service_id"], about.nears[str(entry["service_id"])]
    capacity = about.capacities.get(id)
    fits = _ages_fit(entry, about.ages)
    said = rules.best_answer(
        one.verdict for term in entry["terms"] if (one := about.answers.get(term)) and one.verdict
    )
    return rules.Door(
        id=id,
        miles=hit.miles,
        remote=entry["remote"],
        organization=shown.organization_id,
        answer="no" if fits is False else said,
        room=rules.room_of(entry["openings"], entry["room_until"], _takes_list(capacity), now),
        wait_days=capacity.wait_days if capacity else None,
        languages=frozenset(entry["languages"]),
        spans=hit.spans,
        freshness=freshness(entry["assured_on"], today(about.community, now)),
    )


def _ages_fit(entry: dict[str, Any], ages: queries.Ages) -> bool | None:
    if entry["serves_pregnancy"] and ages.expecting:
        return True
    fits = rules.age_fits(ages.months, entry["minimum_age_months"], entry["maximum_age_months"])
    return None if fits is False and ages.expecting else fits


def _takes_list(capacity: ServiceCapacity | None) -> bool | None:
    """As it was said; whoever tells how long its list is has one."""
    if capacity is None or capacity.takes_waitlist is not None:
        return capacity and capacity.takes_waitlist
    return True if capacity.waitlist_length is not None or capacity.wait_days else None


def _found(one: rules.Ranked, hit: Hit, about: _About) -> Found:
    capacity, entry = about.capacities.get(one.door.id), hit.entry
    behind = [about.answers[term] for term in entry["terms"] if term in about.answers]
    best = next((said for said in behind if said.verdict == one.door.answer), queries.Answer())
    known = words.Known(
        openings=entry["openings"] or 0,
        until=entry["room_until"],
        list_length=capacity.waitlist_length if capacity else None,
        wait_days=one.door.wait_days,
        names=best.names,
        decided=best.decided,
        other_ages=_ages_fit(entry, about.ages) is False,
        road_miles=(one.door.miles or 0) * setting(about.community, "road_percent") / 100,
        language=about.family.language,
        zone=about.community.time_zone,
        now=about.now,
    )
    return Found(about.nears[str(one.door.id)], one, words.why(one, known))
