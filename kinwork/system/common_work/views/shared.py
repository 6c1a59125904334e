"""What the pages of common work share: who may open them, a form and its deed, where they lead."""

from collections.abc import Callable
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

from kinwork.common.community import today
from kinwork.common.rights import Refused, may
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Partnership
from kinwork.web.pages import right

SEE = {"action": "common_work.see", "purpose": "oversight", "who": right("common_work.see")}


def declared(verb: str) -> dict[str, Any]:
    name = f"common_work.{verb}"
    return {"action": name, "purpose": "oversight", "who": right(name)}


def found(partnership: UUID) -> Partnership:
    row = partnerships.listed().filter(pk=partnership).first()
    if row is None:
        raise Http404
    return row


def one_of(rows: QuerySet, key: UUID) -> Any:
    one = rows.filter(pk=key).first()
    if one is None:
        raise Http404
    return one


def day_of(row: Partnership) -> date:
    return today(row.community, timezone.now())


def leads(request: HttpRequest, row: Partnership) -> bool:
    return may(request.actor, "common_work.review_strategy", row)


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


def to(row: Partnership, name: str, *ids: Any) -> str:
    return reverse(f"common_work:{name}", args=[row.pk, *ids])


def kept(request: HttpRequest, where: str) -> HttpResponse:
    messages.success(request, _("It is written down."))
    return redirect(where)


def shown(
    request: HttpRequest, form: Any, title: Any, up: str, up_name: Any, intro: Any = ""
) -> HttpResponse:
    told = {"form": form, "title": title, "up": up, "up_name": up_name, "intro": intro}
    return render(request, "common_work/form.html", told)


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
    return render(request, "common_work/fixed.html", {"up": up, "up_name": up_name, "words": said})
