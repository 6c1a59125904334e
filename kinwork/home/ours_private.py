"""Keep something private from somebody in my home: one decision, undone as easily."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kinwork.people.queries import members
from kinwork.trust.access import actions, shields
from kinwork.trust.consent.family_page import family_page
from kinwork.web.forms import PlainForm

EVERYBODY = "everybody"


class PrivateForm(PlainForm):
    whom = forms.ChoiceField(
        label=gettext_lazy("Who should not see what is about you?"), widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["whom"].choices = [*people, (EVERYBODY, _("Everybody else in my home"))]


@family_page("access.withhold")
def private(request: HttpRequest) -> HttpResponse:
    """What I keep private, and from whom."""
    actor = request.actor
    adults = [one.person for one in members(actor.household) if one.relation != "child"]
    people = [(str(one.pk), one.given_name) for one in adults if one.pk != actor.id]
    form = PrivateForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        whom = form.cleaned_data["whom"]
        actions.withhold(
            kind="protected branch",
            community=actor.community,
            person=actor.id,
            from_person=None if whom == EVERYBODY else UUID(whom),
            evidence="said by oneself",
            by=actor,
            at=timezone.now(),
        )
        return HttpResponseRedirect(reverse("ours:private"))
    names = dict(people)
    found = [(one, names.get(str(one.from_person_id), "")) for one in shields.own(actor.id)]
    return render(request, "home/ours_private.html", {"form": form, "found": found})


@family_page("access.release")
@require_POST
def release(request: HttpRequest, protection: UUID) -> HttpResponse:
    row = shields.own(request.actor.id).filter(pk=protection).first()
    if row is None:
        raise Http404
    actions.release(protection=row, by=request.actor, at=timezone.now())
    return HttpResponseRedirect(reverse("ours:private"))
