"""Signing in its three ways (typed name, passkey, signed paper), and the scan of a signed paper.

The same three for a party of an agreement, and for a new partner that joins.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.accounts import confirming
from kinwork.accounts.models import Agency
from kinwork.common.rights import Refused, may
from kinwork.trust.agreements import actions, enforced, queries
from kinwork.trust.agreements.models import Agreement, Nation, NationOffice, Party
from kinwork.trust.agreements.signing_forms import (
    JoinForm,
    PaperForm,
    PaperJoinForm,
    PasskeyForm,
    PasskeyJoinForm,
    ScanForm,
    SignForm,
)
from kinwork.trust.agreements.views.reading import found, lacks_scan
from kinwork.trust.agreements.words import WAYS_TO_RECORD, WAYS_TO_SIGN
from kinwork.web.pages import page, right
from kinwork.web.papers.giving import as_file
from kinwork.web.papers.receiving import was_too_big
from kinwork.web.papers.rules import Unfit
from kinwork.web.papers.words import WHY_NOT

FORMS = {"typed": SignForm, "passkey": PasskeyForm, "paper": PaperForm}
JOINING = {"typed": JoinForm, "passkey": PasskeyJoinForm, "paper": PaperJoinForm}
NOT_CONFIRMED = gettext_lazy("The passkey did not confirm this. Press the button and try again.")


@dataclass(frozen=True)
class Signing:
    """Who is about to sign what. way: as the page was chosen; party: not saved yet where it joins."""

    request: HttpRequest
    row: Agreement
    party: Party
    way: str

    @property
    def own(self) -> bool:
        return self.party.agency_id == self.request.actor.agency

    @property
    def by_passkey(self) -> bool:
        return self.way == "passkey"

    def exists(self) -> bool:
        """Nobody's passkey speaks for another agency."""
        allowed = may(self.request.actor, "agreements.sign_with_passkey", self.party)
        return self.way in FORMS and (allowed or not self.by_passkey)


@page(action="agreements.sign", purpose="oversight", who=right("agreements.sign"))
def sign(request: HttpRequest, agreement: UUID, party: int, way: str = "typed") -> HttpResponse:
    """One party reads and signs, or whoever convenes records what it signed on paper."""
    row = found(request, agreement)
    one = row.parties.filter(pk=party).select_related("agency").first()
    if one is None or not may(request.actor, "agreements.sign", one):
        raise Http404
    it = Signing(request, row, one, way)
    form = _form(it, FORMS)
    if _sent(form, it, lambda said: actions.sign(party=one, **said)):
        messages.success(request, _("The signature is kept."))
        return redirect("agreements:see", row.pk)
    title = _("Sign for %(agency)s") if it.own else _("Record what %(agency)s signed on paper")
    links = [
        (name, reverse("agreements:sign", args=[row.pk, one.pk, *rest])) for name, rest in WAYS
    ]
    told = {"title": title % {"agency": one.agency.name}}
    return render(request, "agreements/sign.html", _told(it, form, links) | told)


@page(action="agreements.join", purpose="oversight", who=right("agreements.join"))
def join(request: HttpRequest, way: str = "typed") -> HttpResponse:
    """A new partner reads the participation memorandum and signs it, as whoever answers for it."""
    actor = request.actor
    row = queries.to_join(actor, timezone.now()) if actor.agency else None
    if row is None:
        return render(request, "agreements/joined.html", {"agency": actor.agency})
    agency = Agency.objects.get(pk=actor.agency)
    nations = Nation.objects.exclude(pk=agency.pk).select_related("agency").order_by("agency__name")
    marked = NationOffice.objects.filter(agency=agency).exists()
    it = Signing(request, row, Party(agreement=row, agency=agency), way)
    form = _form(it, JOINING, nations=[] if marked else list(nations), marked=marked)
    if _sent(form, it, lambda said: _join(row, agency, form, said)):
        messages.success(request, _("Your agency takes part from now on."))
        return redirect("agreements:see", row.pk)
    links = [(name, reverse("agreements:join", args=rest)) for name, rest in WAYS]
    return render(request, "agreements/join.html", _told(it, form, links) | {"agency": agency})


def _join(row: Agreement, agency: Agency, form: Any, said: dict[str, Any]) -> None:
    if form.cleaned_data.get("nation"):
        actions.mark_nation(
            agency=agency,
            evidence=form.cleaned_data["evidence"],
            nation=form.chosen(),
            by=said["by"],
            at=said["at"],
        )
    said["signed_by"], said["signed_title"] = said.pop("name"), said.pop("title")
    actions.join(agreement=row, agency=agency, **said)


@page(action="agreements.add_scan", purpose="oversight", who=right("agreements.add_scan"))
def add_scan(request: HttpRequest, agreement: UUID, party: int) -> HttpResponse:
    """The scan of what was signed on paper, brought later."""
    row = found(request, agreement)
    one = row.parties.filter(pk=party).select_related("agency").first()
    if one is None or not lacks_scan(one, row, queries.scans(row).get(one.pk), request.actor):
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ScanForm(*sent)

    def keep(said: dict[str, Any]) -> None:
        actions.add_scan(party=one, files=said["files"], by=said["by"], at=said["at"])

    if _sent(form, Signing(request, row, one, "paper"), keep):
        messages.success(request, _("The scan is kept."))
        return redirect("agreements:see", row.pk)
    told = {"form": form, "row": row, "one": one}
    return render(request, "agreements/scan.html", told)


@page(action="agreements.open_scan", purpose="oversight", who=right("agreements.open_scan"))
def scan_file(request: HttpRequest, agreement: UUID, scan: UUID) -> HttpResponse:
    """The signed paper as a file to keep: for whoever answers for a party, and whoever convenes."""
    row = found(request, agreement)
    one = next((one for one in queries.scans(row).values() if one.pk == scan), None)
    content = one and actions.open_scan(one, by=request.actor, at=timezone.now())
    if not content:
        raise Http404
    return as_file(content, one.media_type, "signed-agreement")


# The typed name has the plain address.
WAYS = (("typed", []), ("passkey", ["passkey"]), ("paper", ["paper"]))


def _form(it: Signing, forms: dict[str, Any], **more: Any) -> Any:
    if not it.exists():
        raise Http404
    if it.way == "paper":
        more |= {"row": it.row, "now": timezone.now()}
    posted = it.request.method == "POST"
    if posted and it.way == "paper":
        more["files"] = it.request.FILES
    return forms[it.way](it.request.POST if posted else None, **more)


def _sent(form: Any, it: Signing, deed: Callable[[dict[str, Any]], Any]) -> bool:
    """Was it sent, whole, and done? Else the form says what is wrong."""
    if not form.is_bound:
        return False
    if it.way == "paper" and was_too_big(it.request):
        form.add_error("files", WHY_NOT["too big"])
    if not form.is_valid():
        return False
    said = {"by": it.request.actor, "at": timezone.now()}
    names = ("name", "title", "authority", "signed_on")
    said |= {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
    try:
        if it.way == "paper":
            said["files"] = [one.read() for one in form.cleaned_data["files"]]
        if it.by_passkey:
            about = queries.to_confirm(it.row, it.party.agency_id)
            said["yes"] = confirming.answered(it.request, about, form.cleaned_data["credential"])
            said["name"] = ""
        with transaction.atomic():
            deed(said)
        return True
    except Refused as why:
        form.add_error(None, why.sentence)
    except Unfit as unfit:
        form.add_error("files", WHY_NOT[unfit.code])
    except confirming.NotConfirmed:
        form.add_error(None, NOT_CONFIRMED)
    return False


def _told(it: Signing, form: Any, links: list[tuple[str, str]]) -> dict[str, Any]:
    """What both pages show. The device is asked anew each time that the page is drawn."""
    request, row = it.request, it.row
    has_passkey = it.by_passkey and confirming.has_passkey(request.user)
    asked = {}
    if has_passkey and it.party.signed_at is None:
        asked = confirming.ask(request, queries.to_confirm(row, it.party.agency_id))
    words = WAYS_TO_SIGN if it.own else WAYS_TO_RECORD
    return {
        "form": form,
        "row": row,
        "way": it.way,
        "own": it.own,
        "has_passkey": has_passkey,
        "js_data": asked,
        "ways": [(url, words[name]) for name, url in links if name in words and name != it.way],
        "clauses": enforced.lines(row, queries.parties(row)),
    }
