"""Before a meeting: planned, changed, called off, its agenda, its invitations; proposals."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kinwork.system.meetings import actions, queries, rules, words
from kinwork.system.meetings.forms.preparing import (
    AnswerForm,
    ChangeForm,
    ItemForm,
    OffersForm,
    PlanForm,
    ProposalForm,
    WhyForm,
    YearForm,
)
from kinwork.system.meetings.models import AgendaItem, Meeting
from kinwork.system.meetings.offers import offers
from kinwork.system.meetings.views.shared import SEE, declared, leads, meeting_of, to
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import (
    by,
    done,
    fixed,
    found,
    kept,
    one_of,
    page_of,
    sent,
    shown,
    tried,
)
from kinwork.system.partnerships.words import FREQUENCY_WORDS
from kinwork.web.pages import page


@page(**declared("plan"))
def plan(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    form = PlanForm(sent(request), zone=row.community.time_zone)
    if made := done(form, lambda said: actions.plan(partnership=row, **said, **by(request))):
        return kept(request, to(row, "offers", made.pk))
    intro = _("The agenda comes next: from what is open, or in your own words.")
    return shown(request, form, _("Plan a meeting"), to(row, "list"), _("Meetings"), intro)


@page(**declared("plan"))
def plan_year(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    often = queries.said_by_charter(row)["meets"]
    first = {"title": _("Regular meeting"), "count": 12 // rules.MONTHS[often]}
    form = YearForm(sent(request), initial=first)
    made = done(form, lambda said: actions.plan_year(partnership=row, **said, **by(request)))
    if made:
        told = ngettext("%(n)s meeting is planned.", "%(n)s meetings are planned.", len(made))
        return kept(request, to(row, "list"), told % {"n": len(made)})
    intro = _("The charter says: %(often)s.") % {"often": str(FREQUENCY_WORDS[often]).lower()}
    return shown(request, form, _("Plan a year of meetings"), to(row, "list"), _("Meetings"), intro)


@page(**declared("change"))
def change(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    if not rules.MEETING.may("change", one.state, "lead"):
        return _over(request, one)
    zone = row.community.time_zone
    there = one.starts_at.astimezone(ZoneInfo(zone))
    first = ChangeForm.first(one) | {"on": there.date(), "hour": there.time()}
    form = ChangeForm(sent(request), initial=first, zone=zone)
    if done(form, lambda said: actions.change(meeting=one, **said, **by(request))):
        return kept(request, to(row, "see", one.pk))
    intro = _("Whoever was invited is told at once, with a new calendar file.")
    up = to(row, "see", one.pk)
    return shown(
        request, form, _("Change the meeting"), up, one.title, intro if one.invited_at else ""
    )


@page(**declared("call_off"))
def call_off(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    if not rules.MEETING.may("call_off", one.state, "lead"):
        return _over(request, one)
    form = WhyForm(sent(request))
    if done(form, lambda said: actions.call_off(meeting=one, **said, **by(request))):
        return kept(request, to(row, "list"))
    up = to(row, "see", one.pk)
    return shown(
        request, form, _("Call the meeting off"), up, one.title, button=_("Call the meeting off")
    )


@page(**declared("invite"))
@require_POST
def invite(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    where = to(row, "see", one.pk)
    sent_to: list[int] = []

    def deed() -> None:
        sent_to.append(actions.invite(meeting=one, **by(request)))

    answer = tried(request, where, deed, _("The invitations are on their way."))
    if sent_to == [0]:
        messages.warning(
            request,
            _("Nobody who sits on a seat has an e-mail address here yet: nobody was written to."),
        )
    return answer


@page(**declared("add_item"))
def offered(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    """What stands open, to tick: the quick way to an agenda."""
    row, one = _both(partnership, meeting)
    if one.state not in ("planned", "open"):
        return _over(request, one)
    found_open = offers(one, timezone.now())
    form = OffersForm(sent(request), offers=found_open)

    def deed(said: dict[str, Any]) -> bool:
        for offer in said["found"]:
            told = {name: getattr(offer, name) for name in OFFERED}
            actions.add_item(meeting=one, **told, **by(request))
        return True

    if done(form, deed):
        return kept(request, to(row, "see", one.pk))
    told = {
        "row": row,
        "one": one,
        "form": form,
        "offers": _grouped(found_open),
        "chosen": set(form.data.getlist("chosen")) if form.is_bound else set(),
    }
    return render(request, "meetings/offers.html", told)


@page(**declared("add_item"))
def add_item(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row, one = _both(partnership, meeting)
    if one.state not in ("planned", "open"):
        return _over(request, one)
    form = ItemForm(sent(request))
    if done(form, lambda said: actions.add_item(meeting=one, **said, **by(request))):
        return kept(request, to(row, "see", one.pk))
    return shown(request, form, _("Add to the agenda"), to(row, "see", one.pk), one.title)


@page(**declared("change_item"))
def change_item(request: HttpRequest, partnership: UUID, meeting: UUID, item: UUID) -> HttpResponse:
    row, one, line = _three(partnership, meeting, item)
    if one.state not in ("planned", "open"):
        return _over(request, one)
    form = ItemForm(sent(request), initial=ItemForm.first(line))

    def deed(said: dict[str, Any]) -> AgendaItem:
        said = {name: value for name, value in said.items() if name != "form_id"}
        return actions.change_item(item=line, **said, **by(request))

    if done(form, deed):
        return kept(request, to(row, "see", one.pk))
    return shown(request, form, _("Change this item"), to(row, "see", one.pk), one.title)


@page(**declared("move_item"))
@require_POST
def move_item(request: HttpRequest, partnership: UUID, meeting: UUID, item: UUID) -> HttpResponse:
    row, one, line = _three(partnership, meeting, item)
    up = request.POST.get("up") == "1"
    where = to(row, "see", one.pk) + "#agenda"
    return tried(
        request,
        where,
        lambda: actions.move_item(item=line, up=up, **by(request)),
        _("The agenda is in its new order."),
    )


@page(**declared("remove_item"))
@require_POST
def remove_item(request: HttpRequest, partnership: UUID, meeting: UUID, item: UUID) -> HttpResponse:
    row, one, line = _three(partnership, meeting, item)
    where = to(row, "see", one.pk) + "#agenda"
    return tried(
        request,
        where,
        lambda: actions.remove_item(item=line, **by(request)),
        _("It is off the agenda."),
    )


@page(**SEE)
def proposals(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    told = page_of(request, queries.proposals(row))
    told |= {"row": row, "leads": leads(request, row)}
    return render(request, "meetings/proposals.html", told)


@page(**declared("propose"))
def propose(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    members = queries.members(row)
    own = members.filter(agency=request.actor.agency).first() if request.actor.agency else None
    form = ProposalForm(sent(request), members=members, initial={"member": own})
    if done(form, lambda said: actions.propose(partnership=row, **said, **by(request))):
        return kept(request, to(row, "proposals"))
    intro = _("Whoever prepares the next meeting sees it and answers.")
    return shown(request, form, _("Propose something"), to(row, "proposals"), _("Proposals"), intro)


@page(**declared("answer_proposal"))
def answer_proposal(request: HttpRequest, partnership: UUID, proposal: UUID) -> HttpResponse:
    row = found(partnership)
    one = one_of(queries.proposals(row), proposal)
    up = to(row, "proposals")
    if one.taken is not None:
        return fixed(request, up, _("Proposals"), _("This proposal was answered already."))
    form = AnswerForm(sent(request))
    if done(form, lambda said: actions.answer_proposal(proposal=one, **said, **by(request))):
        return kept(request, up)
    return shown(request, form, _("Answer this proposal"), up, _("Proposals"), one.title)


OFFERED = ("source", "source_id", "kind", "title", "about", "minutes")


def _grouped(found_open: list) -> list[dict[str, Any]]:
    """By what they come from, in the order in which they were found."""
    groups: dict[str, list] = {}
    for one in found_open:
        groups.setdefault(one.source, []).append(
            {"one": one, "key": f"{one.source}:{one.source_id}", "lines": one.about.splitlines()}
        )
    return [
        {"title": words.SOURCE_WORDS[source], "offers": lines} for source, lines in groups.items()
    ]


def _both(partnership: UUID, meeting: UUID) -> tuple[Partnership, Meeting]:
    row = found(partnership)
    return row, meeting_of(row, meeting)


def _three(partnership: UUID, meeting: UUID, item: UUID) -> tuple[Partnership, Meeting, AgendaItem]:
    row, one = _both(partnership, meeting)
    return row, one, one_of(one.items.select_related("partnership", "meeting"), item)


def _over(request: HttpRequest, one: Meeting) -> HttpResponse:
    up = to(one.partnership, "see", one.pk)
    return fixed(request, up, one.title, words.STATE_WORDS[one.state][0])
