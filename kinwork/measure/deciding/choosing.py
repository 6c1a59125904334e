"""One of several: ranked ballots (instant run-off), or dots."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Choice:
    """chosen: what the group chose. tied: what stands equal where it could not choose (an impasse).

    rounds: voices for each option still in the race, as it went; a tie for the last place is shown
    as it first fell.
    """

    chosen: tuple[Hashable, ...]
    tied: tuple[Hashable, ...] = ()
    rounds: tuple[Mapping[Hashable, int], ...] = ()


def by_rank(options: Sequence[Hashable], ballots: Mapping[Hashable, Sequence[Hashable]]) -> Choice:
    """Who has more than half of the ballots that still name somebody is chosen; else the last one
    drops out, and its ballots go to their next name.

    Two equally last: no lot and no alphabet decides who drops out first. Every order is followed, and
    where all lead to the same option it is chosen; where they do not, those they lead to are tied.
    ballots: seat -> options, the dearest first; not all need be named. ValueError for an option
    that is not there or is named twice.
    """
    _check(options, ballots)
    ranked = [tuple(ballot) for ballot in ballots.values() if ballot]
    if not ranked:
        return Choice((), tuple(options))

    @cache
    def ends(left: frozenset) -> frozenset:
        counts = _count(left, ranked)
        best = max(counts.values())
        if 2 * best > sum(counts.values()):
            return frozenset(one for one in left if counts[one] == best)
        return frozenset().union(*(ends(left - {one}) for one in _last(counts)))

    found = ends(frozenset(options))
    in_order = tuple(one for one in options if one in found)
    rounds = _rounds(options, ranked)
    return Choice(in_order, (), rounds) if len(found) == 1 else Choice((), in_order, rounds)


def by_dots(
    options: Sequence[Hashable],
    dots: Mapping[Hashable, Mapping[Hashable, int]],
    *,
    each: int,
    chosen: int = 1,
) -> Choice:
    """The `chosen` options with the most dots; each seat has `each` of them to give, to one or many.

    Equal ones at the border are tied, and none of them is chosen; an option without a dot never is.
    dots: seat -> option -> dots. ValueError for more dots than a seat has, or fewer than none.
    """
    _check(options, {seat: list(given) for seat, given in dots.items()})
    for given in dots.values():
        if min(given.values(), default=0) < 0 or sum(given.values()) > each:
            raise ValueError(f"A seat has {each} dots to give.")
    sums = {one: sum(given.get(one, 0) for given in dots.values()) for one in options}
    order = sorted((one for one in options if sums[one]), key=lambda one: -sums[one])
    if len(order) <= chosen:
        return Choice(tuple(order), (), (sums,))
    border = sums[order[chosen]]
    above = tuple(one for one in order if sums[one] > border)
    if len(above) == chosen:
        return Choice(above, (), (sums,))
    return Choice(above, tuple(one for one in order if sums[one] == border), (sums,))


def _check(options: Sequence[Hashable], ballots: Mapping[Hashable, Sequence[Hashable]]) -> None:
    if len(set(options)) < len(options):
        raise ValueError("An option stands there twice.")
    for ballot in ballots.values():
        if set(ballot) - set(options) or len(set(ballot)) < len(ballot):
            raise ValueError("A ballot names an option twice, or one that is not there.")


def _count(left: frozenset, ranked: Sequence[tuple]) -> dict[Hashable, int]:
    counts = dict.fromkeys(left, 0)
    for ballot in ranked:
        for one in ballot:
            if one in left:
                counts[one] += 1
                break
    return counts


def _last(counts: Mapping[Hashable, int]) -> list[Hashable]:
    least = min(counts.values())
    return [one for one, count in counts.items() if count == least]


def _rounds(options: Sequence[Hashable], ranked: Sequence[tuple]) -> tuple[dict, ...]:
    """The counts of each round, dropping the last; equally last ones drop in the order of options."""
    left, found = list(options), []
    while left:
        counts = _count(frozenset(left), ranked)
        found.append({one: counts[one] for one in left})
        if 2 * max(counts.values()) > sum(counts.values()):
            break
        last = _last(counts)
        left.remove(next(one for one in reversed(left) if one in last))
    return tuple(found)
