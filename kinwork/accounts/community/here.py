"""What the pages share: the community that is set up, and a deed that may turn out impossible."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kinwork.accounts.community import words
from kinwork.accounts.models import CommunityChange
from kinwork.accounts.rules import Impossible
from kinwork.common.models import Community
from kinwork.common.rights import check

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def place(request: HttpRequest, verb: str) -> Community:
    """The community of the hat; Refused when this actor may not do `verb` to it."""
    community = get_object_or_404(Community, pk=request.actor.community)
    check(request.actor, f"accounts.{verb}", community)
    return community


def deed(
    request: HttpRequest, action: Callable[..., Any], done: str, back: str, *args: Any, **what: Any
) -> HttpResponse:
    """Do it and go `back`, where the page says what happened, or why it could not."""
    try:
        action(**what, by=request.actor, at=timezone.now())
    except Impossible as why:
        messages.error(request, str(why.sentence))
    else:
        messages.success(request, done)
    return redirect(back, *args)


def told(changes: list[CommunityChange]) -> list[dict[str, Any]]:
    """Changes for the page: when, who, what was done, to what."""
    return [
        {
            "at": one.at,
            "who": one.by.name if one.by else "",
            "deed": words.DEEDS.get(one.deed, one.deed),
            "fields": [words.field(name) for name in one.fields],
        }
        for one in changes
    ]
