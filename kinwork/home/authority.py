"""Who may decide for whom in one family: since when, on what evidence; added, ended; a new member."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.home import authority_forms as asked
from kinwork.home.households import home_of
from kinwork.people import actions as people
from kinwork.people.models import Household, HouseholdMember
from kinwork.people.queries import members
from kinwork.trust.access import actions, shields
from kinwork.trust.access.queries import may_change, opened, visible
from kinwork.web.pages import page, right

CLASSES = ("identity", "household")
CHILDREN = ("child", "expected child")


def _family(actor: Actor, household: UUID) -> tuple[Household, list[HouseholdMember]]:
    """The home and those of its members whom this worker may see; 404 for who does not work with it."""
    row = home_of(actor, household)
    if not actor.is_staff or not may_change(actor, row):
        raise Http404
    belong = members(row)
    seen = {one.pk for one in visible(actor, [one.person for one in belong])}
    return row, [one for one in belong if one.person_id in seen]


@page(action="access.give_authority", classes=CLASSES, who=right("access.give_authority"))
def who_decides(request: HttpRequest, household: UUID) -> HttpResponse:
    """For each child who may decide; and somebody more, on evidence."""
    actor, now = request.actor, timezone.now()
    row, belong = _family(actor, household)
    data = request.POST if request.method == "POST" else None
    form = asked.AuthorityForm(data, belong=belong)
    if form.is_bound and form.is_valid() and _gave(request, row, belong, form):
        return redirect("home:authority", household)
    opened(by=actor, household=row.pk, classes=CLASSES, page="access.authority", at=now)
    told = {"row": row, "form": form, "children": _children(actor, row, belong, now)}
    return render(request, "home/authority.html", told)


def _gave(
    request: HttpRequest, row: Household, belong: list[HouseholdMember], form: asked.AuthorityForm
) -> bool:
    told, known = form.cleaned_data, {str(one.person_id): one.person for one in belong}
    try:
        actions.give_authority(
            person=known[told["person"]],
            holder=known.get(told["holder"]),
            holder_name="" if told["holder"] else told["holder_name"],
            kind=told["kind"],
            scope=asked.SCOPES[told["scope"]],
            evidence=told["evidence"],
            starts=_midnight(told["starts"], row),
            ends=_midnight(told["ends"], row),
            by=request.actor,
            at=timezone.now(),
        )
    except actions.NoAuthority as no:
        asked.say(form, no)
        return False
    messages.success(request, _("It holds from now on."))
    return True


def _midnight(day: date | None, row: Household) -> datetime | None:
    return day and datetime.combine(day, time(0), ZoneInfo(row.time_zone))


def _children(
    actor: Actor, row: Household, belong: list[HouseholdMember], now: datetime
) -> list[dict[str, Any]]:
    names = {one.person_id: one.person.full_name for one in belong}
    children = [one.person for one in belong if one.relation in CHILDREN]
    held = shields.authorities([one.pk for one in children], now)
    fallen = shields.without_standing(row.pk, now)
    return [
        {
            "person": child,
            "holders": [
                asked.line(one, names, fallen, actor) for one in held if one.person_id == child.pk
            ],
        }
        for child in children
    ]


@page(action="access.end_authority", classes=CLASSES, who=right("access.end_authority"))
def end(request: HttpRequest, household: UUID, authority: UUID) -> HttpResponse:
    """What ending it does, and why it ends."""
    actor = request.actor
    row, belong = _family(actor, household)
    known = [one.person_id for one in belong]
    held = shields.authorities(known, timezone.now()).filter(pk=authority).first()
    if held is None or held.recorded_by_id not in (None, actor.agency):
        raise Http404
    form = asked.EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        because = form.cleaned_data["because"]
        actions.end_authority(authority=held, because=because, by=actor, at=timezone.now())
        messages.success(request, _("It has ended."))
        return redirect("home:authority", household)
    names = {one.person_id: one.person.full_name for one in belong}
    told = {"row": row, "form": form, "line": asked.line(held, names, set(), actor)}
    told["child"] = names[held.person_id]
    return render(request, "home/authority_end.html", told)


@page(action="people.add_person", classes=CLASSES, who=right("access.give_authority"))
def add(request: HttpRequest, household: UUID) -> HttpResponse:
    """Somebody more belongs to this home; for a child it is asked who may decide."""
    actor, now = request.actor, timezone.now()
    row, belong = _family(actor, household)
    form = asked.MemberForm(request.POST if request.method == "POST" else None, belong=belong)
    if form.is_bound and form.is_valid():
        try:
            _add(row, belong, form.cleaned_data, actor, now)
            messages.success(request, _("Added."))
            return redirect("home:household", household)
        except people.ImpossiblePerson as no:
            form.add_error(asked.FIELDS[no.field], asked.IMPOSSIBLE[no.field])
    return render(request, "home/member_add.html", {"row": row, "form": form})


@transaction.atomic
def _add(
    row: Household, belong: list[HouseholdMember], told: dict[str, Any], actor: Actor, now: datetime
) -> None:
    new = people.NewPerson(
        told["given"],
        told["family"],
        told["relation"],
        told["born"] if told["relation"] != "expected child" else None,
        told["born"] if told["relation"] == "expected child" else None,
    )
    agency = Agency.objects.get(pk=actor.agency)
    made = people.add_person(household=row, person=new, recorded_by=agency, by=actor, at=now)
    if told["relation"] not in CHILDREN:
        return
    known = {str(one.person_id): one.person for one in belong}
    for who in told["deciders"]:
        actions.give_authority(
            person=made, holder=known[who], evidence=asked.TOLD_BY_FAMILY, by=actor, at=now
        )
