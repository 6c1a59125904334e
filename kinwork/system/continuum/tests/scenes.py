"""A wave as tests need it: three agencies with a voice each, a parent asked about the whole."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.library.continuum import CONTINUUM, OVERALL, YES
from kinwork.system.continuum import actions, letters, queries
from kinwork.system.continuum.actions import Asked, Rated
from kinwork.system.continuum.models import Respondent, Wave
from kinwork.system.continuum.rules import scale_key
from kinwork.system.meetings.tests import scenes as meeting
from kinwork.system.partnerships.models import Partnership

WEEK = timedelta(days=7)
MAIN = scale_key(CONTINUUM, OVERALL)
SECTORS = {"backbone": "other", "clinic": "health", "library": "early care and education"}


def do(cast, verb: str, by=None, at=None, **said: Any) -> Any:
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(by=by, at=at, **said)


def joined(cast, **changed: Any) -> Partnership:
    return meeting.chartered(cast, **changed).partnership


def member(cast, row: Partnership, key: str) -> Any:
    return meeting.member(cast, row, key)


def prepared(cast, row: Partnership, *, whole: bool = True, **more: Any) -> Wave:
    members = {key: member(cast, row, key) for key in SECTORS}
    asked = [
        Asked(f"Voice of {key}", f"{key}@example.org", one, "Director")
        for key, one in members.items()
    ]
    if whole:
        asked.append(Asked("Marisol Vega", "marisol@example.org", None, "Voice of parents", "es"))
    said = {
        "title": "Spring wave",
        "closes_at": cast.at + WEEK,
        "rated": [Rated(one, SECTORS[key]) for key, one in members.items()],
        "asked": asked,
        **more,
    }
    return do(cast, "prepare", partnership=row, **said)


def opened(cast, row: Partnership, **more: Any) -> Wave:
    return do(cast, "open_wave", wave=prepared(cast, row, **more), at=more.pop("at", None))


def voice(cast, wave: Wave, key: str) -> Respondent:
    """Of an agency of the cast by its key, or whoever is asked about the whole ("parent")."""
    with acting_as(cast.dana, now=cast.at):
        people = queries.respondents(wave)
        if key == "parent":
            return people.get(partner=None)
        return people.get(partner__member__agency=cast.agencies[key])


def link(who: Respondent) -> Actor:
    return Actor("link", letters.respondent_of(letters.token(who.pk)))


def partner(cast, wave: Wave, key: str) -> Any:
    with acting_as(cast.dana, now=cast.at):
        return next(
            one for one in queries.partners(wave) if one.member.agency_id == cast.agencies[key].pk
        )


def says(cast, wave: Wave, key: str, levels: Mapping[str, int], at=None, **more: int) -> None:
    """What one says of others, on the main scale; more: other scales of all of them."""
    who = voice(cast, wave, key)
    for other, level in levels.items():
        said = {MAIN: level, **more}
        about = partner(cast, wave, other)
        do(cast, "rate", link(who), at, respondent=who, about=about, said=said)


def answers(cast, wave: Wave, key: str, *yes: int, at=None) -> None:
    who = voice(cast, wave, key)
    said = {number: YES if number in yes else "no" for number in range(1, 10)}
    do(cast, "answer_system", link(who), at, respondent=who, said=said)


def sends(cast, wave: Wave, key: str, at=None) -> Respondent:
    who = voice(cast, wave, key)
    return do(cast, "finish", link(who), at, respondent=who)


def answered(cast, wave: Wave) -> None:
    """The backbone and the clinic differ by two; the library began, and did not send."""
    says(cast, wave, "backbone", {"clinic": 4, "library": 3})
    answers(cast, wave, "backbone", 1, 2, 3)
    sends(cast, wave, "backbone")
    says(cast, wave, "clinic", {"backbone": 2, "library": 0})
    answers(cast, wave, "clinic", 1, 2)
    sends(cast, wave, "clinic")
    says(cast, wave, "library", {"backbone": 5})
    answers(cast, wave, "parent", 1)
    sends(cast, wave, "parent")


def closed(cast, row: Partnership, **more: Any) -> Wave:
    wave = opened(cast, row, **more)
    answered(cast, wave)
    return do(cast, "close", wave=wave)
