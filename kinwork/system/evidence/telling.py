"""What a count shows, as lines for pages, files and programs."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from kinwork.library.evidence import LEVELS, Shown, Verdict, pair_rules, system_rules
from kinwork.system.evidence import words
from kinwork.system.evidence.models import Threshold
from kinwork.system.evidence.queries import Counted
from kinwork.system.partnerships.models import Member, Partnership

HEADS = (
    *("one", "other", "shown_level", "enough_data", "shared_families"),
    *("rule", "level", "need", "answers", "act", "counted", "out_of", "share_or_count"),
    *("asked_for", "state", "from", "until", "referrals_until", "counted_at"),
)


def cell(one: Shown | None) -> dict[str, Any]:
    """One pair in the table."""
    level = one.level if one else 0
    return {
        "level": level,
        "words": words.LEVEL_WORDS[level],
        "enough": one is not None and one.enough,
    }


def lines(counted: Counted, members: list[Member]) -> list[dict[str, Any]]:
    """One line a member, one cell for each other member; None on its own."""
    return [
        {
            "member": one,
            "cells": [
                {"other": other, **cell(counted.of(one.pk, other.pk))}
                if other.pk != one.pk
                else None
                for other in members
            ],
        }
        for one in members
    ]


def levels(one: Shown) -> list[dict[str, Any]]:
    """The rules of each level, and whether it is shown."""
    return [
        {
            "number": level,
            "words": words.LEVEL_WORDS[level],
            "is_shown": level <= one.level,
            "is_next": level == one.level + 1,
            "rules": [verdict(told) for told in one.at(level)],
        }
        for level in LEVELS
    ]


def verdict(one: Verdict) -> dict[str, Any]:
    dimension = one.rule.answers.partition(":")[0]
    return {
        "key": one.rule.key,
        "words": words.of(one.rule.words),
        "reason": words.of(one.rule.reason),
        "answers": words.DIMENSION_WORDS.get(dimension, ""),
        "need": words.NEED_WORDS[one.rule.need],
        "value": words.value(one),
        "asked": "" if one.rule.unit == "yes" else words.threshold(one.rule, one.threshold),
        "least": one.rule.least if one.state == "too few" else 0,
        "state": words.state(one),
    }


def questions(counted: Counted) -> list[dict[str, Any]]:
    return [
        {
            "number": one.question,
            "words": words.QUESTION_WORDS[one.question],
            "said": words.ANSWER_WORDS[one.said],
            "rules": [verdict(told) for told in one.by_rule],
        }
        for one in counted.system.values()
    ]


def asked(own: dict[str, Threshold]) -> list[dict[str, Any]]:
    """Every rule that asks for a number: ours, and the community's own where it set one."""
    return [
        {
            "rule": rule,
            "where": words.LEVEL_WORDS[rule.level] if not rule.question else rule.question,
            "is_question": bool(rule.question),
            "words": words.of(rule.words),
            "reason": words.of(rule.reason),
            "ours": words.threshold(rule, rule.threshold),
            "own": own.get(rule.key),
            "own_value": words.threshold(rule, float(own[rule.key].value))
            if rule.key in own
            else "",
        }
        for rule in (*pair_rules(), *system_rules())
        if rule.measured and rule.unit != "yes"
    ]


def rows(counted: Counted, members: Iterable[Member]) -> Iterator[list[Any]]:
    """One line a pair and rule, in the order of HEADS. Members that left are not in it."""
    names = {one.pk: one.name for one in members}
    period = [str(counted.period.starts), str(counted.period.ends)]
    period += [str(counted.period.referrals_until), counted.made_at.isoformat()]
    for pair, one in _by_name(counted, names):
        for told in one.by_rule:
            rule = told.rule
            yield [
                *pair,
                one.level,
                one.enough,
                one.shared or None,
                *(rule.key, rule.level, rule.need, rule.answers, rule.act),
                round(told.value * told.n) if _is_share(told) else told.value,
                told.n if rule.unit == "share" else None,
                None if told.value is None else f"{told.value:g}",
                f"{told.threshold:g}",
                told.state if rule.measured else "not recorded yet",
                *period,
            ]


def plain(
    partnership: Partnership, counted: Counted | None, members: Iterable[Member]
) -> dict[str, Any]:
    """For programs and the terminal."""
    told: dict[str, Any] = {
        "partnership": partnership.name,
        "community": partnership.community.slug,
        "counted_at": counted.made_at.isoformat() if counted else None,
    }
    if counted is None:
        return told | {"pairs": [], "questions": []}
    names = {one.pk: one.name for one in members}
    return told | {
        "from": str(counted.period.starts),
        "until": str(counted.period.ends),
        "referrals_until": str(counted.period.referrals_until),
        "pairs": [
            {
                "members": list(pair),
                "level": one.level,
                "enough_data": one.enough,
                "shared_families": one.shared or None,
                "missing": [told.rule.key for told in one.missing],
            }
            for pair, one in _by_name(counted, names)
        ],
        "questions": [
            {"question": one.question, "answer": one.said} for one in counted.system.values()
        ],
    }


def _by_name(counted: Counted, names: dict[UUID, str]) -> list[tuple[list[str], Shown]]:
    known = ((pair, one) for pair, one in counted.pairs.items() if pair <= set(names))
    told = [(sorted(names[id] for id in pair), one) for pair, one in known]
    return sorted(told, key=lambda line: line[0])


def _is_share(told: Verdict) -> bool:
    return told.rule.unit == "share" and told.value is not None
