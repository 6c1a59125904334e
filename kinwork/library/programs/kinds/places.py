"""Kinds about where the family lives and the part of the year."""

from datetime import date

from kinwork.common.answers import MAYBE, NO, Answer, FactRef, Reason
from kinwork.library.codes import states
from kinwork.library.programs import limits
from kinwork.library.programs.household import Member
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View, words

PLACE = (FactRef("place"),)


@kind(required="of", household=True)
def state_is(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The household lives in one of these states."""
    of, state = criterion.options["of"], view.household.lives_in
    answer = MAYBE if state is None else Answer.of(state in of)
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("place", state),),
        limit=tuple(of),
        missing=PLACE if state is None else (),
        places=tuple(words("states", code) for code in of),
    )


@kind(required="of state", household=True)
def county_is(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The household lives in one of these counties of the state."""
    of, home = criterion.options["of"], view.household
    county = bare(home.county)
    if home.lives_in not in (None, criterion.options["state"]):
        answer = NO
    else:
        answer = MAYBE if county is None else Answer.of(county in {bare(name) for name in of})
        if answer is not NO and home.lives_in is None:
            answer = MAYBE
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("place", home.county),),
        limit=tuple(of),
        missing=() if answer.decided else PLACE,
        group="state_is",
        places=tuple(of),
    )


def bare(county: str | None) -> str | None:
    """A county's name to compare: small letters, without the word County."""
    text = (county or "").strip().casefold().removesuffix(" county")
    return text or None


@kind(required="table", allowed="without_row", household=True)
def state_says(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The state's own row says yes (1) or no (0)."""
    state = view.household.lives_in
    answer, source = says(criterion, view.on, state)
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("place", state),),
        source=source,
        missing=PLACE if state is None else (),
        group="state_is" if state is None else "state_says",
    )


def says(criterion: Criterion, on: date, state: str | None) -> tuple[Answer, str]:
    """What a state's row says; without one what the criterion says of that."""
    if state is None:
        return MAYBE, ""
    for table, group in limits.tables(criterion.options):
        if row := states.value(table, state, group, on):
            return Answer.of(row.value == 1), row.source
    return Answer(criterion.options.get("without_row", "maybe")), ""


@kind(required="starts ends", household=True)
def season(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The day lies in this part of the year, both ends in it; it may reach over New Year."""
    starts, inside = criterion.options["starts"], in_season(criterion, view.on)
    day = f"{view.on:%m-%d}"
    month, first = (int(part) for part in starts.split("-"))
    following = date(view.on.year + (day > starts and view.on.year < 9999), month, first)
    return view.reason(
        criterion,
        Answer.of(inside),
        None,
        facts=(("day", view.on),),
        limit=following,
        opens=following,
    )


def in_season(criterion: Criterion, on: date) -> bool:
    """Does a day lie in the part of the year?"""
    starts, ends = (criterion.options[end] for end in ("starts", "ends"))
    day = f"{on:%m-%d}"
    return starts <= day <= ends if starts <= ends else day >= starts or day <= ends
