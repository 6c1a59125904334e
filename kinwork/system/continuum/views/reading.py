"""What waves say: the hub, the matrix of a closed wave, a pair, an organization, the network."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from kinwork.library import continuum
from kinwork.measure.network import describe, edges_csv, graphml
from kinwork.system.continuum import networks, picture, queries, results, rules, words
from kinwork.system.continuum.forms import FilterForm
from kinwork.system.continuum.models import Wave
from kinwork.system.continuum.results import MAIN, Results
from kinwork.system.continuum.views.shared import SEE, leads, to, wave_in, wave_line
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import found
from kinwork.web.pages import page
from kinwork.web.sheets import csv_file
from kinwork.web.times import exact

TIE = 3  # where a page is not told: coordination and above
MOST_PAIRS = 20


@page(**SEE)
def hub(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Where we stand, what is going on, and the ways in."""
    row = found(partnership)
    every = list(queries.waves(row))
    going = next((one for one in every if one.state in ("prepared", "open")), None)
    last = next((one for one in every if one.state == "closed"), None)
    counted = queries.counted(last) if last else None
    told = {
        "row": row,
        "going": _going(row, going) if going else None,
        "last": last,
        "whole": _whole(results.whole(counted)) if counted else None,
        "counted": counted,
        "closed": exact(last.closed_at, row.community.time_zone) if last else "",
        "lines": [wave_line(row, one) for one in every if one != going],
        "leads": leads(request, row),
        "urls": _ways(row, last, counted),
    }
    return render(request, "continuum/hub.html", told)


def _going(row: Partnership, one: Wave) -> dict[str, Any]:
    told = queries.progress(one)
    percent = round(100 * rules.share(told["done"], told["asked"]))
    return wave_line(row, one) | {"progress": told, "percent": percent}


def _ways(row: Partnership, last: Wave | None, counted: Any) -> list[dict[str, Any]]:
    ways = [
        {
            "url": to(row, "board"),
            "title": _("Claim beside evidence"),
            "text": _("What each pair says, beside what the records show."),
        },
        {
            "url": to(row, "next"),
            "title": _("What to do next"),
            "text": _("The pairs where one step up would help most families."),
        },
    ]
    if last is None:
        return ways[:1]
    first = [
        {
            "url": to(row, "results", last.pk),
            "title": _("What partners say"),
            "text": _("Everybody's word about everybody, side by side."),
        },
        {
            "url": to(row, "network", last.pk),
            "title": _("The network"),
            "text": _("Who is joined to whom, who holds others together, who stands alone."),
        },
    ]
    return [*first, *ways]


def results_of(row: Partnership, one: Wave, scale: str = MAIN) -> Results:
    """Raises Http404 where the wave is not closed, or shows nobody's word."""
    counted = queries.counted(one)
    if counted is None or not counted.named:
        raise Http404
    return Results(one, queries.partners(one), counted, scale)


@page(**SEE)
def wave_results(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    """The matrix, the two sides' agreement, organizations, the whole, and what moved."""
    row = found(partnership)
    one = wave_in(row, wave)
    counted = queries.counted(one)
    if counted is None:
        return redirect(to(row, "wave", one.pk))
    told = {
        "row": row,
        "one": one,
        "counted": counted,
        "closed": exact(one.closed_at, row.community.time_zone),
        "whole": _whole(results.whole(counted)),
        "rate": _percent(rules.share(counted.done, counted.asked)),
        "slow": rules.share(counted.done, counted.asked) < rules.SLOW,
        "leads": leads(request, row),
    }
    if not counted.named:
        shown = [_unnamed(key, counted) for key in queries.scale_keys(one) if counted.counts]
        return render(request, "continuum/results.html", told | {"scales": shown})
    form, scale, threshold, _sector = _asked(request, one)
    found_here = Results(one, queries.partners(one), counted, scale)
    network = found_here.network(threshold)
    last = queries.before(one)
    earlier = results_of(row, last, scale) if last and _named(last) else None
    moves = results.moved(found_here, earlier)
    told |= {
        "form": form,
        "query": request.GET.urlencode(),
        "scale": results.scale_of(scale),
        "scale_words": words.in_language(results.scale_of(scale).words),
        "steps": _steps(scale),
        "names": [str(n + 1) for n in range(len(found_here.partners))],
        "matrix": _matrix(row, found_here),
        "network": network,
        "agreement": _agreement(network.agreement),
        "apart": _first(
            row, sorted((p for p in found_here.pairs if p.apart >= 2), key=lambda p: -p.apart)
        ),
        "near": _first(row, [p for p in found_here.pairs if p.one_word_away]),
        "organizations": [_organization(row, one, line) for line in found_here.organizations()],
        "moves": _moves(row, moves),
        "earlier": earlier.wave if earlier and moves else None,
    }
    return render(request, "continuum/results.html", told)


@page(**SEE)
def results_file(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    """Every rating as a line: who, of whom, the step, by which scale of which version."""
    row = found(partnership)
    one = wave_in(row, wave)
    first = results_of(row, one)
    names = picture.names_of(first.partners)
    lines = [
        line
        for scale in queries.scale_keys(one)
        for line in results.ties(Results(one, first.partners, first.counted, scale), names)
    ]
    return csv_file("ratings", ("from", "to", "level", "instrument", "scale"), lines)


@page(**SEE)
def organization(request: HttpRequest, partnership: UUID, wave: UUID, member: UUID) -> HttpResponse:
    """The network as one of them has it, and what would be without it."""
    row = found(partnership)
    one = wave_in(row, wave)
    form, scale, threshold, _sector = _asked(request, one)
    here = results_of(row, one, scale)
    who = next((p for p in here.partners if p.member_id == member), None)
    if who is None:
        raise Http404
    names = picture.names_of(here.partners)
    pairs = sorted(here.of(member), key=lambda p: (-(p.level or 0), p.second.name))
    tied = {p.second.member_id for p in pairs if (p.level or 0) >= threshold}
    gone = here.without(member, threshold)
    by_member = {str(p.member_id): p.name for p in here.partners}
    told = {
        "row": row,
        "one": one,
        "who": who,
        "sector": words.SECTOR_WORDS[who.sector],
        "form": form,
        "picture": picture.drawn(here, threshold, names, {member} | tied),
        "pairs": _pairs(row, pairs),
        "gone": gone,
        "before": here.network(threshold),
        "alone": [by_member[name] for name in gone.left_alone],
        "tied": len(tied),
        "up": to(row, "results", one.pk),
        "slow": here.response_rate < rules.SLOW,
    }
    return render(request, "continuum/organization.html", told)


@page(**SEE)
def network(request: HttpRequest, partnership: UUID, wave: UUID) -> HttpResponse:
    """The picture, its figures with their meaning, and its table."""
    row = found(partnership)
    one = wave_in(row, wave)
    form, scale, threshold, sector = _asked(request, one)
    here = results_of(row, one, scale)
    names = picture.names_of(here.partners)
    only = {p.member_id for p in here.partners if p.sector == sector} if sector else None
    measured = here.network(threshold)
    by_member = {str(p.member_id): p for p in here.partners}
    told = {
        "row": row,
        "one": one,
        "form": form,
        "query": request.GET.urlencode(),
        "picture": picture.drawn(here, threshold, names, only),
        "sectors": _sectors(here.partners),
        "figures": _figures(measured),
        "network": measured,
        "rate": _percent(here.response_rate),
        "slow": here.response_rate < rules.SLOW,
        "lines": _roles(row, one, here, measured, only),
        "pivotal": [
            {
                "partner": by_member[gone.name],
                "cut": gone.pairs_cut,
                "url": to(row, "organization", one.pk, by_member[gone.name].member_id),
            }
            for gone in here.pivotal(threshold)
        ],
        "level": words.level(threshold) if scale == MAIN else threshold,
    }
    return render(request, "continuum/network.html", told)


@page(**SEE)
def network_file(request: HttpRequest, partnership: UUID, wave: UUID, kind: str) -> HttpResponse:
    """For other tools: ties as CSV, or the whole as GraphML."""
    row = found(partnership)
    one = wave_in(row, wave)
    _form, scale, threshold, _sector = _asked(request, one)
    here = results_of(row, one, scale)
    names = _once([one.name for one in here.partners])
    named = networks.ratings(names, here.rows)
    sectors = dict(zip(names, (one.sector for one in here.partners), strict=True))
    measured = describe(named, threshold=threshold, sectors=sectors)
    text = edges_csv(named) if kind == "csv" else graphml(named, measured, sectors)
    types = {"csv": "text/csv; charset=utf-8", "graphml": "application/graphml+xml"}
    response = HttpResponse(text, content_type=types[kind])
    response["Content-Disposition"] = f'attachment; filename="network.{kind}"'
    return response


def _once(names: Sequence[str]) -> list[str]:
    """Members of one name are told apart by a number."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told


def _named(wave: Wave) -> bool:
    counted = queries.counted(wave)
    return counted is not None and counted.named


def _asked(request: HttpRequest, one: Wave) -> tuple[FilterForm, str, int, str]:
    """The filter of the address; what fits nothing is the usual."""
    keys = {
        rules.scale_key(instrument.key, scale.key): scale
        for instrument, scale in queries.asked(one)
    }
    scale = request.GET.get("scale", "")
    scale = scale if scale in keys else next(iter(keys))
    most = keys[scale].most
    levels = [
        (
            choice.value,
            _("%(name)s (%(n)s) and above")
            % {"name": words.in_language(choice.words), "n": choice.value},
        )
        for choice in keys[scale].choices[1:]
    ]
    said = request.GET.get("level", "")
    threshold = int(said) if said.isascii() and said.isdigit() and len(said) == 1 else 0
    threshold = threshold if 1 <= threshold <= most else min(TIE, most)
    sector = request.GET.get("sector", "")
    sector = sector if sector in rules.SECTORS else ""
    chosen = [(key, words.in_language(found_scale.words)) for key, found_scale in keys.items()]
    data = {"scale": scale, "level": threshold, "sector": sector}
    return FilterForm(data, scales=chosen, levels=levels), scale, threshold, sector


def _steps(scale: str) -> list[tuple[int, str]]:
    return [
        (choice.value, words.in_language(choice.words))
        for choice in results.scale_of(scale).choices
    ]


def _matrix(row: Partnership, here: Results) -> list[dict[str, Any]]:
    most = results.scale_of(here.scale).most
    lines = []
    for number, one in enumerate(here.partners):
        # not cell by cell in the template: 60 members have 3,600 of them
        cells = format_html_join(
            "",
            '<td class="kw-matrix__cell kw-matrix__cell--{}">{}</td>',
            (
                (
                    "self" if number == j else "none" if value is None else _tone(value, most),
                    "" if value is None else value,
                )
                for j, value in enumerate(here.rows[number])
            ),
        )
        lines.append(
            {
                "number": number + 1,
                "partner": one,
                "cells": cells,
                "silent": one.member_id not in here.counted.answered,
                "url": to(row, "organization", here.wave.pk, one.member_id),
            }
        )
    return lines


def _tone(value: int, most: int) -> str:
    """Five shades, so that a scale of three steps uses them all, too."""
    return str(round(value / most * 5)) if most else "0"


def _pairs(row: Partnership, pairs: Sequence[results.Pair]) -> list[dict[str, Any]]:
    return [
        {
            "one": one,
            "url": to(row, "pair", one.first.member_id, one.second.member_id),
            "level": one.level,
        }
        for one in pairs
    ]


def _first(row: Partnership, pairs: Sequence[results.Pair]) -> dict[str, Any]:
    """As many as somebody reads on a page; the board filters all of them, the file has each."""
    return {"lines": _pairs(row, pairs[:MOST_PAIRS]), "all": len(pairs), "most": MOST_PAIRS}


def _organization(row: Partnership, wave: Wave, line: dict[str, Any]) -> dict[str, Any]:
    return line | {
        "url": to(row, "organization", wave.pk, line["partner"].member_id),
        **{name: _one_place(line[name]) for name in ("given", "got", "level")},
    }


def _moves(row: Partnership, moves: list[results.Moved]) -> dict[str, Any] | None:
    known = [one for one in moves if one.by is not None]
    if not known:
        return None
    up = sorted((one for one in known if (one.by or 0) > 0), key=lambda one: -(one.by or 0))
    down = sorted((one for one in known if (one.by or 0) < 0), key=lambda one: one.by or 0)
    return {
        "same": len(known) - len(up) - len(down),
        "up": len(up),
        "down": len(down),
        "lines": [
            {
                "one": one,
                "url": to(row, "pair", one.now.first.member_id, one.now.second.member_id),
            }
            for one in [*down[:10], *up[:10]]
        ],
    }


def _whole(said: results.Whole | None) -> dict[str, Any] | None:
    if said is None:
        return None
    asked = {one.number: words.in_language(one.words) for one in continuum.questions()}
    return {
        "level": said.level,
        "name": words.level(said.level) if said.level else _("Not yet at awareness"),
        "away": [asked[number] for number in said.away],
        "lines": [
            {
                "words": words.in_language(one["question"].words),
                "number": one["question"].number,
                "level": one["question"].level,
                "yes": one["yes"],
                "n": one["n"],
                "no": one["said"].get("no", 0),
                "unsure": one["said"].get("unsure", 0),
            }
            for one in said.lines
        ],
        "levels": [
            (words.level(n) if n else _("None"), count) for n, count in enumerate(said.levels)
        ],
    }


def _unnamed(key: str, counted: Any) -> dict[str, Any]:
    scale = results.scale_of(key)
    figures = counted.figures[key]
    return {
        "title": words.in_language(scale.words),
        "rows": [
            (words.in_language(scale.choice(n).words), count)
            for n, count in enumerate(counted.counts[key])
        ],
        "mean": _one_place(figures["mean_known"]),
        "agreement": _agreement(figures["agreement"]),
        "at": [
            {
                "name": words.in_language(scale.choice(int(step)).words),
                **{name: _percent(one[name]) for name in ("density", "density_both")},
                "components": one["components"],
                "isolates": one["isolates"],
            }
            for step, one in figures["at"].items()
        ],
    }


def _agreement(said: Any) -> dict[str, Any]:
    told = said if isinstance(said, dict) else vars(said)
    return {
        "pairs": told["pairs"],
        "exact": _percent(told["exact"]),
        "within_one": _percent(told["within_one"]),
        "apart": _one_place(told["mean_abs_diff"]),
        "kappa": _two_places(told["kappa"]),
    }


def _figures(network: Any) -> list[dict[str, Any]]:
    """Name, value, what it means."""
    return [
        {"name": name, "value": value, "means": means}
        for name, value, means in (
            (
                _("Density"),
                _percent(network.density),
                _("Of all ties that could be said, how many are."),
            ),
            (
                _("Density, either side"),
                _percent(network.density_either),
                _("Pairs of which one of the two says so."),
            ),
            (
                _("Density, both sides"),
                _percent(network.density_both),
                _("Pairs whose confirmed level is high enough."),
            ),
            (
                _("Mean of known partners"),
                _one_place(network.mean_known),
                _("Over ratings above 0."),
            ),
            (
                _("Mean of all pairs"),
                _one_place(network.mean_all),
                _("With 0 for whoever is not known or did not answer."),
            ),
            (
                _("Reciprocity, pairs"),
                _percent(network.reciprocity_dyad),
                _("Of pairs with a tie, how many say it both ways."),
            ),
            (
                _("Reciprocity, ties"),
                _percent(network.reciprocity_arc),
                _("Of ties, how many are returned."),
            ),
            (
                _("Centralization"),
                _percent(network.centralization),
                _("100 percent: all ties go through one; 0: all have as many. Confirmed ties."),
            ),
            (
                _("Centralization, in"),
                _percent(network.centralization_in),
                _("The same for ties that others say."),
            ),
            (
                _("Centralization, out"),
                _percent(network.centralization_out),
                _("The same for ties that one says oneself."),
            ),
            (
                _("Transitivity"),
                _percent(network.transitivity),
                _("How often partners of one partner work together, too."),
            ),
            (_("Parts"), network.components, _("Groups that hang together.")),
            (_("Alone"), network.isolates, _("Organizations without a tie.")),
            (
                _("Own sector or others"),
                _two_places(network.ei.index if network.ei else None),
                _("E-I index: -1 all ties within sectors, +1 all between them."),
            ),
        )
    ]


def _roles(
    row: Partnership, wave: Wave, here: Results, network: Any, only: set[UUID] | None
) -> list[dict[str, Any]]:
    lines = [
        {
            "partner": one,
            "sector": words.SECTOR_WORDS[one.sector],
            "in": network.degree_in[str(one.member_id)],
            "out": network.degree_out[str(one.member_id)],
            "between": _one_place(network.betweenness[str(one.member_id)]),
            "url": to(row, "organization", wave.pk, one.member_id),
            "silent": one.member_id not in here.counted.answered,
        }
        for one in here.partners
        if only is None or one.member_id in only
    ]
    return sorted(lines, key=lambda one: (-one["in"], one["partner"].name))


def _sectors(partners: Sequence[Any]) -> list[tuple[int, Any]]:
    used = {one.sector for one in partners}
    return [(n, words.SECTOR_WORDS[one]) for n, one in enumerate(rules.SECTORS) if one in used]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{round(100 * value)} %"


def _one_place(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 1), 1)


def _two_places(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 2), 2)
