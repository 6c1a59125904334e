"""A draft's answers as plain values. Keys are flat, so that two people can change two of them:

needs, soon, place, words, member:<id>, everyone, fact:<question>[:<member>],
skip:<question>[:<member>], joint:<question>, only (program codes), services, reach, agree:<service>,
apart:<member>:<member> (they look alike, and are two).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kinwork.common.answers import FactRef
from kinwork.family.facts.screening import Said, Told
from kinwork.family.facts.screening import household as plain
from kinwork.library.programs.household import Household

Answers = Mapping[str, Any]
JOINT = "joint:"  # a page about several facts was answered: what was picked on it


@dataclass(frozen=True)
class Member:
    """Somebody in the household as typed so far. `known`: already a person of the record."""

    id: str
    given: str
    family: str
    relation: str
    birth_date: date | None
    due_date: date | None
    order: int
    known: bool = False

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


def people(answers: Answers) -> list[Member]:
    """Whoever was entered, in the order of entering; caregivers first."""
    found = [_member(key[7:], value) for key, value in answers.items() if key.startswith("member:")]
    return sorted(found, key=lambda one: (one.relation != "caregiver", one.order))


def member(answers: Answers, id: str) -> Member | None:
    value = answers.get(f"member:{id}")
    return _member(id, value) if value else None


def caregiver(answers: Answers) -> Member | None:
    return next((one for one in people(answers) if one.relation == "caregiver"), None)


def _member(id: str, value: Mapping[str, Any]) -> Member:
    return Member(
        id=id,
        given=value.get("given", ""),
        family=value.get("family", ""),
        relation=value.get("relation", "other"),
        birth_date=_date(value.get("birth_date")),
        due_date=_date(value.get("due_date")),
        order=value.get("order", 0),
        known=value.get("known", False),
    )


def names(answers: Answers) -> dict[str, str]:
    """Member id -> the name to call them by."""
    return {one.id: one.given for one in people(answers)}


def household(answers: Answers) -> Household:
    """What screening knows of this family so far."""
    told = [Told(one.id, one.relation, one.birth_date, one.due_date) for one in people(answers)]
    return plain(told, facts(answers), complete=bool(answers.get("everyone")))


def facts(answers: Answers) -> Said:
    """(question, member or None) -> value, for every answer that is a fact."""
    said = {_ref(key[5:]): value for key, value in answers.items() if key.startswith("fact:")}
    place = answers.get("place")
    if place and (place.get("zip") or place.get("state")):
        said["place", None] = place
    if lines := said.get(FactRef("income")):
        said[FactRef("income")] = [_of_who_is_here(line, answers) for line in lines]
    return {tuple(ref): value for ref, value in said.items()}


def _of_who_is_here(line: Mapping[str, Any], answers: Answers) -> Mapping[str, Any]:
    """A line of money; nobody's again when its person was taken out of the home."""
    whose = line.get("member")
    return line if whose is None or f"member:{whose}" in answers else {**line, "member": None}


def skipped(answers: Answers) -> frozenset[FactRef]:
    return frozenset(_ref(key[5:]) for key in answers if key.startswith("skip:"))


def answered(answers: Answers) -> frozenset[FactRef]:
    return frozenset(_ref(key[5:]) for key in answers if key.startswith("fact:"))


def key_of(ref: FactRef) -> str:
    return f"fact:{ref}"


def skip_of(ref: FactRef) -> str:
    return f"skip:{ref}"


def agreed(answers: Answers) -> dict[str, bool]:
    """Service id -> yes or no, for those already decided and still chosen."""
    chosen = answers.get("services", [])
    return {id: answers[f"agree:{id}"] for id in chosen if f"agree:{id}" in answers}


def reached(answers: Answers) -> str:
    """The first step that has no answer yet: where somebody who comes back goes on."""
    done = {
        "needs": bool(answers.get("needs")),
        "soon": "soon" in answers,
        "place": "place" in answers,
        "people": bool(answers.get("everyone")),
        "questions": "seen" in answers,
        "result": "seen" in answers,
        "near": bool(answers.get("services")),
        "reach": "reach" in answers,
        "agree": set(agreed(answers)) >= set(answers.get("services", [])),
    }
    return next((step for step, is_done in done.items() if not is_done), "send")


def _ref(text: str) -> FactRef:
    key, _mark, who = text.partition(":")
    return FactRef(key, who or None)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
