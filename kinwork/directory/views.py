"""Find help, one service, right now, and a suggestion: pages without sign-in."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kinwork.common.community import home
from kinwork.directory import remembered, service_page, showing, translations
from kinwork.directory.actions import record_inquiry, suggest_correction
from kinwork.directory.forms import CorrectionForm, FindForm, RightNowForm
from kinwork.directory.models import Inquiry
from kinwork.directory.search import Query, Results, find
from kinwork.directory.search import places as where
from kinwork.directory.search.hotlines import SAFETY
from kinwork.directory.search.run import read_key
from kinwork.directory.starting import start_context
from kinwork.library.codes import vocabulary
from kinwork.web.limits import limited
from kinwork.web.pages import page

NEAR_ENOUGH = 30  # miles; beyond, "right now" has found nothing
RIGHT_NOW = {
    "food": ("food-pantry", "meals"),
    "diapers": ("diapers", "diaper-bank"),
    "shelter": ("shelter",),
    "safety": ("domestic-violence-help",),
}


def _language() -> str:
    return (get_language() or "en")[:2]


@require_http_methods(["GET", "HEAD", "POST"])
@page(action="directory.search")
def find_help(request: HttpRequest) -> HttpResponse:
    """POST asks; GET shows what was asked last, or the empty form with its tiles."""
    now = timezone.now()
    if request.method == "POST":
        return _ask(request, now)
    asked = remembered.kept(request, now)
    if asked is None:
        return render(request, "directory/find.html", start_context())
    form = FindForm(asked)
    if not form.is_valid():  # a place that left the gazetteer, a term that left the vocabulary
        remembered.forget(request)
        return render(request, "directory/find.html", {**start_context(), "form": form})
    return _show(request, form, now)


def _ask(request: HttpRequest, now: datetime) -> HttpResponse:
    if "new" in request.POST:
        remembered.forget(request)
        return redirect("find")
    form = FindForm(request.POST)
    if not form.is_valid():
        status = 400 if "need" in form.errors or "who" in form.errors else 200
        return render(
            request, "directory/find.html", {**start_context(), "form": form}, status=status
        )
    query = _query(form)
    if remembered.is_safety(query):
        remembered.forget(request)
        return _show(request, form, now)
    remembered.keep(request, {name: request.POST.get(name, "") for name in remembered.FIELDS}, now)
    results = find(query, now)
    if not results.hits:
        _write_down(results, now)
    return redirect("find")


def _query(form: FindForm) -> Query:
    return remembered.query_of(form.cleaned_data, where.of_community(home()))


def _write_down(results: Results, now: datetime) -> None:
    """An empty search is evidence of a gap: which need, about where; not the words."""
    place, codes = results.query.place, results.understood.codes
    record_inquiry(
        need_code=codes[0] if codes else "",
        place=place.coarse if place else "",
        language=_language(),
        results=0,
        outcome=Inquiry.Outcome.NO_ROOM if results.query.has_room else Inquiry.Outcome.NO_SERVICE,
        at=now,
    )


def _show(request: HttpRequest, form: FindForm, now: datetime) -> HttpResponse:
    query = _query(form)
    after = request.GET.get("after", "")
    key = read_key(after) if after else None
    if after and key is None:
        raise Http404
    results = find(Query(**{**query.__dict__, "after": key}), now)
    cards = showing.cards(results.hits, now, _names(results))
    safety = remembered.is_safety(query)
    context = {
        **start_context(),
        "form": form,
        "results": results,
        "cards": cards,
        "place": query.place,
        "said_place": form.cleaned_data.get("place"),
        "points": _points(cards, query),
        "need": vocabulary.terms().get(query.category),
        "narrowed": remembered.without_filters(query) != query,
        "first": key is None,
        "hotlines": SAFETY if safety else (),
        "safety": safety,
    }
    return render(request, "directory/results.html", context)


def _names(results: Results) -> dict[UUID, str]:
    """Names in the page's language, where the directory has them."""
    return translations.of_field(
        "service", [hit.entry["service_id"] for hit in results.hits], "name", _language()
    )


def _points(cards: list, query: Query) -> list[tuple]:
    return [
        (card.entry["latitude"], card.entry["longitude"], card.name)
        for card in cards
        if card.pin is not None
    ]


@page(action="directory.view")
def service(request: HttpRequest, id: UUID) -> HttpResponse:
    """One service with all that helps to get in; of a victim service its phone alone."""
    shown = service_page.read(id, timezone.now(), _language())
    if shown is None:
        raise Http404
    if shown.is_safety:
        return render(
            request, "directory/safe_service.html", {"shown": shown, "hotlines": SAFETY[:1]}
        )
    back = remembered.kept(request, timezone.now()) is not None
    return render(request, "directory/service.html", {"shown": shown, "back_to_list": back})


@require_http_methods(["GET", "HEAD", "POST"])
@page(action="directory.suggest_correction")
@limited("suggest a correction")
def suggest(request: HttpRequest, id: UUID) -> HttpResponse:
    """Anybody may say what is wrong; a person of the directory decides."""
    shown = service_page.read(id, timezone.now(), _language())
    if shown is None:
        raise Http404
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        suggest_correction(
            service_id=id,
            field=form.cleaned_data["field"],
            suggestion=form.cleaned_data["suggestion"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Thank you. A person will check this and put it right."))
        return redirect("service", id=id)
    return render(request, "directory/suggest.html", {"form": form, "shown": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@page(action="directory.right_now")
def right_now(request: HttpRequest) -> HttpResponse:
    """Two taps: what, and where. Nothing is kept, not even in the session."""
    need = request.POST.get("need", "") if request.method == "POST" else ""
    if need not in RIGHT_NOW:
        return render(
            request,
            "directory/right_now.html",
            {"doors": vocabulary.urgent(), "language": _language()},
            status=400 if need else 200,
        )
    context = {
        "need": need,
        "term": vocabulary.urgent().get(need),
        "language": _language(),
        "here": where.of_community(home()),
        "hotlines": SAFETY if need == "safety" else (),
        "form": RightNowForm(),
    }
    if "place" in request.POST or "here" in request.POST:
        context |= _near_now(request, need, context["here"])
    return render(request, "directory/right_now_place.html", context)


def _near_now(request: HttpRequest, need: str, here) -> dict:
    form = RightNowForm(request.POST)
    if "here" in request.POST and here:
        place = here
    elif form.is_valid():
        place = form.cleaned_data["place"]
    else:
        return {"form": form}
    now = timezone.now()
    results = find(Query(categories=RIGHT_NOW[need], place=place), now)
    near = [hit for hit in results.hits if hit.miles is None or hit.miles <= NEAR_ENOUGH]
    near.sort(key=lambda hit: (hit.open is not True, hit.open is False))
    _count_urgent(need, place, near, now)
    return {
        "form": form,
        "place": place,
        "cards": showing.cards(near[:6], now, _names(results)),
        "asked": True,
    }


def _count_urgent(need: str, place: where.Place, near: list, now: datetime) -> None:
    full = near and all(
        (room := showing.room(hit.entry["openings"], hit.entry["room_until"], now))
        and room.tone == "waiting"
        for hit in near
    )
    outcome = Inquiry.Outcome.FOUND if near else Inquiry.Outcome.NO_SERVICE
    record_inquiry(
        need_code=RIGHT_NOW[need][0],
        place=place.coarse,
        language=_language(),
        results=len(near),
        outcome=Inquiry.Outcome.NO_ROOM if full else outcome,
        at=now,
        door=Inquiry.Door.RIGHT_NOW,
    )
