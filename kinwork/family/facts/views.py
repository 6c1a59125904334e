"""What a family told, for its workers: where each answer comes from, and making it surer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from kinwork.accounts.models import Agency
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import may
from kinwork.family.facts import actions, queries, showing
from kinwork.family.facts.documents.queries import of_household as papers
from kinwork.family.facts.forms import Dated, NameOffice, ShowPaper, program_choices
from kinwork.family.facts.models import Fact, ProgramOffice
from kinwork.family.facts.rights import WORKERS
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import may_change, opened, visible
from kinwork.web.pages import page, right, roles

CLASSES = ("identity", "household", "means", "health", "development", "location", "education")


@page(action="facts.answers", classes=CLASSES, who=roles(*WORKERS))
def answers(request: HttpRequest, household: UUID) -> HttpResponse:
    """Every answer that this worker may see: who said it, when, how, until when; and what was
    said before. Where two differ, both, and which one counts."""
    actor, home, at = request.actor, _home(request, household), timezone.now()
    found = showing.lines(home.pk, members(home), actor, today(home.community, at), _language())
    classes = {one.counts.fact.sensitivity for one in found}
    opened(by=actor, household=home.pk, classes=classes, page="facts.answers", at=at)
    may_work = may_change(actor, home)
    offices = queries.decides_about(actor.agency, home.community_id)
    told = {
        "household": home.pk,
        "lines": found,
        "differ": any(one.differ for one in found),
        "may_correct": may_work and may(actor, "facts.say", home),
        "may_show": may_work and may(actor, "facts.show_paper", home),
        "may_certify": may_work and offices and may(actor, "facts.certify", home),
    }
    return render(request, "facts/answers.html", told)


@page(action="facts.show_paper", classes=CLASSES, who=right("facts.show_paper"))
def show_paper(request: HttpRequest, household: UUID, fact: UUID) -> HttpResponse:
    """A paper was seen that shows this answer."""
    home, row = _answer(request, household, fact)
    here = visible(request.actor, papers(home.pk))
    form = ShowPaper(request.POST if request.method == "POST" else None, key=row.key, here=here)
    if form.is_bound and form.is_valid():
        actions.show_paper(
            row, kind=form.kind, document=form.document, by=request.actor, at=timezone.now()
        )
        return HttpResponseRedirect(reverse("facts:answers", args=[home.pk]))
    return _surer(request, home, row, form, "facts/show_paper.html")


@page(action="facts.certify", classes=CLASSES, who=right("facts.certify"))
def certify(request: HttpRequest, household: UUID, fact: UUID) -> HttpResponse:
    """The office that decides about a program stands for this answer."""
    home, row = _answer(request, household, fact)
    offered = queries.decides_about(request.actor.agency, home.community_id)
    if not offered:
        raise Http404
    form = Dated(
        request.POST if request.method == "POST" else None,
        offered=offered,
        today=today(home.community, timezone.now()),
        language=_language(),
    )
    if form.is_bound and form.is_valid():
        actions.certify(row, **form.cleaned_data, by=request.actor, at=timezone.now())
        return HttpResponseRedirect(reverse("facts:answers", args=[home.pk]))
    return _surer(request, home, row, form, "facts/certify.html")


@page(action="facts.offices", who=right("facts.name_office"))
def offices(request: HttpRequest) -> HttpResponse:
    """Which agency decides about which program here."""
    community = Community.objects.get(pk=request.actor.community)
    agencies = Agency.objects.filter(communities=community, active=True).order_by("name")
    form = NameOffice(
        request.POST if request.method == "POST" else None,
        agencies=agencies,
        language=_language(),
    )
    if form.is_bound and form.is_valid():
        actions.name_office(
            agency=agencies.get(pk=form.cleaned_data["agency"]),
            program=form.cleaned_data["program"],
            community=community,
            by=request.actor,
            at=timezone.now(),
        )
        return HttpResponseRedirect(reverse("facts:offices"))
    named = dict(program_choices((o.program for o in queries.offices(community.pk)), _language()))
    found = [(one, named.get(one.program, one.program)) for one in queries.offices(community.pk)]
    return render(request, "facts/offices.html", {"form": form, "offices": found})


@page(action="facts.end_office", who=right("facts.end_office"))
@require_POST
def end_office(request: HttpRequest, office: UUID) -> HttpResponse:
    row = ProgramOffice.objects.filter(pk=office, community=request.actor.community).first()
    if row is None:
        raise Http404
    actions.end_office(row, by=request.actor, at=timezone.now())
    return HttpResponseRedirect(reverse("facts:offices"))


def _home(request: HttpRequest, household: UUID) -> Household:
    row = Household.objects.select_related("community").filter(pk=household).first()
    if row is None or not visible(request.actor, [row]):
        raise Http404
    return row


def _answer(request: HttpRequest, household: UUID, fact: UUID) -> tuple[Household, Fact]:
    """An answer of this household that the worker may see and work on; else 404."""
    home = _home(request, household)
    rows = Fact.objects.select_related("community").filter(pk=fact, said_in=home.pk)
    row = rows.first()
    if row is None or not visible(request.actor, [row]) or not may_change(request.actor, home):
        raise Http404
    return home, row


def _surer(request: HttpRequest, home: Household, row: Fact, form, template: str) -> HttpResponse:
    found = showing.lines(
        home.pk, members(home), request.actor, today(home.community, timezone.now()), _language()
    )
    line = showing.line_of(found, row.pk)
    if line is None:  # it was put right meanwhile
        raise Http404
    told = {"form": form, "line": line, "household": home.pk}
    return render(request, template, told)


def _language() -> str:
    return (get_language() or "en")[:2]
