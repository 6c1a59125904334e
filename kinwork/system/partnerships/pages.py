"""What the pages about one partnership share, in the apps above this one too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.community import today
from kinwork.common.rights import Refused, may
from kinwork.system.partnerships import queries
from kinwork.system.partnerships.models import Partnership
from kinwork.web.pages import right
from kinwork.web.sheets import csv_file

MOST = 10_000  # lines of one file


class Pages:
    """The pages of one app: its rights, its addresses. lead: a deed that only whoever leads may do."""

    def __init__(self, app: str, lead: str):
        self.app, self.lead = app, lead

    def declared(self, verb: str) -> dict[str, Any]:
        name = f"{self.app}.{verb}"
        return {"action": name, "purpose": "oversight", "who": right(name)}

    def leads(self, request: HttpRequest, row: Partnership) -> bool:
        return may(request.actor, f"{self.app}.{self.lead}", row)

    def to(self, row: Partnership, name: str, *ids: Any) -> str:
        return reverse(f"{self.app}:{name}", args=[row.pk, *ids])

    def filed(
        self, request: HttpRequest, row: Partnership, view: str, sheet: "Sheet", rows: QuerySet
    ) -> HttpResponse:
        """A list as a file; the trail keeps who took it, and how many lines it had."""
        told = list(rows[:MOST])
        entry = f"{self.app}.{view}.view"
        audit.record(entry, row, by=request.actor, at=timezone.now(), shown=len(told))
        return csv_file(sheet.name, sheet.heads, map(sheet.cells, told))


@dataclass(frozen=True)
class Sheet:
    """A list as a file: its name, its heads, and what stands in the cells of one row."""

    name: str
    heads: Sequence[Any]
    cells: Callable[[Any], Sequence[Any]]


@dataclass(frozen=True)
class Part:
    """A card that leads on: what is there, what it is for, and where it stands in one line. late:
    something of it is past its day."""

    url: str
    title: Any
    text: Any
    stands: Any
    late: bool = False


def found(partnership: UUID) -> Partnership:
    return one_of(queries.listed(), partnership)


def one_of(rows: QuerySet, key: UUID) -> Any:
    one = rows.filter(pk=key).first()
    if one is None:
        raise Http404
    return one


def day_of(row: Partnership) -> date:
    return today(row.community, timezone.now())


def by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def done(form: Any, deed: Callable[[dict[str, Any]], Any]) -> Any:
    """What the deed made, where the form is whole and nobody refuses; None: show the form again."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        with transaction.atomic():
            return deed(form.cleaned_data)
    except Refused as why:
        form.add_error(None, why.sentence)
        return None


def kept(request: HttpRequest, where: str, said: Any = "") -> HttpResponse:
    messages.success(request, said or _("It is written down."))
    return redirect(where)


def tried(
    request: HttpRequest, where: str, deed: Callable[[], Any], said: Any = ""
) -> HttpResponse:
    """A deed of one button: done, or why not, on the page that it came from."""
    try:
        with transaction.atomic():
            deed()
    except Refused as why:
        messages.error(request, why.sentence)
        return redirect(where)
    return kept(request, where, said)


def shown(
    request: HttpRequest, form: Any, title: Any, up: str, up_name: Any, intro: Any = "", **told: Any
) -> HttpResponse:
    told |= {"form": form, "title": title, "up": up, "up_name": up_name, "intro": intro}
    return render(request, "partnerships/form.html", told)


def stepped(
    request: HttpRequest,
    form: Any,
    title: Any,
    up: str,
    up_name: Any,
    deed: Callable[[dict[str, Any]], Any],
    intro: Any = "",
    *,
    stopped: Any = None,
) -> HttpResponse:
    """The form of one step; `stopped` says why it cannot be taken now."""
    if stopped is not None:
        return fixed(request, up, up_name, stopped)
    if done(form, deed):
        return kept(request, up)
    return shown(request, form, title, up, up_name, intro)


def page_of(request: HttpRequest, rows: QuerySet, size: int = 50) -> dict[str, Any]:
    """One page of a list, and where the next one starts."""
    said = request.GET.get("after", "")
    start = min(int(said), 100_000) if said.isascii() and said.isdigit() and len(said) < 7 else 0
    told = list(rows[start : start + size + 1])
    return {
        "rows": told[:size],
        "next_key": start + size if len(told) > size else "",
        "first": start == 0,
    }


def fixed(request: HttpRequest, up: str, up_name: Any, said: Any) -> HttpResponse:
    """A step that cannot be taken now."""
    told = {"up": up, "up_name": up_name, "words": said}
    return render(request, "partnerships/stopped.html", told)
