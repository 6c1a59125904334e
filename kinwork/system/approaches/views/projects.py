"""Research projects: those that come with Kinwork, and the community's own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.library.approaches import ResearchProject, research_projects
from kinwork.library.approaches.projects import cited
from kinwork.system.approaches import actions, queries, words
from kinwork.system.approaches.forms.projects import (
    HEADS,
    ProjectFilter,
    ProjectForm,
    ProjectsFile,
    cells,
    initial,
)
from kinwork.system.approaches.models import Project
from kinwork.system.approaches.views.shared import (
    by,
    declared,
    done,
    kept,
    one_of,
    sent,
    shown,
    studies,
)
from kinwork.web.context import community_of
from kinwork.web.pages import page
from kinwork.web.sheets import csv_file

PAGE = 100
MOST = 10_000  # lines of one file
Row = Project | ResearchProject


@page(**declared("projects"))
def projects(request: HttpRequest) -> HttpResponse:
    form, rows = _asked(request)
    start = _start(request)
    shown_rows = rows[start : start + PAGE]
    told = {
        "form": form,
        "lines": [_line(one) for one in shown_rows],
        "next_key": start + PAGE if len(rows) > start + PAGE else "",
        "first": start == 0,
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
        "query": request.GET.urlencode(),
        "studies": studies(request),
        "cites": cited(),
    }
    return render(request, "approaches/projects.html", told)


@page(**declared("projects"))
def projects_file(request: HttpRequest) -> HttpResponse:
    """The same list as a file; changed, it can be taken in again."""
    _form, rows = _asked(request)
    audit.record("approaches.projects.view", by=request.actor, at=timezone.now(), shown=len(rows))
    return csv_file("research-projects", HEADS, (cells(one) for one in rows))


@page(**declared("add_project"))
def add_project(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(sent(request))

    def deed(said: dict[str, Any]) -> Project:
        told = {"about": form.about(), "form_id": said["form_id"]}
        return actions.add_project(community=community_of(request), **told, **by(request))

    if done(form, deed):
        return kept(request, reverse("approaches:projects"))
    return shown(request, form, _("Add a research project"), *_up())


@page(**declared("change_project"))
def change_project(request: HttpRequest, project: UUID) -> HttpResponse:
    row: Project = one_of(queries.projects(), project)
    form = ProjectForm(sent(request), initial=initial(row))

    def deed(_said: dict[str, Any]) -> Project:
        return actions.change_project(project=row, about=form.about(), **by(request))

    if done(form, deed):
        return kept(request, reverse("approaches:projects"))
    return shown(request, form, _("Change a research project"), *_up(), row.name)


@page(**declared("import_projects"))
def import_projects(request: HttpRequest) -> HttpResponse:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ProjectsFile(data, files)

    def deed(said: dict[str, Any]) -> Any:
        place = community_of(request)
        return actions.import_projects(community=place, rows=said["file"], **by(request))

    if came := done(form, deed):
        said = _("%(added)s added, %(changed)s changed.") % {"added": came[0], "changed": came[1]}
        return kept(request, reverse("approaches:projects"), said)
    told = {"form": form, "up": _up()[0], "up_name": _up()[1]}
    return render(request, "approaches/import.html", told)


def _up() -> tuple[str, Any]:
    return reverse("approaches:projects"), _("Research projects")


def _asked(request: HttpRequest) -> tuple[ProjectFilter, list[Row]]:
    form = ProjectFilter(request.GET)
    if not form.is_valid():
        return form, []
    own = list(queries.projects()[:MOST])
    named = {one.name for one in own}
    # One that the community wrote down itself stands in place of ours.
    rows: list[Row] = [*own, *(one for one in research_projects() if one.name not in named)]
    said = form.cleaned_data
    return form, sorted((one for one in rows if _fits(one, said)), key=lambda one: one.name)


def _fits(one: Row, said: dict[str, Any]) -> bool:
    text = f"{one.name} {one.who} {one.population} {' '.join(one.programs)}".casefold()
    year = said.get("year")
    return (
        (said.get("text") or "").casefold() in text
        and said.get("level") in ("", None, one.level)
        and (not said.get("kind") or said["kind"] in one.kinds)
        and (not year or one.starts <= year <= (one.ends or year))
    )


def _line(one: Row) -> dict[str, Any]:
    return {
        "one": one,
        "id": getattr(one, "pk", None),
        "years": words.years(one.starts, one.ends),
        "level": words.PROJECT_LEVEL_WORDS[one.level],
        "kinds": [words.KIND_WORDS[kind] for kind in one.kinds],
    }


def _start(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
