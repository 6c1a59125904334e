"""The members' agreements side by side, and the same as a file for a lawyer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinwork.common import audit
from kinwork.common.community import today
from kinwork.common.rights import may
from kinwork.system.partnerships import matrix
from kinwork.system.partnerships.forms import MatrixFilter
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.views.reading import found
from kinwork.trust.agreements.rules import KINDS
from kinwork.trust.agreements.words import (
    SHORT_KIND_WORDS,
    STANDING_TONES,
    STANDING_WORDS,
)
from kinwork.web.pages import page, right
from kinwork.web.sheets import csv_file

RIGHT = {
    "action": "partnerships.agreements",
    "purpose": "oversight",
    "who": right("partnerships.agreements"),
}


@page(**RIGHT)
def agreements(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """Members by kind of agreement; the filter stands in the address."""
    row = found(partnership)
    form, lines, every = _asked(request, row)
    kind = form.cleaned_data.get("kind", "")
    told = {
        "row": row,
        "form": form,
        "kinds": [(name, SHORT_KIND_WORDS[name]) for name in ([kind] if kind else KINDS)],
        "lines": [_line(one) for one in lines],
        "counts": [
            (count, STANDING_TONES[name], STANDING_WORDS[name])
            for name, count in matrix.counts(every).items()
            if name != "none"
        ],
        "filtered": any(form.cleaned_data.values()),
        "query": request.GET.urlencode(),
        "may_make": may(request.actor, "agreements.make_agreement"),
    }
    return render(request, "partnerships/agreements.html", told)


@page(**RIGHT)
def file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """One line for each signature, and for each agreement that is missing."""
    row, now = found(partnership), timezone.now()
    _form, lines, _every = _asked(request, row)
    told = list(matrix.rows(lines, row.community.time_zone))
    audit.record("partnerships.agreements.view", row, by=request.actor, at=now, shown=len(told))
    return csv_file("agreements-by-member", matrix.HEADS, told)


def _asked(
    request: HttpRequest, row: Partnership
) -> tuple[MatrixFilter, list[matrix.Line], list[matrix.Line]]:
    """The filter, the lines that fit it, and all lines of its kind."""
    form, now = MatrixFilter(request.GET), timezone.now()
    form.is_valid()  # what is no choice is no filter
    said = {name: form.cleaned_data.get(name, "") for name in form.fields}
    every = matrix.lines(row, today(row.community, now), now, kind=said["kind"])
    wanted = said["standing"]
    return form, [one for one in every if not wanted or matrix.has(one, wanted)], every


def _line(one: matrix.Line) -> dict:
    cells = [{**matrix.told(cell), "kind": SHORT_KIND_WORDS[cell.kind]} for cell in one.cells]
    return {"member": one.member, "cells": cells}
