"""Results in plain words, for the family and its workers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kinwork.family.referrals.words import need_name
from kinwork.family.screenings.queries import Asked
from kinwork.library.instruments import CUTOFF, SKIPPED, Instrument


@dataclass(frozen=True)
class Shown:
    """One sitting: what, about whom, the result, what follows, and the answers where they are seen."""

    asked: Asked
    name: str
    about: str
    day: date
    tone: str
    result: str
    then: str
    total: int | None
    months: int | None
    answers: list[tuple[str, str]]
    skipped: int
    by: str


def shown(asked: Asked, language: str) -> Shown:
    row, known = asked.telling, asked.instrument
    result = known.result(row.result) if known and row.result else None
    refused = _("Did not want to be asked")
    return Shown(
        asked=asked,
        name=known.words[language] if known else row.instrument,
        about=row.person.given_name if row.person_id else "",
        day=row.asked_on,
        tone=result.tone if result else "quiet",
        result=result.words[language] if result else refused,
        then=result.then[language] if result else "",
        total=row.total,
        months=row.months,
        answers=_answers(asked, known, language) if known else [],
        skipped=sum(value == SKIPPED for one in asked.rows for value in one.answers.values()),
        by=_by(asked),
    )


def needs_of(asked: Asked, language: str) -> list[tuple[str, str]]:
    return [(code, need_name(code, language)) for code in asked.needs]


def _answers(asked: Asked, known: Instrument, language: str) -> list[tuple[str, str]]:
    """In the instrument's own order; what is kept from the reader is not there."""
    said = {key: value for row in asked.rows for key, value in row.answers.items()}
    codes = {one.code: one.words[language] for one in known.answers}
    lines: list[tuple[str, Any]] = [
        (one.words[language], codes.get(said[one.key], _("Not answered")))
        for one in known.items
        if one.key in said
    ]
    for one in known.scores:
        if one.key in said:
            limit = said.get(one.key + CUTOFF)
            more = _("%(score)s (cut-off %(limit)s)") % {"score": said[one.key], "limit": limit}
            lines.append((one.words[language], more if limit else said[one.key]))
    return lines


def _by(asked: Asked) -> str:
    row = asked.first
    if row.who == "family":
        return _("The family")
    return f"{row.asked_by}, {row.recorded_by.name}" if row.asked_by else str(row.recorded_by)
