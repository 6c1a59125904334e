"""What families say: an agency's own numbers, releases, topics for an agenda, and what came of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import Refused, may
from kinwork.measure.voice import Word
from kinwork.system.loop.rules import Period, twelve_months
from kinwork.system.loop.words import group_names
from kinwork.system.voice import actions, queries, telling, words
from kinwork.system.voice.forms import DaysForm, ToldForm, TopicForm
from kinwork.system.voice.models import Topic, VoiceRelease
from kinwork.web.context import community_of
from kinwork.web.pages import page, right
from kinwork.web.sheets import csv_file

READ = {"action": "voice.read", "purpose": "statistics", "who": right("voice.read")}
OWN = {"action": "voice.own", "purpose": "statistics", "who": right("voice.own")}
PAGE = 50


@page(**OWN)
def own(request: HttpRequest) -> HttpResponse:
    """What families say of the help that this agency gave or asked for."""
    form, period, by, found = _asked(request)
    told = telling.whole(found)
    _seen(request, "voice.own.view", referrals=len(found))
    shown = {
        "form": form,
        "period": period,
        "n": len(found),
        "query": request.GET.urlencode(),
        "file_url": reverse("voice:own_file"),
        "is_own": True,
        **_sheet(told, by),
        **_tabs(request),
    }
    return render(request, "voice/own.html", shown)


@page(**OWN)
def own_file(request: HttpRequest) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    _form, period, _by, found = _asked(request)
    told = telling.whole(found)
    _seen(request, "voice.own_file.view", referrals=len(found))
    days = (str(period.starts), str(period.ends))
    return csv_file("what-families-say", telling.HEADS, telling.rows(told, _names(told), days))


@page(**READ)
def releases(request: HttpRequest) -> HttpResponse:
    """The half years that were released, and what families ask for and complain of."""
    place = community_of(request)
    rows = list(queries.releases(place))
    topics = list(queries.topics(place)[:PAGE])
    raised = {(one.source, one.code, one.starts) for one in topics}
    leads = may(request.actor, "voice.raise_topic")
    told = {
        "rows": rows,
        "topics": [_topic(one, found) for one, found in _with_decisions(topics)],
        "sources": _sources(place, raised),
        "leads": leads,
        "partnerships": list(queries.partnerships(place)) if leads else [],
        **_tabs(request),
    }
    _seen(request, "voice.read.view", topics=len(topics))
    return render(request, "voice/releases.html", told)


@page(**READ)
def release(request: HttpRequest, release: UUID) -> HttpResponse:
    """One half year: small numbers, and what would tell one, are kept back."""
    row = _release(request, release)
    by = request.GET.get("by", "")
    by = by if by in words.BY_WORDS else "program"
    _seen(request, "voice.read.view", row)
    shown = {
        "row": row,
        "file_url": reverse("voice:release_file", args=[row.pk]),
        "tabs": [(name, called, name == by) for name, called in words.BY_WORDS.items()],
        **_sheet(row.body, by),
        **_tabs(request),
    }
    return render(request, "voice/release.html", shown)


@page(**READ)
def release_file(request: HttpRequest, release: UUID) -> HttpResponse:
    row = _release(request, release)
    _seen(request, "voice.read_file.view", row)
    days = (str(row.starts), str(row.ends))
    lines = telling.rows(row.body, _names(row.body), days)
    return csv_file(f"what-families-say-{row.starts}", telling.HEADS, lines)


@page(action="voice.raise_topic", purpose="oversight", who=right("voice.raise_topic"))
def raise_topic(request: HttpRequest) -> HttpResponse:
    """One tap: it becomes a proposal for the next agenda."""
    place = community_of(request)
    if request.method == "POST":
        form = TopicForm(request.POST, partnerships=queries.partnerships(place))
        if not form.is_valid():
            messages.error(request, _("These numbers cannot be read. Choose again."))
        else:
            said, now = form.cleaned_data, timezone.now()
            try:
                with transaction.atomic():
                    actions.raise_topic(**said, by=request.actor, at=now)
            except Refused as why:
                messages.error(request, why.sentence)
            else:
                messages.success(request, _("It is proposed for the partners’ next agenda."))
    return redirect("voice:releases")


@page(action="voice.tell", purpose="oversight", who=right("voice.tell"))
def tell(request: HttpRequest, topic: UUID) -> HttpResponse:
    """What was done about a topic, for everybody to read."""
    row = queries.topics(community_of(request)).filter(pk=topic).first()
    if row is None:
        raise Http404
    first = {"english": row.did_en, "spanish": row.did_es}
    form = ToldForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        actions.tell(topic=row, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, _("Families can read it now."))
        return redirect("voice:releases")
    told = {"row": row, "form": form, "topic": _topic(row, queries.decided([row]).get(row.pk, []))}
    return render(request, "voice/tell.html", told)


@page(action="voice.read_told", purpose="oversight")
def you_said(request: HttpRequest) -> HttpResponse:
    """You said, we did: for everybody, in the language of the page."""
    place = community_of(request)
    rows = queries.told_to_everybody().filter(community=place)[:PAGE] if place else []
    spanish = (get_language() or "en").startswith("es")
    told = [
        {
            "what": words.of_topic(one.source, one.code),
            "source": words.SOURCE_WORDS[one.source],
            "row": one,
            "did": one.did_es if spanish else one.did_en,
        }
        for one in rows
    ]
    return render(request, "voice/you_said.html", {"rows": told})


def _asked(request: HttpRequest) -> tuple[DaysForm, Period, str, list[Word]]:
    """What the address asks for; what cannot be read counts nothing."""
    now, place = timezone.now(), community_of(request)
    usual = twelve_months(today(place, now))
    data = request.GET.copy()
    for name, value in (("since", usual.starts), ("until", usual.ends), ("by", "program")):
        if not data.get(name):
            data[name] = str(value)
    form = DaysForm(data)
    if not form.is_valid():
        return form, usual, "program", []
    period = Period(form.cleaned_data["since"], form.cleaned_data["until"])
    found = queries.words(request.actor, place, period, agency=request.actor.agency, now=now)
    return form, period, form.cleaned_data["by"], found


def _sheet(told: Any, by: str) -> dict[str, Any]:
    names = group_names(by, told["tables"][by], _language())
    return {
        "lines": telling.lines(told["total"]),
        "groups": telling.groups(told, by, names),
        "by": words.BY_WORDS[by],
        "days": told["days"],
        "facts": told["facts"],
        "referrals": told["referrals"],
        "interval": words.INTERVAL,
        "facts_mean": words.FACTS,
        "days_mean": words.DAYS,
    }


def _names(told: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, table in told["tables"].items():
        found |= group_names(name, table, _language())
    return found


def _sources(place: Community, raised: set[tuple]) -> list[dict[str, Any]]:
    """What can be put forward, by where it comes from; what was is left out."""
    found = [
        one
        for one in queries.said(place).values()
        if (one.source, one.code, one.starts) not in raised
    ]
    return [
        {
            "title": called,
            "lines": [
                {"one": one, "what": words.of_topic(source, one.code)}
                for one in found
                if one.source == source
            ],
        }
        for source, called in words.SOURCE_WORDS.items()
    ]


def _with_decisions(topics: list[Topic]) -> list[tuple[Topic, list[Any]]]:
    decided = queries.decided(topics)
    return [(one, decided.get(one.pk, [])) for one in topics]


def _topic(row: Topic, decisions: list[Any]) -> dict[str, Any]:
    return {
        "row": row,
        "what": words.of_topic(row.source, row.code),
        "source": words.SOURCE_WORDS[row.source],
        "decisions": decisions,
    }


def _release(request: HttpRequest, release: UUID) -> VoiceRelease:
    row = queries.releases(community_of(request)).filter(pk=release).first()
    if row is None:
        raise Http404
    return row


def _tabs(request: HttpRequest) -> dict[str, bool]:
    actor = request.actor
    return {"may_own": may(actor, "voice.own"), "may_read": may(actor, "voice.read")}


def _seen(request: HttpRequest, verb: str, row: Any = None, **told: Any) -> None:
    audit.record(verb, row, by=request.actor, at=timezone.now(), **told)


def _language() -> str:
    return (get_language() or "en")[:2]
