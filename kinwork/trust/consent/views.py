"""The page behind a link: first who one is, then the question, answered once; later the receipt.

A mail scanner may open it as often as it likes: GET asks who one is, and does nothing else.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common import clock
from kinwork.common import text as wording
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import Text
from kinwork.trust.access.actions import turn_key
from kinwork.trust.access.keyring import is_shut_out
from kinwork.trust.access.queries import opened
from kinwork.trust.consent import actions, forms, links
from kinwork.trust.consent.models import ConsentAsk
from kinwork.trust.consent.words import WAY_WORDS, filled, listed, sees
from kinwork.web.context import community_of
from kinwork.web.limits import limited
from kinwork.web.pages import page

PROVED = "asked"  # [ask, person, household, community, since]: who showed who they are, for one ask
STAYS = timedelta(minutes=30)


@page(action="consent.answer_ask")
@limited("open a consent link")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One address for all of it; what it shows depends on who has shown who they are."""
    ask = links.read(token)
    if ask is None:
        return render(request, "consent/over.html")
    if request.actor.is_staff:
        return render(request, "consent/signed_in.html")
    family = _known(request, ask)
    if family is None:
        return _who(request, ask)
    with acting_as(family):
        return _question(request, ask, family)


def _known(request: HttpRequest, ask: UUID) -> Actor | None:
    """Whoever showed who they are in this browser within half an hour; or is on their own page."""
    now, actor = timezone.now(), request.actor
    if actor.is_family and ConsentAsk.objects.filter(pk=ask).exists():
        return actor
    told = request.session.get(PROVED)
    if not told or told[0] != str(ask) or datetime.fromisoformat(told[4]) < now - STAYS:
        return None
    person, home, community = (UUID(one) for one in told[1:4])
    if is_shut_out(home, datetime.fromisoformat(told[4])):
        return None
    return Actor("family", person, home, "family member", community)


def _who(request: HttpRequest, ask: UUID) -> HttpResponse:
    """Nobody reads whom and what before this. Every wrong answer is told in the same words."""
    by_code = "code" in request.GET
    data = request.POST if request.method == "POST" else None
    form = (forms.CodeAndWord if by_code else forms.Born)(data)
    if form.is_bound and form.is_valid():
        if shown := _proved(request, ask, form.cleaned_data):
            return _come_in(request, shown)
        form.add_error(
            None,
            _(
                "This does not fit. Check it and try again. After five wrong tries, wait 15 minutes."
            ),
        )
    return render(request, "consent/who.html", {"form": form, "by_code": by_code})


def _proved(request: HttpRequest, ask: UUID, told: dict[str, Any]) -> actions.Asked | None:
    by, at = request.actor, timezone.now()
    if "born" in told:
        return actions.prove_ask(ask=ask, born=told["born"], by=by, at=at)
    turned = turn_key(code=told["code"], word=told["word"], by=by, at=at)
    return actions.prove_ask(ask=ask, person=turned and turned.person, by=by, at=at)


def _come_in(request: HttpRequest, shown: actions.Asked) -> HttpResponse:
    """This browser may read this one question, and nothing else of the family."""
    request.session.cycle_key()
    who = shown.family
    parts = (shown.ask, who.id, who.hat, who.community, timezone.now().isoformat())
    request.session[PROVED] = [str(part) for part in parts]
    answer = HttpResponseRedirect(request.path)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            shown.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return answer


def _question(request: HttpRequest, ask: UUID, family: Actor) -> HttpResponse:
    row = ConsentAsk.objects.select_related("agency", "asked_by", "text", "consent__text").get(
        pk=ask
    )
    if row.answered_at is not None:
        return _receipt(request, row, family)
    text = _words_now(row)
    data = request.POST if request.method == "POST" else None
    form = forms.Answer(data, initial={"words": text.pk})
    if form.is_bound and form.is_valid():
        if form.cleaned_data["words"] == text.pk:
            yes = form.cleaned_data["answer"] == "yes"
            actions.answer_ask(ask=row.pk, yes=yes, text=text, by=family, at=timezone.now())
            return HttpResponseRedirect(request.path)
        form = forms.Answer(initial={"words": text.pk})  # other words than those that were read
    opened(by=family, household=row.household_id, classes=(), page="consent.answer_ask")
    until = clock.local_day(row.ends, community_of(request).time_zone)
    said = filled(
        text.body,
        agency=row.agency.name,
        classes=row.classes,
        until=until,
        language=text.language,
    )
    told = {"row": row, "text": text, "words": said, "form": form, "until": until}
    return render(request, "consent/ask.html", told | {"sees": sees(row.classes)})


def _words_now(row: ConsentAsk) -> Text:
    """The words that were asked with; on a page in another language, that language's own where
    somebody has written them."""
    language = (get_language() or row.language)[:2]
    if language == row.language:
        return row.text
    return wording.current(row.text.key, language, row.community_id) or row.text


def _receipt(request: HttpRequest, row: ConsentAsk, family: Actor) -> HttpResponse:
    """What was answered, by whom it was asked; the same at every later opening."""
    opened(by=family, household=row.household_id, classes=(), page="consent.read_receipt")
    recorder = Agency.objects.filter(pk=row.asked_by_id).first()
    told = {"row": row, "one": row.consent, "zone": community_of(request).time_zone}
    if row.consent:
        one = row.consent
        told |= {"way": WAY_WORDS[one.way], "sees": listed(sees(one.classes))}
        told["ended_way"] = WAY_WORDS.get(one.ended_way, "")
    return render(request, "consent/answered.html", told | {"recorder": recorder})
