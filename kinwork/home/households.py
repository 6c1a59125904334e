"""Search before create; and one family on a worker's desk."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.family.contact.queries import points
from kinwork.family.eligibility import queries as eligibility
from kinwork.family.eligibility import results
from kinwork.family.facts.models import Fact
from kinwork.family.intake import interpreting
from kinwork.family.referrals.queries import of_household
from kinwork.family.referrals.showing import answers_by_class
from kinwork.home.clusters import one_line_each
from kinwork.home.desks import lines
from kinwork.home.sharing import lines as sharing
from kinwork.people.actions import find_people
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.people.rights import WORKERS
from kinwork.trust.access.queries import explain, may_change, opened, visible
from kinwork.trust.consent.queries import conflict
from kinwork.trust.consent.rules import WRITERS
from kinwork.web.forms import MemorableDateField, PlainForm
from kinwork.web.limits import limited
from kinwork.web.pages import page, right, roles

CLASSES = ("identity", "contact", "household", "means", "health", "development", "education")


class PersonForm(PlainForm):
    given = forms.CharField(label=_("First name"), required=False, max_length=100)
    family = forms.CharField(label=_("Last name"), required=False, max_length=100)
    born = MemorableDateField(label=_("Birth date"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not self.errors and not any(told.get(name) for name in ("given", "family", "born")):
            raise forms.ValidationError(_("Write a name or a birth date."))
        return told


@page(action="people.find_people", classes=("identity",), who=right("people.find_people"))
@limited("find people")
def people(request: HttpRequest) -> HttpResponse:
    """By POST, so that no name stays in a browser's history."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        found = one_line_each(request.actor, find_people(request.actor, **form.cleaned_data))
    breaks = may(request.actor, "access.break_glass")
    return render(request, "home/people.html", {"form": form, "found": found, "may_break": breaks})


def home_of(actor: Actor, household: UUID) -> Household:
    """The household if this actor may see it; else 404, whatever the reason."""
    row = Household.objects.filter(pk=household).first()
    if row is None or not visible(actor, [row]):
        raise Http404
    return row


@page(action="people.household", classes=CLASSES, who=roles(*WORKERS, "provider staff"))
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """What matters first: who, how old, language, safe ways to reach, open referrals."""
    actor, language, now = request.actor, _language(), timezone.now()
    row = home_of(actor, household)
    opened(by=actor, household=row.pk, classes=CLASSES, page="people.household", at=now)
    belong, changes = members(row), may_change(actor, row)
    shown = {one.pk for one in visible(actor, [one.person for one in belong])}
    belong = [one for one in belong if one.person_id in shown]
    names = {str(one.person_id): one.person.given_name for one in belong}
    facts = visible(actor, Fact.objects.filter(said_in=row.pk).order_by("-said_at"))
    reach = visible(actor, points(row.pk))
    said = answers_by_class(facts, {one.person_id: one.person for one in belong}, language)
    referrals = lines(of_household(row.pk), actor, language)
    told = {
        "row": row,
        "members": belong,
        "title": next((one.person.full_name for one in belong), ""),
        "reach": reach,
        "facts": said,
        "guarded": {one.sensitivity for one in [*facts, *(line.row for line in referrals)]},
        "open": [one for one in referrals if one.is_open],
        "past": [one for one in referrals if not one.is_open],
        "programs": results.of_record(visible(actor, eligibility.latest(row.pk)), names, language),
        "consents": sharing.lines(row.pk, actor),
        "may_say": actor.role in WORKERS and changes,
        "may_write": actor.role in WRITERS and changes,
        "interpreted": interpreting.at_intakes_of(row.pk) if actor.role in WORKERS else [],
        "conflict": conflict(row.pk, actor.agency, CLASSES),
        "may_break": not (reach or said) and may(actor, "access.break_glass"),
        "may_refer": actor.role in WORKERS and changes,
        "may_protect": changes and may(actor, "access.withhold"),
        "may_give_code": actor.role in WORKERS and changes and row.recorded_by_id == actor.agency,
        "why": explain(actor, row),
        "now": now,
    }
    return render(request, "home/household.html", told)


def _language() -> str:
    return (get_language() or "en")[:2]
