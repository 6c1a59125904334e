"""What became of approaches, as plain data for JSON and as lines for people."""

from collections.abc import Iterable, Iterator
from typing import Any

from kinwork.common.answers import MAYBE, NO, YES, Reason
from kinwork.library.approaches.rule import LEVEL, Classified, Profile
from kinwork.library.approaches.scheme import NO_MODEL, Scheme

SAID = {YES: "met", NO: "not met", MAYBE: "unknown"}
NONE_WORDS = {"en": "None of the models", "es": "Ninguno de los modelos"}
LEVEL_WORDS = {"en": "State or local", "es": "Estatal o local"}


def as_data(told: Iterable[tuple[Profile, Classified]], by: Scheme) -> dict[str, Any]:
    return {
        "scheme": by.name,
        "version": by.version,
        "source": by.cites,
        "approaches": [_approach(profile, found) for profile, found in told],
    }


def _approach(profile: Profile, found: Classified) -> dict[str, Any]:
    return {
        "name": profile.name,
        "level": profile.level,
        "model": found.model,
        "model_name": model_words(found.scheme, found.model) if found.is_decided else None,
        "possible": list(found.possible),
        "criteria": [_criterion(one, found.scheme) for one in found.reasons],
        "unknown": [input_of(found.scheme, key) for key in found.unknown],
    }


def _criterion(one: Reason, by: Scheme) -> dict[str, Any]:
    return {
        "criterion": one.criterion,
        "column": input_of(by, one.criterion),
        "answer": SAID[one.answer],
        "reason": one.sentence(),
    }


def model_words(by: Scheme, key: str, language: str = "en") -> str:
    return (NONE_WORDS if key == NO_MODEL else by.models[key].words)[language]


def criterion_words(by: Scheme, key: str, language: str = "en") -> str:
    return (LEVEL_WORDS if key == LEVEL else by.criteria[key].words)[language]


def input_of(by: Scheme, key: str) -> str:
    return LEVEL if key == LEVEL else by.criteria[key].input


def lines(told: Iterable[tuple[Profile, Classified]], by: Scheme) -> Iterator[str]:
    """For people, in English."""
    yield f"Scheme {by.name}, version {by.version}. {by.cites}."
    for profile, found in told:
        yield ""
        yield f"{_clean(profile.name)} ({profile.level or 'level not known'}): {_came(found)}"
        for one in found.reasons:
            yield f"  {SAID[one.answer]}: {one.sentence()}"
        if found.unknown:
            what = ", ".join(input_of(by, key) for key in found.unknown)
            yield f"  What would decide it: {what}"


def _came(found: Classified) -> str:
    if found.is_decided:
        return model_words(found.scheme, found.model)
    return "maybe " + " or ".join(model_words(found.scheme, key) for key in found.possible)


def _clean(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)
