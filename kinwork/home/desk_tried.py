"""A try to reach the family, in two taps from a row; after the last one, what is to be decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import check
from kinwork.family.referrals import actions, showing
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.forms import ContactForm
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.views import deed_url, found, too_late
from kinwork.family.referrals.words import REASON_WORDS, VERB_WORDS, consequence
from kinwork.home.desk_rows import TRIED, Tried, tried
from kinwork.home.desks import lines
from kinwork.people.rights import WORKERS
from kinwork.web.pages import page, right

# What can be done next, in the order of the page.
AFTER_REACHED = ("schedule", "start_service", "serve", "decline", "end_unserved")
AFTER_TRIES = ("try_contact", "ask_information", "end_unserved", "decline")
BACK = {"desk": "home:desk", "inbox": "home:inbox", "team": "home:team"}
INSTEAD = {
    "try_contact": gettext_lazy("Try once more, another way or at another hour."),
    "ask_information": gettext_lazy("Whoever sent it may know another way to reach them."),
}


@page(action="referrals.try_contact", classes=("identity",), who=right("referrals.try_contact"))
@require_POST
def tap(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The second tap: recorded, and back to the list that it came from."""
    row, actor = found(request, referral), request.actor
    form = ContactForm(request.POST, referral=row)
    back = redirect(_back(request))
    if not form.is_valid():
        messages.error(request, _("That was not recorded. Please choose one of the ways."))
        return back
    try:
        done = actions.try_contact(referral=row, by=actor, at=timezone.now(), **form.said())
    except AlreadyMoved as late:
        return too_late(request, late, form)
    stands = tried([done]).get(done.pk)
    if stands and (stands.is_enough or stands.reached):
        return redirect("home:decide", done.pk)
    messages.success(request, _said(form.cleaned_data["way"], stands))
    return back


def _back(request: HttpRequest) -> str:
    """The list that it came from, where this worker has it; else the one that they have."""
    name = BACK.get(request.POST.get("back", ""), "home:desk")
    if name == "home:team" and request.actor.role != "supervisor":
        name = "home:desk"
    return "home:inbox" if name == "home:desk" and request.actor.role not in WORKERS else name


def _said(way: str, stands: Tried | None) -> str:
    words = {"way": REASON_WORDS[way], "stands": stands.words if stands else ""}
    return _("Recorded. %(way)s. %(stands)s.") % words


@page(action="referrals.decide", classes=("identity",), who=right("referrals.try_contact"))
def decide(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Tried often enough, or reached at last: the ways on, each with what it will do."""
    row, actor = found(request, referral), request.actor
    check(actor, "referrals.try_contact", row)
    if row.state != TRIED:
        return redirect("referrals:referral", row.pk)
    stands = tried([row]).get(row.pk)
    if stands is None:
        raise Http404
    possible = showing.verbs(row, actor)
    order = AFTER_REACHED if stands.reached else AFTER_TRIES
    (line,) = lines([row], actor, (get_language() or "en")[:2])
    told = {
        "line": line,
        "stands": stands,
        "ways_on": [_way(row, verb) for verb in order if verb in possible],
    }
    return render(request, "home/decide.html", told)


def _way(row: Referral, verb: str) -> dict[str, Any]:
    more = INSTEAD.get(verb) or consequence(verb, row.community)
    return {"words": VERB_WORDS[verb][0], "more": more, "url": deed_url(row, verb)}
