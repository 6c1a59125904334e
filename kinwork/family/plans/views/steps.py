"""Steps: added, changed, ticked."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kinwork.family.plans import actions, queries
from kinwork.family.plans.actions import Doer
from kinwork.family.plans.forms import StepForm, caregivers
from kinwork.family.plans.models import Step
from kinwork.family.plans.views.place import Place, asked, both, now, tapped
from kinwork.family.referrals.queries import of_household
from kinwork.family.referrals.rules import OPEN
from kinwork.family.referrals.words import need_name
from kinwork.trust.access.queries import visible
from kinwork.web.once import form_id

TICKS = ("begin", "finish", "drop", "put_off", "reopen")


def doers(place: Place) -> dict[str, tuple[Any, Doer]]:
    """Who may be given a step: the family, one of its adults, whoever writes, a partner that may see it."""
    found: dict[str, tuple[Any, Doer]] = {"family": (_("The family"), actions.US)}
    adults = caregivers(place.people)
    for one in visible(place.actor, adults) if adults else []:
        found[f"person {one.pk}"] = (one.given_name, Doer("family", person=one.pk))
    if place.is_desk:
        me = Doer("worker", user=place.actor.id, agency=place.actor.agency)
        found["me"] = (_("I do it myself"), me)
    for one in queries.working_with(place.household.pk):
        found[f"agency {one.pk}"] = (one.name, Doer("partner", agency=one.pk))
    return found


def _requests(place: Place) -> list[tuple[str, str]]:
    language = place.request.LANGUAGE_CODE[:2]
    open_ = [one for one in of_household(place.household.pk) if one.state in OPEN]
    return [
        (str(one.pk), f"{need_name(one.need_code, language)}: {one.organization.name}")
        for one in open_
    ]


def _form(place: Place, **more: Any) -> StepForm:
    data = place.request.POST if place.request.method == "POST" else None
    return StepForm(data, doers=doers(place), beside=place.beside, **more)


@both("plans.add_step")
def add(place: Place, goal: UUID) -> HttpResponse:
    row = place.goal(goal)
    form = _form(place, requests=_requests(place))

    def deed():
        data = form.cleaned_data
        return actions.add_step(
            goal=row,
            words=data["words"],
            doer=data["doer"],
            due_on=data["due_on"],
            referral=UUID(data["referral"]) if data.get("referral") else None,
            whose=form.whose(),
            form_id=data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("A new step"),
        intro=row.words,
        send=_("Add this step"),
        back=place.url("goal", row.pk),
        then=lambda made: place.go("goal", row.pk, said=_("The step is in the plan.")),
    )


@both("plans.edit_step")
def edit(place: Place, step: UUID) -> HttpResponse:
    row = place.step(step)
    known = doers(place)
    start = {"words": row.words, "due_on": row.due_on, "version": row.version}
    form = _form(place, initial=start | {"doer": _key(row, known)})

    def deed():
        data = form.cleaned_data
        return actions.edit_step(
            step=row,
            words=data["words"],
            doer=data["doer"],
            due_on=data["due_on"],
            version=data["version"],
            whose=form.whose(),
            form_id=data["form_id"],
            by=place.actor,
            at=now(),
        )

    return asked(
        place,
        form,
        deed,
        title=_("Change this step"),
        send=_("Save"),
        back=place.url("goal", row.goal_id),
        then=lambda made: place.go("goal", row.goal_id, said=_("Saved.")),
    )


def _key(row: Step, known: dict[str, tuple[Any, Doer]]) -> str:
    now_ = Doer(row.doer, row.doer_person_id, row.doer_user_id, row.doer_agency_id)
    return next((key for key, (_words, one) in known.items() if one == now_), "family")


@both("plans.move_step", a_tap=True)
def move(place: Place, step: UUID, verb: str) -> HttpResponse:
    """A tick: one tap, from the plan or from the goal."""
    if verb not in TICKS:
        raise Http404
    row = place.step(step)
    typed = place.request.POST.get("version", "")

    def deed():
        actions.move_step(
            step=row,
            verb=verb,
            version=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None,
            form_id=form_id(place.request),
            by=place.actor,
            at=now(),
        )

    back = "plan" if place.request.POST.get("to") == "plan" else "goal"
    then = place.go("plan") if back == "plan" else place.go("goal", row.goal_id)
    return tapped(place, deed, then)
