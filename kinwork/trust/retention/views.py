"""The privacy officer's page of records that must stay. Numbers of families, no names."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common import audit
from kinwork.common.community import setting
from kinwork.common.rights import Refused
from kinwork.trust.retention import actions, queries
from kinwork.trust.retention.forms import HoldForm
from kinwork.trust.retention.words import REASON_WORDS
from kinwork.web.context import community_of
from kinwork.web.pages import page, right

MOST = 200


@page(action="retention.hold", purpose="audit", who=right("retention.hold"))
def holds(request: HttpRequest) -> HttpResponse:
    """What must not be deleted yet, the newest first."""
    now = timezone.now()
    rows = list(queries.holds(now)[:MOST])
    audit.record("retention.hold.view", by=request.actor, at=now, shown=len(rows))
    told = {
        "lines": [
            {"row": row, "reason": REASON_WORDS[row.reason], "until_on": row.until} for row in rows
        ],
        "years": setting(community_of(request), "keep_years"),
    }
    return render(request, "retention/holds.html", told)


@page(action="retention.hold", purpose="audit", who=right("retention.hold"))
def hold(request: HttpRequest) -> HttpResponse:
    """Hold one record. The number may come along from the trail."""
    first = {"household": request.GET.get("household", "")[:36]}
    form = HoldForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            actions.hold(by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Nothing of this record is deleted now."))
            return redirect("retention:holds")
        except Refused as refused:
            form.add_error("household", refused.sentence)
    return render(request, "retention/hold.html", {"form": form})


@page(action="retention.release", purpose="audit", who=right("retention.release"))
@require_POST
def release(request: HttpRequest, hold: UUID) -> HttpResponse:
    row = queries.holds(timezone.now()).filter(pk=hold).first()
    if row is None:
        raise Http404
    actions.release(hold=row, by=request.actor, at=timezone.now())
    messages.success(request, _("Released. The record goes its way again."))
    return redirect("retention:holds")
