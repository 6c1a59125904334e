"""A sovereign nation's own page: what may be counted of its people, said by its own officer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.rights import Refused
from kinwork.trust.agreements import actions, queries, rules
from kinwork.trust.agreements.forms import FiguresForm, SinceForm
from kinwork.trust.agreements.models import Nation
from kinwork.trust.agreements.signing_forms import NationForm
from kinwork.trust.agreements.words import FIGURES_WORDS
from kinwork.web.context import community_of
from kinwork.web.pages import page, right


@page(action="agreements.nation", purpose="oversight", who=right("agreements.nation"))
def nation(request: HttpRequest) -> HttpResponse:
    """Its say, and a form for it; for whoever is no nation, what it means, and how to be marked."""
    actor = request.actor
    if actor.agency is None:
        raise Http404
    row = queries.nation_of(actor.agency)
    if row is None:
        return _mark(request)
    if row.pk != actor.agency:
        return render(request, "agreements/nation_office.html", {"row": row})
    first = {"least_cell": row.least_cell, "shown_apart": row.shown_apart}
    form = FiguresForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            actions.say_figures(nation=row, by=actor, at=timezone.now(), **said)
            messages.success(request, _("It holds from now on."))
            return redirect("agreements:nation")
        except Refused as why:
            form.add_error(None, why.sentence)
    return render(request, "agreements/nation.html", _told(row, form))


def _told(row: Nation, form: FiguresForm) -> dict[str, Any]:
    now = timezone.now()
    say = queries.nation_say(row.pk)
    signed = queries.parties_of(row.pk, "statistics", now)
    held = row.withheld_from is not None
    return {
        "row": row,
        "form": form,
        "counts": rules.may_count(say, now, "statistics"),
        "signed": signed,
        "offices": row.offices.exclude(agency=row.pk).select_related("agency"),
        "deeds": [
            (verb, FIGURES_WORDS[verb][0])
            for verb in (["allow"] if held else ["withhold"]) + ["withdraw"]
        ],
    }


def _mark(request: HttpRequest) -> HttpResponse:
    agency = Agency.objects.get(pk=request.actor.agency)
    nations = Nation.objects.select_related("agency").order_by("agency__name")
    form = NationForm(request.POST if request.method == "POST" else None, nations=list(nations))
    if form.is_bound and form.is_valid():
        try:
            actions.mark_nation(
                agency=agency,
                evidence=form.cleaned_data["evidence"],
                nation=form.chosen(),
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, _("It holds from now on."))
            return redirect("agreements:nation")
        except Refused as why:
            form.add_error(None, why.sentence)
    return render(request, "agreements/nation_mark.html", {"form": form, "agency": agency})


@page(action="agreements.nation", purpose="oversight", who=right("agreements.nation"))
def figures(request: HttpRequest, verb: str) -> HttpResponse:
    """Withhold, allow again, withdraw: says what it does, then does it from a day on."""
    row = queries.nation_of(request.actor.agency)
    if row is None or row.pk != request.actor.agency or verb not in FIGURES_WORDS:
        raise Http404
    now, zone = timezone.now(), community_of(request).time_zone
    data = request.POST if request.method == "POST" else None
    form = SinceForm(data, now=now, zone=zone, dated=verb != "allow")
    if form.is_bound and form.is_valid():
        said = {} if verb == "allow" else {"since": form.moment()}
        getattr(actions, f"{verb}_figures")(nation=row, by=request.actor, at=now, **said)
        messages.success(request, _("It holds from now on."))
        return redirect("agreements:nation")
    title, words = FIGURES_WORDS[verb]
    told = {"form": form, "title": title, "words": words, "stops": verb != "allow"}
    return render(request, "agreements/figures.html", told)
