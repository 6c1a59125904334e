"""The family is asked whether another office knows somebody at home. One question, two buttons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kinwork.people.models import Match
from kinwork.trust.access.actions import linking
from kinwork.trust.consent.family_page import family_page


@family_page("people.answer_match")
def same(request: HttpRequest) -> HttpResponse:
    """The oldest question that nobody at home has answered."""
    found = Match.objects.filter(household=request.actor.household, answer="")
    one = found.select_related("one").order_by("found_at").first()
    return render(request, "home/ours_same.html", {"match": one})


@family_page("people.answer_match")
@require_POST
def answer(request: HttpRequest, match: UUID) -> HttpResponse:
    linking.answer_match(
        match=match, yes="yes" in request.POST, by=request.actor, at=timezone.now()
    )
    return HttpResponseRedirect(reverse("same:ours"))
