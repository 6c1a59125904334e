"""A line of work is put off until a day, for a coded reason; or comes back before it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused, check
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.words import WORK_WORDS
from kinwork.home import asked, desk_handed, tasks
from kinwork.home.desk_rows import WHY_LATER
from kinwork.home.desks import lines
from kinwork.trust.access import actions, snoozing
from kinwork.trust.access.models import WorkItem
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

NEVER = (*tasks.KINDS, *asked.KINDS, *desk_handed.KINDS)


class LaterForm(PlainForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=list(WHY_LATER.items()), widget=forms.RadioSelect
    )
    until = forms.TypedChoiceField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("It comes back by itself on the morning of that day."),
    )

    def __init__(self, data: Any = None, *, days: list[Any], **kwargs: Any):
        super().__init__(data, **kwargs)
        known = {day.isoformat(): day for day in days}
        field = self.fields["until"]
        field.choices = [(key, date_format(day, _("l, F j"))) for key, day in known.items()]
        field.coerce = known.__getitem__


@page(action="access.snooze", classes=("identity",), who=right("access.snooze"))
def later(request: HttpRequest, item: UUID) -> HttpResponse:
    """Never past its own clock: the days to choose from end there."""
    line, row = _line_and_row(request, item)
    actor, now = request.actor, timezone.now()
    check(actor, "access.snooze", line)
    days = snoozing.days(line.due_at, now, row.community.time_zone)
    form = LaterForm(request.POST if request.method == "POST" else None, days=days)
    if form.is_bound and form.is_valid():
        try:
            actions.snooze(item=line, by=actor, at=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error("until", refused.sentence)
        else:
            messages.success(request, _("Put off. It comes back by itself."))
            return redirect("home:desk")
    todo = {row.pk: WORK_WORDS.get(line.kind, line.kind)}
    (drawn,) = lines(
        [row], actor, (get_language() or "en")[:2], todo=todo, due={row.pk: line.due_at}
    )
    told = {"line": drawn, "form": form, "days": days}
    return render(request, "home/later.html", told)


@page(action="access.wake", classes=("identity",), who=right("access.wake"))
@require_POST
def wake(request: HttpRequest, item: UUID) -> HttpResponse:
    line, _row = _line_and_row(request, item)
    actions.wake(item=line, by=request.actor, at=timezone.now())
    messages.success(request, _("It is back on the desk."))
    return redirect("home:team" if request.POST.get("back") == "team" else "home:desk")


def _line_and_row(request: HttpRequest, item: UUID) -> tuple[WorkItem, Referral]:
    """An open line of one's own agency about a referral that one may see; else 404."""
    line = WorkItem.objects.filter(pk=item, agency=request.actor.agency, closed_at=None).first()
    row = line and envelopes().filter(pk=line.target).first()
    if line is None or row is None or line.kind in NEVER:
        raise Http404
    return line, row
