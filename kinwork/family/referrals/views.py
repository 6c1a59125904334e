"""One referral, its moves, and its signed link."""

from datetime import datetime
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

from kinwork.accounts.current import hold_link
from kinwork.family.referrals import actions, by_link, links, queries, rights, showing, texts, words
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.beside import beside
from kinwork.family.referrals.coming import next_by_clock
from kinwork.family.referrals.forms import FORMS, form_for
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import LIFE
from kinwork.trust.access.queries import opened
from kinwork.web.errors import conflict
from kinwork.web.limits import limited
from kinwork.web.pages import page, right
from kinwork.web.times import exact

CLASSES = ("identity", "contact", "household", "means", "health", "development", "education")
SEES = right("referrals.see")
OWN_DATES = {"schedule": "appointments:times", "cancel_appointment": "appointments:cancel"}


def found(request: HttpRequest, referral: UUID) -> Referral:
    """The referral, if it is one of this actor's; else 404, whatever the reason."""
    row = _row(request, referral)
    if row is None:
        raise Http404
    return row


def _row(request: HttpRequest, referral: UUID) -> Referral | None:
    row = queries.envelopes().filter(pk=referral).first()
    return row if row and rights.parties(request.actor, row) else None


def _gone(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Nothing is here for this actor: its receiver reads that it was taken back, anybody else 404."""
    if not queries.was_taken_back_from(request.actor, referral):
        raise Http404
    base = "web/desk.html" if request.actor.is_staff else "web/family.html"
    return render(request, "referrals/taken_back.html", {"base": base}, status=410)


@page(action="referrals.see", classes=CLASSES, who=SEES)
def show(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The same page for both organizations, a link and the coordinator; the family reads its own
    (kinwork.home.referral)."""
    row, now = _row(request, referral), timezone.now()
    if row is None:
        return _gone(request, referral)
    if request.actor.kind == "link":
        return _by_link(request, row, now)
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
    told = {**_context(shown, request), "now": now, "next": next_by_clock(row, now)}
    told |= beside(row, request.actor)
    return render(request, "referrals/referral.html", told)


def _by_link(request: HttpRequest, row: Referral, now: datetime) -> HttpResponse:
    """One question with big answers; after the end a receipt, with nothing of the family in it."""
    opened(
        by=request.actor,
        household=row.household_id,
        classes=row.classes if by_link.knows_them(row) else (),
        page="referrals.see",
        at=now,
    )
    template = "link_end" if by_link.is_over(row) else "link"
    return render(request, f"referrals/{template}.html", by_link.screen(request, row))


def showing_content(request: HttpRequest, row: Referral) -> bool:
    return rights.parties(request.actor, row) != ("coordinator",)


@page(action="referrals.move", classes=CLASSES, who=SEES)
def act(request: HttpRequest, referral: UUID, verb: str) -> HttpResponse:
    """GET: what it will do and what has to be said. POST: done, once."""
    if verb not in FORMS:
        raise Http404
    row, now = _row(request, referral), timezone.now()
    if row is None:
        return _gone(request, referral)
    if request.actor.is_family and verb in OWN_DATES:  # it chooses and cancels on a page of its own
        return redirect(OWN_DATES[verb], row.pk)
    shown = showing.gather(row, request.actor, _language(), now)
    party = "family" if request.actor.is_family else "staff"
    data = request.POST if request.method == "POST" else None
    made = form_for(verb, party)
    if texts.is_asked(data):  # a text was put in, and nothing sent
        data, typed = None, texts.first(request.POST, request.actor, verb, [row])
        form = made(referral=row, caregivers=shown.caregivers, initial=typed)
        form.initial |= {"version": typed.get("version", "")}
    else:
        typed = None
        form = made(data, referral=row, caregivers=shown.caregivers)
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
    button, consequence = words.VERB_WORDS[verb][0], words.consequence(verb, row.community)
    if party == "family":
        button, consequence = words.FAMILY_VERBS.get(verb, (button, consequence))
    told = {
        **_context(shown, request),
        "form": form,
        "put_in": typed is not None,
        "offers": texts.offers(request.actor, verb, _spoken(shown))
        if texts.FIELD in form.fields
        else [],
        "verb": verb,
        "button": button,
        "consequence": consequence,
    }
    mood = {"family": "act_family", "link": "act_link"}.get(request.actor.kind, "act")
    return render(request, f"referrals/{mood}.html", told)


def _spoken(shown: showing.Shown) -> str:
    return shown.household.language if shown.household else ""


def after(request: HttpRequest, row: Referral, verb: str) -> HttpResponse:
    """Back to it, with a sentence that says what was done."""
    if verb == "ask_consent" and row.receiver_id:  # the question itself is sent from its own page
        return redirect("home:send", row.pk)
    messages.success(request, _("Done.") if request.actor.is_family else words.VERB_WORDS[verb][1])
    return redirect("referrals:referral", row.pk)


def too_late(request: HttpRequest, late: AlreadyMoved, form: Any) -> HttpResponse:
    """Somebody was faster: who, when, what stands now, and what was typed here."""
    names = {"version", "form_id"}
    typed = "\n".join(
        str(value) for name, value in form.cleaned_data.items() if name not in names and value
    )
    now_stands = f"{words.VERB_WORDS[late.last_verb][1]} ({words.STATE_WORDS[late.state][1]})"
    by_name = late.by_name
    if request.actor.is_family:  # who moved it, and a no that nobody let stand yet, is not told
        row = Referral.objects.get(pk=form.referral.pk)
        now_stands, by_name = words.STATE_WORDS[queries.state_for_family(row)][1], ""
    texts = [(_("This referral"), now_stands, typed or words.VERB_WORDS[late.verb][0])]
    again = reverse("referrals:referral", args=[form.referral.pk])
    return conflict(request, texts, by=by_name, at=late.at, again=again)


@page(action="referrals.link")
@limited("renew link")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link opens one referral for this browser. An old one can be renewed."""
    try:
        referral = links.read(token)
    except links.Expired as over:
        return _renew(request, over)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if request.user.is_authenticated or request.session.get("family"):
        return render(request, "referrals/link_signed_in.html", status=200)
    request.session.cycle_key()
    hold_link(request, referral, links.seconds_left(token))  # it closes when the link does
    return HttpResponseRedirect(reverse("referrals:referral", args=[referral]))


def _renew(request: HttpRequest, over: links.Expired) -> HttpResponse:
    """A new link goes to the published address only, whoever asks for it."""
    if request.method == "POST":
        actions.ask_for_link(referral=over.referral, by=request.actor, at=timezone.now())
    told = {"asked": request.method == "POST", "days": over.days}
    return render(request, "referrals/link_over.html", told)


def _language() -> str:
    return (get_language() or "en")[:2]


def _context(shown: showing.Shown, request: HttpRequest) -> dict[str, Any]:
    row, date = shown.row, shown.appointment
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
        "date_words": exact(date.starts_at, date.zone or row.community.time_zone) if date else "",
        # What the family asks of its date stands on a higher floor; it hangs on the referral.
        "asked": row.change_asks.filter(settled_at=None).first() if date else None,
        "may_offer": "receiver" in shown.parties and LIFE.may("schedule", row.state, "receiver"),
    }


def deed_url(row: Referral, verb: str) -> str:
    return reverse("referrals:move", args=[row.pk, verb])
