"""A supervisor's page of the agency's own texts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused
from kinwork.family.phrases import actions, queries
from kinwork.family.phrases.forms import PhraseForm
from kinwork.family.phrases.models import Phrase
from kinwork.family.phrases.words import DEED_WORDS, EMPTY
from kinwork.web.errors import conflict
from kinwork.web.pages import page, right

MOST = 200


@page(action="phrases.see", who=right("phrases.see"))
def texts(request: HttpRequest) -> HttpResponse:
    """Each text in both languages, under what it is for."""
    rows = [
        {"row": one, "deed": DEED_WORDS[one.deed]}
        for one in queries.texts(request.actor.agency)[:MOST]
    ]
    return render(request, "phrases/texts.html", {"rows": rows, "teaches": EMPTY})


@page(action="phrases.write", who=right("phrases.write"))
def write(request: HttpRequest) -> HttpResponse:
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            actions.write(**told, by=request.actor, at=timezone.now())
        except Refused as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, _("Saved. It can be chosen from now on."))
            return redirect("phrases:texts")
    return render(request, "phrases/text.html", {"form": form})


@page(action="phrases.change", who=right("phrases.change"))
def change(request: HttpRequest, phrase: UUID) -> HttpResponse:
    """Other words; who was slower reads both."""
    row = _ours(request, phrase)
    first = {name: getattr(row, name) for name in ("name", "english", "spanish", "version")}
    data = request.POST if request.method == "POST" else None
    form = PhraseForm(data, initial=first, deed_is_set=True)
    if form.is_bound and form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "form_id"}
        told["version"] = told["version"] if told["version"] is not None else -1
        try:
            actions.change(phrase=row, **told, by=request.actor, at=timezone.now())
        except actions.Changed as late:
            return _too_late(request, late.now, told)
        except Refused as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, _("Saved. It can be chosen from now on."))
            return redirect("phrases:texts")
    return render(request, "phrases/text.html", {"form": form, "row": row})


@page(action="phrases.end", who=right("phrases.end"))
@require_POST
def end(request: HttpRequest, phrase: UUID) -> HttpResponse:
    actions.end(phrase=_ours(request, phrase), by=request.actor, at=timezone.now())
    messages.success(request, _("It is not offered any more."))
    return redirect("phrases:texts")


def _too_late(request: HttpRequest, now: Phrase, typed: dict) -> HttpResponse:
    texts = [
        (_("In English"), now.english, typed["english"]),
        (_("In Spanish"), now.spanish, typed["spanish"]),
    ]
    return conflict(request, texts, by=str(now.changed_by), at=now.changed_at)


def _ours(request: HttpRequest, phrase: UUID) -> Phrase:
    row = queries.texts(request.actor.agency).filter(pk=phrase).first()
    if row is None:
        raise Http404
    return row
