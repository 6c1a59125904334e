"""“We are full”, said on the page of a link: with one tap, or with a time that one chooses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common import clock
from kinwork.common.community import setting
from kinwork.directory.models import ServiceCapacity
from kinwork.directory.rules import room
from kinwork.family.referrals import actions, queries
from kinwork.family.referrals.models import Referral
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

ASKS = ("sent", "information needed", "waitlisted")
NO_ROOM = "no room"
TIMES = {
    14: gettext_lazy("2 weeks"),
    30: gettext_lazy("30 days"),
    60: gettext_lazy("2 months"),
    90: gettext_lazy("3 months"),
}


class FullForm(PlainForm):
    days = forms.ChoiceField(
        label=gettext_lazy("For how long are you full?"),
        choices=[(str(one), TIMES[one]) for one in actions.FULL_DAYS],
        widget=forms.RadioSelect,
    )
    keeps_list = forms.ChoiceField(
        label=gettext_lazy("Do you keep a waiting list?"),
        choices=[
            ("no", gettext_lazy("No. Tell new families at once that we are full.")),
            ("yes", gettext_lazy("Yes. New families can wait.")),
        ],
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class Fullness:
    """What the page of a link says about room. until: full until then, by what was said; "" if not."""

    until: str
    keeps_list: bool
    tap: str  # until when one tap would count


def fullness(row: Referral, now: datetime) -> Fullness | None:
    """None where the page does not ask: they did not say that they are full, and are at work already,
    or it ended for another reason."""
    said = ServiceCapacity.objects.filter(service=row.service_id).order_by("-updated", "id").first()
    is_full = said is not None and room(said.available, said.valid_until, now) == "full"
    if row.state not in ASKS and not is_full and not _had_no_room(row):
        return None
    tap = now + timedelta(days=setting(row.community, "full_days"))
    return Fullness(
        until=_day(said.valid_until, row) if is_full else "",
        keeps_list=is_full and said.takes_waitlist is not False,
        tap=_day(tap, row),
    )


def _had_no_room(row: Referral) -> bool:
    last = row.events.order_by("number").last()
    said_no = row.events.filter(verb__in=("decline", "propose_decline"), reason=NO_ROOM)
    return bool(last) and row.state in ("declined", "decline under review") and said_no.exists()


def _day(at: datetime, row: Referral) -> str:
    day = clock.local_day(at, row.community.time_zone)
    return date_format(day, "DATE_FORMAT")


@page(action="referrals.say_full", who=right("referrals.say_full"))
def full(request: HttpRequest, referral: UUID) -> HttpResponse:
    """GET: choose until when. POST: done; one tap on the page of the answer says it all at once."""
    row, now = _found(request, referral), timezone.now()
    usual = str(setting(row.community, "full_days"))
    data = request.POST if request.method == "POST" else None
    if data is not None and data.get("tap"):
        _say(request, row, int(usual), data["tap"] == "list", now)
        return redirect("referrals:referral", row.pk)
    form = FullForm(data, initial={"days": usual, "keeps_list": "no"})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        _say(request, row, int(told["days"]), told["keeps_list"] == "yes", now)
        return redirect("referrals:referral", row.pk)
    return render(request, "referrals/full.html", {"row": row, "form": form})


@page(action="referrals.say_room", who=right("referrals.say_room"))
def has_room(request: HttpRequest, referral: UUID) -> HttpResponse:
    """They can take families again."""
    row = _found(request, referral)
    if request.method == "POST":
        actions.say_room(referral=row, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved. Families can ask you again."))
    return redirect("referrals:referral", row.pk)


def _found(request: HttpRequest, referral: UUID) -> Referral:
    row = queries.envelopes().filter(pk=referral, receiver=None).first()
    if row is None or request.actor.id != row.pk:
        raise Http404
    return row


def _say(request: HttpRequest, row: Referral, days: int, keeps: bool, now: datetime) -> None:
    said: Any = actions.say_full(
        referral=row, days=days, keeps_list=keeps, by=request.actor, at=now
    )
    done = _("Saved. Until %(day)s you are shown as full.") % {"day": _day(said.valid_until, row)}
    messages.success(request, done)
