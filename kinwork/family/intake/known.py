"""What is known already, of which day and by whom: for pages that ask about it again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from kinwork.common.community import today
from kinwork.family.facts import showing
from kinwork.family.facts.queries import told_in
from kinwork.family.facts.rules import ON_PAPER, SURE, class_of, in_force
from kinwork.family.facts.words import HOWS, in_words
from kinwork.family.intake import answers as said
from kinwork.family.intake.asking import Asked
from kinwork.family.intake.flow import Flow
from kinwork.family.intake.paper import saying
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import opened, visible


@dataclass(frozen=True)
class Known:
    """One answer that is there already. `whose`: of which person; `by`: who said it, where that is
    known here; `ours`: the reader said it; `typed`: a worker wrote down what was said."""

    value: Any
    words: str
    at: datetime
    whose: str = ""
    by: str = ""
    how: str = ""
    ours: bool = False
    typed: bool = False
    is_good: bool = True
    is_sure: bool = False


def facts(flow: Flow) -> dict[str, Known]:
    """Answer key -> what the record says, for a known family; over what the viewer may see."""
    home = flow.draft.household if flow.draft else None
    found = Household.objects.filter(pk=home).first() if home else None
    if found is None:
        return {}
    people = members(found)
    names = {one.person_id: one.person.given_name for one in people}
    on = today(flow.community, flow.at)
    told = told_in(found.pk, names)
    seen = {one.pk for one in visible(flow.by, [one for rows in told.values() for one in rows])}
    known = {}
    for (subject, key), rows in told.items():
        rows = [one for one in rows if one.pk in seen]
        if not rows:
            continue
        counts = in_force(rows, on)
        one = counts or rows[0]
        shown = showing.in_short(one, names, flow.by, flow.language)
        who = "" if subject == found.pk else str(subject)
        known[_key(key, who)] = of_answer(
            shown, names.get(subject, ""), flow.by.id, counts is not None
        )
    return known


def of_answer(shown: showing.Answer, whose: str, reader: UUID | None, is_good: bool) -> Known:
    """One answer of the record."""
    fact = shown.fact
    return Known(
        value=fact.value,
        words=shown.words,
        at=fact.said_at,
        whose=whose,
        by=shown.by,
        how=shown.how if fact.how != "told" else "",
        ours=reader is not None and fact.said_by_person == reader,
        typed=fact.said_by_user_id is not None,
        is_good=is_good,
        is_sure=SURE[fact.how] > 0,
    )


def lines(flow: Flow, asked: Asked) -> list[Known]:
    """What is known of this question, unless it was said here just now."""
    wanted = _wanted(asked)
    recorded = facts(flow)
    found = []
    for key in wanted:
        here = _in_draft(flow, asked, key)
        if here is None and key in recorded and not _now(flow, key):
            here = recorded[key]
        if here:
            found.append(here)
    _written_down(flow, [key for key in wanted if key in recorded])
    return found


def _wanted(asked: Asked) -> list[str]:
    if asked.kind == "income":
        return ["fact:income"]
    keys = [*asked.keys().values()]
    if asked.question.type == "whose":
        return [f"fact:receives:{id}" for id in asked.everybody]
    for fact, people in asked.parts:
        keys += [f"fact:{fact}:{who}" if who else f"fact:{fact}" for who in people]
    return keys


def _in_draft(flow: Flow, asked: Asked, key: str) -> Known | None:
    """From the paper, or from another day of the same intake."""
    value = flow.answers.get(key)
    if value is None:
        return None
    who = key.removeprefix("fact:").partition(":")[2]
    words = in_words(saying.question_of(key), value, flow.language)
    told = {"value": value, "words": words, "whose": said.names(flow.answers).get(who, "")}
    day, change = saying.day_of(flow.answers), flow.draft.trail.get(key)
    if day and saying.told(flow.answers).get(key) == value:
        return Known(**told, at=saying.noon(day, flow.community.time_zone), how=str(HOWS[ON_PAPER]))
    at = parse_datetime(change["at"]) if change else None
    if at and today(flow.community, at) < flow.today:
        return Known(**told, at=at, ours=not flow.desk)
    return None


def _now(flow: Flow, key: str) -> bool:
    """Was it answered in this intake, today?"""
    return key in flow.draft.trail and key in flow.answers


def _written_down(flow: Flow, keys: Iterable[str]) -> None:
    """Who looked, where a worker is shown what the record says."""
    classes = {class_of(saying.question_of(key)) for key in keys}
    if classes and flow.by.is_staff and not flow.bare:
        opened(
            by=flow.by,
            household=flow.draft.household,
            classes=classes,
            page="intake.question",
            at=flow.at,
        )


def again(told: Sequence[Known]) -> Any:
    """An answer that is too old to count, to be said again or put right; None where there is none."""
    return told[0].value if len(told) == 1 and not told[0].is_good else None


def filled(asked: Asked, told: Sequence[Known]) -> Asked:
    """The question with such an answer as its first value."""
    keys = [*asked.keys().values()]
    old = again(told)
    if old is None or asked.parts or len(keys) != 1 or keys[0] in asked.answers:
        return asked
    return replace(asked, answers={**asked.answers, keys[0]: old})


def _key(key: str, who: str) -> str:
    if key == "place":
        return key
    return f"fact:{key}:{who}" if who else f"fact:{key}"
