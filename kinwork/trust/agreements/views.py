"""The list of agreements; one of them with its two sides; the few forms that whoever convenes needs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.rights import Refused, may
from kinwork.trust.agreements import actions, enforced, queries, rules
from kinwork.trust.agreements.forms import Draft, Filter, PartyForm, SignForm
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.agreements.words import KIND_WORDS, ROLE_WORDS, STATE_WORDS, TONES, VERB_WORDS
from kinwork.web.context import community_of
from kinwork.web.pages import page, right

PAGE = 25
# Moves with no more words than a button: verb -> what it does to others, said before it is done.
PLAIN_MOVES = ("submit", "withdraw", "suspend", "resume", "end", "make_version")


@page(action="agreements.list", purpose="oversight", who=right("agreements.list"))
def listing(request: HttpRequest) -> HttpResponse:
    """All that one may read, by kind and state; the filter stands in the address."""
    form = Filter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    found = queries.listed(request.actor, kind=said.get("kind", ""), state=said.get("state", ""))
    if after := _uuid(request.GET.get("after", "")):
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE + 1])
    now = timezone.now()
    told = {
        "form": form,
        "lines": [_line(row, now) for row in rows[:PAGE]],
        "next_key": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "first": not after,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_make": may(request.actor, "agreements.make_agreement"),
    }
    return render(request, "agreements/list.html", told)


@page(action="agreements.see", purpose="oversight", who=right("agreements.see"))
def see(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """What was signed on the left, what the database enforces on the right: from one record."""
    row = _found(request, agreement)
    language = request.GET.get("words", "")
    parties = queries.parties(row)
    with translation.override(language if language in ("en", "es") else translation.get_language()):
        clauses = enforced.lines(row, parties)
        worded = translation.get_language()
    told = {
        **_line(row, timezone.now()),
        "clauses": clauses,
        "worded": worded,
        "parties": [_party(one, request) for one in parties],
        "versions": queries.versions(row),
        "moves": _moves(row, request),
        "may_change": row.state == "draft" and may(request.actor, "agreements.change"),
    }
    return render(request, "agreements/see.html", told)


@page(
    action="agreements.make_agreement", purpose="oversight", who=right("agreements.make_agreement")
)
def make(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    form = Draft(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        place = community_of(request)
        try:
            made = actions.make_agreement(
                community=place, by=request.actor, at=timezone.now(), **form.said(place.time_zone)
            )
            return redirect("agreements:see", made.pk)
        except Refused as why:
            form.add_error(None, why.sentence)
    return render(request, "agreements/form.html", {"form": form, "title": _("A new agreement")})


@page(action="agreements.name_party", purpose="oversight", who=right("agreements.name_party"))
def party(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Name one more party of a draft; of the participation memorandum: who joined on paper."""
    row = _found(request, agreement)
    agencies = Agency.objects.filter(communities=row.community_id, active=True).order_by("name")
    agencies = agencies.filter(is_victim_service_provider=False)
    form = PartyForm(request.POST if request.method == "POST" else None, agencies=agencies)
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


@page(action="agreements.sign", purpose="oversight", who=right("agreements.sign"))
def sign(request: HttpRequest, agreement: UUID, party: int) -> HttpResponse:
    """One party signs, or whoever convenes records what it signed on paper."""
    row = _found(request, agreement)
    one = row.parties.filter(pk=party).select_related("agency").first()
    if one is None or not may(request.actor, "agreements.sign", one):
        raise Http404
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.sign(party=one, by=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The signature is kept."))
            return redirect("agreements:see", row.pk)
        except Refused as why:
            form.add_error(None, why.sentence)
    title = _("Sign for %(agency)s") % {"agency": one.agency.name}
    return render(request, "agreements/form.html", {"form": form, "title": title, "row": row})


@page(action="agreements.suspend", purpose="oversight", who=right("agreements.suspend"))
def move(request: HttpRequest, agreement: UUID, verb: str) -> HttpResponse:
    """Says what it does to whom, then does it."""
    row = _found(request, agreement)
    if verb not in PLAIN_MOVES:
        raise Http404
    if request.method == "POST":
        done = getattr(actions, verb)(agreement=row, by=request.actor, at=timezone.now())
        return redirect("agreements:see", done.pk)
    told = {
        "row": row,
        "verb": VERB_WORDS[verb],
        "verb_name": verb,
        "parties": [one for one in queries.parties(row) if one.ends is None],
        "stops": verb in ("suspend", "end"),
    }
    return render(request, "agreements/move.html", told)


def _found(request: HttpRequest, agreement: UUID) -> Agreement:
    row = queries.readable(request.actor).filter(pk=agreement).select_related("community").first()
    if row is None:
        raise Http404
    return row


def _line(row: Agreement, now) -> dict[str, Any]:
    return {
        "row": row,
        "kind": KIND_WORDS[row.kind],
        "state": STATE_WORDS[row.state],
        "tone": TONES[row.state],
        "due": rules.renewal_due(row.state, row.ends, now),
        "names": [one.agency.name for one in row.parties.all() if one.ends is None],
    }


def _party(one: Party, request: HttpRequest) -> dict[str, Any]:
    open_to_sign = one.agreement.state in ("in review", "partly signed") and one.signed_at is None
    return {
        "one": one,
        "role": ROLE_WORDS[one.role],
        "may_sign": open_to_sign and may(request.actor, "agreements.sign", one),
    }


def _moves(row: Agreement, request: HttpRequest) -> list[tuple[str, Any]]:
    found = [verb for verb in rules.LIFE.verbs(row.state, rules.CONVENER) if verb in PLAIN_MOVES]
    found += ["make_version"] if row.state in rules.LIVE else []
    return [
        (verb, VERB_WORDS[verb]) for verb in found if may(request.actor, f"agreements.{verb}", row)
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
