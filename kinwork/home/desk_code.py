"""A family that told its story at a desk gets its own way in: its word, and a code shown once."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinwork.common.ids import spaced
from kinwork.family.intake.forms import Word
from kinwork.home.households import home_of
from kinwork.people.queries import members
from kinwork.people.rights import WORKERS
from kinwork.trust.access.actions import make_key
from kinwork.web.pages import page, roles


@page(action="access.make_key", classes=("identity",), who=roles(*WORKERS))
def code(request: HttpRequest, household: UUID) -> HttpResponse:
    """Only where the story was told: whoever merely receives a referral hands out no keys."""
    actor, row = request.actor, home_of(request.actor, household)
    people = [one.person for one in members(row) if one.relation == "caregiver"]
    if row.recorded_by_id != actor.agency or not people:
        raise Http404
    form, made = Word(request.POST or None), ""
    if form.is_bound and form.is_valid():
        made = spaced(
            make_key(
                household=row,
                person=people[0],
                community=actor.community,
                word=form.cleaned_data["word"],
                by=actor,
                at=timezone.now(),
            )
        )
    told = {"row": row, "title": people[0].full_name, "form": form, "code": made}
    return render(request, "home/desk_code.html", told)
