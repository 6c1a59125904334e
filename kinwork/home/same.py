"""Two records of one person? Side by side what one may see, a reason, linked; and taken apart again."""

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

from kinwork.people.actions import find_people
from kinwork.people.models import HouseholdMember, IdentityLink, Match, Person
from kinwork.trust.access.actions import linking
from kinwork.trust.access.queries import opened
from kinwork.web.forms import PlainForm
from kinwork.web.limits import limited
from kinwork.web.pages import page, right

MOST = 25
CLASSES = ("identity",)


class WhyForm(PlainForm):
    why = forms.CharField(
        label=gettext_lazy("How do you know?"),
        max_length=200,
        help_text=gettext_lazy("For example: the family said so, or the same card was shown."),
    )


class PairForm(WhyForm):
    other = forms.ChoiceField(label=gettext_lazy("Which one is it?"), widget=forms.RadioSelect)
    field_order = ("other", "why")

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["other"].choices = choices


@page(action="people.link_people", classes=CLASSES, who=right("people.link_people"))
def records(request: HttpRequest) -> HttpResponse:
    """What families have answered, and every link of this agency, those that stand first."""
    answered = list(Match.objects.filter(settled_at=None).order_by("answered_at")[:MOST])
    found = IdentityLink.objects.filter(linked_by=request.actor.agency).order_by("-starts")
    live, past = list(found.filter(ends=None)[:MOST]), list(found.exclude(ends=None)[:MOST])
    ids = {id for one in (*answered, *live, *past) for id in (one.one_id, one.other_id)}
    names = {one.pk: one.full_name for one in Person.objects.filter(pk__in=ids)}
    told = {
        name: [_named(row, names) for row in rows]
        for name, rows in (("answered", answered), ("live", live), ("past", past))
    }
    return render(request, "home/same.html", told)


def _named(row: IdentityLink | Match, names: dict[UUID, str]) -> dict[str, Any]:
    """The link or match with the names that this actor may see; the other's stays its office's."""
    unseen = _("a record of another office")
    one, other = names.get(row.one_id, unseen), names.get(row.other_id, unseen)
    return {"row": row, "one": one, "other": other}


@page(action="people.link_people", classes=CLASSES, who=right("people.link_people"))
@limited("find people")
def compare(request: HttpRequest, person: UUID) -> HttpResponse:
    """This record beside those with the same name or birth date that this agency works with."""
    actor, now = request.actor, timezone.now()
    one = Person.objects.filter(pk=person).first()
    if one is None:
        raise Http404
    others = _others(request, one)
    homes = _homes([one, *others])
    for home in set(homes.values()):
        opened(by=actor, household=home, classes=CLASSES, page="people.link_people", at=now)
    choices = [(str(other.pk), other.full_name) for other in others]
    form = PairForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        try:
            linking.link_people(
                one=one, other=UUID(told["other"]), why=told["why"], by=actor, at=now
            )
            messages.success(request, _("They are linked. What is stricter counts for both."))
            return redirect("same:records")
        except linking.NoLink:
            form.add_error(None, _("These two records cannot be linked here."))
    shown = [{"person": row, "household": homes.get(row.pk)} for row in (one, *others)]
    return render(request, "home/same_compare.html", {"form": form, "one": one, "shown": shown})


def _others(request: HttpRequest, one: Person) -> list[Person]:
    """Those that a search for this name, or this birth date, finds; not what is linked already."""
    found = find_people(request.actor, given=one.given_name, family=one.family_name)
    if one.birth_date:
        found += find_people(request.actor, born=one.birth_date)
    links = IdentityLink.objects.filter(ends=None)
    known = {
        *links.filter(one=one).values_list("other_id", flat=True),
        *links.filter(other=one).values_list("one_id", flat=True),
        one.pk,
    }
    return list({row.pk: row for row in found if row.pk not in known}.values())[:MOST]


def _homes(people: list[Person]) -> dict[UUID, UUID]:
    found = HouseholdMember.objects.filter(person__in=people, ends=None).order_by("starts")
    return dict(found.values_list("person_id", "household_id"))


@page(action="people.unlink_people", classes=CLASSES, who=right("people.unlink_people"))
@require_POST
def undo(request: HttpRequest, link: UUID) -> HttpResponse:
    row = IdentityLink.objects.filter(pk=link, linked_by=request.actor.agency).first()
    if row is None:
        raise Http404
    form = WhyForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        linking.unlink_people(link=row, why=why, by=request.actor, at=timezone.now())
        messages.success(request, _("They are two records again, each as it was."))
    else:
        messages.error(request, _("Please write how you know."))
    return redirect("same:records")


@page(action="people.leave_match", classes=CLASSES, who=right("people.leave_match"))
@require_POST
def settle(request: HttpRequest, match: UUID) -> HttpResponse:
    """The family said yes: link the two, or leave them."""
    row = Match.objects.filter(pk=match, answer="yes", settled_at=None).first()
    if row is None:
        raise Http404
    actor, now = request.actor, timezone.now()
    if "leave" in request.POST:
        linking.leave_match(match=row.pk, by=actor, at=now)
        messages.success(request, _("They stay two records."))
    else:
        try:
            why = _("The family said so.")
            linking.link_people(one=row.one_id, other=row.other_id, why=why, by=actor, at=now)
            messages.success(request, _("They are linked. What is stricter counts for both."))
        except linking.NoLink:
            messages.error(request, _("These two records cannot be linked here."))
    return redirect("same:records")
