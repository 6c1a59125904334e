"""A family that told its story at a desk gets a card: with it, on its own phone, it makes its own key.

No worker types or sees the family's word, so no worker can come onto the family's page later.
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.ids import spaced
from kinwork.home.households import home_of
from kinwork.people.queries import members
from kinwork.people.rights import WORKERS
from kinwork.trust.access.actions import Card, NoClaim, make_claim
from kinwork.trust.access.keyring import claims_of
from kinwork.web.context import community_of
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, roles


class For(PlainForm):
    """Whose card it is, asked only where the home has several caregivers."""

    person = forms.ChoiceField(label=gettext_lazy("Who is it for?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(one.pk), one.full_name) for one in people]
        if len(people) == 1:
            del self.fields["person"]


@page(action="access.make_claim", classes=("identity",), who=roles(*WORKERS))
def code(request: HttpRequest, household: UUID) -> HttpResponse:
    """Only where the story was told: whoever merely receives a referral hands out no cards."""
    actor, row = request.actor, home_of(request.actor, household)
    people = [one.person for one in members(row) if one.relation == "caregiver"]
    if row.recorded_by_id != actor.agency or not people:
        raise Http404
    form = For(request.POST if request.method == "POST" else None, people=people)
    told: dict[str, Any] = {"row": row, "title": people[0].full_name, "form": form}
    if form.is_bound and form.is_valid():
        person = form.cleaned_data.get("person") or people[0].pk
        try:
            card = make_claim(household=row, person=person, by=actor, at=timezone.now())
            told |= _handed_over(card, request, row.language)
        except NoClaim as no:
            if no.why == "refused":
                raise Http404 from no
            told["limit"] = _limit(no.why)
    told |= {"cards": claims_of(row.pk), "now": timezone.now()}
    return render(request, "home/desk_code.html", told)


def _handed_over(card: Card, request: HttpRequest, language: str) -> dict[str, Any]:
    until = card.expires_at.astimezone(ZoneInfo(community_of(request).time_zone))
    languages = list(dict.fromkeys((language if language in ("en", "es") else "en", "es", "en")))
    return {"code": spaced(card.code), "until": until, "languages": languages}


def _limit(why: str) -> str:
    if why == "household":
        return _("Three cards were made for this family in one day. Make the next one tomorrow.")
    return _("You have made 30 cards in one day. Ask a colleague, or make the next one tomorrow.")
