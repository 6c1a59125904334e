"""Protections on a family's page at the desk: who set them, on what evidence, and how they end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.common.rights import may
from kinwork.family.contact.actions import substitute_address
from kinwork.home import protection_forms as asked
from kinwork.home.households import home_of
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access import actions, shields
from kinwork.trust.access.queries import may_change, visible
from kinwork.web.pages import page, right

CLASSES = ("identity", "household")


@page(action="access.withhold", classes=CLASSES, who=right("access.review_protection"))
@require_POST
def reviewed(request: HttpRequest, household: UUID, protection: UUID) -> HttpResponse:
    row = _one(request, household, protection)
    actions.review_protection(protection=row, by=request.actor, at=timezone.now())
    messages.success(request, _("Kept: you have looked at it."))
    return redirect("home:protect", household)


@page(action="access.withhold", classes=CLASSES, who=right("access.withhold"))
def protect(request: HttpRequest, household: UUID) -> HttpResponse:
    """What is kept from whom in this family; a new protection, a minor's own service, an address."""
    actor, row, people = _family(request.actor, household)
    forms = _forms(request, row, people)
    deed = request.POST.get("deed", "protect")
    sent = request.method == "POST" and deed in forms and forms[deed].is_valid()
    if sent and _DEEDS[deed](forms[deed], row, people, actor):
        messages.success(request, _("It holds from now on."))
        return redirect("home:protect", household)
    told = {
        "row": row,
        "forms": forms,
        "found": _found(row, people),
        "reviews": actor.role == "supervisor",
    }
    return render(request, "home/protect.html", told)


def _family(actor: Actor, household: UUID) -> tuple[Actor, Household, list[Person]]:
    row = home_of(actor, household)
    if not actor.is_staff or not may_change(actor, row):
        raise Http404
    return actor, row, visible(actor, [one.person for one in members(row)])


def _forms(request: HttpRequest, row: Household, people: list[Person]) -> dict[str, Any]:
    """The forms of this page; the one that was sent is bound."""
    actor, sent = request.actor, request.method == "POST" and request.POST.get("deed", "protect")
    named = [(str(one.pk), one.full_name) for one in people]
    agencies = Agency.objects.filter(communities=row.community_id, active=True)
    others = agencies.exclude(pk=actor.agency).order_by("name").values_list("pk", "name")
    found = {
        "protect": asked.ProtectionForm(
            request.POST if sent == "protect" else None,
            people=named,
            agencies=[(str(key), name) for key, name in others],
        )
    }
    today = local_day(timezone.now(), row.time_zone)
    own = asked.own_services(people, row.community.state, today)
    if own and may(actor, "access.withhold_minors_service"):
        found["own"] = asked.OwnServiceForm(request.POST if sent == "own" else None, choices=own)
    if may(actor, "contact.substitute_address"):
        found["mail"] = asked.AddressForm(request.POST if sent == "mail" else None, people=named)
    return found


def _protect(form: Any, row: Household, people: list[Person], actor: Actor) -> bool:
    told = form.cleaned_data
    whom = told["from_person"]
    agency = whom.startswith(asked.AGENCY)
    against = UUID(whom.removeprefix(asked.AGENCY))
    try:
        actions.withhold(
            kind=told["kind"],
            community=row.community_id,
            person=UUID(told["person"]),
            from_person=None if agency else against,
            from_agency=against if agency else None,
            evidence=told["evidence"],
            by=actor,
            at=timezone.now(),
        )
    except actions.NoProtection as no:
        form.add_error(no.field, _(str(no)))
        return False
    return True


def _own(form: Any, row: Household, people: list[Person], actor: Actor) -> bool:
    person, line = asked.chosen(form.cleaned_data["which"])
    actions.withhold_minors_service(
        person=next(one for one in people if str(one.pk) == person),
        service=line.service,
        state=row.community.state,
        found=[line.condition] if line.condition else [],
        wishes_it=form.cleaned_data["wishes"] == "private",
        by=actor,
        at=timezone.now(),
    )
    return True


def _mail(form: Any, row: Household, people: list[Person], actor: Actor) -> bool:
    told = form.cleaned_data
    substitute_address(
        household=row,
        person=next(one for one in people if str(one.pk) == told["person"]),
        address=told["address"],
        recorded_by=Agency.objects.get(pk=actor.agency),
        by=actor,
        at=timezone.now(),
    )
    return True


_DEEDS = {"protect": _protect, "own": _own, "mail": _mail}


def _found(row: Household, people: list[Person]) -> list[dict[str, Any]]:
    names = {one.pk: one.full_name for one in people}
    protections = shields.protections(row.pk).select_related("from_agency", "reviewed_by")
    return [
        {
            "row": one,
            "kind": asked.KIND_WORDS[one.kind],
            "whose": names.get(one.person_id, ""),
            "whom": one.from_agency.name if one.from_agency else names.get(one.from_person_id, ""),
        }
        for one in protections
    ]


@page(action="access.release", classes=CLASSES, who=right("access.release"))
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
