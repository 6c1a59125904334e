"""The county's partners say how closely they work together: twice, eight months apart. Two claim more
than the records show, one claims less, one never answers, two pairs are far apart."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.demo import partners
from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.library.continuum import CONTINUUM, OVERALL, TRUST, YES
from kinwork.system.continuum import actions, letters, queries
from kinwork.system.continuum.actions import Asked, Rated
from kinwork.system.continuum.models import Partner, Respondent, Wave
from kinwork.system.continuum.rules import scale_key
from kinwork.system.partnerships.models import Member, Partnership

FIRST, LAST = 200, 45  # days from the start; days before the end
OPEN_DAYS = 21
SECTORS = {
    "library": "early care and education",
    "clinic": "health",
    "headstart": "early care and education",
    "wic": "food",
    "foodbank": "food",
    "firststeps": "early care and education",
    "azeip": "early care and education",
    "des": "economic security",
    "shelter": "housing",
    "schools": "schools",
    "unitedway": "other",
    "state": "other",
}
# How far each is out of its own house, before anything else is known of a pair.
REACH = {
    **{"library": 2, "clinic": 2, "headstart": 2, "wic": 1, "foodbank": 1, "firststeps": 2},
    **{"azeip": 1, "des": 1, "shelter": 1, "schools": 0, "unitedway": 2, "state": 0},
}
# What is closer than that, or further: pair -> steps.
CLOSE = {
    frozenset(pair): steps
    for pair, steps in {
        ("library", "clinic"): 1,
        ("headstart", "firststeps"): 1,
        ("wic", "clinic"): 1,
        ("wic", "foodbank"): 1,
        ("azeip", "headstart"): 1,
        ("des", "state"): 2,
        ("shelter", "foodbank"): 1,
        ("schools", "shelter"): -1,
        ("state", "foodbank"): -1,
    }.items()
}
# What one side sees otherwise: (who says it, of whom) -> steps.
OTHERWISE = {
    **{("unitedway", key): 1 for key in ("clinic", "headstart", "schools", "des")},
    **{("schools", key): -1 for key in ("library", "clinic", "headstart")},
    ("shelter", "des"): -2,
    ("azeip", "schools"): 2,
}
SILENT = "state"
# What each says of the whole: how many of the nine questions are a yes for them.
WHOLE = {"library": 3, "clinic": 4, "headstart": 3, "unitedway": 5, "schools": 1, "shelter": 2}


def bring(world: World) -> None:
    first = world.at + timedelta(days=FIRST)
    world.tell(first, _story(world, "How we work together, first wave", steps=0))
    last = world.end - timedelta(days=LAST)
    world.tell(last, _story(world, "How we work together, second wave", steps=1))


def _story(world: World, title: str, *, steps: int) -> Story:
    row, who = partners.known(world)
    wave = _prepared(world, row, who, title)
    yield world.at + timedelta(days=1)
    _do(world, actions.open_wave, wave=wave)
    keys = {one.pk: key for key, one in who.items()}
    people = world.read(world.actors["dana"], lambda: list(queries.respondents(wave)))
    roster = world.read(world.actors["dana"], lambda: queries.partners(wave))
    for number, one in enumerate(people):
        yield world.at + timedelta(hours=7 + number % 5)
        _answer(world, wave, one, roster, keys, steps)
    yield world.at + timedelta(days=2)
    _do(world, actions.remind, wave=wave)
    yield world.at + timedelta(days=6)
    _do(world, actions.close, wave=wave)


def _prepared(world: World, row: Partnership, who: dict[str, Member], title: str) -> Wave:
    asked = [
        Asked(partners.AGENCIES[key][0], f"{key}@partners.example", one, "Representative")
        for key, one in who.items()
    ]
    asked += [
        Asked(name, f"{name.split()[0].lower()}@parents.example", None, role, language)
        for (_kind, role, name), language in zip(partners.FAMILIES, ("es", "en"), strict=False)
    ]
    return _do(
        world,
        actions.prepare,
        partnership=row,
        title=title,
        closes_at=world.at + timedelta(days=OPEN_DAYS),
        rated=[Rated(one, SECTORS[key]) for key, one in who.items()],
        asked=asked,
        instruments=[CONTINUUM, TRUST],
    )


def _answer(
    world: World,
    wave: Wave,
    one: Respondent,
    roster: list[Partner],
    keys: dict[UUID, str],
    steps: int,
) -> None:
    """By their own link, as on a phone: page after page, then the whole, then sent."""
    names = {who.pk: keys[who.member_id] for who in roster}
    mine = names.get(one.partner_id, "") if one.partner_id else ""
    if mine == SILENT:
        return
    by = _link(one)
    for other in roster:
        if mine and other.pk != one.partner_id:
            world.do(
                by,
                actions.rate,
                respondent=one,
                about=other,
                said=_said(mine, names[other.pk], steps),
            )
    yes = WHOLE.get(mine, 2) + steps
    said = {number: YES if number <= yes else "no" for number in range(1, 10)}
    world.do(by, actions.answer_system, respondent=one, said=said)
    world.do(by, actions.finish, respondent=one)


def _link(one: Respondent) -> Actor:
    return Actor("link", letters.respondent_of(letters.token(one.pk)))


def _said(mine: str, other: str, steps: int) -> dict[str, int]:
    pair = frozenset((mine, other))
    level = (REACH[mine] + REACH[other] + 1) // 2 + CLOSE.get(pair, 0)
    level += OTHERWISE.get((mine, other), 0) + (steps if pair in CLOSE else 0)
    level = max(0, min(5, level))
    if not level:
        return {scale_key(CONTINUUM, OVERALL): 0}
    return {
        scale_key(CONTINUUM, OVERALL): level,
        scale_key(TRUST, "trust"): max(1, min(3, level - 1)),
        scale_key(TRUST, "value"): max(1, min(3, REACH[other] + 1)),
    }


def _do(world: World, verb: Any, **said: Any) -> Any:
    return world.do(world.actors["dana"], verb, **said)
