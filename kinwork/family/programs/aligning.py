"""Programs held against each other: public rules and simulated families, nothing about anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.common.answers import said
from kinwork.common.community import today
from kinwork.family.programs import queries
from kinwork.family.programs.forms import AlignmentFilter
from kinwork.library import alignment as library
from kinwork.library.alignment import writing
from kinwork.library.alignment.said import Statement
from kinwork.library.codes.states import STATES
from kinwork.library.programs import Program
from kinwork.library.programs.view import words
from kinwork.web.context import community_of
from kinwork.web.pages import page, right
from kinwork.web.sheets import csv_file

WHO = right("programs.align")
MOST = 40  # paths that could be, on one page


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    form: AlignmentFilter
    known: dict[str, Program]
    state: str
    on: date
    program: str
    differs: str
    language: str

    @property
    def query(self) -> str:
        """Whose rules and which day, to hand on to the next page."""
        return urlencode({"state": self.state or "US", "on": self.on.isoformat()})

    def name(self, code: str) -> str:
        """A program's name, or that of other help; the bare code where we have none."""
        if code in self.known:
            return said(self.known[code].name, self.language)
        return said(words("aid", code), self.language)


def _asked(request: HttpRequest) -> Asked:
    place = community_of(request)
    day = today(place, timezone.now())
    known = dict(queries.known(place.pk, day))
    first = {"state": place.state or "US", "on": day.isoformat()}
    form = AlignmentFilter(first | request.GET.dict(), known=known)
    given = form.cleaned_data if form.is_valid() else {}
    state = given.get("state") or first["state"]
    return Asked(
        form,
        known,
        state if state in STATES else "",
        given.get("on") or day,
        given.get("program", ""),
        given.get("differs", ""),
        get_language() or "en",
    )


@page(action="programs.align", who=WHO)
def alignment(request: HttpRequest) -> HttpResponse:
    """How far each pair stands apart; with a program chosen, what differs from each other one."""
    asked = _asked(request)
    told = {
        "asked": asked,
        "form": asked.form,
        "rows": _rows(asked) if asked.program else [],
        "matrix": [] if asked.program else _matrix(asked),
        "names": [asked.name(code) for code in asked.known],
        "here": "alignment",
    }
    return render(request, "programs/alignment.html", told)


def _rows(asked: Asked) -> list[dict[str, Any]]:
    """The chosen program against each other one, the least apart first."""
    chosen = asked.known[asked.program]
    rows = []
    for code, other in asked.known.items():
        if code == asked.program:
            continue
        differing = library.compare(chosen, other, asked.on, asked.state).differing
        if asked.differs and asked.differs not in {one.dimension for one in differing}:
            continue
        names = [said(one.name, asked.language) for one in differing]
        rows.append(
            {"name": asked.name(code), "url": _url(asked, asked.program, code)}
            | {"count": len(differing), "differing": ", ".join(names)}
        )
    return sorted(rows, key=lambda row: (row["count"], row["name"]))


def _matrix(asked: Asked) -> list[dict[str, Any]]:
    """For each pair how many things differ (or whether the one asked for does)."""
    counted: dict[tuple[str, str], int] = {}
    for one in library.pairs(asked.known.values(), asked.on, asked.state):
        names = {found.dimension for found in one.differing}
        count = int(asked.differs in names) if asked.differs else len(names)
        counted[one.left.code, one.right.code] = counted[one.right.code, one.left.code] = count
    return [
        {
            "name": asked.name(left),
            "cells": [
                {
                    "count": counted.get((left, right)),
                    "url": _url(asked, left, right),
                    "with": asked.name(right),
                }
                for right in asked.known
            ],
        }
        for left in asked.known
    ]


def _url(asked: Asked, left: str, right_: str) -> str:
    return f"{reverse('programs:pair', args=[left, right_])}?{asked.query}"


@page(action="programs.align", who=WHO)
def pair(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """Two programs side by side, the paths between them, and what a path would spare."""
    asked = _asked(request)
    if left == right or not {left, right} <= asked.known.keys():
        raise Http404
    two = [asked.known[left], asked.known[right]]
    found = library.compare(*two, asked.on, asked.state)
    told = {
        "asked": asked,
        "left": asked.name(left),
        "right": asked.name(right),
        "turned": _url(asked, right, left),
        "dimensions": [_dimension(one, asked) for one in found.dimensions],
        "paths": _paths(library.paths(two, asked.on, asked.state), asked, {left, right}),
        "possible": [_spared(one, asked) for one in library.possible(two, asked.on, asked.state)],
        "differing": len(found.differing),
    }
    return render(request, "programs/pair.html", told)


def _dimension(one: library.Difference, asked: Asked) -> dict[str, Any]:
    return {
        "name": said(one.name, asked.language),
        "same": one.same,
        "left": [_statement(said_, asked) for said_ in one.left],
        "right": [_statement(said_, asked) for said_ in one.right],
        "near": [said(words_, asked.language) for words_ in one.near],
    }


def _statement(one: Statement, asked: Asked) -> dict[str, str]:
    return {"words": said(one.words, asked.language), "source": one.source}


def _paths(found: tuple[library.Path, ...], asked: Asked, among: set[str] | None = None):
    """Paths in words; `among`: only those whose two ends are these programs."""
    codes = {code: {code} | set(asked.known[code].already) for code in among or ()}
    rows = []
    for path in found:
        if among and not any(path.giver in codes[c] for c in among if c != path.program):
            continue
        rows.append(
            {
                "gives": asked.name(path.giver),
                "opens": asked.name(path.program),
                "instead": _called(path.replaces, asked.known[path.program], asked),
                "source": path.source,
            }
        )
    return sorted(rows, key=lambda row: (row["opens"], row["gives"]))


def _called(names: tuple[str, ...], program: Program, asked: Asked) -> str:
    """Tests of money in the words of the dimensions."""
    kinds = {row.kind for name in names for row in program.criteria[name]}
    savings = {"assets_at_most", "ssi_child_resources"}
    found = [("income_limit", kinds - savings), ("savings", kinds & savings)]
    texts = library.texts()["dimension"]
    return ", ".join(said(texts[name], asked.language) for name, some in found if some)


def _spared(one: library.Spared, asked: Asked) -> dict[str, Any]:
    return {
        "gives": asked.name(one.gives),
        "takes": asked.name(one.takes),
        "url": _url(asked, one.gives, one.takes),
        "percent": None if one.share is None else round(one.share * 100),
        "of": one,
    }


@page(action="programs.align", who=WHO)
def paths(request: HttpRequest) -> HttpResponse:
    """The graph of paths that rules name today, and the paths that could be."""
    asked = _asked(request)
    programs = list(asked.known.values())
    possible = [
        one
        for one in library.possible(programs, asked.on, asked.state)
        if not one.exists and one.both and asked.program in ("", one.gives, one.takes)
    ]
    found = _paths(library.paths(programs, asked.on, asked.state), asked)
    chosen = asked.program and asked.name(asked.program)
    told = {
        "asked": asked,
        "form": asked.form,
        "paths": [row for row in found if not chosen or chosen in (row["gives"], row["opens"])],
        "possible": [_spared(one, asked) for one in possible[:MOST]],
        "more": max(0, len(possible) - MOST),
        "families": library.FAMILIES,
        "here": "paths",
    }
    return render(request, "programs/paths.html", told)


@page(action="programs.align", who=WHO)
def export(request: HttpRequest) -> HttpResponse:
    """One table as a file for the agenda: `what` is pairs, paths or possible."""
    asked = _asked(request)
    programs = list(asked.known.values())
    what = request.GET.get("what", "pairs")
    if what == "paths":
        columns = writing.PATH_COLUMNS
        rows = writing.path_rows(library.paths(programs, asked.on, asked.state))
    elif what == "possible":
        columns = writing.SPARED_COLUMNS
        rows = writing.spared_rows(library.possible(programs, asked.on, asked.state))
    else:
        what, columns = "pairs", writing.PAIR_COLUMNS
        rows = writing.pair_rows(_wanted(asked), asked.language)
    return csv_file(f"programs-{what}", columns, rows)


def _wanted(asked: Asked) -> list[library.Pair]:
    programs = asked.known.values()
    found = library.pairs(programs, asked.on, asked.state)
    return [one for one in found if asked.program in ("", one.left.code, one.right.code)]
