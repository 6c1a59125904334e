"""What whoever leads the backbone prepares: the start, results and numbers, members and seats."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.community import today
from kinwork.common.rights import Refused
from kinwork.system.partnerships import actions, queries, rules
from kinwork.system.partnerships.forms import (
    AgreeForm,
    MeasureForm,
    MemberForm,
    QuestionsForm,
    ResultForm,
    SeatForm,
    SitForm,
    StartForm,
    ValueForm,
)
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.views.reading import found, goal_of, member_of
from kinwork.system.results import actions as results
from kinwork.web.context import community_of
from kinwork.web.pages import page, right


def declared(verb: str) -> dict[str, Any]:
    name = f"partnerships.{verb}"
    return {"action": name, "purpose": "oversight", "who": right(name)}


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def done(form: Any, deed: Callable[[dict[str, Any]], Any]) -> Any:
    """What the deed made, where the form is whole and nobody refuses; None: show the form again."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        with transaction.atomic():
            return deed(form.cleaned_data) or True
    except Refused as why:
        form.add_error(None, why.sentence)
        return None


def shown(request: HttpRequest, form: Any, title: str, up: str, **told: Any) -> HttpResponse:
    told |= {"form": form, "title": title, "up": up}
    return render(request, "partnerships/form.html", told)


def to(row: Partnership) -> HttpResponse:
    return redirect("partnerships:see", row.pk)


def here(row: Partnership) -> str:
    return reverse("partnerships:see", args=[row.pk])


@page(**declared("start"))
def start(request: HttpRequest) -> HttpResponse:
    """The four questions first; then a name, a level, a place."""
    form = StartForm(sent(request), known=queries.listed())
    by = {"by": request.actor, "at": timezone.now()}
    place = community_of(request)
    if made := done(form, lambda said: actions.start(community=place, **said, **by)):
        return to(made)
    intro = _("Results come before structure. Answer what you can; what is open can wait.")
    up = reverse("partnerships:list")
    told = {"up_name": _("Partnerships"), "intro": intro, "button": _("Start")}
    return shown(request, form, _("Start a partnership"), up, **told)


@page(**declared("answer_questions"))
def questions(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    first = {name: getattr(row, name) for name in rules.QUESTIONS}
    form = QuestionsForm(sent(request), initial=first)
    by = {"by": request.actor, "at": timezone.now()}
    if done(form, lambda said: actions.answer_questions(partnership=row, **said, **by)):
        return to(row)
    return shown(request, form, _("The four questions"), here(row), up_name=row.name)


@page(**declared("take_goal"))
def result(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """A result in plain words; its indicator comes next."""
    row = found(partnership)
    form = ResultForm(sent(request))
    by = {"by": request.actor, "at": timezone.now()}

    def deed(said: dict[str, Any]) -> Any:
        made = results.make_result(community=row.community, **said, **by)
        return actions.take_goal(partnership=row, result=made, **by)

    if made := done(form, deed):
        return redirect("partnerships:measure", row.pk, made.pk)
    return shown(request, form, _("A result"), here(row), up_name=row.name)


@page(**declared("take_goal"))
def measure(request: HttpRequest, partnership: UUID, goal: UUID) -> HttpResponse:
    row = goal_of(found(partnership), goal)
    form = MeasureForm(sent(request))
    by = {"by": request.actor, "at": timezone.now()}
    if done(form, lambda said: results.make_measure(result=row.result, **said, **by)):
        return redirect("partnerships:goal", partnership, row.pk)
    up = reverse("partnerships:goal", args=[partnership, row.pk])
    intro = _("Begin with one indicator and its baseline: how would anybody know?")
    return shown(request, form, _("How we would know"), up, up_name=row.result.words, intro=intro)


@page(**declared("take_goal"))
def value(request: HttpRequest, partnership: UUID, goal: UUID, measure: UUID) -> HttpResponse:
    row = goal_of(found(partnership), goal)
    one = row.result.measures.filter(pk=measure).select_related("result__community").first()
    if one is None:
        raise Http404
    form = ValueForm(sent(request), initial={"source": one.source})
    by = {"by": request.actor, "at": timezone.now()}
    if done(form, lambda said: results.record_value(measure=one, **said, **by)):
        return redirect("partnerships:goal", partnership, row.pk)
    up = reverse("partnerships:goal", args=[partnership, row.pk])
    intro = f"{one.name} ({one.unit})"
    return shown(request, form, _("A new number"), up, up_name=row.result.words, intro=intro)


@page(**declared("agree"))
def agree(request: HttpRequest, partnership: UUID, goal: UUID) -> HttpResponse:
    row = goal_of(found(partnership), goal)
    form = AgreeForm(
        sent(request), initial={"on": today(row.partnership.community, timezone.now())}
    )
    by = {"by": request.actor, "at": timezone.now()}
    if done(form, lambda said: actions.agree(goal=row, **said, **by)):
        return redirect("partnerships:goal", partnership, row.pk)
    up = reverse("partnerships:goal", args=[partnership, row.pk])
    title = _("All members agree on this result")
    return shown(request, form, title, up, up_name=row.result.words, intro=row.result.words)


@page(**declared("admit"))
def admit(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    now = timezone.now()
    known = Agency.objects.filter(communities=row.community_id, active=True).order_by("name")
    first = {"starts": today(row.community, now), "level": row.level}
    form = MemberForm(sent(request), agencies=known, initial=first)
    by = {"by": request.actor, "at": now}
    if made := done(form, lambda said: actions.admit(partnership=row, **said, **by)):
        return redirect("partnerships:member", row.pk, made.pk)
    return shown(request, form, _("A new member"), here(row), up_name=row.name)


@page(**declared("part"))
def part(request: HttpRequest, partnership: UUID, member: UUID) -> HttpResponse:
    row = found(partnership)
    one = member_of(row, member)
    words = _(
        "From today %(name)s is no member. Its seats are closed, and its people read nothing more of"
        " this partnership. What it promised stays written down."
    ) % {"name": one.name}
    by = {"by": request.actor, "at": timezone.now()}
    up = reverse("partnerships:member", args=[row.pk, one.pk])
    title = _("%(name)s leaves") % {"name": one.name}
    return _confirmed(request, lambda: actions.part(member=one, **by), row, title, words, up)


@page(**declared("open_seat"))
def open_seat(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    now = timezone.now()
    first = {"starts": today(row.community, now), "member": request.GET.get("member", "")}
    known = row.members.filter(ends=None).order_by("name")
    form = SeatForm(sent(request), members=known, initial=first)
    by = {"by": request.actor, "at": now}
    if made := done(form, lambda said: actions.open_seat(partnership=row, **said, **by)):
        return redirect("partnerships:sit", row.pk, made.pk)
    return shown(request, form, _("A new seat"), here(row), up_name=row.name)


@page(**declared("sit"))
def sit(request: HttpRequest, partnership: UUID, seat: UUID) -> HttpResponse:
    row = found(partnership)
    one = _seat(row, seat)
    now = timezone.now()
    first = queries.sits_now(one, today(row.community, now))
    form = SitForm(sent(request), initial=first)
    by = {"by": request.actor, "at": now}
    if done(form, lambda said: actions.sit(seat=one, **said, **by)):
        return to(row)
    whose = one.member.name if one.member else one.role
    title = _("Who sits on this seat")
    return shown(request, form, title, here(row), up_name=row.name, intro=whose)


@page(**declared("close_seat"))
def close_seat(request: HttpRequest, partnership: UUID, seat: UUID) -> HttpResponse:
    row = found(partnership)
    one = _seat(row, seat)
    words = _("From today there is one voice less. Who sat there leaves it.")
    by = {"by": request.actor, "at": timezone.now()}
    title = _("Close this seat")
    deed = lambda: actions.close_seat(seat=one, **by)  # noqa: E731
    return _confirmed(request, deed, row, title, words, here(row))


def _seat(row: Partnership, seat: UUID) -> Any:
    one = row.seats.filter(pk=seat, ends=None).select_related("member").first()
    if one is None:
        raise Http404
    return one


def _confirmed(
    request: HttpRequest,
    deed: Callable[[], Any],
    row: Partnership,
    title: str,
    words: str,
    up: str,
) -> HttpResponse:
    """Says what it does, then does it; a refusal says why."""
    refused = ""
    if request.method == "POST":
        try:
            deed()
            messages.success(request, _("It is written down."))
            return to(row)
        except Refused as why:
            refused = why.sentence
    told = {"title": title, "words": words, "up": up, "up_name": row.name, "refused": refused}
    return render(request, "partnerships/sure.html", told)
