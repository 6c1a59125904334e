"""What the family has told, each answer with a way to put it right."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.common.answers import said
from kinwork.common.community import today
from kinwork.family.eligibility import actions as eligibility
from kinwork.family.facts import actions as facts
from kinwork.family.facts import queries
from kinwork.family.intake import asking
from kinwork.family.intake.forms import Income, Where
from kinwork.family.intake.queries import told_before
from kinwork.home.ours_door import family_page
from kinwork.library.questions import bank
from kinwork.library.questions.bank import as_money
from kinwork.people.models import Household
from kinwork.people.queries import members

CLASSES = ("identity", "household", "means", "health", "development")


@family_page("ours.story", CLASSES)
def story(request: HttpRequest) -> HttpResponse:
    household, people = _home(request)
    language = get_language() or "en"
    found = queries.history(household.pk, [one.person_id for one in people])
    names = {one.person_id: one.person.given_name for one in people}
    counted: set[tuple[Any, str]] = set()
    lines, before = [], []
    for fact in found:
        key = (fact.person_id or fact.household_id, fact.key)
        line = _line(fact, names.get(fact.person_id, ""), language)
        (before if key in counted else lines).append(line)
        counted.add(key)
    return render(
        request, "home/ours_story.html", {"people": people, "lines": lines, "before": before}
    )


def _line(fact: Any, name: str, language: str) -> dict[str, Any]:
    question = bank().get(fact.key)
    words = question.said(language, name) if question else fact.key
    return {
        "key": fact.key,
        "question": words,
        "answer": in_words(fact.key, fact.value, language),
        "said_at": fact.said_at,
        "how": HOWS.get(fact.how, fact.how),
        "by": _("You") if fact.said_by_person else _("Written down by a worker"),
    }


HOWS = {
    "told": "",
    "document seen": gettext_lazy("A paper was seen"),
    "certified": gettext_lazy("Certified"),
}


def in_words(key: str, value: Any, language: str) -> str:
    """An answer as the family would say it."""
    question = bank().get(key)
    if value is True or value is False:
        return _("Yes") if value else _("No")
    if key in ("income", "income_average"):
        return "; ".join(asking.arithmetic(value, language)) or _("No money comes in")
    if key == "place":
        return value.get("text", "")
    if (amount := as_money(question, value)) is not None:
        return amount
    words = {one.value: said(one.words, language) for one in question.options} if question else {}
    if isinstance(value, list):
        return ", ".join(words.get(one, one) for one in value) or _("None of these")
    return words.get(value, str(value))


@family_page("ours.correct", CLASSES)
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """A better answer; the old one stays beside it, and what they may get is checked again."""
    household, people = _home(request)
    at, language = timezone.now(), get_language() or "en"
    on = today(household.community, at)
    answers = told_before(household, on)
    if key in ("place", "income"):
        return _correct_form(request, household, key, answers, language, at)
    asked = asking.one(answers, key, on, language)
    if asked is None:
        raise Http404
    form = asked.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by_id = {str(one.person_id): one.person for one in people}
        for name, value in form.changes.items():
            member = name.removeprefix("fact:").partition(":")[2]
            subject = by_id[member] if member else household
            facts.say(
                subject, key=asked.key, value=value, by=request.actor, at=at, said_in=household.pk
            )
        return _checked(request, household, at)
    return render(request, "home/ours_correct.html", {"form": form, "asked": asked})


def _correct_form(request, household, key, answers, language, at) -> HttpResponse:
    form = (
        Where(
            request.POST or None,
            initial={"where": (answers.get("place") or {}).get("text", "")},
            community=household.community,
        )
        if key == "place"
        else Income(request.POST or None, language=language)
    )
    if request.method == "POST" and form.is_valid():
        value = form.value if key == "place" else [form.line]
        facts.say(household, key=key, value=value, by=request.actor, at=at)
        return _checked(request, household, at)
    title = bank()[key].said(language)
    return render(request, "home/ours_correct.html", {"form": form, "title": title})


def _checked(request: HttpRequest, household: Household, at) -> HttpResponse:
    eligibility.screen(household=household, by=request.actor, at=at)
    return HttpResponseRedirect(reverse("ours:story"))


def _home(request: HttpRequest):
    found = Household.objects.select_related("community").get(pk=request.actor.household)
    return found, members(found)
