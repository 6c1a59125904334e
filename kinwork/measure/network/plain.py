"""A network in words and columns, for people."""

from collections.abc import Iterable, Iterator

from kinwork.measure.network.agreement import Difference
from kinwork.measure.network.describe import LEAST_RESPONSE, Network
from kinwork.measure.network.without import Without

FEW = 10
ROWS = (
    ("density", "density", "of all arcs that could be"),
    ("  either side says so", "density_either", "of all pairs"),
    ("  both say so", "density_both", "of all pairs; the only word where one did not answer"),
    ("mean level, rated", "mean_rated", "of the ratings that were given"),
    ("mean level, known", "mean_known", "of those above 0"),
    ("mean level, all", "mean_all", "0 where nothing was said"),
    ("reciprocity of pairs", "reciprocity_dyad", "M / (M + A)"),
    ("reciprocity of arcs", "reciprocity_arc", "2M / (2M + A)"),
    ("centralization", "centralization", "of confirmed ties"),
    ("  of arcs in", "centralization_in", ""),
    ("  of arcs out", "centralization_out", ""),
    ("transitivity", "transitivity", "partners' partners who are partners"),
)
SIDES = (
    ("exactly the same", "exact"),
    ("within one level", "within_one"),
    ("mean difference", "mean_abs_diff"),
    ("kappa, linear weights", "kappa"),
)
SHORT = (
    ("arcs", "arcs"),
    ("density", "density"),
    ("either", "density_either"),
    ("both", "density_both"),
    ("mean", "mean_rated"),
    ("pairs", "reciprocity_dyad"),
)


def in_words(
    network: Network,
    differing: list[Difference],
    pivots: list[Without],
    leaving: Without | None = None,
) -> str:
    """All of it. pivots: those on whom others hang; `leaving` stands in their place."""
    lines = list(_head(network))
    if network.respondents:
        lines += [*_measures(network), *_sides(network, differing), *_organizations(network)]
        lines += _leaving(leaving) if leaving else _pivots(pivots)
    if network.dimensions:
        lines += _dimensions(network)
    return "\n".join(lines)


def number(value: float | int | None) -> str:
    """Four digits behind the point; a dash where it is not defined."""
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _head(network: Network) -> Iterator[str]:
    answered = f"{network.respondents} of {network.n} organizations answered"
    if not network.respondents:
        of_all = " without naming a dimension; choose one with --dimension"
        yield f"{answered}{of_all if network.dimensions else ''}."
        return
    yield f"{answered} ({network.response_rate:.0%}). A tie: a rating of {network.threshold} or more."
    if network.low_response:
        yield f"CAUTION: fewer than {LEAST_RESPONSE:.0%} answered; these figures tell little of the whole."
    if network.silent:
        yield f"No answer: {_names(network.silent)}."


def _measures(network: Network) -> Iterator[str]:
    yield ""
    yield f"  {'arcs':<24}{network.arcs:>8}"
    for label, name, note in ROWS:
        yield f"  {label:<24}{number(getattr(network, name)):>8}  {note}".rstrip()
    largest = len(network.groups[0]) if network.groups else 0
    yield f"  {'components':<24}{network.components:>8}  the largest of {largest}"
    yield f"  {'isolates':<24}{network.isolates:>8}  {_names(network.isolated)}".rstrip()
    if network.ei:
        kinds = ", ".join(f"{kind} {number(one)}" for kind, one in network.ei.by_sector.items())
        yield f"  {'E-I index of sectors':<24}{number(network.ei.index):>8}  {kinds}".rstrip()


def _sides(network: Network, differing: list[Difference]) -> Iterator[str]:
    one_sided = len(network.unconfirmed)
    yield ""
    yield f"Both sides of {network.agreement.pairs} pairs answered, one side of {one_sided}."
    for label, name in SIDES:
        yield f"  {label:<24}{number(getattr(network.agreement, name)):>8}"
    for one in differing[:FEW]:
        yield f"  {one.first} says {one.said} of {one.second}, which says {one.answered} of it"
    if len(differing) > FEW:
        yield f"  and {len(differing) - FEW} more pairs that differ"


def _organizations(network: Network) -> Iterator[str]:
    order = sorted(network.betweenness, key=lambda name: -network.betweenness[name])
    wide = max(12, *(len(name) for name in order))
    yield ""
    yield f"  {'organization':<{wide}}  {'in':>4}  {'out':>4}  betweenness"
    silent = set(network.silent)
    for name in order:
        out = "–" if name in silent else str(network.degree_out[name])
        middle = network.betweenness[name]
        yield f"  {name:<{wide}}  {network.degree_in[name]:>4}  {out:>4}  {middle:>11.2f}"


def _pivots(pivots: list[Without]) -> Iterator[str]:
    yield ""
    if not pivots:
        yield "Whoever left, no others would be cut off from each other."
    for one in pivots:
        alone = f"; left alone: {_names(one.left_alone)}" if one.left_alone else ""
        yield f"If {one.name} left: {_pairs(one.pairs_cut)} cut off{alone}."


def _leaving(one: Without) -> Iterator[str]:
    yield ""
    yield f"If {one.name} left, of {one.n} organizations:"
    for label, value in (
        ("density", one.density),
        ("  either side says so", one.density_either),
        ("  both say so", one.density_both),
        ("components", one.components),
        ("isolates", one.isolates),
        ("pairs cut off", one.pairs_cut),
    ):
        yield f"  {label:<24}{number(value):>8}"
    if one.left_alone:
        yield f"  left alone: {_names(one.left_alone)}"


def _dimensions(network: Network) -> Iterator[str]:
    wide = max(9, *(len(name) for name in network.dimensions))
    yield ""
    heads = "  ".join(f"{label:>7}" for label, _ in SHORT)
    yield f"  {'dimension':<{wide}}  answered  {heads}"
    for name, one in network.dimensions.items():
        values = "  ".join(f"{number(getattr(one, field)):>7}" for _, field in SHORT)
        yield f"  {name:<{wide}}  {one.respondents:>8}  {values}"


def _pairs(count: int) -> str:
    return "1 pair of others" if count == 1 else f"{count:,} pairs of others"


def _names(names: Iterable[str]) -> str:
    told = list(names)
    more = f" and {len(told) - FEW} more" if len(told) > FEW else ""
    return ", ".join(told[:FEW]) + more
