"""One clause with what was said about it, and the two forms: say something, say what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.rights import Refused, may
from kinwork.trust.agreements import actions, enforced, queries, rules
from kinwork.trust.agreements.forms import RemarkForm, SettleForm
from kinwork.trust.agreements.models import Agreement, Remark
from kinwork.trust.agreements.views.reading import found, negotiates
from kinwork.web.pages import page, right


@page(action="agreements.remark", purpose="oversight", who=right("agreements.remark"))
def clause(request: HttpRequest, agreement: UUID, clause: str) -> HttpResponse:
    """What the clause says, what was said about it, and a field for more until all have signed."""
    row = found(request, agreement)
    if not negotiates(row, request.actor, timezone.now()):
        raise Http404
    line = _line(row, clause)
    may_say = row.state in rules.UNSIGNED
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.remark(
                agreement=row,
                clause=clause,
                by=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("It is said. The parties read it here."))
            return redirect("agreements:clause", row.pk, clause)
        except Refused as why:
            form.add_error(None, why.sentence)
    told = {
        "row": row,
        "line": line,
        "remarks": [one for one in queries.remarks(row) if one.clause == clause],
        "form": form if may_say else None,
        "may_settle": may(request.actor, "agreements.settle_remark"),
    }
    return render(request, "agreements/clause.html", told)


@page(action="agreements.settle_remark", purpose="oversight", who=right("agreements.settle_remark"))
def settle(request: HttpRequest, agreement: UUID, remark: UUID) -> HttpResponse:
    """What became of one remark."""
    row = found(request, agreement)
    one = _remark(row, remark)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.settle_remark(remark=one, by=request.actor, at=timezone.now(), **form.cleaned_data)
        return redirect("agreements:clause", row.pk, one.clause)
    told: dict[str, Any] = {"row": row, "one": one, "line": _line(row, one.clause), "form": form}
    return render(request, "agreements/settle.html", told)


def _line(row: Agreement, clause: str) -> enforced.Line:
    lines = enforced.lines(row, queries.parties(row))
    line = next((one for one in lines if one.key == clause), None)
    if line is None and row.remarks.filter(clause=clause).exists():
        line = enforced.Line(0, clause, _("A clause that is gone"), "", "")
    if line is None:
        raise Http404
    return line


def _remark(row: Agreement, remark: UUID) -> Remark:
    one = row.remarks.filter(pk=remark).select_related("agreement", "agency", "said_by").first()
    if one is None:
        raise Http404
    return one
