"""Back onto the family's own page without its code: by a link or a short code that is sent to it, or by
the lock of its phone. Whatever is typed here, the words are the same and so is the work."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kinwork.family.intake import actions, forms, tries
from kinwork.family.intake.doors import ALONE
from kinwork.family.intake.flow import become, moment
from kinwork.trust.access import locks
from kinwork.trust.access.actions import Turned, ask_way, open_passkey, open_way
from kinwork.web import limits
from kinwork.web.context import community_of
from kinwork.web.pages import page

ASKED = "way"  # in the session: [the way that this browser asked for, its channel]
CONTACT, ADDRESS = "ask for a way back", "ask for a way back from"


@page(action="access.ask_way", who=ALONE)
def ask(request: HttpRequest) -> HttpResponse:
    """A phone or an e-mail is typed; the answer says nothing about whether it is anybody's."""
    form = forms.AskWay(request.POST or None)
    if request.method == "POST" and form.is_valid():
        channel, hashed = form.cleaned_data["where"]
        where = limits.address(request)
        if seconds := max(limits.rests(CONTACT, hashed), limits.rests(ADDRESS, where)):
            form.add_error(None, limits.said(seconds))
        else:
            request.tries = [(CONTACT, hashed), (ADDRESS, where)]
            way = ask_way(
                channel=channel,
                address_hash=hashed,
                community=community_of(request).pk,
                by=request.actor,
                at=moment(request),
            )
            request.session[ASKED] = [str(way), channel]
            return HttpResponseRedirect(reverse("intake:way-code"))
    return render(request, "intake/way.html", {"form": form})


@page(action="access.open_way", who=ALONE)
def code(request: HttpRequest) -> HttpResponse:
    """What to do now; the numbers of a text are typed here, in the browser that asked for them."""
    way, channel = request.session.get(ASKED) or ("", "")
    if not way:
        return HttpResponseRedirect(reverse("intake:way"))
    form = forms.OpenByCode(request.POST or None) if channel == "text" else None
    if form and request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if opened := _opened(request, told["code"], told["word"], UUID(way)):
            return _onto_the_page(request, opened)
        form.add_error(
            None,
            _(
                "This does not fit, or it is too old. Check the code and your word. "
                "After five wrong tries, ask for a new one."
            ),
        )
    return render(request, "intake/way_code.html", {"form": form})


@page(action="access.open_way", who=ALONE)
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of a link. Looking at it uses nothing up and tells nothing: it asks for the word."""
    form = forms.OpenWay(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if opened := _opened(request, secret, form.cleaned_data["word"], None):
            return _onto_the_page(request, opened)
        form.add_error(
            None,
            _(
                "This does not open. Check your word. A link works once, for 15 minutes. "
                "After five wrong words, ask for a new one."
            ),
        )
    return render(request, "intake/way_open.html", {"form": form})


def _opened(request: HttpRequest, secret: str, word: str, way: UUID | None) -> Turned | None:
    if tries.rests(request):
        return None
    opened = open_way(secret=secret, word=word, way=way, by=request.actor, at=moment(request))
    if opened is None:
        tries.wrong(request)
    return opened


@page(action="access.open_passkey", who=ALONE)
def lock(request: HttpRequest) -> HttpResponse:
    """The phone is unlocked, and signs; its page opens. Without a script there is the code."""
    form, wrong = forms.Lock(request.POST or None), False
    if request.method == "POST":
        if form.is_valid() and not tries.rests(request):
            signed = locks.check(request, form.cleaned_data["signed"])
            opened = signed and open_passkey(
                credential=signed.credential,
                sign_count=signed.counter,
                by=request.actor,
                at=moment(request),
            )
            if opened:
                return _onto_the_page(request, opened)
        tries.wrong(request)
        wrong = True
    told = {"form": forms.Lock(), "wrong": wrong, "options": locks.ask(request)}
    return render(request, "intake/lock.html", told)


def _onto_the_page(request: HttpRequest, opened: Turned) -> HttpResponse:
    become(request, actions.Finished(opened.household, opened.person, opened.community))
    request.session.pop(ASKED, None)
    return HttpResponseRedirect(reverse("ours:page"))
