"""Opening a record in an emergency, closing it, and the review from outside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common import audit
from kinwork.common.rights import may, why_not
from kinwork.trust.access import actions, glasses
from kinwork.trust.access.actions import NoGlass
from kinwork.trust.access.forms import ByNameForm, GlassReviewForm, ReasonForm
from kinwork.trust.access.models import Glass
from kinwork.trust.access.words import refusal
from kinwork.web.pages import page, right

PAGE = 25


@page(action="access.glasses", who=right("access.glasses"))
def emergencies(request: HttpRequest) -> HttpResponse:
    """What was opened in an emergency: by me, at my agency, at the families that we recorded, and
    what waits for review. Numbers of families, no names."""
    now = timezone.now()
    rows, more = glasses.page_of(request.GET.get("after", ""), PAGE)
    audit.record("access.glasses.view", by=request.actor, at=now, shown=len(rows))
    watches = may(request.actor, "access.read_alarm")
    told = {
        "alarms": glasses.alarms(request.actor, now) if watches else [],
        "lines": [glasses.line(row, request.actor, now) for row in rows],
        "next_key": rows[-1].pk if more else None,
        "first": not request.GET.get("after"),
        "may_break": may(request.actor, "access.break_glass"),
    }
    return render(request, "access/emergencies.html", told)


@page(action="access.break_glass", who=right("access.break_glass"))
def break_one(request: HttpRequest, household: UUID) -> HttpResponse:
    """From a page where this family's envelope is seen."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _break(request, form, household=household)


@page(action="access.break_glass", who=right("access.break_glass"))
def break_by_name(request: HttpRequest) -> HttpResponse:
    """By exact name and birth date; whether anybody was found, the page after it is the same."""
    return _break(request, ByNameForm(request.POST if request.method == "POST" else None))


def _break(request: HttpRequest, form: ReasonForm, household: UUID | None = None) -> HttpResponse:
    limit = ""
    if form.is_bound and not form.is_valid() and form.has_no_reason():
        actions.refused(request.actor, timezone.now(), "no reason")
    if form.is_bound and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            actions.break_glass(household=household, by=request.actor, at=timezone.now(), **told)
            return redirect("access:after")
        except NoGlass as no:
            limit = refusal(no.why)
    told = {"form": form, "limit": limit, "by_name": household is None}
    return render(request, "access/break.html", told)


@page(action="access.break_glass", who=right("access.break_glass"))
def after(request: HttpRequest) -> HttpResponse:
    """The same page after every try: what is open now, or whom to call."""
    audit.record("access.break_glass.view", by=request.actor, at=timezone.now())
    return render(request, "access/after.html")


@page(action="access.close_glass", who=right("access.close_glass"))
@require_POST
def close(request: HttpRequest, glass: UUID) -> HttpResponse:
    row = Glass.objects.filter(pk=glass, user=request.actor.id).first()
    if row is None:
        raise Http404
    actions.close_glass(glass=row, by=request.actor, at=timezone.now())
    messages.success(request, _("The record is closed."))
    return redirect("access:emergencies")


@page(action="access.read_alarm", who=right("access.read_alarm"))
@require_POST
def read_alarm(request: HttpRequest, worker: UUID) -> HttpResponse:
    """A privacy officer has looked at it: the line leaves the desk, the list stays."""
    actions.read_alarm(worker=worker, by=request.actor, at=timezone.now())
    messages.success(request, _("Kept: you have looked at it."))
    return redirect("access:emergencies")


@page(action="access.glasses", who=right("access.glasses"))
def one(request: HttpRequest, glass: UUID) -> HttpResponse:
    """One opening: who, when, why, who was told; the review for whoever reviews it."""
    actor, now = request.actor, timezone.now()
    row = glasses.known().filter(pk=glass).first()
    if row is None:
        raise Http404
    first = {"verdict": row.verdict, "words": row.report.found}
    form = GlassReviewForm(request.POST if request.method == "POST" else None, initial=first)
    reviews = row.user_id != actor.id and glasses.reviews(row)
    if form.is_bound and not reviews and "verdict" not in request.POST:
        actions.read_glass(glass=row, by=actor, at=now)
        return redirect("access:emergencies")
    own = ""
    if form.is_bound and form.is_valid():
        try:
            actions.review_glass(glass=row, by=actor, at=now, **form.cleaned_data)
            messages.success(request, _("Your finding is kept."))
            return redirect("access:emergencies")
        except NoGlass as no:
            own = refusal(no.why)
    audit.record("access.glasses.view", row, by=actor, at=now)
    told = {
        "line": glasses.line(row, actor, now),
        "form": form,
        "own": own,
        "watches": may(actor, "access.read_alarm"),
        "reviews": reviews,
        "why_not": why_not(actor, "access.review_glass", row),
        "reads": row.owner_id == actor.agency and glasses.lies_on_desk(row, actor.agency),
    }
    return render(request, "access/glass.html", told)
