"""Meetings about us: the family reads when its team comes together, says if it comes, adds to what is
talked about, and ticks what it promised."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused
from kinwork.family.conferences import actions, queries
from kinwork.family.conferences.forms import ItemForm
from kinwork.family.conferences.models import Conference, FollowUp
from kinwork.family.conferences.showing import told
from kinwork.trust.consent.family_page import family_page

REFUSED = 409
MOST = 50


def found(request: HttpRequest, key: UUID) -> Conference:
    row = queries.one(key)
    if row is None or row.household_id != request.actor.household:
        raise Http404
    return row


@family_page("conferences.see")
def meetings(request: HttpRequest) -> HttpResponse:
    home, now = request.actor.household, timezone.now()
    rows = list(queries.conferences(home)[:MOST])
    coming = [one for one in rows if one.state == "planned"]
    shown = {
        "coming": sorted(coming, key=lambda one: one.starts_at),
        "past": [one for one in rows if one.state != "planned"],
        "promised": [one for one in queries.follow_ups(home) if one.whose == "family"],
        "now": now,
    }
    return render(request, "conferences/ours.html", shown)


@family_page("conferences.see")
def meeting(request: HttpRequest, conference: UUID) -> HttpResponse:
    return _shown(request, found(request, conference), ItemForm())


def _shown(
    request: HttpRequest, row: Conference, form: ItemForm, status: int = 200
) -> HttpResponse:
    language = (get_language() or "en")[:2]
    shown = {"told": told(row, request.actor, language, timezone.now()), "row": row, "form": form}
    return render(request, "conferences/our_meeting.html", shown, status=status)


@family_page("conferences.answer_as_family")
@require_POST
def answer(request: HttpRequest, conference: UUID) -> HttpResponse:
    row = found(request, conference)
    comes = request.POST.get("comes") == "yes"
    try:
        actions.answer_as_family(conference=row, comes=comes, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("Thank you. They see your answer."))
    return redirect("our_meetings:meeting", row.pk)


@family_page("conferences.add_item")
def add_item(request: HttpRequest, conference: UUID) -> HttpResponse:
    row = found(request, conference)
    if request.method != "POST":
        return redirect("our_meetings:meeting", row.pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    try:
        actions.add_item(conference=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as why:
        form.add_error(None, why.sentence)
        return _shown(request, row, form, REFUSED)
    messages.success(request, _("It is on the list."))
    return redirect("our_meetings:meeting", row.pk)


@family_page("conferences.settle_follow_up")
@require_POST
def settle(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    row = FollowUp.objects.filter(pk=follow_up, household=request.actor.household).first()
    if row is None:
        raise Http404
    done = request.POST.get("done") == "yes"
    try:
        actions.settle_follow_up(follow_up=row, done=done, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    return redirect("our_meetings:meetings")
