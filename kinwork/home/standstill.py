"""An operator's page: what failed by itself and stands still, by kind; tried once more by a button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from kinwork.trust.access import actions
from kinwork.trust.access.standstill import CLOCKS, JOBS, standing
from kinwork.web.pages import page, right

KINDS = {JOBS: gettext_lazy("Later work, given up"), CLOCKS: gettext_lazy("A clock that fails")}


@page(action="access.standing", who=right("access.standing"))
def standstill(request: HttpRequest) -> HttpResponse:
    """Names, numbers and kinds of errors: of no family."""
    found = [(KINDS[one.kind], one) for one in standing()]
    return render(request, "home/standstill.html", {"found": found})


@page(action="access.try_again", who=right("access.try_again"))
def again(request: HttpRequest) -> HttpResponse:
    said = {name: request.POST.get(name, "")[:200] for name in ("kind", "name", "error")}
    if request.method == "POST" and said["kind"] in KINDS:
        count = actions.try_again(**said, by=request.actor, at=timezone.now())
        done = ngettext(
            "%(n)s is tried again in a moment. Load this page again then.",
            "%(n)s are tried again in a moment. Load this page again then.",
            count,
        )
        messages.success(request, done % {"n": count})
    return redirect("home:standstill")
