"""Two deeds beside a referral's moves: ask again for what became obsolete, and write down who
introduced the family to whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.rights import may
from kinwork.family.referrals import actions, showing
from kinwork.family.referrals.linking_forms import AgainForm, IntroduceForm, OwnAgainForm
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.views import CLASSES, _context, _language, found
from kinwork.web.pages import page, right


@page(action="referrals.undo_obsolete", classes=CLASSES, who=right("referrals.undo_obsolete"))
def again(request: HttpRequest, referral: UUID) -> HttpResponse:
    """GET: what it will do. POST: a linked one to the same door, once."""
    row, now = found(request, referral), timezone.now()
    if not may(request.actor, "referrals.undo_obsolete", row):
        raise Http404
    if row.state != "obsolete":
        return redirect("referrals:referral", row.pk)
    shown = showing.gather(row, request.actor, _language(), now)
    data = request.POST if request.method == "POST" else None
    own = request.actor.is_family
    form = OwnAgainForm(data) if own else AgainForm(data, caregivers=shown.caregivers)
    if form.is_bound and form.is_valid():
        new = actions.undo_obsolete(referral=row, by=request.actor, at=now, **form.cleaned_data)
        done = _("Sent again.") if new.sent_at else _("It waits for the family’s yes.")
        messages.success(request, done)
        return redirect("referrals:referral", new.pk)
    said = {
        "button": _("Ask them again"),
        "consequence": _(
            "A new request goes to the same place. The family waits no longer for it: the first clock keeps running. What another place has accepted goes on."
        ),
    }
    if own:
        said["consequence"] = _("We ask this place again. The other place goes on to help you.")
    return _asked(request, row, shown, form, said)


@page(action="referrals.record_handoff", classes=CLASSES, who=right("referrals.record_handoff"))
def introduce(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Who was introduced to whom, how and when."""
    row, now = found(request, referral), timezone.now()
    if not may(request.actor, "referrals.record_handoff", row):
        raise Http404
    if row.sent_at is None:
        return redirect("referrals:referral", row.pk)
    shown = showing.gather(row, request.actor, _language(), now)
    data = request.POST if request.method == "POST" else None
    form = IntroduceForm(data, zone=row.community.time_zone, now=now)
    if form.is_bound and form.is_valid():
        actions.record_handoff(referral=row, by=request.actor, at=now, **form.said())
        messages.success(request, _("Written down. The family and both offices can read it."))
        return redirect("referrals:referral", row.pk)
    said = {
        "button": _("Write down an introduction"),
        "consequence": _(
            "A family that is introduced to a person comes more often than one with a number to call."
        ),
    }
    return _asked(request, row, shown, form, said)


def _asked(
    request: HttpRequest, row: Referral, shown: showing.Shown, form: Any, said: dict[str, Any]
) -> HttpResponse:
    mood = "act_family" if request.actor.is_family else "act"
    told = {**_context(shown, request), "form": form, **said}
    return render(request, f"referrals/{mood}.html", told)
