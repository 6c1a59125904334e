"""Joint case conferences at the desk: planned, answered, held, followed up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.rights import Refused, check, may
from kinwork.family.conferences import actions, queries, rules, showing, words
from kinwork.family.conferences.forms import (
    FAMILY,
    FollowUpForm,
    HoldForm,
    ItemForm,
    MoveForm,
    NoteForm,
    PlanForm,
)
from kinwork.family.conferences.models import Conference, FollowUp
from kinwork.family.plans import queries as plans
from kinwork.family.plans.models import Goal
from kinwork.family.teams import queries as teams
from kinwork.family.teams.actions import open_agencies
from kinwork.family.teams.rules import GUARDED
from kinwork.people.models import Household, SubjectRow
from kinwork.people.queries import members
from kinwork.people.rules import initials
from kinwork.trust.access.queries import opened, visible
from kinwork.web import ics
from kinwork.web.pages import page, right

CLASSES = ("identity", "plan")
REFUSED = 409
MOST = 50
PLAN = "plan"  # among what can be talked about: the plan itself


def home_of(request: HttpRequest, household: UUID) -> Household:
    row = Household.objects.select_related("community").filter(pk=household).first()
    if row is None or not visible(request.actor, [row]):
        raise Http404
    return row


def found(request: HttpRequest, key: UUID) -> Conference:
    """The conference, for who is invited or called it; else 404, whatever the reason."""
    row = queries.one(key)
    if row is None:
        raise Http404
    return row


def title(request: HttpRequest, household: UUID) -> str:
    """The family's name; its initials for whoever has not accepted it."""
    people = visible(request.actor, [one.person for one in members(household)])
    first = next(iter(people), None)
    if first is None:
        return ""
    if teams.is_confirmed(household, request.actor.agency):
        return first.full_name
    return initials(first.given_name, first.family_name)


@page(action="conferences.see", classes=CLASSES, who=right("conferences.plan"))
def of_family(request: HttpRequest, household: UUID) -> HttpResponse:
    row, now = home_of(request, household), timezone.now()
    opened(by=request.actor, household=row.pk, classes=CLASSES, page="conferences.see", at=now)
    found_ones = list(queries.conferences(row.pk)[:MOST])
    shown = {
        "row": row,
        "title": title(request, row.pk),
        "rows": [(one, words.STATE_WORDS[one.state]) for one in found_ones],
        "promised": list(queries.follow_ups(row.pk)[:MOST]),
        "may_plan": teams.is_confirmed(row.pk, request.actor.agency),
        "now": now,
    }
    return render(request, "conferences/of_family.html", shown)


@page(action="conferences.plan", classes=CLASSES, who=right("conferences.plan"))
def plan(request: HttpRequest, household: UUID) -> HttpResponse:
    row, now = home_of(request, household), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = PlanForm(
        data,
        zone=row.community.time_zone,
        invite=_members(request, row),
        about=[*_plan_review(request, row), *_open_items(row, now)],
    )
    status = 200
    if form.is_bound and form.is_valid():
        said = form.said()
        about = set(said.get("about", ()))
        said |= {
            "invite": [UUID(one) for one in said.get("invite", ())],
            "about": [UUID(one) for one in about - {PLAN}],
            "plan_review": PLAN in about,
        }
        try:
            made = actions.plan(household=row, by=request.actor, at=now, **said)
        except Refused as why:
            form.add_error(None, why.sentence)
            status = REFUSED
        else:
            messages.success(request, _("They are invited, and the family is told."))
            return redirect("conferences:see", made.pk)
    shown = {"row": row, "form": form, "title": title(request, row.pk)}
    return render(request, "conferences/plan.html", shown, status=status)


def _members(request: HttpRequest, row: Household) -> list[tuple[str, str]]:
    """Confirmed members whom this worker may see, their own agency left out."""
    here = teams.confirmed(row.pk).exclude(sensitivity__in=GUARDED).exclude(agency=None)
    known = open_agencies(row.pk, row.community_id) - {request.actor.agency}
    here = here.filter(agency__in=known)
    return sorted({(str(one.agency_id), one.agency.name) for one in here}, key=lambda one: one[1])


def _plan_review(request: HttpRequest, row: Household) -> list[tuple[str, str]]:
    """The plan, where whoever plans reads one, with the day on which it is to be looked at again."""
    found = plans.of_household(row.pk, request.actor)
    if found is None:
        return []
    review = plans.next_review(found)
    told = _("Look at the plan together")
    if review:
        day = date_format(review.planned_for, "DATE_FORMAT")
        told += f" ({day})"
    return [(PLAN, told)]


def _open_items(row: Household, now: datetime) -> list[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    rows = {one.pk: one for one in queries.open_referrals(row.pk)}
    return [
        (
            str(item.referral),
            f"{showing.line_of(rows[item.referral], language)} ({words.ITEM_WORDS[kind]})",
        )
        for kind, item in rules.suggested(queries.open_items(list(rows.values())), now)
    ]


@page(action="conferences.see", classes=CLASSES, who=right("conferences.plan"))
def see(request: HttpRequest, conference: UUID) -> HttpResponse:
    return _shown(request, found(request, conference))


def _shown(request: HttpRequest, row: Conference, status: int = 200, **forms: Any) -> HttpResponse:
    now, language = timezone.now(), (get_language() or "en")[:2]
    opened(
        by=request.actor,
        household=row.household_id,
        classes=CLASSES,
        page="conferences.see",
        at=now,
    )
    told = showing.told(row, request.actor, language, now)
    invited = [(str(one.agency_id), one.agency.name) for one, _words in told.invited]
    there = [(str(one.agency_id), one.agency.name) for one, _words in told.invited if one.came] + (
        [(FAMILY, _("The family"))] if row.family_came else []
    )
    shown = {
        "row": row,
        "told": told,
        "title": title(request, row.household_id),
        "goals": goals(request, row) if any(one[2] for one in told.follow_ups) else [],
        "item_form": ItemForm(auto_id="item_%s"),
        "hold_form": HoldForm(
            invited=invited,
            initial={"came": [key for key, _n in invited], "version": row.version},
            auto_id="hold_%s",
        ),
        "note_form": NoteForm(auto_id="note_%s"),
        "promise_form": FollowUpForm(there=there, auto_id="promise_%s"),
        "now": now,
        **forms,
    }
    return render(request, "conferences/see.html", shown, status=status)


@page(action="conferences.answer", classes=CLASSES, who=right("conferences.answer"))
@require_POST
def answer(request: HttpRequest, conference: UUID) -> HttpResponse:
    row = found(request, conference)
    mine = queries.invited(row, request.actor.agency)
    if mine is None:
        raise Http404
    comes = request.POST.get("comes") == "yes"
    try:
        actions.answer(invitation=mine, comes=comes, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("Your answer is kept."))
    return redirect("conferences:see", row.pk)


@page(action="conferences.add_item", classes=CLASSES, who=right("conferences.plan"))
def add_item(request: HttpRequest, conference: UUID) -> HttpResponse:
    row = found(request, conference)
    form = ItemForm(request.POST or None, auto_id="item_%s")
    return _done(request, row, form, "item_form", actions.add_item, conference=row)


@page(action="conferences.write_note", classes=CLASSES, who=right("conferences.write_note"))
def write_note(request: HttpRequest, conference: UUID) -> HttpResponse:
    row = found(request, conference)
    form = NoteForm(request.POST or None, auto_id="note_%s")
    return _done(request, row, form, "note_form", actions.write_note, conference=row)


def _done(request: HttpRequest, row: Conference, form, name: str, deed, **said) -> HttpResponse:
    """One form of the page: done and back to it, or the page with what was typed."""
    if request.method != "POST":
        return redirect("conferences:see", row.pk)
    if not form.is_valid():
        return _shown(request, row, **{name: form})
    try:
        deed(by=request.actor, at=timezone.now(), **said, **form.cleaned_data)
    except Refused as why:
        form.add_error(None, why.sentence)
        return _shown(request, row, REFUSED, **{name: form})
    messages.success(request, _("Kept."))
    return redirect("conferences:see", row.pk)


@page(action="conferences.add_follow_up", classes=CLASSES, who=right("conferences.add_follow_up"))
def add_follow_up(request: HttpRequest, conference: UUID) -> HttpResponse:
    row = found(request, conference)
    here = [one for one in queries.invitations(row) if one.came]
    there = [(str(one.agency_id), one.agency.name) for one in here]
    there += [(FAMILY, _("The family"))] if row.family_came else []
    form = FollowUpForm(request.POST or None, there=there, auto_id="promise_%s")

    def deed(*, whose: str, **said: Any) -> None:
        actions.add_follow_up(agency=None if whose == FAMILY else UUID(whose), **said)

    return _done(request, row, form, "promise_form", deed, conference=row)


@page(action="conferences.hold", classes=CLASSES, who=right("conferences.hold"))
def hold(request: HttpRequest, conference: UUID) -> HttpResponse:
    """Who was there."""
    row = found(request, conference)
    invited = [(str(one.agency_id), one.agency.name) for one in queries.invitations(row)]
    form = HoldForm(request.POST or None, invited=invited, auto_id="hold_%s")

    def deed(*, came: list[str], **said: Any) -> None:
        there = [UUID(one) for one in came if one != FAMILY]
        actions.hold(came=there, family_came=FAMILY in came, **said)

    return _done(request, row, form, "hold_form", deed, conference=row)


@page(action="conferences.move_date", classes=CLASSES, who=right("conferences.move_date"))
def move_date(request: HttpRequest, conference: UUID) -> HttpResponse:
    row, status = found(request, conference), 200
    if not may(request.actor, "conferences.move_date", row):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, zone=row.zone, initial={"version": row.version})
    if form.is_bound and form.is_valid():
        try:
            actions.move_date(conference=row, by=request.actor, at=timezone.now(), **form.said())
        except Refused as why:
            form.add_error(None, why.sentence)
            status = REFUSED
        else:
            messages.success(request, _("Moved. Everybody is asked again."))
            return redirect("conferences:see", row.pk)
    shown = {"row": row, "form": form, "title": title(request, row.household_id)}
    return render(request, "conferences/move.html", shown, status=status)


@page(action="conferences.call_off", classes=CLASSES, who=right("conferences.call_off"))
def call_off(request: HttpRequest, conference: UUID) -> HttpResponse:
    """What happens is said first."""
    row = found(request, conference)
    if not may(request.actor, "conferences.call_off", row):
        raise Http404
    if request.method == "POST":
        try:
            actions.call_off(conference=row, by=request.actor, at=timezone.now())
        except Refused as why:
            messages.error(request, why.sentence)
        else:
            messages.success(request, _("Called off. Everybody is told."))
        return redirect("conferences:see", row.pk)
    shown = {"row": row, "title": title(request, row.household_id)}
    return render(request, "conferences/off.html", shown)


@page(action="conferences.see", classes=CLASSES, who=right("conferences.plan"))
def promised(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """From a line on the desk to the meeting where it was promised."""
    row = FollowUp.objects.filter(pk=follow_up).first()
    if row is None:
        raise Http404
    return redirect("conferences:see", row.conference_id)


@page(
    action="conferences.settle_follow_up",
    classes=CLASSES,
    who=right("conferences.plan"),
)
@require_POST
def settle(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    row = FollowUp.objects.select_related("conference").filter(pk=follow_up).first()
    if row is None:
        raise Http404
    done = request.POST.get("done") == "yes"
    try:
        actions.settle_follow_up(follow_up=row, done=done, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("Kept."))
    return redirect("conferences:of_family", row.household_id)


@page(action="conferences.make_step", classes=CLASSES, who=right("conferences.make_step"))
@require_POST
def make_step(request: HttpRequest, follow_up: UUID) -> HttpResponse:
    """What was promised goes into the family's plan, to the goal that was chosen."""
    row = FollowUp.objects.select_related("conference").filter(pk=follow_up).first()
    if row is None:
        raise Http404
    goal = next(
        (one for one in goals(request, row) if str(one.pk) == request.POST.get("goal")), None
    )
    try:
        if goal is None:
            raise Refused("conferences.make_step", _("Choose a goal of the plan."))
        actions.make_step(follow_up=row, goal=goal, by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("It is a step of the plan now."))
    return redirect("conferences:see", row.conference_id)


def goals(request: HttpRequest, row: SubjectRow) -> list[Goal]:
    """The open goals of the family's plan, as far as this worker sees them."""
    plan = plans.of_household(row.household_id, request.actor)
    return list(plans.open_goals(plan)) if plan else []


@page(action="conferences.file", classes=("plan",), who=right("conferences.file"))
def file(request: HttpRequest, conference: UUID) -> HttpResponse:
    """The date for a calendar, or its end: a neutral word, our address, nobody's name."""
    row = found(request, conference)
    check(request.actor, "conferences.file", row)
    where = "our_meetings:meetings" if request.actor.is_family else "home:first_page"
    text = ics.written(
        ics.Event(
            uid=ics.uid_of(row.pk),
            sequence=row.version,
            starts_at=row.starts_at,
            minutes=row.minutes,
            title=_("Meeting"),
            url=settings.SITE_ADDRESS.rstrip("/") + reverse(where),
            written_at=timezone.now(),
            cancelled=row.state == "called off",
        )
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("date")}.ics"'
    return answer
