"""Protections on a family's page at the desk: who set them, on what evidence, and how they end."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kinwork.home.households import home_of
from kinwork.people.queries import members
from kinwork.trust.access import actions, shields
from kinwork.trust.access.queries import may_change, visible
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

KIND_WORDS = {
    "protected branch": gettext_lazy("Protected branch of the home"),
    "court order": gettext_lazy("Court order"),
    "safety flag": gettext_lazy("Safety: one person must not know"),
    "minor's own service": gettext_lazy("A minor's own service"),
}


class ProtectionForm(PlainForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(name, KIND_WORDS[name]) for name in list(KIND_WORDS)[:3]],
        widget=forms.RadioSelect,
    )
    person = forms.ChoiceField(label=gettext_lazy("Whose record is protected?"))
    from_person = forms.ChoiceField(
        label=gettext_lazy("Who must not see it?"),
        help_text=gettext_lazy("This person is not told, and finds no sign of it."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("What is it based on?"),
        max_length=200,
        help_text=gettext_lazy("For a court order: the court, the number and its dates."),
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["person"].choices = people
        self.fields["from_person"].choices = people

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("person") and told["person"] == told.get("from_person"):
            raise forms.ValidationError(_("Choose two different people."))
        return told


@page(
    action="access.withhold",
    classes=("identity", "household"),
    who=right("access.review_protection"),
)
@require_POST
def reviewed(request: HttpRequest, household: UUID, protection: UUID) -> HttpResponse:
    row = _one(request, household, protection)
    actions.review_protection(protection=row, by=request.actor, at=timezone.now())
    messages.success(request, _("Kept: you have looked at it."))
    return redirect("home:protect", household)


@page(action="access.withhold", classes=("identity", "household"), who=right("access.withhold"))
def protect(request: HttpRequest, household: UUID) -> HttpResponse:
    """What is kept from whom in this family, and a new protection."""
    actor, row = request.actor, home_of(request.actor, household)
    if not actor.is_staff or not may_change(actor, row):
        raise Http404
    belong = [one.person for one in members(row)]
    people = [(str(one.pk), one.full_name) for one in visible(actor, belong)]
    form = ProtectionForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            actions.withhold(
                kind=told["kind"],
                community=row.community_id,
                person=UUID(told["person"]),
                from_person=UUID(told["from_person"]),
                evidence=told["evidence"],
                by=actor,
                at=timezone.now(),
            )
            messages.success(request, _("It holds from now on."))
            return redirect("home:protect", household)
        except actions.NoProtection as no:
            form.add_error(no.field, str(no))
    names = dict(people)
    found = [
        {
            "row": one,
            "kind": KIND_WORDS[one.kind],
            "whose": names.get(str(one.person_id), ""),
            "whom": names.get(str(one.from_person_id), ""),
        }
        for one in shields.protections(row.pk)
    ]
    told = {"row": row, "form": form, "found": found, "reviews": actor.role == "supervisor"}
    return render(request, "home/protect.html", told)


@page(action="access.release", classes=("identity", "household"), who=right("access.release"))
@require_POST
def release(request: HttpRequest, household: UUID, protection: UUID) -> HttpResponse:
    row = _one(request, household, protection)
    actions.release(protection=row, by=request.actor, at=timezone.now())
    messages.success(request, _("It has ended."))
    return redirect("home:protect", household)


def _one(request: HttpRequest, household: UUID, protection: UUID) -> Any:
    home = home_of(request.actor, household)
    row = shields.protections(home.pk).filter(pk=protection).first()
    if row is None or not request.actor.is_staff:
        raise Http404
    return row
