"""More ways onto the family's page: the lock of a phone, set up and ended here; and what the family is
told of the links, codes and locks that opened it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.family.intake.forms import Lock
from kinwork.home.ours_keys import KNOWN, TOLD_FOR
from kinwork.trust.access import locks
from kinwork.trust.access.actions import TooManyPasskeys, add_passkey, end_passkey
from kinwork.trust.access.keyring import passkeys_of, ways_of
from kinwork.trust.access.models import FamilyWay
from kinwork.trust.consent.family_page import family_page


def news_of_ways(request: HttpRequest) -> list[FamilyWay]:
    """Links and codes that opened the page lately. "It was me" counts for this visit alone."""
    since, known = timezone.now() - TOLD_FOR, request.session.get(KNOWN, [])
    found = ways_of(request.actor.household)
    return [one for one in found if one.used_at > since and str(one.pk) not in known]


def told_of_ways(household: UUID) -> list[dict[str, Any]]:
    """The same as lines of "who has looked", for good; and the phones that open the page."""
    you, lines = _("Your page"), []
    for one in ways_of(household):
        sort = _("A code by text") if one.channel == "text" else _("A link by e-mail")
        lines.append((one.used_at, _("%(what)s opened it, with your word") % {"what": sort}))
    for one in passkeys_of(household):
        lines.append((one.made_at, _("A phone opens it with its lock from now on")))
        if one.used_at:
            lines.append((one.used_at, _("Last opened with that phone’s lock")))
        if one.ended_at:
            lines.append((one.ended_at, _("A phone’s lock opens it no more")))
    return [{"at": at, "title": you, "text": text, "tone": "quiet"} for at, text in lines]


@family_page("access.add_passkey")
def lock(request: HttpRequest) -> HttpResponse:
    """Which phones open this page with their lock; a new one, after a plain warning."""
    form = Lock(request.POST or None)
    live = [one for one in passkeys_of(request.actor.household) if one.ended_at is None]
    mine = [one for one in live if one.person_id == request.actor.id]
    if request.method == "POST":
        if form.is_valid() and (made := locks.check_new(request, form.cleaned_data["signed"])):
            try:
                add_passkey(
                    credential=made.credential,
                    public_key=made.public_key,
                    sign_count=made.counter,
                    by=request.actor,
                    at=timezone.now(),
                )
                messages.success(request, _("This phone opens your page with its lock now."))
            except TooManyPasskeys:
                messages.error(request, _("Five phones open your page. End one of them first."))
        else:
            messages.error(request, _("That did not work. You can try again, or use your code."))
        return HttpResponseRedirect(reverse("ours:lock"))
    told = {"form": Lock(), "locks": live, "options": locks.ask_new(request, mine)}
    return render(request, "home/ours_lock.html", told)


@family_page("access.end_passkey")
@require_POST
def end_lock(request: HttpRequest, passkey: UUID) -> HttpResponse:
    end_passkey(passkey=passkey, by=request.actor, at=timezone.now())
    return HttpResponseRedirect(reverse("ours:lock"))
