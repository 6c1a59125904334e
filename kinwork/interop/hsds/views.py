"""The quarantine: rows that an import set aside, to look through, mend and load, or dismiss."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.directory.models import Quarantined
from kinwork.interop.hsds import actions
from kinwork.interop.hsds.convert import Problem
from kinwork.interop.hsds.forms import DismissForm, RowForm
from kinwork.interop.hsds.words import REASONS
from kinwork.web.pages import page, right

SIZE = 50
FILTERS = ("source__name", "table", "reason")


@page(action="hsds.quarantine", who=right("hsds.quarantine"))
def quarantine(request: HttpRequest) -> HttpResponse:
    """Groups of rows by source, table and reason; one group's rows, 50 a page."""
    waiting = Quarantined.objects.filter(state=Quarantined.State.OPEN)
    groups = list(waiting.values(*FILTERS).annotate(rows=Count("id")).order_by("-rows", *FILTERS))
    chosen = {
        name: request.GET[short].replace("\0", "")
        for short, name in zip(("source", "table", "reason"), FILTERS, strict=True)
        if request.GET.get(short)
    }
    rows = list(_after(waiting.filter(**chosen), request.GET.get("after", ""))[: SIZE + 1])
    told = {
        "groups": [{**group, "words": REASONS.get(group["reason"], "")} for group in groups],
        "chosen": chosen,
        "rows": [(row, REASONS.get(row.reason, "")) for row in rows[:SIZE]] if chosen else [],
        "next": rows[SIZE - 1].pk if chosen and len(rows) > SIZE else None,
    }
    return render(request, "hsds/quarantine.html", told)


def _after(rows, key: str):
    """The rows behind the one with this id, in the order of the file."""
    rows = rows.select_related("source").order_by("file", "row", "id")
    try:
        last = Quarantined.objects.filter(pk=key).first() if key else None
    except ValidationError:  # no UUID: from the beginning
        last = None
    if last is None:
        return rows
    same = Q(file=last.file)
    later = Q(row__gt=last.row) | Q(row=last.row, id__gt=last.pk)
    return rows.filter(Q(file__gt=last.file) | (same & later))


@page(action="hsds.mend", who=right("hsds.mend"))
def mend(request: HttpRequest, id) -> HttpResponse:
    """One row: what stands in its way, and its cells to put right."""
    row = get_object_or_404(Quarantined.objects.select_related("source"), pk=id)
    form = RowForm(request.POST or None, cells=row.mended or row.raw, column=row.field)
    if request.method == "POST" and row.state == Quarantined.State.OPEN and form.is_valid():
        try:
            deed = {"by": request.actor, "at": timezone.now()}
            actions.mend_quarantined(row=row, cells=form.cells(), **deed)
        except Problem as still:
            row.refresh_from_db()
            form.blame(still.reason, still.column)
        else:
            messages.success(request, _("The row is loaded."))
            return redirect("hsds_quarantine")
    return render(request, "hsds/mend.html", _told(row, form, DismissForm()))


@page(action="hsds.dismiss", who=right("hsds.dismiss"))
def dismiss(request: HttpRequest, id) -> HttpResponse:
    row = get_object_or_404(Quarantined.objects.select_related("source"), pk=id)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and row.state == Quarantined.State.OPEN and form.is_valid():
        why = form.cleaned_data["why"]
        actions.dismiss_quarantined(row=row, why=why, by=request.actor, at=timezone.now())
        messages.success(request, _("The row is dismissed."))
        return redirect("hsds_quarantine")
    return render(request, "hsds/mend.html", _told(row, RowForm(cells=row.raw), form))


def _told(row: Quarantined, form: RowForm, dismissing: DismissForm) -> dict:
    return {
        "row": row,
        "form": form,
        "dismissing": dismissing,
        "reason": REASONS.get(row.reason, ""),
        "is_open": row.state == Quarantined.State.OPEN,
    }
