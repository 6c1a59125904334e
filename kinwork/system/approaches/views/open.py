"""A page without signing in: a contact's link to the profile of its approach."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kinwork.common import clock
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.system.approaches import actions, letters, queries, rules, words
from kinwork.system.approaches.forms.registry import ConfirmForm
from kinwork.system.approaches.models import Approach, Verification
from kinwork.system.partnerships.pages import done, sent
from kinwork.web.pages import ANYONE, page


@page(action="approaches.confirm", purpose="oversight", who=ANYONE)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Field by field what was found. Opening it answers nothing; it is over when answered, or in time."""
    try:
        by = Actor("link", letters.verification_of(token))
    except signing.BadSignature:
        raise Http404 from None
    with acting_as(by):
        return _confirmed(request, token, by)


def _confirmed(request: HttpRequest, token: str, by: Actor) -> HttpResponse:
    """Here the link itself acts: its rows are its sending, and the one approach."""
    now = timezone.now()
    mine = Verification.objects.select_related("community").filter(pk=by.id).first()
    if mine is None:
        raise Http404
    row = Approach.objects.filter(pk=mine.approach_id).first()
    is_open = row is not None and mine.answered_at is None and row.state == rules.SENT
    if row is None or not is_open:
        told = {"answered": mine.answered_at is not None, "row": row}
        return render(request, "approaches/confirmed.html", told)
    mine.approach = row
    form = ConfirmForm(sent(request), stands=queries.newest(row.profilefields.all()))

    def deed(said: dict[str, Any]) -> Approach:
        entries = form.entries()
        return actions.confirm(
            verification=mine, entries=entries, note=said.get("note", ""), by=by, at=now
        )

    if done(form, deed):
        return redirect("open_approaches:confirm", token)
    until = words.day(clock.local_day(mine.expires_at, mine.community.time_zone))
    return render(request, "approaches/confirm.html", {"row": row, "form": form, "until": until})
