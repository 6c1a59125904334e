"""What a wave says, counted when it closes, as the clock that may read every answer."""

from typing import Any
from uuid import UUID

from kinwork.library.continuum import ANSWERS, questions
from kinwork.system.continuum import networks, rules
from kinwork.system.continuum.models import Partner, Rating, Respondent, SystemAnswer, Wave
from kinwork.system.continuum.rules import Counted, Said


def counted(wave: Wave) -> Counted:
    """Only what was sent. Without names no organization's row is kept, and nothing at all where
    fewer than five have answered."""
    partners = list(Partner.objects.filter(wave=wave).order_by("number"))
    people = list(Respondent.objects.filter(wave=wave))
    done = {one.pk: one for one in people if one.done_at is not None}
    answered = {one.partner_id for one in done.values() if one.partner_id is not None}
    ids = [one.pk for one in partners]
    keys = [
        rules.scale_key(one.key, scale.key)
        for one, scale in rules.scales(wave.instruments, wave.dimensions)
    ]
    said = _ratings(wave, done)
    matrices = {key: rules.matrix(said, key, ids, answered) for key in keys}
    told = wave.named or len(answered) >= rules.LEAST_ANSWERS
    told_of_all = wave.named or len(done) >= rules.LEAST_ANSWERS
    answers = _answers(wave, set(done))
    return Counted(
        named=wave.named,
        partners=tuple(one.member_id for one in partners),
        answered=tuple(one.member_id for one in partners if one.pk in answered)
        if wave.named
        else (),
        asked=len(people),
        done=len(done),
        matrices=matrices if wave.named else None,
        counts={key: _counts(matrices[key]) for key in keys} if told else {},
        system=_system(answers) if told_of_all else {},
        levels=rules.system_levels(answers) if told_of_all and answers else [],
        figures=figures(matrices) if told else {},
    )


def figures(matrices: dict[str, list[list[int | None]]]) -> dict[str, Any]:
    """Numbers about the whole network for each scale: they name nobody."""
    return {key: networks.whole(rows) for key, rows in matrices.items()}


def body(found: Counted) -> dict[str, Any]:
    return {
        "named": found.named,
        "partners": [str(one) for one in found.partners],
        "answered": [str(one) for one in found.answered],
        "asked": found.asked,
        "done": found.done,
        "matrices": found.matrices,
        "counts": found.counts,
        "system": {str(number): dict(said) for number, said in found.system.items()},
        "levels": list(found.levels),
        "figures": found.figures,
    }


def read(said: dict[str, Any]) -> Counted:
    return Counted(
        **said
        | {
            "partners": tuple(map(UUID, said["partners"])),
            "answered": tuple(map(UUID, said["answered"])),
            "system": {int(number): one for number, one in said["system"].items()},
        }
    )


def _ratings(wave: Wave, done: dict[UUID, Respondent]) -> list[Said]:
    lines = Rating.objects.filter(wave=wave, respondent__in=done)
    return [
        Said(done[who].partner_id, about, rules.scale_key(instrument, scale), value)
        for who, about, instrument, scale, value in lines.values_list(
            "respondent_id", "about_id", "instrument", "scale", "value"
        )
    ]


def _answers(wave: Wave, done: set[UUID]) -> list[dict[int, str]]:
    found: dict[UUID, dict[int, str]] = {}
    lines = SystemAnswer.objects.filter(wave=wave, respondent__in=done)
    for who, number, said in lines.values_list("respondent_id", "question", "said"):
        found.setdefault(who, {})[number] = said
    return list(found.values())


def _system(answers: list[dict[int, str]]) -> dict[int, dict[str, int]]:
    return {
        one.number: {
            word: sum(said.get(one.number) == word for said in answers) for word in ANSWERS
        }
        for one in questions()
        if answers
    }


def _counts(rows: list[list[int | None]]) -> list[int]:
    values = [value for row in rows for value in row if value is not None]
    return [values.count(step) for step in range(max(values, default=0) + 1)]


def places(partners: list[Partner], found: Counted) -> list[tuple[float, float]] | None:
    """Where each stands in the picture; whoever stood somewhere stays. None without names."""
    if found.matrices is None:
        return None
    said = next(iter(found.matrices.values()))
    kept = [None if one.x is None or one.y is None else (one.x, one.y) for one in partners]
    return networks.places(said, kept)
