"""What people said is wrong with an entry, and the decision of whoever keeps the directory."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.directory.actions import settle_correction
from kinwork.directory.forms import PARTS
from kinwork.directory.models import Correction
from kinwork.directory.rules import CHANGED_BY_ACCEPTING
from kinwork.web.pages import page, right

PAGE = 25


@page(action="directory.corrections", who=right("directory.settle_correction"))
def corrections(request: HttpRequest) -> HttpResponse:
    """The open suggestions, the oldest first."""
    found = Correction.objects.filter(state=Correction.State.OPEN).select_related("service")
    rows = list(found.select_related("service__organization").order_by("suggested_at", "id")[:PAGE])
    lines = [
        {
            "row": row,
            "part": PARTS.get(row.field, row.field),
            "now": getattr(row.service, row.field, "") if row.field in CHANGED_BY_ACCEPTING else "",
            "changes": row.field in CHANGED_BY_ACCEPTING,
        }
        for row in rows
    ]
    return render(request, "directory/corrections.html", {"lines": lines})


@page(action="directory.settle_correction", who=right("directory.settle_correction"))
def settle(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a suggestion over, or not. Nothing happens twice."""
    if request.method != "POST" or request.POST.get("answer") not in ("accept", "decline"):
        raise Http404
    accept = request.POST["answer"] == "accept"
    try:
        with transaction.atomic():
            settle_correction(correction_id=id, accept=accept, by=request.actor, at=timezone.now())
    except Correction.DoesNotExist:
        messages.info(request, _("Somebody has already decided this."))
    else:
        messages.success(request, _("The entry was changed.") if accept else _("Put aside."))
    return redirect("corrections")
