"""Who else works with a family, at the desk: the team, its lead, and the family's messages to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused, may
from kinwork.family.teams import actions, queries, rules
from kinwork.family.teams.forms import HandOverForm, LetterForm
from kinwork.family.teams.models import Member
from kinwork.family.teams.rights import SEEING
from kinwork.family.teams.showing import Card, gather
from kinwork.family.teams.words import DESK_ROLES
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.people.rules import initials
from kinwork.trust.access.queries import opened, visible
from kinwork.web.pages import page, right, roles

CLASSES = ("identity", "plan")
REFUSED = 409


def home_of(request: HttpRequest, household: UUID) -> Household:
    """The household, for whoever may see it; else 404, whatever the reason."""
    row = Household.objects.filter(pk=household).first()
    if row is None or not visible(request.actor, [row]):
        raise Http404
    return row


@page(action="teams.see", classes=CLASSES, who=roles(*SEEING))
def team(request: HttpRequest, household: UUID) -> HttpResponse:
    return _shown(request, home_of(request, household))


@page(action="teams.answer", classes=CLASSES, who=right("teams.answer"))
def answer(request: HttpRequest, household: UUID) -> HttpResponse:
    """The lead writes to the family."""
    row = home_of(request, household)
    if request.method != "POST":
        return redirect("teams:team", row.pk)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, letter=form)
    try:
        lead = _lead(row)
        actions.answer(lead=lead, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as why:
        form.add_error(None, why.sentence)
        return _shown(request, row, letter=form, status=REFUSED)
    messages.success(request, _("Sent. The family reads it on its page."))
    return redirect("teams:team", row.pk)


def _lead(row: Household):
    lead = queries.lead(row.pk)
    if lead is None:
        raise Refused("teams.answer", _("Nobody leads this team now. Open the page again."))
    return lead


@page(action="teams.take_lead", classes=CLASSES, who=right("teams.take_lead"))
@require_POST
def take_lead(request: HttpRequest, household: UUID) -> HttpResponse:
    row = home_of(request, household)
    try:
        actions.take_lead(household=row, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    return redirect("teams:team", row.pk)


@page(action="teams.hand_over", classes=CLASSES, who=right("teams.hand_over"))
def hand_over(request: HttpRequest, household: UUID) -> HttpResponse:
    """To whom, and how things stand; it changes when they say yes."""
    row = home_of(request, household)
    lead = queries.lead(row.pk)
    if lead is None or not may(request.actor, "teams.hand_over", lead):
        raise Http404
    known = actions.open_agencies(row.pk, row.community_id)
    cards = [one for one in _cards(request, row) if _may_lead(one) and one.agency in known]
    form = HandOverForm(request.POST if request.method == "POST" else None, cards=cards)
    status = 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data | {"taker": UUID(form.cleaned_data["taker"])}
        try:
            actions.hand_over(lead=lead, by=request.actor, at=timezone.now(), **said)
        except Refused as why:
            form.add_error(None, why.sentence)
            status = REFUSED
        else:
            messages.success(request, _("They are asked. You lead until they say yes."))
            return redirect("teams:team", row.pk)
    told = {"row": row, "form": form, "cards": cards, "title": _title(request, row)}
    return render(request, "teams/hand_over.html", told, status=status)


def _may_lead(card: Card) -> bool:
    return (
        rules.may_take(is_confirmed=card.confirmed, leads=card.is_lead)
        and card.agency is not None
        and any(one.confirmed_at and one.sensitivity not in rules.GUARDED for one in card.members)
    )


@page(action="teams.answer_handover", classes=CLASSES, who=right("teams.answer_handover"))
@require_POST
def answer_handover(request: HttpRequest, household: UUID) -> HttpResponse:
    row = home_of(request, household)
    waiting = queries.open_handover(row.pk)
    takes = request.POST.get("takes") == "yes"
    if waiting is None:
        messages.error(request, _("This is answered already, or was taken back."))
        return redirect("teams:team", row.pk)
    try:
        actions.answer_handover(handover=waiting, takes=takes, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("You lead now.") if takes else _("They are told."))
    return redirect("teams:team", row.pk)


@page(action="teams.take_back", classes=CLASSES, who=right("teams.take_back"))
@require_POST
def take_back(request: HttpRequest, household: UUID) -> HttpResponse:
    row = home_of(request, household)
    waiting = queries.open_handover(row.pk)
    if waiting is not None:
        try:
            actions.take_back(handover=waiting, by=request.actor, at=timezone.now())
        except Refused as why:
            messages.error(request, why.sentence)
    return redirect("teams:team", row.pk)


@page(action="teams.leave", classes=CLASSES, who=right("teams.leave"))
def leave(request: HttpRequest, household: UUID, member: UUID) -> HttpResponse:
    """What it means is said first."""
    row = home_of(request, household)
    found = Member.objects.filter(pk=member, household=row, ends=None)
    mine = found.filter(agency=request.actor.agency).first()
    if mine is None or not may(request.actor, "teams.leave", mine):
        raise Http404
    if request.method == "POST":
        try:
            actions.leave(member=mine, by=request.actor, at=timezone.now())
        except Refused as why:
            messages.error(request, why.sentence)
        else:
            messages.success(request, _("You have left this team."))
        return redirect("teams:team", row.pk)
    return render(request, "teams/leave.html", {"row": row, "title": _title(request, row)})


def _cards(request: HttpRequest, row: Household) -> list[Card]:
    return gather(row.pk, request.actor, (get_language() or "en")[:2])


def _title(request: HttpRequest, row: Household) -> str:
    """The family's name; its initials for whoever has not accepted it yet."""
    people = [one.person for one in members(row.pk)]
    first = next(iter(visible(request.actor, people)), None)
    if first is None:
        return ""
    if queries.is_confirmed(row.pk, request.actor.agency):
        return first.full_name
    return initials(first.given_name, first.family_name)


def _shown(
    request: HttpRequest, row: Household, *, letter: LetterForm | None = None, status: int = 200
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    opened(by=actor, household=row.pk, classes=CLASSES, page="teams.see", at=now)
    lead = queries.lead(row.pk)
    waiting = queries.open_handover(row.pk)
    told: dict[str, Any] = {
        "row": row,
        "title": _title(request, row),
        "cards": [
            (one, [DESK_ROLES[role] for role in one.says], _leaves(one, actor))
            for one in _cards(request, row)
        ],
        "lead": lead,
        "leads": lead is not None and may(actor, "teams.answer", lead),
        "may_take": lead is None
        and may(actor, "teams.take_lead")
        and queries.confirmed(row.pk).filter(agency=actor.agency).exists(),
        "waiting": waiting,
        "asked": waiting is not None and may(actor, "teams.answer_handover", waiting),
        "asks": waiting is not None and may(actor, "teams.take_back", waiting),
        "handed": queries.handovers(row.pk).first(),
        "letters": list(queries.messages(row.pk)),
        "form": letter or LetterForm(),
        "now": now,
    }
    return render(request, "teams/team.html", told, status=status)


def _leaves(card: Card, actor) -> Member | None:
    """The membership that this worker's agency could end by leaving."""
    return next((one for one in card.members if may(actor, "teams.leave", one)), None)
