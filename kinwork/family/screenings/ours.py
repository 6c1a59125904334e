"""The needs check on the family's own phone: one question a page, each may be skipped."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.family.screenings import actions, queries
from kinwork.family.screenings.forms import HelpForm, QuestionForm
from kinwork.family.screenings.rules import OWN_CHECK
from kinwork.family.screenings.showing import needs_of, shown
from kinwork.library.instruments import SKIPPED, Instrument, newest
from kinwork.people.models import Household
from kinwork.trust.access.queries import visible
from kinwork.trust.consent.family_page import family_page

CLASSES = ("household", "health", "development")


@family_page("screenings.see", classes=CLASSES)
def results(request: HttpRequest) -> HttpResponse:
    """What was asked so far, in plain words; the family may begin its own check."""
    found = [
        queries.Asked(tuple(rows))
        for one in queries.of_household(request.actor.household)
        if (rows := visible(request.actor, one.rows))
    ]
    told = {"results": [shown(one, _language()) for one in found], "known": _check()}
    return render(request, "screenings/ours_results.html", told)


@family_page("screenings.record", classes=CLASSES)
def check(request: HttpRequest) -> HttpResponse:
    """One question a page. What was answered so far travels in the form: nothing is kept until the end,
    and going back changes an answer."""
    known, language = _check(), _language()
    said = _said(request, known)
    place = _place(request, known)
    if request.method == "POST" and "back" not in request.POST:
        item = known.items[place]
        form = QuestionForm(request.POST, instrument=known, item=item, language=language)
        if "skip" in request.POST or form.is_valid():
            answer = "" if "skip" in request.POST else form.cleaned_data["answer"]
            said[item.key] = answer or SKIPPED
            place += 1
    if place >= len(known.items):
        return _finish(request, known, said)
    item = known.items[place]
    told = {
        "form": QuestionForm(instrument=known, item=item, language=language),
        "said": said.items(),
        "place": place,
        "number": place + 1,
        "of": len(known.items),
        "form_id": request.POST.get("form_id") or uuid4(),
        "before": place - 1,
    }
    return render(request, "screenings/ours_question.html", told)


def _finish(request: HttpRequest, known: Instrument, said: dict[str, Any]) -> HttpResponse:
    home = Household.objects.get(pk=request.actor.household)
    asked = actions.record(
        household=home,
        instrument=known.key,
        said=said,
        form_id=_id(request.POST.get("form_id", "")),
        by=request.actor,
        at=timezone.now(),
    )
    return redirect("screenings_ours:result", asked.first.sitting)


@family_page("screenings.ask_help", classes=CLASSES)
def result(request: HttpRequest, sitting: UUID) -> HttpResponse:
    """What came of it; the family chooses what it wants help with. Nothing is sent before."""
    home = Household.objects.get(pk=request.actor.household)
    asked = queries.sitting(home.pk, sitting)
    rows = visible(request.actor, asked.rows) if asked else []
    if not rows:
        raise Http404
    asked = queries.Asked(tuple(rows))
    found = needs_of(asked, _language())
    form = HelpForm(request.POST if request.method == "POST" else None, needs=found)
    if form.is_bound and form.is_valid():
        made = actions.ask_help(
            household=home,
            sitting=sitting,
            codes=form.cleaned_data["codes"],
            by=request.actor,
            at=timezone.now(),
        )
        if made:
            messages.success(request, _("Thank you. We wrote down what you want help with."))
        return redirect("ours:page")
    told = {"one": shown(asked, _language()), "form": form if found else None}
    return render(request, "screenings/ours_result.html", told)


def _check() -> Instrument:
    known = newest(OWN_CHECK)
    if known is None:
        raise Http404
    return known


def _said(request: HttpRequest, known: Instrument) -> dict[str, Any]:
    """Earlier answers of this very form; nonsense is left out."""
    codes = {one.code for one in known.answers} | {SKIPPED}
    told = {one.key: request.POST.get(f"said_{one.key}", "") for one in known.items}
    return {key: value for key, value in told.items() if value in codes}


def _place(request: HttpRequest, known: Instrument) -> int:
    text = request.POST.get("back") or request.POST.get("place", "0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    return min(number, len(known.items) - 1)


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _language() -> str:
    return (get_language() or "en")[:2]
