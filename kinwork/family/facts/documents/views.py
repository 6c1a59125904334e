"""Papers on the family's page and on a worker's desk: the same pages, each with its own frame."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.family.facts.documents import actions, queries, rules
from kinwork.family.facts.documents.forms import AddPaper
from kinwork.family.facts.models import Document
from kinwork.family.facts.rights import WORKERS
from kinwork.family.facts.words import FILES, PAPERS, STATES
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import may_change, opened, visible
from kinwork.trust.access.rules import INTAKE_CLASSES, ROLE_CLASSES
from kinwork.trust.consent.queries import closing
from kinwork.web.pages import page, roles
from kinwork.web.papers.giving import as_file
from kinwork.web.papers.receiving import was_too_big
from kinwork.web.papers.words import WHY_NOT

CLASSES = ("identity", "location", "household", "means", "health", "development")


def FAMILY_ITSELF(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


def THOSE_WITH_IT(actor: Actor) -> bool:
    """The family itself, and workers who are with it."""
    return actor.is_family or (actor.is_staff and actor.role in WORKERS)


@page(action="facts.papers", classes=CLASSES, who=roles(*WORKERS))
def of_household(request: HttpRequest, household: UUID) -> HttpResponse:
    return _list(request, _home(request, household))


@page(action="facts.our_papers", classes=CLASSES, who=FAMILY_ITSELF, enter="ours:enter")
def ours(request: HttpRequest) -> HttpResponse:
    return _list(request, _home(request, request.actor.household))


@page(action="facts.add_paper", classes=CLASSES, who=roles(*WORKERS))
def add(request: HttpRequest, household: UUID, kind: str) -> HttpResponse:
    return _add(request, _home(request, household), kind)


@page(action="facts.add_our_paper", classes=CLASSES, who=FAMILY_ITSELF, enter="ours:enter")
def add_ours(request: HttpRequest, kind: str) -> HttpResponse:
    return _add(request, _home(request, request.actor.household), kind)


@page(action="facts.open_paper", classes=CLASSES, who=THOSE_WITH_IT, enter="ours:enter")
def download(request: HttpRequest, document: UUID) -> HttpResponse:
    """The paper as a file to keep, never as a page."""
    found = _one(request, document)
    content = actions.open_paper(found, by=request.actor, at=timezone.now())
    if content is None:
        raise Http404
    return as_file(content, found.media_type, FILES[found.kind])


@page(action="facts.remove_paper", classes=CLASSES, who=THOSE_WITH_IT, enter="ours:enter")
def remove(request: HttpRequest, document: UUID) -> HttpResponse:
    """Says what will happen, then does it."""
    found = _one(request, document)
    if not may(request.actor, "facts.remove_paper", found):
        raise Http404
    back = _address(request.actor, found.said_in)
    if request.method == "POST":
        actions.remove(found, by=request.actor, at=timezone.now())
        return HttpResponseRedirect(back)
    told = _frame(request.actor) | {"name": PAPERS[found.kind], "back_url": back}
    return render(request, "facts/remove_paper.html", told)


def _home(request: HttpRequest, household: UUID) -> Household:
    """The household, if this actor may see it; else 404, whatever the reason."""
    row = Household.objects.select_related("community").filter(pk=household).first()
    if row is None or not visible(request.actor, [row]):
        raise Http404
    if request.actor.is_family and closing(household):
        raise Http404
    return row


def _one(request: HttpRequest, document: UUID) -> Document:
    found = queries.one(document)
    if found is None or not visible(request.actor, [found]):
        raise Http404
    if request.actor.is_family and closing(found.said_in):
        raise Http404
    return found


def _list(request: HttpRequest, home: Household) -> HttpResponse:
    actor = request.actor
    found = visible(actor, queries.of_household(home.pk))
    opened(
        by=actor,
        household=home.pk,
        classes={one.sensitivity for one in found},
        page="facts.papers",
        at=timezone.now(),
    )
    names = {one.person_id: one.person.given_name for one in members(home)}
    told = _frame(actor) | {
        "papers": [_shown(one, names, actor) for one in found],
        "kinds": [(PAPERS[kind], _add_address(actor, home.pk, kind)) for kind in _kinds(actor)],
        "may_add": may_change(actor, home),
        "household": home.pk,
        "back_url": _back(actor, home.pk),
    }
    return render(request, "facts/papers.html", told)


def _shown(one: Document, names: dict[UUID, str], actor: Actor) -> dict:
    tone, words = STATES[one.state]
    mine = actor.id in (one.added_by_person, one.added_by_user_id)
    return {
        "row": one,
        "name": PAPERS[one.kind],
        "who": names.get(one.person_id, ""),
        "by": one.recorded_by.name if one.recorded_by else "",
        "tone": tone,
        "state": words,
        "open": one.state == "clean" or (one.state == "being checked" and mine),
        "remove": may(actor, "facts.remove_paper", one),
    }


def _add(request: HttpRequest, home: Household, kind: str) -> HttpResponse:
    actor = request.actor
    if kind not in _kinds(actor) or not may_change(actor, home):
        raise Http404
    people = {str(one.person_id): one.person for one in members(home)}
    choices = [(id, one.given_name or one.full_name) for id, one in people.items()]
    posted = request.method == "POST"
    form = AddPaper(
        request.POST if posted else None, request.FILES if posted else None, people=choices
    )
    if posted and was_too_big(request):
        form.add_error("files", WHY_NOT["too big"])
    elif form.is_bound and form.is_valid():
        try:
            actions.add(
                kind=kind,
                subject=people.get(form.cleaned_data["whose"], home),
                said_in=home.pk,
                files=[one.read() for one in form.cleaned_data["files"]],
                by=actor,
                at=timezone.now(),
            )
            return HttpResponseRedirect(_address(actor, home.pk))
        except rules.Unfit as unfit:
            form.add_error("files", WHY_NOT[unfit.code])
    told = _frame(actor) | {
        "form": form,
        "name": PAPERS[kind],
        "back_url": _address(actor, home.pk),
    }
    return render(request, "facts/add_paper.html", told)


def _kinds(actor: Actor) -> list[str]:
    """The kinds that this actor may see again after adding one."""
    if actor.is_family:
        return list(rules.KINDS)
    classes = set(ROLE_CLASSES.get(actor.role, ()))
    return rules.kinds_allowed(
        classes | (INTAKE_CLASSES if actor.role == "intake worker" else set())
    )


def _frame(actor: Actor) -> dict:
    return {"base": "web/desk.html" if actor.is_staff else "web/family.html"}


def _address(actor: Actor, household: UUID) -> str:
    if actor.is_family:
        return reverse("facts:our_papers")
    return reverse("facts:papers", args=[household])


def _add_address(actor: Actor, household: UUID, kind: str) -> str:
    if actor.is_family:
        return reverse("facts:add_our_paper", args=[kind])
    return reverse("facts:add_paper", args=[household, kind])


def _back(actor: Actor, household: UUID) -> str:
    return "/ours/" if actor.is_family else f"/households/{household}/"
