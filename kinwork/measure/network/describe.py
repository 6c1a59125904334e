"""All measures of one network at once.

**Who did not answer**, in this one place for all of them. An organization that says nothing of anybody
is still one of the n. What was not said is:

- no arc: `arcs`, `density`, `reciprocity_*`, `centralization_in` and `_out`, `betweenness`,
  `components`, `isolates`, `transitivity` and the E-I index know only what somebody said, and every
  denominator counts all n organizations. An arc toward somebody who did not answer is one-sided.
- replaced by the other side's word where a *pair* is judged: `confirmed` (and named in `unconfirmed`),
  `density_both` and `centralization`, which read confirmed levels, and `density_either`.
- left out of `agreement`, which asks pairs that both sides rated, and of `mean_rated`.
- 0 in `mean_all`.

A single rating left out counts in the same way. So with everybody answering density_both <= density <=
density_either; else density may be the lowest. Read all of them beside `response_rate`: under
LEAST_RESPONSE `low_response` is true.

None stands where a measure is not defined: no ratings, no ties, no pair with both sides, too few
organizations. A count is then 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kinwork.measure.network.agreement import Agreement, agreement
from kinwork.measure.network.centrality import (
    betweenness,
    centralization,
    centralization_directed,
)
from kinwork.measure.network.confirmed import Pair, confirmed, confirmed_levels
from kinwork.measure.network.ei import EI, ei_index
from kinwork.measure.network.ratings import Ratings
from kinwork.measure.network.structure import components, isolates, transitivity
from kinwork.measure.network.ties import share, ties

LEAST_RESPONSE = 0.7


@dataclass(frozen=True)
class Network:
    """n organizations, of which `respondents` said anything; a tie is a rating of `threshold` or more.

    density: arcs of all n(n - 1). density_either, density_both: of all n(n - 1) / 2 pairs, those of
    which one side says so, or both. mean_rated: of the ratings said, 0 among them; mean_known: of
    those above 0; mean_all: of all n(n - 1). reciprocity_dyad: M / (M + A), of pairs with a tie those
    where it goes both ways; reciprocity_arc: 2M / (2M + A), of arcs those that are returned.
    centralization: of confirmed ties, both ways; _in and _out: of arcs. transitivity, components and
    isolates: ties that either side says. degree_in, degree_out: arcs by organization. betweenness:
    directed, not normalized. groups: the organizations of each component, the largest first.
    silent: who did not answer. dimensions: the same for each dimension.
    """

    n: int
    respondents: int
    response_rate: float | None
    low_response: bool
    threshold: int
    arcs: int
    density: float | None
    density_either: float | None
    density_both: float | None
    mean_rated: float | None
    mean_known: float | None
    mean_all: float | None
    reciprocity_dyad: float | None
    reciprocity_arc: float | None
    centralization: float | None
    centralization_in: float | None
    centralization_out: float | None
    transitivity: float | None
    components: int
    isolates: int
    agreement: Agreement
    silent: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    isolated: tuple[str, ...]
    degree_in: Mapping[str, int]
    degree_out: Mapping[str, int]
    betweenness: Mapping[str, float]
    confirmed: Mapping[Pair, int]
    unconfirmed: tuple[Pair, ...]
    ei: EI | None
    dimensions: Mapping[str, "Network"]


def describe(
    ratings: Ratings, *, threshold: int = 1, sectors: Mapping[str, str] | None = None
) -> Network:
    """threshold: the least level that is a tie, 1 to 5. sectors: organization -> its sector, for `ei`.

    ValueError for another threshold, KeyError for a sector of somebody who is not there.
    """
    names, arcs = ratings.names, ratings.arcs(threshold)
    to, of = arcs.sum(axis=0), arcs.sum(axis=1)
    rate = share(int(ratings.answered.sum()), ratings.n)
    asked, groups, alone = bool(ratings.answered.any()), components(arcs), isolates(arcs)
    levels, one_sided = confirmed(ratings)
    return Network(
        n=ratings.n,
        respondents=int(ratings.answered.sum()),
        response_rate=rate,
        low_response=rate is not None and rate < LEAST_RESPONSE,
        threshold=threshold,
        **vars(ties(ratings, threshold)),
        centralization=centralization(confirmed_levels(ratings) >= threshold) if asked else None,
        centralization_in=centralization_directed(to) if asked else None,
        centralization_out=centralization_directed(of) if asked else None,
        transitivity=transitivity(arcs),
        components=len(groups),
        isolates=len(alone),
        agreement=agreement(ratings),
        silent=tuple(name for name, said in zip(names, ratings.answered, strict=True) if not said),
        groups=tuple(tuple(names[i] for i in one) for one in groups),
        isolated=tuple(names[i] for i in alone),
        degree_in=dict(zip(names, to.tolist(), strict=True)),
        degree_out=dict(zip(names, of.tolist(), strict=True)),
        betweenness=dict(zip(names, betweenness(arcs), strict=True)),
        confirmed=levels,
        unconfirmed=one_sided,
        ei=ei_index(ratings, sectors, threshold=threshold) if sectors is not None else None,
        dimensions={
            name: describe(one, threshold=threshold, sectors=sectors)
            for name, one in ratings.dimensions.items()
        },
    )
