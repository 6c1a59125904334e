"""The twin of SNAP's net income: the same arithmetic on columns."""

import numpy as np

from kinwork.library.codes.figures import figures
from kinwork.library.codes.poverty import area_of
from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.batch.columns import NO, NOWHERE, YES
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.money import Bounds
from kinwork.library.programs.batch.people import elderly_disabled
from kinwork.library.programs.batch.view import BatchView
from kinwork.library.programs.kinds import snap
from kinwork.library.programs.model import Criterion, Program

SIZES = 20  # people, beyond which a home's utilities do not grow


@twin("snap_net_income")
def snap_net_income(criterion: Criterion, view: BatchView, program: Program) -> np.ndarray:
    bounds, rules = Bounds(criterion, view, program), figures("snap", view.on)
    if rules is None:
        return np.where(bounds.told >= 0, bounds.told, 1).astype(np.int8)
    low_size, high_size, known = view.sizes(program.counts_unborn)
    earned = view.total(view.earned)
    rest = view.total(~view.earned & ~view.kinds(snap.NOT_INCOME))
    special, homeless = elderly_disabled(view), view.of.homeless
    rent, care = _span(view.of.rent), _span(view.of.childcare)
    bill = _bill(view, low_size, np.where(known, high_size, SIZES))

    def figure(place: int, size: np.ndarray, best: bool) -> np.ndarray:
        def make(state: str, people: int) -> int:
            area = area_of(state)
            anywhere = best and state == ""
            return snap.figures_of(rules, area, people, most_of=best, anywhere=anywhere)[place]

        return view.by_state_and_size(make, size, 6)

    most_people = np.where(known, high_size, 6)
    worst = snap.net(
        earned[1],
        rest[1],
        figure(0, low_size, False),
        care[0],
        rent[0] + bill[0],
        np.where(special == YES, TOP, figure(1, low_size, False)),
        np.where(homeless == YES, figure(2, low_size, False), 0),
    )
    best = snap.net(
        earned[0],
        rest[0],
        figure(0, most_people, True),
        care[1],
        np.minimum(TOP, rent[1] + bill[1]),
        np.where(special == NO, figure(1, most_people, True), TOP),
        np.where(homeless != NO, figure(2, most_people, True), 0),
    )
    within = (bounds.low >= TOP) | (worst <= bounds.low * snap.UNITS)
    above = known & (bounds.high < TOP) & (best > bounds.high * snap.UNITS)
    found = np.where(within, 2, np.where(above, 0, 1))
    return np.where(bounds.told >= 0, bounds.told, found).astype(np.int8)


def _span(told: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.maximum(told, 0), np.where(told < 0, TOP, told)


def _bill(view: BatchView, size: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Utilities that may count, least and most cents a year."""

    def row(state: str, people: int) -> int:
        return snap.utility(state, people, view.on)[0]

    def stale(state: str) -> int:
        return snap.stale(state, view.on)

    ends = [view.by_state_and_size(row, people, SIZES) for people in (size, most)]
    unknown = (np.minimum(*ends) < 0) | (view.of.state == NOWHERE)
    low = np.where(unknown, 0, np.minimum(*ends))
    high = np.where(unknown, TOP, np.maximum(*ends) * view.by_state(stale, 100) // 100)
    pays = view.of.pays_utilities
    none = (view.of.homeless == YES) | (pays == NO)
    low = np.where((view.of.homeless != NO) | (pays != YES), 0, low)
    return low, np.where(none, 0, high)
