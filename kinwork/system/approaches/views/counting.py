"""Figures of the registry as tables, each also as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.library.approaches import LEVELS, codebook, scheme
from kinwork.system.approaches import counting, telling, words
from kinwork.system.approaches.forms.registry import ShownFilter
from kinwork.system.approaches.views.shared import declared
from kinwork.web.pages import page
from kinwork.web.sheets import csv_file

TABLES = ("stages", "models", "dimension", "agreement")


@page(**declared("counts"))
def counts(request: HttpRequest) -> HttpResponse:
    """How far approaches came, level by model, one dimension by model, how far coders agree."""
    key = _key(request)
    scan = scheme()
    table = counting.dimension(key, scan)
    heads, lines = telling.dimension(key, table)
    levels = [words.LEVEL_WORDS[one] for one in LEVELS]
    stages = counting.stages()
    alike, of = counting.alike(scan)
    told = {
        "scheme": scan,
        "any": any(one.total for one in stages),
        "stage_heads": [_("How far"), *levels, _("In all")],
        "stages": telling.stages(stages),
        "model_heads": [_("Model"), *levels, _("In all")],
        "models": telling.models(counting.models(scan)),
        "form": ShownFilter({"dimension": key}),
        "dimension": words.dimension(key),
        "key": key,
        "means": words.own(codebook()[key].means),
        "heads": heads,
        "lines": lines,
        "n": table.n,
        "agreement_heads": [
            *(_("Criterion"), _("Coded twice"), _("Alike"), _("Share"), _("Cohen's kappa"))
        ],
        "agreement": telling.agreement_lines(telling.agreement(counting.pairs(scan))),
        "alike": alike,
        "of": of,
    }
    return render(request, "approaches/counts.html", told)


@page(**declared("counts"))
def counts_file(request: HttpRequest, table: str) -> HttpResponse:
    """One table as a file, in codes as programs read them."""
    if table not in TABLES:
        raise Http404
    heads, lines = _sheet(request, table)
    audit.record("approaches.counts.view", by=request.actor, at=timezone.now(), table=table)
    return csv_file(f"approaches-{table}", heads, lines)


def _sheet(request: HttpRequest, name: str) -> tuple[Any, list[list[Any]]]:
    scan = scheme()
    if name == "stages":
        told = [
            [o.key, *(o.by_level[level] for level in LEVELS), o.total] for o in counting.stages()
        ]
        return telling.STAGE_HEADS, told
    if name == "agreement":
        found = telling.agreement(counting.pairs(scan))
        return telling.AGREEMENT_HEADS, [
            [key or "all", one.n, one.same, _plain(one.share), _plain(one.kappa)]
            for key, one in found
        ]
    table = counting.models(scan) if name == "models" else counting.dimension(_key(request), scan)
    first = "model" if name == "models" else _key(request)
    return [first, *table.columns], [[row, *table.line(row)] for row in table.rows]


def _plain(figure: float | None) -> Any:
    return None if figure is None else round(figure, 4)


def _key(request: HttpRequest) -> str:
    form = ShownFilter(request.GET)
    return form.cleaned_data["dimension"] if form.is_valid() else "services"
