"""What binds: leaving, renewing, and the moves that are a button."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.rights import Refused, may
from kinwork.trust.agreements import actions, queries
from kinwork.trust.agreements.forms import LeaveForm, RenewForm, WantedForm
from kinwork.trust.agreements.relying import relying
from kinwork.trust.agreements.views.reading import PLAIN_MOVES, found
from kinwork.trust.agreements.words import VERB_WORDS
from kinwork.web.pages import page, right


@page(action="agreements.leave", purpose="oversight", who=right("agreements.leave"))
def leave(request: HttpRequest, agreement: UUID, party: int) -> HttpResponse:
    """Says what it does to whom; then, from now or from a day on, this party is bound no more."""
    row, actor, now = found(request, agreement), request.actor, timezone.now()
    one = row.parties.filter(pk=party).select_related("agency", "agreement").first()
    if one is None or one.has_left(now) or not may(actor, "agreements.leave", one):
        raise Http404
    form = LeaveForm(request.POST if request.method == "POST" else None, row=row, now=now)
    if form.is_bound and form.is_valid():
        try:
            actions.leave(party=one, on=form.moment(), by=actor, at=now)
            messages.success(request, _("It is written down."))
            return redirect("agreements:list")
        except Refused as why:
            form.add_error(None, why.sentence)
    own = one.agency_id == actor.agency
    told = {
        "form": form,
        "row": row,
        "one": one,
        "own": own,
        "open": queries.would_strand(row, one.agency_id) if own else None,
    }
    return render(request, "agreements/leave.html", told)


@page(action="agreements.see", purpose="oversight", who=right("agreements.sign"))
def renew(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Whoever convenes writes a new version with a new last day; a party says if it wants one."""
    row, actor, now = found(request, agreement), request.actor, timezone.now()
    convenes = may(actor, "agreements.make_version", row)
    party = None if convenes else queries.own_party(row, actor, now)
    if (not convenes and party is None) or row.ends is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = RenewForm(data, row=row, now=now) if convenes else WantedForm(data)
    if form.is_bound and form.is_valid():
        try:
            if convenes:
                said = {"starts": now, "ends": form.moment()}
                new = actions.make_version(agreement=row, by=actor, at=now, **said)
                return redirect("agreements:see", new.pk)
            actions.ask_renewal(party=party, wanted=form.wanted(), by=actor, at=now)
            messages.success(request, _("Your answer is kept. The convening agency reads it."))
            return redirect("agreements:see", row.pk)
        except Refused as why:
            form.add_error(None, why.sentence)
    told = {"form": form, "row": row, "convenes": convenes, "parties": queries.parties(row)}
    told["relying"] = relying(row, actor, now)
    return render(request, "agreements/renew.html", told)


@page(action="agreements.suspend", purpose="oversight", who=right("agreements.suspend"))
def move(request: HttpRequest, agreement: UUID, verb: str) -> HttpResponse:
    """Says what it does to whom, then does it; a refusal says what is missing."""
    row = found(request, agreement)
    if verb not in PLAIN_MOVES:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            done = getattr(actions, verb)(agreement=row, by=request.actor, at=timezone.now())
            return redirect("agreements:see", done.pk)
        except Refused as why:
            refused = why.sentence
    told = {
        "row": row,
        "verb": VERB_WORDS[verb],
        "verb_name": verb,
        "refused": refused,
        "parties": [one for one in queries.parties(row) if not one.has_left(timezone.now())],
        "stops": verb in ("suspend", "end"),
        "relying": relying(row, request.actor, timezone.now()),
    }
    return render(request, "agreements/move.html", told)
