"""Pages of the office that hears complaints, of the agency that is asked, and who hears what here."""

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

from kinwork.accounts.models import AgencyCommunity
from kinwork.common import audit
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.complaints import actions, queries, rules, words
from kinwork.family.complaints.forms import OfficeForm, WordsForm, WorkerForm
from kinwork.family.complaints.models import Complaint, ComplaintOffice
from kinwork.web.context import community_of
from kinwork.web.pages import page, right

CLASSES = ("notes",)
PAGE = 50


@page(action="complaints.list", who=right("complaints.list"))
def listing(request: HttpRequest) -> HttpResponse:
    """What waits first, and of that what is due first. What one person alone reads says no more than
    that it is there."""
    start = _start(request)
    rows = list(queries.listed()[start : start + PAGE + 1])
    told = {
        "lines": [_line(one, request) for one in rows[:PAGE]],
        "next_key": start + PAGE if len(rows) > PAGE else "",
        "first": start == 0,
    }
    return render(request, "complaints/list.html", told)


def _line(row: Complaint, request: HttpRequest) -> dict[str, Any]:
    tone, _family, stands = words.STATE_WORDS[row.state]
    is_closed = row.sensitivity != rules.PLAIN and row.officer_id != request.actor.id
    return {
        "row": row,
        "tone": tone,
        "stands": stands,
        "is_closed": is_closed,
        "about": "" if is_closed else row.about_agency.name if row.about_agency else _("This site"),
        "subject": "" if is_closed else words.SUBJECT_WORDS[row.subject],
    }


@page(action="complaints.see", classes=CLASSES, who=right("complaints.list"))
def see(request: HttpRequest, complaint: UUID) -> HttpResponse:
    """One complaint for its office: what was said, by whom if they want that known, what was done."""
    row = _found(complaint)
    line = _line(row, request)
    told = queries.words(row)
    mine = row.officer_id == request.actor.id
    verbs = [
        one
        for one in rules.LIFE.verbs(row.state, rules.OFFICE)
        if (one == "take" or mine)
        and (one not in ("ask_agency", "name_worker") or row.about_agency_id)
    ]
    shown = {
        **line,
        "told": told,
        "who": queries.complainant(row),
        "asks": queries.asks(row),
        "events": [
            (words.OFFICE_EVENT_WORDS.get(one.verb, words.EVENT_WORDS[one.verb]), one)
            for one in queries.events(row)
        ],
        "deeds": [
            (reverse(f"complaints:{one}", args=[row.pk]), words.DEED_WORDS[one], number == 0)
            for number, one in enumerate(sorted(verbs, key=_usual))
        ],
        "door": words.DOOR_WORDS[row.door],
        "closed_to": words.CLASS_WORDS[row.sensitivity],
        "settled": row.settled,
    }
    audit.record(
        "complaints.see.view",
        row,
        by=request.actor,
        at=timezone.now(),
        classes=[row.sensitivity] if told else [],
    )
    return render(request, "complaints/see.html", shown)


def _usual(verb: str) -> int:
    return ("take", "answer", "ask_agency", "name_worker", "hand_on").index(verb)


@page(action="complaints.take", who=right("complaints.take"))
def take(request: HttpRequest, complaint: UUID) -> HttpResponse:
    row = _found(complaint)
    if request.method == "POST":
        deed = lambda **by: actions.take(complaint=row, version=_version(request), **by)  # noqa: E731
        _tried(request, deed, _("You look at it now. The family reads that."))
        return redirect("complaints:see", row.pk)
    return render(request, "complaints/take.html", _line(row, request))


@page(action="complaints.answer", classes=CLASSES, who=right("complaints.answer"))
def answer(request: HttpRequest, complaint: UUID) -> HttpResponse:
    row = _mine(request, complaint)
    spoken = {"es": _("Spanish"), "en": _("English")}.get(row.language, row.language)
    hint = _("Write it in %(language)s, in plain words: what you found, and what is done now.")
    form = _words(request, row, _("Your answer"), hint % {"language": spoken})

    def deed(said: dict[str, Any], **by: Any) -> Any:
        return actions.answer(complaint=row, words=said["words"], version=said["version"], **by)

    return _stepped(request, row, "answer", form, deed)


@page(action="complaints.hand_on", classes=CLASSES, who=right("complaints.hand_on"))
def hand_on(request: HttpRequest, complaint: UUID) -> HttpResponse:
    row = _mine(request, complaint)
    hint = _("The family reads this: the name of the office, its phone, and why it is theirs.")
    form = _words(request, row, _("To whom it goes"), hint)

    def deed(said: dict[str, Any], **by: Any) -> Any:
        return actions.hand_on(complaint=row, words=said["words"], **by)

    return _stepped(request, row, "hand_on", form, deed)


@page(action="complaints.ask_agency", classes=CLASSES, who=right("complaints.ask_agency"))
def ask_agency(request: HttpRequest, complaint: UUID) -> HttpResponse:
    """In the office's words. The family's own stand there to begin with only where it allowed that."""
    row = _mine(request, complaint)
    who, told = queries.complainant(row), queries.words(row)
    lines = [told.happened] if told and who and who.allows_words else []
    if who and who.allows_name and who.name:
        lines += [_("From: %(name)s") % {"name": who.name}]
    hint = _("Their supervisor reads this, and nothing else of the complaint.")
    if not (who and who.allows_words):
        hint += " " + _("Do not repeat the family’s words, or say who it is.")
    form = _words(request, row, _("What the agency is asked"), hint, "\n\n".join(lines))

    def deed(said: dict[str, Any], **by: Any) -> Any:
        return actions.ask_agency(complaint=row, told=said["words"], **by)

    return _stepped(request, row, "ask_agency", form, deed)


@page(action="complaints.name_worker", classes=CLASSES, who=right("complaints.name_worker"))
def name_worker(request: HttpRequest, complaint: UUID) -> HttpResponse:
    row = _mine(request, complaint)
    if row.about_agency_id is None:
        raise Http404
    people = queries.staff(row.community, row.about_agency_id, timezone.now())
    form = WorkerForm(
        request.POST if request.method == "POST" else None,
        staff=people,
        initial={"user": str(row.about_user_id or "")},
    )

    def deed(said: dict[str, Any], **by: Any) -> Any:
        user = UUID(said["user"]) if said["user"] else None
        return actions.name_worker(complaint=row, user=user, **by)

    return _stepped(request, row, "name_worker", form, deed)


@page(action="complaints.asked", classes=CLASSES, who=right("complaints.asked"))
def asked(request: HttpRequest) -> HttpResponse:
    """What an office asks this agency about complaints."""
    return render(request, "complaints/asked.html", {"rows": list(queries.asked()[:PAGE])})


@page(action="complaints.hear_agency", classes=CLASSES, who=right("complaints.hear_agency"))
def hear_agency(request: HttpRequest, ask: UUID) -> HttpResponse:
    row = queries.asked().filter(pk=ask).first()
    if row is None:
        raise Http404
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        label=_("Your answer"),
        hint=_("The office that asked reads it. Do not try to find out who complained."),
    )
    if form.is_bound and form.is_valid():
        words_ = form.cleaned_data["words"]
        deed = lambda **by: actions.hear_agency(ask=row, answer=words_, **by)  # noqa: E731
        _tried(request, deed, _("Thank you. The office has your answer."))
        return redirect("complaints:asked")
    return render(request, "complaints/hear_agency.html", {"row": row, "form": form})


@page(action="complaints.name_office", purpose="oversight", who=right("complaints.name_office"))
def office(request: HttpRequest) -> HttpResponse:
    """Who hears what here, and who hears complaints about the agency that convenes."""
    place, now = community_of(request), timezone.now()
    convening = AgencyCommunity.objects.filter(community=place, convenes=True)
    others = queries.agencies(place).exclude(pk__in=convening.values("agency"))
    named = ComplaintOffice.objects.filter(community=place).select_related("agency").first()
    form = OfficeForm(
        request.POST if request.method == "POST" else None,
        agencies=others,
        initial={"agency": str(named.agency_id) if named else ""},
    )
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                agency = form.cleaned_data["agency"]
                actions.name_office(community=place, agency=agency, by=request.actor, at=now)
        except Refused as why:
            form.add_error(None, why.sentence)
        else:
            messages.success(request, _("It is written down."))
            return redirect("complaints:office")
    hear = list(queries.agencies(place).filter(pk__in=queries.offices(place, now)))
    told = {"form": form, "named": named, "hear": hear, "place": place}
    return render(request, "complaints/office.html", told)


def _found(complaint: UUID) -> Complaint:
    row = queries.listed().filter(pk=complaint).first()
    if row is None:
        raise Http404
    return row


def _mine(request: HttpRequest, complaint: UUID) -> Complaint:
    row = _found(complaint)
    if row.officer_id != request.actor.id:
        raise Http404
    return row


def _words(request: HttpRequest, row: Complaint, label: Any, hint: Any, first: str = "") -> Any:
    return WordsForm(
        request.POST if request.method == "POST" else None,
        label=label,
        hint=hint,
        initial={"version": row.version, "words": first},
    )


def _stepped(
    request: HttpRequest, row: Complaint, verb: str, form: Any, deed: Callable[..., Any]
) -> HttpResponse:
    up = reverse("complaints:see", args=[row.pk])
    if not rules.LIFE.may(verb, row.state, rules.OFFICE):
        messages.info(request, _("This step cannot be taken now. Read where it stands."))
        return redirect(up)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                deed(form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, why.sentence)
        except WrongState:
            form.add_error(
                None, _("Something changed meanwhile: read the complaint again in another window.")
            )
        else:
            messages.success(request, _("It is written down."))
            return redirect(up)
    told = {"row": row, "form": form, "up": up, "title": words.DEED_WORDS[verb]}
    return render(request, "complaints/form.html", told)


def _tried(request: HttpRequest, deed: Callable[..., Any], said: str) -> None:
    try:
        with transaction.atomic():
            deed(by=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, why.sentence)
    except WrongState:
        messages.info(request, _("Something changed meanwhile. Read where it stands now."))
    else:
        messages.success(request, said)


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else None


def _start(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
