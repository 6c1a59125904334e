"""Twins of the kinds about help, places, seasons and yes-or-no facts."""

import numpy as np

from kinwork.library.programs.batch.columns import MAYBE, NO, NOWHERE, STATE_ROW, YES
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.view import CAREGIVER, NO_ROLE, BatchView, answer
from kinwork.library.programs.kinds.language import HOME_FACTS
from kinwork.library.programs.kinds.places import bare, in_season, says
from kinwork.library.programs.model import Criterion, Program

NUMBER = {"no": 0, "maybe": 1, "yes": 2}


def is_home(criterion: Criterion, program: Program) -> bool:
    """Do help and facts of the home answer for every member alike?"""
    if criterion.kind == "fact_is":
        return criterion.options["fact"] in HOME_FACTS
    return criterion.options.get("scope") != "member" or program.subject == "household"


@twin("receives_any")
def receives_any(criterion: Criterion, view: BatchView, program: Program) -> np.ndarray:
    of = criterion.options["of"]
    if is_home(criterion, program):
        got, complete = view.receives_home(of)
    else:
        got, complete = view.receives_member(of)
    return answer(got, ~got & ~complete)


@twin("receives_none")
def receives_none(criterion: Criterion, view: BatchView, program: Program) -> np.ndarray:
    return YES - receives_any(criterion, view, program)


@twin("state_is")
def state_is(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    rows = [STATE_ROW[code] for code in criterion.options["of"] if code in STATE_ROW]
    return answer(np.isin(view.of.state, rows), view.of.state == NOWHERE)


@twin("county_is")
def county_is(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    of = {bare(name) for name in criterion.options["of"]}
    rows = [row for row, name in enumerate(view.of.counties) if name in of]
    county, state = view.of.county, view.of.state
    found = answer(np.isin(county, rows), county == 0)
    found = np.where((found != NO) & (state == NOWHERE), MAYBE, found)
    elsewhere = (state != NOWHERE) & (state != STATE_ROW[criterion.options["state"]])
    return np.where(elsewhere, NO, found)


@twin("state_says")
def state_says(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    def told(state: str) -> int:
        return NUMBER[says(criterion, view.on, state)[0].value]

    return view.by_state(told, int(MAYBE)).astype(np.int8)


@twin("season")
def season(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    inside = in_season(criterion, view.on)
    return np.full(len(view.of), YES if inside else NO)


@twin("fact_is")
def fact_is(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    fact, value = criterion.options["fact"], criterion.options.get("value", True)
    known = view.of.homeless if fact in HOME_FACTS else view.fact(fact)
    found = known if value else YES - known
    if fact == "foster_care":
        found = np.where(view.of.role == CAREGIVER, NO if value else YES, found)
        found = np.where((view.of.role == NO_ROLE) & (known == YES), MAYBE, found)
    return found


@twin("any_member")
def any_member(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    chosen = ~view.unborn
    found = view.any_of(view.fact(criterion.options["fact"]), chosen)
    return np.maximum(found, answer(False, ~view.of.complete | ~view.has(chosen)))


@twin("later")
def later(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    return np.full(len(view.of), YES)
