"""Writing: a new draft, its words and dates, its parties."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.rights import Refused
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.forms import ChangeForm, Draft, PartyForm
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.rules import KINDS
from kinwork.trust.agreements.views.reading import found
from kinwork.trust.agreements.words import KIND_HELP, KIND_WORDS
from kinwork.web.context import community_of
from kinwork.web.pages import page, right

MAKE = {
    "action": "agreements.make_agreement",
    "purpose": "oversight",
    "who": right("agreements.make_agreement"),
}
BY_SLUG = {kind.replace(" ", "-"): kind for kind in KINDS}


@page(**MAKE)
def kinds(request: HttpRequest) -> HttpResponse:
    """Which kind of agreement, before anything else is asked."""
    told = [(slug, KIND_WORDS[kind], KIND_HELP[kind]) for slug, kind in BY_SLUG.items()]
    return render(request, "agreements/kinds.html", {"kinds": told})


@page(**MAKE)
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """A new draft of one kind."""
    kind = BY_SLUG.get(slug)
    if kind is None:
        raise Http404
    form = Draft(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_bound and form.is_valid():
        place = community_of(request)
        try:
            made = actions.make_agreement(
                community=place,
                kind=kind,
                by=request.actor,
                at=timezone.now(),
                **form.said(place.time_zone),
            )
            return redirect("agreements:see", made.pk)
        except Refused as why:
            form.add_error(None, why.sentence)
    told = {"form": form, "title": KIND_WORDS[kind], "intro": KIND_HELP[kind]}
    return render(request, "agreements/form.html", told)


@page(action="agreements.change", purpose="oversight", who=right("agreements.change"))
def change(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """What a draft says, and its dates. What is signed or in force is changed by a new version."""
    row = found(request, agreement)
    if row.state != "draft":
        return render(request, "agreements/fixed.html", {"row": row})
    zone = row.community.time_zone
    data = request.POST if request.method == "POST" else None
    form = ChangeForm(data, kind=row.kind, initial=ChangeForm.first(row, zone))
    if form.is_bound and form.is_valid():
        try:
            actions.change(
                agreement=row, by=request.actor, at=timezone.now(), **form.changed(row, zone)
            )
            messages.success(request, _("The draft is changed."))
            return redirect("agreements:see", row.pk)
        except Refused as why:
            form.add_error(None, why.sentence)
    told = {"form": form, "row": row, "title": _("Change the draft")}
    return render(request, "agreements/form.html", told)


@page(action="agreements.name_party", purpose="oversight", who=right("agreements.name_party"))
def party(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Name one more party of a draft."""
    row = found(request, agreement)
    form = PartyForm(request.POST if request.method == "POST" else None, agencies=_agencies(row))
    if form.is_bound and form.is_valid():
        try:
            actions.name_party(
                agreement=row, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
            return redirect("agreements:see", row.pk)
        except Refused as why:
            form.add_error(None, why.sentence)
    told = {"form": form, "title": _("Name a party"), "row": row}
    return render(request, "agreements/form.html", told)


@page(action="agreements.drop_party", purpose="oversight", who=right("agreements.drop_party"))
def drop(request: HttpRequest, agreement: UUID, party: int) -> HttpResponse:
    """Take a party out of a draft."""
    row = found(request, agreement)
    one = row.parties.filter(pk=party).select_related("agency", "agreement").first()
    if one is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            actions.drop_party(party=one, by=request.actor, at=timezone.now())
            return redirect("agreements:see", row.pk)
        except Refused as why:
            refused = why.sentence
    told = {
        "row": row,
        "refused": refused,
        "verb": _("Take %(agency)s out") % {"agency": one.agency.name},
    }
    return render(request, "agreements/move.html", told)


def _agencies(row: Agreement):
    """Who may be named: agencies of this community, but no victim service provider."""
    known = Agency.objects.filter(communities=row.community_id, active=True)
    return known.filter(is_victim_service_provider=False).order_by("name")
