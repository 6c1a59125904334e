"""The demo's own pages: be anybody with one click, and read the mail that left."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinwork.accounts.current import FAMILY, HAT, ONE_CLICK
from kinwork.accounts.models import Membership
from kinwork.accounts.views import sign_in as begin_session
from kinwork.common import audit
from kinwork.demo import cast, guard, outbox, texts
from kinwork.family.contact import calling
from kinwork.web.pages import page


def in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Outside a demo, or over a database that is none, the page does not exist."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not guard.is_open():
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@page(action="demo.who")
@in_demo
def who(request: HttpRequest) -> HttpResponse:
    """Who would you like to be?"""
    everybody = cast.people(settings.DATA_DIR)
    told = {
        "staff": [one for one in everybody if one.kind == "staff"],
        "families": [one for one in everybody if one.kind == "family"],
    }
    return render(request, "demo/who.html", told)


@page(action="demo.sign_in")
@require_POST
@in_demo
def sign_in(request: HttpRequest) -> HttpResponse:
    """Be that person. Only those whom the play named can be."""
    wanted = request.POST.get("who", "")
    someone = next((one for one in cast.people(settings.DATA_DIR) if one.key == wanted), None)
    if someone is None:
        raise Http404
    logout(request)
    if someone.kind == "staff":
        return _as_staff(request, someone)
    request.session[FAMILY] = [someone.person, someone.household, someone.community]
    audit.record("demo.sign_in", by=request.actor, at=timezone.now(), as_kind="family")
    response = redirect("/")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, someone.language, samesite="Lax")
    return response


def _as_staff(request: HttpRequest, someone: cast.Someone) -> HttpResponse:
    hat = get_object_or_404(Membership.objects.select_related("user"), pk=someone.membership)
    response = begin_session(request, hat.user, "/")
    request.session[ONE_CLICK] = True
    request.session[HAT] = str(hat.id)
    return response


@page(action="demo.outbox")
@in_demo
def outbox_list(request: HttpRequest) -> HttpResponse:
    told = {
        "letters": outbox.letters(settings.DATA_DIR),
        "texts": texts.texts(settings.DATA_DIR)[:50],
    }
    return render(request, "demo/outbox.html", told)


@page(action="demo.outbox")
@in_demo
def phone(request: HttpRequest, number: str) -> HttpResponse:
    """The screen of one phone; what is answered there goes by the gateway, as from a real one."""
    found = texts.texts(settings.DATA_DIR, number)
    if not found:
        raise Http404
    if request.method == "POST":
        said = {"from": number, "text": request.POST.get("text", "")[:160]}
        place = settings.SMS_URL.replace("/texts", "/answer")
        if place:
            body = json.dumps(said).encode()
            calling.post(place, body, {"Content-Type": "application/json"})
        return redirect("demo:phone", number)
    return render(request, "demo/phone.html", {"number": number, "texts": found[::-1]})


@page(action="demo.outbox")
@in_demo
def outbox_letter(request: HttpRequest, name: str) -> HttpResponse:
    found = outbox.letter(settings.DATA_DIR, name)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})
