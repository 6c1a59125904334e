"""One referral, its moves, and its signed link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.accounts.current import LINK
from kinwork.family.referrals import actions, links, queries, rights, showing, words
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.forms import FORMS, form_for
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.queries import opened
from kinwork.web.errors import conflict
from kinwork.web.limits import limited
from kinwork.web.pages import page, right

CLASSES = ("identity", "contact", "household", "means", "health", "development", "education")
SEES = right("referrals.see")


def found(request: HttpRequest, referral: UUID) -> Referral:
    """The referral, if it is one of this actor's; else 404, whatever the reason."""
    row = queries.envelopes().filter(pk=referral).first()
    if row is None or not rights.parties(request.actor, row):
        raise Http404
    return row


@page(action="referrals.see", classes=CLASSES, who=SEES)
def show(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The same page for both organizations, a link and the coordinator; the family reads its own
    (kinwork.home.referral)."""
    row, now = found(request, referral), timezone.now()
    # A mail scanner follows links: what a link holder opens counts when it is answered.
    if "receiver" in rights.parties(request.actor, row) and request.actor.kind != "link":
        actions.mark_opened(referral=row, by=request.actor, at=now)
    opened(
        by=request.actor,
        household=row.household_id,
        classes=row.classes if showing_content(request, row) else (),
        page="referrals.see",
        about=row if request.actor.is_staff else None,  # a family's own look makes nothing its own
        at=now,
    )
    shown = showing.gather(row, request.actor, _language(), now)
    told = {**_context(shown, request), "now": now}
    return render(request, "referrals/referral.html", told)


def showing_content(request: HttpRequest, row: Referral) -> bool:
    return rights.parties(request.actor, row) != ("coordinator",)


@page(action="referrals.move", classes=CLASSES, who=SEES)
def act(request: HttpRequest, referral: UUID, verb: str) -> HttpResponse:
    """GET: what it will do and what has to be said. POST: done, once."""
    row, now = found(request, referral), timezone.now()
    if verb not in FORMS:
        raise Http404
    shown = showing.gather(row, request.actor, _language(), now)
    party = "family" if request.actor.is_family else "staff"
    data = request.POST if request.method == "POST" else None
    form = form_for(verb, party)(data, referral=row, caregivers=shown.caregivers)
    if data is None and verb not in showing.verbs(row, request.actor):
        return redirect("referrals:referral", row.pk)
    if data is not None and form.is_valid():
        try:
            done = getattr(actions, verb)(referral=row, by=request.actor, at=now, **form.said())
        except AlreadyMoved as late:
            return too_late(request, late, form)
        for notice in form.notices:
            messages.info(request, notice)
        return after(request, done, verb)
    button, consequence = words.VERB_WORDS[verb][0], words.CONSEQUENCE.get(verb, "")
    if party == "family":
        button, consequence = words.FAMILY_VERBS.get(verb, (button, consequence))
    told = {
        **_context(shown, request),
        "form": form,
        "verb": verb,
        "button": button,
        "consequence": consequence,
    }
    mood = "act_family" if party == "family" else "act"
    return render(request, f"referrals/{mood}.html", told)


def after(request: HttpRequest, row: Referral, verb: str) -> HttpResponse:
    """Back to it, with a sentence that says what was done."""
    messages.success(request, _("Done.") if request.actor.is_family else words.VERB_WORDS[verb][1])
    return redirect("referrals:referral", row.pk)


def too_late(request: HttpRequest, late: AlreadyMoved, form: Any) -> HttpResponse:
    """Somebody was faster: who, when, what stands now, and what was typed here."""
    names = {"version", "form_id"}
    typed = "\n".join(
        str(value) for name, value in form.cleaned_data.items() if name not in names and value
    )
    now_stands = f"{words.VERB_WORDS[late.last_verb][1]} ({words.STATE_WORDS[late.state][1]})"
    texts = [(_("This referral"), now_stands, typed or words.VERB_WORDS[late.verb][0])]
    again = reverse("referrals:referral", args=[form.referral.pk])
    return conflict(request, texts, by=late.by_name, at=late.at, again=again)


@page(action="referrals.link")
@limited("renew link")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link opens one referral for this browser. An old one can be renewed."""
    try:
        referral = links.read(token)
    except links.Expired as over:
        return _renew(request, over.referral)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if request.user.is_authenticated or request.session.get("family"):
        return render(request, "referrals/link_signed_in.html", status=200)
    request.session.cycle_key()
    request.session[LINK] = str(referral)
    return HttpResponseRedirect(reverse("referrals:referral", args=[referral]))


def _renew(request: HttpRequest, referral: UUID) -> HttpResponse:
    """A new link goes to the published address only, whoever asks for it."""
    if request.method == "POST":
        actions.ask_for_link(referral=referral, by=request.actor, at=timezone.now())
    return render(request, "referrals/link_over.html", {"asked": request.method == "POST"})


def _language() -> str:
    return (get_language() or "en")[:2]


def _context(shown: showing.Shown, request: HttpRequest) -> dict[str, Any]:
    row = shown.row
    deeds = [
        {"verb": verb, "words": words.VERB_WORDS[verb][0], "url": deed_url(row, verb)}
        for verb in ([shown.primary] if shown.primary else []) + shown.others
    ]
    return {
        "shown": shown,
        "row": row,
        "primary": deeds[0] if shown.primary else None,
        "others": deeds[1:] if shown.primary else deeds,
        "classes": words.shared(row.classes, row.receiver_id is not None),
        "guarded": {*row.classes, row.sensitivity},
    }


def deed_url(row: Referral, verb: str) -> str:
    return reverse("referrals:move", args=[row.pk, verb])
