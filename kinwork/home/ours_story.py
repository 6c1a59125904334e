"""What the family has told, each answer with a way to put it right."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.common.community import today
from kinwork.family.eligibility import actions as eligibility
from kinwork.family.facts import actions as facts
from kinwork.family.facts import showing
from kinwork.family.intake import asking, known
from kinwork.family.intake.forms import Income, Where
from kinwork.family.intake.queries import told_before
from kinwork.library.questions import bank
from kinwork.people.models import Household, HouseholdMember
from kinwork.people.queries import members
from kinwork.trust.consent.family_page import family_page

CLASSES = ("identity", "household", "means", "health", "development")


@family_page("ours.story", CLASSES)
def story(request: HttpRequest) -> HttpResponse:
    """Every answer, where it comes from and until when it is good; what was said before below."""
    household, people = _home(request)
    on = today(household.community, timezone.now())
    lines = showing.lines(household.pk, people, request.actor, on, get_language() or "en")
    told = {
        "people": people,
        "lines": lines,
        "before": [(line, one) for line in lines for one in line.before],
    }
    return render(request, "home/ours_story.html", told)


@family_page("ours.correct", CLASSES)
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """A better answer; the old one stays beside it, and what they may get is checked again."""
    household, people = _home(request)
    back = reverse("ours:story")
    return put_right(request, household, people, key, back, "home/ours_correct.html")


def put_right(
    request: HttpRequest,
    household: Household,
    people: list[HouseholdMember],
    key: str,
    back: str,
    template: str,
) -> HttpResponse:
    """The question's own form, filled with the answer that counts; the same for a worker."""
    at, language = timezone.now(), get_language() or "en"
    on = today(household.community, at)
    answers = told_before(household, on)
    if key in ("place", "income"):
        form = _own_form(request, household, key, answers, language)
        title = bank()[key].said(language)
        if request.method == "POST" and form.is_valid():
            value = form.value if key == "place" else [form.line]
            facts.say(household, key=key, value=value, by=request.actor, at=at)
            return _checked(request, household, at, back)
        told = _told(request, household, people, key, on, language)
        context = {"form": form, "title": title, "told": told, "back_url": back}
        return render(request, template, context)
    asked = asking.one(answers, key, on, language)
    if asked is None:
        raise Http404
    form = asked.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _say(request, household, people, form.changes, at)
        return _checked(request, household, at, back)
    told = _told(request, household, people, key, on, language)
    context = {"form": form, "asked": asked, "told": told, "back_url": back}
    return render(request, template, context)


def _say(request, household: Household, people: list[HouseholdMember], changes, at) -> None:
    """Each fact that the page told, of whom; what it leaves open stays as it was."""
    by_id = {str(one.person_id): one.person for one in people}
    for name, value in changes.items():
        kind, _mark, rest = name.partition(":")
        key, _mark, member = rest.partition(":")
        if kind == "fact" and value is not None:
            facts.say(
                by_id[member] if member else household,
                key=key,
                value=value,
                by=request.actor,
                at=at,
                said_in=household.pk,
            )


def _told(request, household: Household, people: list[HouseholdMember], key, on, language):
    """What counts now, of which day and by whom."""
    names = {one.person_id: one.person.given_name for one in people}
    lines = showing.lines(household.pk, people, request.actor, on, language)
    return [
        known.of_answer(line.counts, names.get(line.person, ""), request.actor.id, not line.stale)
        for line in lines
        if line.key == key
    ]


def _own_form(request, household, key, answers, language):
    if key == "income":
        return Income(request.POST or None, language=language)
    where = (answers.get("place") or {}).get("text", "")
    return Where(request.POST or None, initial={"where": where}, community=household.community)


def _checked(request: HttpRequest, household: Household, at, back: str) -> HttpResponse:
    eligibility.screen(household=household, by=request.actor, at=at)
    return HttpResponseRedirect(back)


def _home(request: HttpRequest):
    found = Household.objects.select_related("community").get(pk=request.actor.household)
    return found, members(found)
