"""Approaches as pages and files tell them: plain values."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kinwork.library.approaches import LEVELS, codebook, scheme
from kinwork.system.approaches import counting, queries, rules, words
from kinwork.system.approaches.models import (
    Approach,
    ApproachStep,
    Classification,
    Coding,
    ProfileField,
    Settlement,
)

HEADS = (
    *("id", "name", "level", "place", "state", "found_in", "found_on", "model", "possible"),
    "judged",
)
STAGE_HEADS = ("stage", "state", "local", "total")
AGREEMENT_HEADS = ("criterion", "coded_twice", "alike", "share", "kappa")


def line(row: Approach, model: str) -> dict[str, Any]:
    return {
        "row": row,
        "level": words.LEVEL_WORDS[row.level],
        "state": words.STATE_WORDS[row.state],
        "model": words.model(model) if model else "",
    }


def cells(row: Approach, made: Classification | None) -> list[Any]:
    return [
        *(str(row.pk), row.name, row.level, row.place or None, row.state, row.found_in),
        *(str(row.found_on), made.model if made else None),
        " ".join(made.possible) if made else None,
        " ".join(made.judged) if made else None,
    ]


def facts(row: Approach) -> list[tuple[Any, Any]]:
    return [
        (_("Level"), words.LEVEL_WORDS[row.level]),
        *([(_("State"), row.place)] if row.place else []),
        *([(_("What it is"), row.about)] if row.about else []),
        (_("Found in"), f"{row.found_in} ({words.day(row.found_on)})"),
    ]


def profile(fields: dict[str, list[ProfileField]]) -> list[dict[str, Any]]:
    """Every dimension: what counts, and what stood before."""
    return [
        {
            "key": key,
            "name": words.own(one.words),
            "means": words.own(one.means),
            "now": _field(fields[key][0]) if key in fields else None,
            "before": [_field(old) for old in fields.get(key, [])[1:]],
        }
        for key, one in codebook().items()
    ]


def _field(one: ProfileField) -> dict[str, Any]:
    return {
        "codes": words.codes(one.key, one.codes),
        "words": one.words,
        "kind": words.ENTRY_WORDS[one.kind],
        "source": f"{one.source} ({words.day(one.source_on)})" if one.source else "",
        "at": one.at,
    }


def history(steps: Iterable[ApproachStep]) -> list[dict[str, Any]]:
    """Every step, the newest first."""
    return [
        {
            "at": one.at,
            "title": words.STEP_WORDS[one.verb],
            "by": one.said_by.name
            if one.said_by
            else _("the contact")
            if one.verb == "confirm"
            else _("by command"),
            "words": one.words,
            "tone": words.STATE_WORDS[one.state][1],
        }
        for one in reversed(list(steps))
    ]


def side_by_side(done: Sequence[Coding], settled: dict[str, Settlement]) -> list[dict[str, Any]]:
    """What both coders said of each criterion, with what shows it, and what was settled."""
    first, second = ({one.criterion: one for one in made.judgements.all()} for made in done)
    told = []
    for one in queries.paired(list(done), {key: came.answer for key, came in settled.items()}):
        came = settled.get(one.criterion)
        told.append(
            {
                "key": one.criterion,
                "name": words.criterion(one.criterion),
                "first": _judged(first[one.criterion]),
                "second": _judged(second[one.criterion]),
                "is_open": one.is_open,
                "differs": one.differs,
                "settled": f"{words.ANSWER_WORDS[came.answer]}: {came.why}" if came else "",
            }
        )
    return told


def _judged(one: Any) -> dict[str, Any]:
    return {"answer": words.ANSWER_WORDS[one.answer], "evidence": one.evidence}


def classified(made: Classification) -> dict[str, Any]:
    by = scheme(made.scheme)
    return {
        "made": made,
        "model": words.model(made.model),
        "possible": [words.model(one) for one in made.possible] if made.unknown else [],
        "unknown": [words.criterion(one) for one in made.unknown],
        "judged": [words.model(one) for one in made.judged],
        "alike": rules.judged_alike(made.model, made.judged),
        "scheme": f"{by.name}, {made.version}",
        "cites": by.cites,
        "answers": [
            (words.criterion(key), words.ANSWER_WORDS[said]) for key, said in made.answers.items()
        ],
    }


# ---- figures


def stages(told: Iterable[counting.Stage]) -> list[list[Any]]:
    return [
        [words.STAGE_WORDS[one.key], *(one.by_level[level] for level in LEVELS), one.total]
        for one in told
    ]


def models(table: counting.Table) -> list[list[Any]]:
    rows = [[words.model(row), *table.line(row), sum(table.line(row))] for row in table.rows]
    total = [sum(row[place] for row in rows) for place in range(1, len(LEVELS) + 2)]
    return [*rows, [_("In all"), *total]]


def dimension(key: str, table: counting.Table) -> tuple[list[Any], list[list[Any]]]:
    """The heads and the lines, for a page."""
    told = codebook()[key]
    heads = [words.own(told.words), *(words.model(one) for one in table.columns)]
    return heads, [[words.code(told, row), *table.line(row)] for row in table.rows]


def agreement(pairs: Iterable[rules.Pair]) -> list[tuple[str, rules.Agreed]]:
    """Each criterion, and "" for all of them together."""
    told = list(pairs)
    grouped = rules.by_criterion(told, scheme())
    found = [(key, rules.agreement(some)) for key, some in grouped.items()]
    return [*found, ("", rules.agreement(told))] if found else []


def agreement_lines(told: Iterable[tuple[str, rules.Agreed]]) -> list[list[Any]]:
    return [
        [
            words.criterion(key) if key else _("All together"),
            *(one.n, one.same, _share(one.share)),
            _("not defined: both say always the same") if one.kappa is None else f"{one.kappa:.2f}",
        ]
        for key, one in told
    ]


def _share(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.0f} %"
