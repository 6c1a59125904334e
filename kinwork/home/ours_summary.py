"""One page to print or to have read aloud: what is next, which dates, what to bring, whom to call."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kinwork.directory.models import Phone
from kinwork.home.ours import gathered
from kinwork.trust.consent.family_page import family_page


@family_page("ours.summary")
def summary(request: HttpRequest) -> HttpResponse:
    told = gathered(request)
    return render(request, "home/ours_summary.html", told | {"calls": _calls(told["open"])})


def _calls(cards: list[Any]) -> list[tuple[str, str]]:
    """(place, its first number) of every place that an open request went to, each once."""
    asked = [one.referral for one in cards]
    numbers: dict[Any, str] = {}
    found = Phone.objects.filter(
        Q(service__in=[one.service_id for one in asked])
        | Q(organization__in=[one.organization_id for one in asked])
    )
    for phone in found.order_by("id"):
        numbers.setdefault(phone.service_id or phone.organization_id, phone.number)
    calls: dict[str, str] = {}
    for card in cards:
        one = card.referral
        number = numbers.get(one.service_id) or numbers.get(one.organization_id)
        if number:
            calls.setdefault(card.name, number)
    return list(calls.items())
