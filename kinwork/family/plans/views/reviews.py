"""Reviews: the day is set by the family or a worker; a worker writes down that it was held."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kinwork.family.plans import actions
from kinwork.family.plans.forms import HeldForm, ReviewForm
from kinwork.family.plans.models import Review
from kinwork.family.plans.views.place import Place, asked, at_desk, both, now


@both("plans.plan_review")
def plan(place: Place) -> HttpResponse:
    row = place.own_plan()
    form = ReviewForm(place.request.POST if place.request.method == "POST" else None)

    def deed():
        return actions.plan_review(
            plan=row,
            day=form.cleaned_data["day"],
            form_id=form.cleaned_data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("Look at the plan again"),
        send=_("Keep this day"),
        back=place.url("plan"),
        then=lambda made: place.go("plan", said=_("Saved.")),
    )


@at_desk("plans.hold_review")
def hold(place: Place, review: UUID) -> HttpResponse:
    row = Review.objects.filter(pk=review, plan=place.own_plan()).first()
    if row is None:
        raise Http404
    data = place.request.POST if place.request.method == "POST" else None
    form = HeldForm(data, initial={"held_on": row.planned_for})

    def deed():
        said = form.cleaned_data
        return actions.hold_review(
            review=row,
            **{name: said[name] for name in ("held_on", "who", "changed", "family_present")},
            next_on=said["next_on"],
            form_id=said["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("We looked at the plan"),
        send=_("Write it down"),
        back=place.url("plan"),
        then=lambda made: place.go("plan", said=_("Saved.")),
    )
