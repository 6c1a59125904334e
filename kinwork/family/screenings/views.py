"""Screenings for workers: what is due, what was found, entering answers or scores."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common.clock import local_day
from kinwork.common.rights import Refused, may
from kinwork.family.screenings import actions, queries
from kinwork.family.screenings.forms import EnterForm, HelpForm
from kinwork.family.screenings.rights import STAFF
from kinwork.family.screenings.showing import needs_of, shown
from kinwork.library.instruments import BadAnswers, Instrument, newest, registry
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access.queries import opened, visible
from kinwork.web.pages import page, roles

CLASSES = ("identity", "household", "health", "development")
OF_SUBJECT = {"child": ("child",), "caregiver": ("caregiver", "other adult")}


@page(action="screenings.see", classes=CLASSES, who=roles(*STAFF))
def household(request: HttpRequest, household: UUID) -> HttpResponse:
    """What is due by age, what was found, and which instruments can be entered."""
    home, now, language = _home(request, household), timezone.now(), _language()
    opened(by=request.actor, household=home.pk, classes=CLASSES, page="screenings.see", at=now)
    told = {
        "home": home,
        "due": [
            (one.person, [(each, _due_words(each, language)) for each in one.due])
            for one in queries.due_in(home, now)
            if visible(request.actor, [one.person])
        ],
        "results": [shown(one, language) for one in queries.of_household(home.pk)],
        "instruments": [(one.folder, one.words[language]) for one in registry().values()],
        "may_record": may(request.actor, "screenings.record", home),
    }
    return render(request, "screenings/household.html", told)


@page(action="screenings.record", classes=CLASSES, who=roles(*STAFF))
def enter(request: HttpRequest, household: UUID, instrument: str) -> HttpResponse:
    """Answers or scores, as the form on paper has them."""
    home, known, now = _home(request, household), _instrument(instrument), timezone.now()
    corrects = _id(request.GET.get("corrects", ""))
    form = EnterForm(
        request.POST if request.method == "POST" else None,
        instrument=known,
        people=_people(request, home, known),
        today=local_day(now, home.time_zone),
        language=_language(),
        initial=_before(home, corrects, request.GET.get("person", "")),
    )
    if form.is_bound and form.is_valid():
        try:
            asked = actions.record(
                household=home,
                instrument=known.key,
                said=form.said,
                person=_id(form.cleaned_data.get("person", "")),
                asked_on=form.cleaned_data.get("asked_on"),
                weeks_early=form.cleaned_data.get("weeks_early") or 0,
                corrects=corrects,
                form_id=form.cleaned_data["form_id"],
                by=request.actor,
                at=now,
            )
        except BadAnswers as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("screenings:result", home.pk, asked.first.sitting)
    told = {"home": home, "form": form, "known": known, "name": known.words[_language()]}
    told |= {"about": known.about[_language()], "corrects": corrects}
    return render(request, "screenings/enter.html", told)


@page(action="screenings.see", classes=CLASSES, who=roles(*STAFF))
def result(request: HttpRequest, household: UUID, sitting: UUID) -> HttpResponse:
    """What was found, in plain words, and what the family wants help with."""
    home, now = _home(request, household), timezone.now()
    asked = _sitting(request, home, sitting)
    opened(by=request.actor, household=home.pk, classes=CLASSES, page="screenings.see", at=now)
    found = needs_of(asked, _language())
    form = HelpForm(request.POST if request.method == "POST" else None, needs=found, staff=True)
    if form.is_bound and form.is_valid():
        made = actions.ask_help(
            household=home,
            sitting=sitting,
            codes=form.cleaned_data["codes"],
            by=request.actor,
            at=now,
        )
        _say_made(request, made)
        return redirect("home:household", home.pk)
    told = {
        "home": home,
        "one": shown(asked, _language()),
        "form": form if found else None,
        "open": queries.open_needs(home.pk, asked.first.person_id) & set(asked.needs),
        "may_record": may(request.actor, "screenings.record", home),
    }
    return render(request, "screenings/result.html", told)


@page(action="screenings.refuse", classes=CLASSES, who=roles(*STAFF))
@require_POST
def refuse(request: HttpRequest, household: UUID, instrument: str) -> HttpResponse:
    """The family did not want to be asked: that is an answer, too."""
    home, known = _home(request, household), _instrument(instrument)
    person = _id(request.POST.get("person", ""))
    actions.refuse(
        household=home,
        instrument=known.key,
        person=person,
        form_id=_id(request.POST.get("form_id", "")),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("Written down. Nobody asks again for a while."))
    return redirect("screenings:household", home.pk)


def _say_made(request: HttpRequest, made: list[Any]) -> None:
    if made:
        messages.success(request, _("Written down. Next: find a place that helps."))
    else:
        messages.info(request, _("Nothing new was written down."))


def _due_words(each: Any, language: str) -> str:
    return each.screen.title[language].format(months=each.months)


def _before(home: Household, corrects: UUID | None, person: str) -> dict[str, Any]:
    """What stood there, where it is put right: nothing is typed again."""
    asked = queries.sitting(home.pk, corrects) if corrects else None
    if asked is None:
        return {"person": person}
    said = {key: value for row in asked.rows for key, value in row.answers.items()}
    return {"person": str(asked.first.person_id), "asked_on": asked.first.asked_on, **said}


def _people(request: HttpRequest, home: Household, known: Instrument) -> list[Person]:
    wanted = OF_SUBJECT.get(known.subject, ())
    found = [one.person for one in members(home) if one.relation in wanted]
    return visible(request.actor, found)


def _instrument(folder: str) -> Instrument:
    known = newest(folder)
    if known is None:
        raise Http404
    return known


def _sitting(request: HttpRequest, home: Household, id: UUID) -> queries.Asked:
    asked = queries.sitting(home.pk, id)
    rows = visible(request.actor, asked.rows) if asked else []
    if not rows:
        raise Http404
    return queries.Asked(tuple(rows))


def _home(request: HttpRequest, household: UUID) -> Household:
    row = Household.objects.select_related("community").filter(pk=household).first()
    if row is None or not visible(request.actor, [row]):
        raise Http404
    return row


def _id(said: Any) -> UUID | None:
    try:
        return UUID(str(said))
    except ValueError:
        return None


def _language() -> str:
    return (get_language() or "en")[:2]
