"""A network for others: plain data for JSON, GraphML for programs that draw, CSV of all ratings."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from html import escape

import numpy as np

from kinwork.measure.network.confirmed import Pair
from kinwork.measure.network.describe import Network
from kinwork.measure.network.ratings import Ratings

# What a spreadsheet would run as a formula, apostrophes before it or not.
RISKY = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
OF_NODES = {
    "name": "string",
    "answered": "boolean",
    "sector": "string",
    "degree_in": "int",
    "degree_out": "int",
    "betweenness": "double",
}
OF_EDGES = {"level": "int", "confirmed": "int"}


def told(network: Network) -> dict[str, object]:
    """Every measure by its name. A pair is written A|B, in the order of the file; a | in a name as
    \\|, a \\ as \\\\."""
    plain = {name: one for name, one in vars(network).items() if name != "dimensions"}
    plain["agreement"] = asdict(network.agreement)
    plain["confirmed"] = {_joined(pair): level for pair, level in network.confirmed.items()}
    plain["unconfirmed"] = [_joined(pair) for pair in network.unconfirmed]
    plain["ei"] = network.ei and asdict(network.ei)
    plain["dimensions"] = {name: told(one) for name, one in network.dimensions.items()}
    return plain


def _joined(pair: Pair) -> str:
    return "|".join(name.replace("\\", "\\\\").replace("|", "\\|") for name in pair)


def edges_csv(ratings: Ratings) -> str:
    """from, to, level and, where there are any, dimension: a row a rating, as `read` takes it. Who
    neither said anything nor was rated has a row of its own."""
    layers = {"": ratings, **ratings.dimensions}
    heads = ["from", "to", "level", *(["dimension"] if ratings.dimensions else [])]
    out, named = io.StringIO(), np.zeros(ratings.n, bool)
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(heads)
    for dimension, one in layers.items():
        named |= one.given.any(axis=0) | one.given.any(axis=1)
        lines.writerows(
            [*map(guarded, (ratings.names[i], ratings.names[j])), int(one.levels[i, j])]
            + [guarded(dimension)] * bool(ratings.dimensions)
            for i, j in np.argwhere(one.given)
        )
    lines.writerows(
        [guarded(ratings.names[i])] + [""] * (len(heads) - 1) for i in np.flatnonzero(~named)
    )
    return out.getvalue()


def guarded(text: str) -> str:
    """No spreadsheet runs it as a formula; `read` takes the apostrophe away again."""
    return f"'{text}" if RISKY.match(text) else text


def graphml(ratings: Ratings, network: Network, sectors: Mapping[str, str] | None = None) -> str:
    """The arcs of `network` with what was said and what is confirmed, the organizations with their
    measures; http://graphml.graphdrawing.org/specification.html."""
    sectors = sectors or {}
    number = {name: i for i, name in enumerate(ratings.names)}
    level_of = {(number[a], number[b]): level for (a, b), level in network.confirmed.items()}
    unsure = {(number[a], number[b]) for a, b in network.unconfirmed}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{GRAPHML}">']
    for what, keys in (("node", OF_NODES), ("edge", OF_EDGES)):
        lines += [
            f'  <key id="{what}_{key}" for="{what}" attr.name="{key}" attr.type="{kind}"/>'
            for key, kind in keys.items()
        ]
    lines.append('  <graph edgedefault="directed">')
    for i, name in enumerate(ratings.names):
        values = {
            "name": name,
            "answered": str(bool(ratings.answered[i])).lower(),
            "sector": sectors.get(name),
            "degree_in": network.degree_in[name],
            "degree_out": network.degree_out[name],
            "betweenness": network.betweenness[name],
        }
        lines += _element("node", f'id="n{i}"', values)
    for i, j in np.argwhere(ratings.arcs(network.threshold)).tolist():
        pair = (min(i, j), max(i, j))
        values = {
            "level": int(ratings.levels[i, j]),
            "confirmed": None if pair in unsure else level_of[pair],
        }
        lines += _element("edge", f'source="n{i}" target="n{j}"', values)
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _element(what: str, said: str, values: Mapping[str, object]) -> Iterable[str]:
    data = [
        f'      <data key="{what}_{key}">{escape(NOT_IN_XML.sub("", str(value)))}</data>'
        for key, value in values.items()
        if value is not None
    ]
    return [f"    <{what} {said}>", *data, f"    </{what}>"]
