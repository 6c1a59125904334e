"""The family asks that everything be deleted: what that means first, then the deed; undone for two
weeks from the only page that is left."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_POST

from kinwork.common import clock
from kinwork.common import text as wording
from kinwork.trust.consent import actions, queries, texts
from kinwork.trust.consent.actions.leaving import NotAlone
from kinwork.trust.consent.family_page import family_page
from kinwork.web.context import community_of
from kinwork.web.forms import PlainForm


class LeaveForm(PlainForm):
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, delete everything about us"),
        error_messages={"required": gettext_lazy("Mark this if you are sure. Or go back.")},
    )


@family_page("consent.leave")
def leave(request: HttpRequest) -> HttpResponse:
    """What goes, what a law keeps locked, until when it can be undone. Then one button."""
    household, place = request.actor.household, community_of(request)
    if queries.closing(household):
        return HttpResponseRedirect(reverse("ours:left"))
    form = LeaveForm(request.POST if request.method == "POST" else None)
    told: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            actions.leave(household=household, by=request.actor, at=timezone.now())
            return HttpResponseRedirect(reverse("ours:left"))
        except NotAlone:
            told["several"] = True
    found = wording.current(texts.LEAVING, get_language() or "en", place.pk)
    return render(request, "home/ours_leave.html", told | {"text": found})


@family_page("consent.left")
def left(request: HttpRequest) -> HttpResponse:
    """All that is there after that day."""
    closing = queries.closing(request.actor.household)
    if closing is None:
        return HttpResponseRedirect(reverse("ours:page"))
    zone = community_of(request).time_zone
    told = {
        "closing": closing,
        "until": clock.local_day(closing.undo_until, zone),
        "can_undo": closing.destroyed_at is None and closing.undo_until > timezone.now(),
    }
    return render(request, "home/ours_left.html", told)


@family_page("consent.stay")
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    closing = queries.closing(request.actor.household)
    if closing is not None:
        actions.stay(closing=closing, by=request.actor, at=timezone.now())
    return HttpResponseRedirect(reverse("ours:page"))
