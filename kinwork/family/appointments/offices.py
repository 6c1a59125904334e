"""The office's pages: its times, and what it offers one family."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.common.models import Community
from kinwork.common.rights import Refused
from kinwork.family.appointments import actions, queries, words
from kinwork.family.appointments.forms import OfferForm, PublishForm
from kinwork.family.appointments.models import Pattern, Slot
from kinwork.family.appointments.views import found
from kinwork.family.referrals import clocks
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.web.pages import page, right

PUBLISH = right("appointments.publish")
ON_A_PAGE, BACK = 40, timedelta(days=90)


@page(action="appointments.publish", who=PUBLISH)
def ours(request: HttpRequest) -> HttpResponse:
    """Our times to come with their free seats, the weeks they come from, and how dates went lately."""
    now, agency = timezone.now(), request.actor.agency
    slots = list(queries.of_agency(agency, now)[:ON_A_PAGE])
    home = Community.objects.get(pk=request.actor.community).time_zone
    went = queries.went(agency, now - BACK, now)
    told = {
        "slots": [(one, words.moment(one.starts_at, one.zone, home, now)) for one in slots],
        "patterns": [(one, words.weekly(one)) for one in queries.patterns_of(agency)],
        "went": [(words.STATE_WORDS[state], went[state]) for state in words.STATE_WORDS],
        "all": sum(went.values()),
        "more": len(slots) == ON_A_PAGE,
    }
    return render(request, "appointments/ours.html", told)


@page(action="appointments.publish", who=PUBLISH)
def publish(request: HttpRequest) -> HttpResponse:
    services = list(queries.services_of(request.actor.agency))
    home = Community.objects.get(pk=request.actor.community).time_zone
    form = PublishForm(request.POST or None, services=services, home=home)
    if request.method == "POST" and form.is_valid():
        said = form.said() | {"by": request.actor, "at": timezone.now()}
        make = actions.publish_pattern if "weekdays" in said else actions.publish_slot
        try:
            make(**said)
        except Refused as why:
            form.add_error("day", why.sentence)
        else:
            messages.success(request, _("Families can be offered these times now."))
            return redirect("appointments:ours")
    return render(request, "appointments/publish.html", {"form": form, "services": services})


@page(action="appointments.publish", who=PUBLISH)
def end_pattern(request: HttpRequest, pattern: UUID) -> HttpResponse:
    one = Pattern.objects.filter(pk=pattern, agency=request.actor.agency, ended_at=None).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        kept = actions.end_pattern(pattern=one, by=request.actor, at=timezone.now())
        said = ngettext(
            "Ended. %(n)d time stays, because a family has it.",
            "Ended. %(n)d times stay, because families have them.",
            kept,
        )
        messages.success(request, said % {"n": kept} if kept else _("Ended."))
        return redirect("appointments:ours")
    told = {"title": _("End these weeks?"), "what": f"{one.service.name}: {words.weekly(one)}"}
    return render(request, "appointments/take_back.html", told)


@page(action="appointments.publish", who=PUBLISH)
def withdraw_slot(request: HttpRequest, slot: UUID) -> HttpResponse:
    one = Slot.objects.filter(pk=slot, agency=request.actor.agency, withdrawn_at=None).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.withdraw_slot(slot=one, by=request.actor, at=timezone.now())
        except Refused as why:
            messages.error(request, why.sentence)
        else:
            messages.success(request, _("Taken back. Nobody is offered it any more."))
        return redirect("appointments:ours")
    when = words.moment(one.starts_at, one.zone, one.zone)
    told = {"title": _("Take this time back?"), "what": f"{one.service.name}: {when}"}
    return render(request, "appointments/take_back.html", told)


@page(action="appointments.offer", classes=("contact",), who=right("appointments.offer"))
def offer(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The receiver offers times; the family chooses with two taps."""
    row, now = found(request, referral, "receiver"), timezone.now()
    form = OfferForm(
        request.POST or None,
        free=list(queries.free_of(row, now)[: queries.SHOWN]),
        zone=clocks.zone_of(row, "scheduled"),
        home=row.community.time_zone,
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer(referral=row, by=request.actor, at=now, **form.said())
        except Refused as why:
            form.add_error(None, why.sentence)
        except AlreadyMoved:
            form.add_error(None, _("This referral has moved on. No time can be offered now."))
        else:
            messages.success(request, _("The family can choose now, and is told."))
            return redirect("referrals:referral", row.pk)
    mood = "offer_link" if request.actor.kind == "link" else "offer"
    return render(request, f"appointments/{mood}.html", {"form": form, "row": row})
