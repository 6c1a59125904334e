"""Sitting down at somebody's intake by its code: at a desk, or on another phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinwork.accounts.current import DRAFT, FAMILY
from kinwork.family.intake import actions, tries
from kinwork.family.intake.doors import ALONE, AT_DESK
from kinwork.family.intake.flow import moment
from kinwork.family.intake.forms.ways import SeatCode
from kinwork.family.intake.models import Seat
from kinwork.web.pages import page


@page(action="intake.take_seat", who=ALONE)
def join(request: HttpRequest) -> HttpResponse:
    """A family on another phone, or at an intake that a desk types."""
    form = SeatCode(request.POST or None)
    if seat := _taken(request, form):
        request.session.cycle_key()
        request.session.pop(FAMILY, None)
        request.session[DRAFT] = str(seat.pk)  # ended, it opens nothing
        return HttpResponseRedirect(reverse("intake:together"))
    return _page(request, form, base="web/family.html", back=reverse("intake:back"))


@page(action="intake.take_seat", who=AT_DESK)
def desk_join(request: HttpRequest) -> HttpResponse:
    """A worker helps a family that has begun by itself."""
    form = SeatCode(request.POST or None)
    if seat := _taken(request, form):
        return HttpResponseRedirect(reverse("intake:desk-together", args=[seat.pk]))
    return _page(request, form, base="web/desk.html", back=reverse("intake:desk"), at_desk=True)


def _taken(request: HttpRequest, form: SeatCode) -> Seat | None:
    if request.method != "POST" or not form.is_valid():
        return None
    seat = None
    if not tries.rests(request):
        seat = actions.take_seat(
            code=form.cleaned_data["code"], by=request.actor, at=moment(request)
        )
    if seat is None:
        tries.wrong(request)
        form.add_error(
            "code",
            _(
                "This code does not work: it is not right, used up, or older than 30 minutes. "
                "Ask for a new one. After 20 wrong tries, wait 15 minutes."
            ),
        )
    return seat


def _page(request: HttpRequest, form: SeatCode, **context: Any) -> HttpResponse:
    return render(request, "intake/join.html", {"form": form, **context})
