"""What the pages of the registry share."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kinwork.common.rights import may
from kinwork.system.approaches import queries
from kinwork.system.approaches.models import Approach
from kinwork.system.partnerships.pages import (
    Pages,
    by,
    done,
    fixed,
    kept,
    one_of,
    page_of,
    sent,
    shown,
    tried,
)

__all__ = ["by", "done", "fixed", "kept", "one_of", "page_of", "sent", "shown", "tried"]
declared = Pages("approaches", "find").declared


def found(approach: UUID) -> Approach:
    return one_of(queries.listed(), approach)


def see(row: Approach) -> str:
    return reverse("approaches:see", args=[row.pk])


def studies(request: HttpRequest) -> bool:
    return may(request.actor, "approaches.find")


def stepped(
    request: HttpRequest,
    row: Approach,
    offered: bool,
    form: Any,
    title: Any,
    deed: Callable[[dict[str, Any]], Any],
    intro: Any = "",
) -> HttpResponse:
    """The form of one step, or what to do where this step cannot be taken now."""
    up = see(row)
    if not offered:
        return fixed(request, up, row.name, row.name)
    if done(form, deed):
        return kept(request, up)
    return shown(request, form, title, up, row.name, intro or row.name)


def registry() -> tuple[str, Any]:
    return reverse("approaches:list"), _("Approaches")
