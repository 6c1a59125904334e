"""Our page: what happens next and who does it, first; then everything else a family may want."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.family.appointments.queries import without_date
from kinwork.family.appointments.showing import dates
from kinwork.family.contact.queries import points
from kinwork.family.eligibility import queries as eligibility
from kinwork.family.eligibility import results
from kinwork.family.followup.models import Asked, FamilyWord
from kinwork.family.intake import keys
from kinwork.family.plans.showing import on_our_page
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need, Referral, ReferralEvent
from kinwork.family.referrals.queries import of_household
from kinwork.family.referrals.rules import OPEN
from kinwork.family.waiting.queries import to_answer
from kinwork.home import ours_timeline
from kinwork.home.ours_keys import lately, news_of_cards
from kinwork.home.ours_news import news
from kinwork.home.ours_ways import news_of_ways
from kinwork.home.ours_words import order, reason_words, service_names, shown
from kinwork.people.models import Match
from kinwork.people.queries import members
from kinwork.trust.consent.family_page import family_page

enter = keys.back


@family_page("ours.page")
def page(request: HttpRequest) -> HttpResponse:
    told = gathered(request) | {
        "news": news(request.actor.household, timezone.now()),
        "cards": news_of_cards(request),
        "ways_in": news_of_ways(request),
        "emergencies": lately(request.actor.household),
        "known_elsewhere": Match.objects.filter(
            household=request.actor.household, answer=""
        ).exists(),
    }
    told |= on_our_page(request.actor)
    return render(request, "home/ours.html", told)


def gathered(request: HttpRequest) -> dict[str, Any]:
    """What the page and the copy that a family keeps are drawn from."""
    household, language = request.actor.household, get_language() or "en"
    found = of_household(household)
    worded = set(
        FamilyWord.objects.filter(referral__in=found).values_list("referral_id", flat=True)
    )
    refused = Asked.objects.filter(referral__in=found).exclude(refused_at=None)
    worded |= set(refused.values_list("referral_id", flat=True))
    on = _went_on(found)
    called = service_names(found, language)
    drawn = (shown(one, language, one.pk in worded, one.pk in on, called) for one in found)
    cards = sorted(drawn, key=order)
    next_card = next((one for one in cards if one.next), None)
    now = timezone.now()
    coming = dates(found, language[:2], now)
    people = members(household)
    names = {str(one.person_id): one.person.given_name for one in people}
    programs = results.of_record(eligibility.latest(household), names, language)
    me = next((one.person for one in people if one.person_id == request.actor.id), None)
    return {
        "me": me,
        "people": people,
        "open": [one for one in cards if one.waits],
        "past": [one for one in cards if not one.waits],
        "next": next_card,
        "why": reason_words(next_card.referral) if next_card and next_card.next_door else "",
        "first_date": next(iter(coming), None),
        "dates": coming,
        "offered": without_date(found),
        "places": to_answer(found, now),
        "papers": _papers(one for one in programs if one.group == "yes"),
        "looks_yes": [one for one in programs if one.group == "yes"],
        "looks_maybe": [one for one in programs if one.group == "maybe"],
        "reach": points(household),
        "household": household,
        "now": now,
    }


def _papers(programs: Iterable[results.Result]) -> list[tuple[str, list[str]]]:
    """(paper, for which programs): each paper once, what most programs want first."""
    wanted: dict[str, list[str]] = {}
    for one in programs:
        for paper in one.documents:
            wanted.setdefault(paper, []).append(one.name)
    return sorted(wanted.items(), key=lambda one: -len(one[1]))


def _went_on(found: list[Referral]) -> set[UUID]:
    """Those after which another place was asked or none is wanted, or whose need waits for nobody."""
    needs = Need.objects.filter(pk__in={one.need_id for one in found})
    waiting = set(needs.filter(state__in=("open", "unmet")).values_list("pk", flat=True))
    waiting -= {one.need_id for one in found if one.state in OPEN}
    after = {one.previous_id for one in found}
    after |= set(
        ReferralEvent.objects.filter(referral__in=found, verb="end_search").values_list(
            "referral_id", flat=True
        )
    )
    return {one.pk for one in found if one.pk in after or one.need_id not in waiting}


@family_page("ours.timeline")
def timeline(request: HttpRequest) -> HttpResponse:
    """From the first contact to the family's word."""
    events = ours_timeline.events(request.actor.household)
    return render(request, "home/ours_timeline.html", {"events": events})


@family_page("ours.withdraw")
def withdraw(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Says what will happen, then does it. The family needs no reason."""
    found = Referral.objects.filter(pk=referral, household=request.actor.household)
    one = found.select_related("organization", "service").first()
    if one is None:
        raise Http404
    if request.method == "POST":
        with suppress(referrals.AlreadyMoved):  # it ended this very moment: the page says how
            if one.ended_at is None:
                referrals.withdraw(referral=one, by=request.actor, at=timezone.now())
        return HttpResponseRedirect(reverse("ours:page"))
    language = get_language() or "en"
    drawn = shown(one, language, names=service_names([one], language))
    return render(request, "home/ours_withdraw.html", {"one": drawn})


@family_page("ours.copy")
def copy(request: HttpRequest) -> HttpResponse:
    """A file that the family keeps itself, readable without the internet; with a neutral name."""
    context = gathered(request) | {"events": ours_timeline.events(request.actor.household)}
    text = render_to_string("home/ours_copy.html", context, request=request)
    answer = HttpResponse(text, content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("page")}.html"'
    return answer
