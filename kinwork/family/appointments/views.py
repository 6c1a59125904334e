"""The family's dates: choose, move, cancel, ask; and the file for a calendar."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common import community as place_of_settings
from kinwork.common.actor import Actor
from kinwork.family.appointments import actions, queries, showing
from kinwork.family.appointments.actions import Gone, TooLate
from kinwork.family.appointments.words import moment
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rights import parties
from kinwork.family.referrals.rules import LIFE
from kinwork.web import ics
from kinwork.web.once import form_id
from kinwork.web.pages import page, right

CHANGED = 409


def FAMILY_ITSELF(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


def _family_page(action: str) -> Any:
    return page(action=action, classes=("contact",), who=FAMILY_ITSELF, enter="ours:enter")


def found(request: HttpRequest, referral: UUID, *wanted: str) -> Referral:
    """The referral, if this actor is one of the wanted parties to it; else 404, whatever the reason."""
    row = envelopes().filter(pk=referral).first()
    held = parties(request.actor, row) if row else ()
    if not set(held) & set(wanted):
        raise Http404
    return row


@_family_page("appointments.choose")
def times(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The times that are offered, each a button: the second tap takes it."""
    row, now = found(request, referral, "family"), timezone.now()
    if request.method != "POST":
        return _times(request, row)
    try:
        offer, _colon, slot = request.POST.get("time", "").partition(":")
        actions.choose(
            referral=row,
            offer=UUID(offer),
            slot=UUID(slot) if slot else None,
            by=request.actor,
            at=now,
            version=_version(request),
            form_id=form_id(request),
        )
    except ValueError:
        return _times(request, row, _("Please choose one of the times."), 400)
    except (Gone, TooLate) as why:
        return _times(request, row, why.sentence, CHANGED)
    except AlreadyMoved:
        return _times(
            request, row, _("Something has changed since you looked. Look again."), CHANGED
        )
    messages.success(request, _("Your date is set."))
    return redirect("ours:page")


def _times(request: HttpRequest, row: Referral, problem: str = "", status: int = 200):
    row, now = envelopes().get(pk=row.pk), timezone.now()
    told = _told(request, row) | {
        "problem": problem,
        "choices": [
            (one.value, moment(one.starts_at, one.zone, row.community.time_zone, now), one.place)
            for one in queries.choices(row, now)
        ],
    }
    return render(request, "appointments/times.html", told, status=status)


@_family_page("appointments.cancel")
def cancel(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Says what will happen, then does it."""
    row, problem = found(request, referral, "family"), ""
    told = _told(request, row)
    if request.method == "POST":
        try:
            actions.cancel(
                referral=row,
                by=request.actor,
                at=timezone.now(),
                version=_version(request),
                form_id=form_id(request),
            )
        except TooLate as why:
            problem = why.sentence
        except AlreadyMoved:
            problem = _("Something has changed since you looked. Look again.")
        else:
            messages.success(request, _("We told them that you cannot come."))
            return redirect(f"{reverse('ours:page')}")
    elif told["date"] is None:
        return redirect("appointments:times", row.pk)
    told = _told(request, envelopes().get(pk=row.pk)) | {"problem": problem}
    return render(request, "appointments/cancel.html", told, status=CHANGED if problem else 200)


@_family_page("appointments.ask_change")
@require_POST
def ask(request: HttpRequest, referral: UUID) -> HttpResponse:
    """After the cut-off: they read that the family cannot come, or needs another time."""
    row = found(request, referral, "family")
    wants = "cannot come" if request.POST.get("wants") == "cannot come" else "another time"
    if actions.ask_change(referral=row, wants=wants, by=request.actor, at=timezone.now()):
        messages.success(request, _("We asked them. They contact you."))
    return redirect("ours:page")


@page(action="appointments.file", classes=("contact",), who=right("appointments.file"))
def file(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The date for a calendar, or its end: neutral words, our address, nothing of anybody."""
    row = found(request, referral, "family", "receiver", "sender")
    date = row.appointments.order_by("-starts_at", "-pk").filter(state="planned").first()
    last = date or row.appointments.order_by("-starts_at").first()
    if last is None:
        raise Http404
    where = "ours:page" if request.actor.is_family else "home:first_page"
    text = ics.written(
        ics.Event(
            uid=ics.uid_of(row.pk),
            sequence=row.version,
            starts_at=last.starts_at,
            minutes=last.minutes,
            title=_("Appointment"),
            url=settings.SITE_ADDRESS.rstrip("/") + reverse(where),
            written_at=timezone.now(),
            cancelled=date is None,
        )
    )
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("date")}.ics"'
    return answer


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else None


def _told(request: HttpRequest, row: Referral) -> dict[str, Any]:
    now, language = timezone.now(), (get_language() or "en")[:2]
    return {
        "row": row,
        "date": next(iter(showing.dates([row], language, now)), None),
        "may": LIFE.may("schedule", row.state, "family"),
        "hours": place_of_settings.setting(row.community, "change_hours"),
        "phone": _phone(row),
    }


def _phone(row: Referral) -> str:
    """How to call them, as the directory says it."""
    for where in (row.service, row.organization):
        if one := where.phones.exclude(number="").first():
            return one.number
    return ""
