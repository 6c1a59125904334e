"""The gallery: every part of the kit in every state, in the three moods. Invented words throughout."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from kinwork.web import errors
from kinwork.web.forms import Choice, MemorableDateField, MoneyField, OnceForm
from kinwork.web.pages import page

NOW = datetime.fromisoformat("2026-03-10T17:00:00+00:00")
MOODS = ("family", "desk", "table")


class Example(OnceForm):
    """One field of each kind."""

    first_name = forms.CharField(
        label="First name", max_length=60, help_text="As you like to be called."
    )
    born = MemorableDateField(label="When was your child born?", latest=date(2026, 3, 10))
    income = MoneyField(label="Money that came in last month", required=False)
    language = forms.ChoiceField(
        label="Language", choices=[("", "Choose"), ("en", "English"), ("es", "Español")]
    )
    reach = forms.ChoiceField(
        label="How can we reach you?",
        widget=forms.RadioSelect,
        choices=[
            ("text", Choice("Text message", "We never write what it is about.")),
            ("call", Choice("Phone call")),
            ("none", Choice("Do not contact me", "You look here yourself.")),
        ],
    )
    needs = forms.MultipleChoiceField(
        label="What do you need?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("food", "Food"), ("diapers", "Diapers"), ("home", "A place to live")],
    )
    story = forms.CharField(
        label="Anything else?", widget=forms.Textarea, required=False, max_length=500
    )
    agree = forms.BooleanField(
        label="I have read this", help_text="You can change your mind later."
    )


TYPED = (
    "first_name=Rosa&born_month=2&born_day=31&born_year=2024&income=1.200&reach=&story=" + "a" * 600
)
STATES = [
    ("new", "New"),
    ("waiting", "On the waitlist"),
    ("going", "In service"),
    ("good", "Served"),
    ("stopped", "Declined"),
    ("late", "Overdue"),
    ("quiet", "Draft"),
]


@page(action="web.gallery", keep=True)
def gallery(request: HttpRequest, mood: str = "family") -> HttpResponse:
    """Every part in every state, in one mood; in demonstrations and for developers only."""
    if not (settings.DEMO or settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Http404
    if mood not in MOODS:
        raise Http404
    request.now = NOW  # type: ignore[attr-defined]
    return render(
        request, f"web/gallery/{mood}.html", {**_things(), "moods": MOODS, "mood_now": mood}
    )


@page(action="web.gallery", keep=True)
def fault(request: HttpRequest, status: int) -> HttpResponse:
    """The error pages, to look at."""
    if not (settings.DEMO or settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Http404
    if status == 409:
        texts = [
            (
                "Goal",
                "Find a preschool near the bus line.",
                "Find a preschool with a morning class.",
            )
        ]
        return errors.conflict(request, texts, by="Ben", at=NOW)
    makers = {400: errors.bad_request, 403: errors.permission_denied, 404: errors.not_found}
    makers |= {500: errors.server_error, 503: errors.unavailable}
    if status not in makers:
        raise Http404
    return makers[status](request)


def _things() -> dict[str, Any]:
    return {
        "form": Example(),
        "faulty": Example(QueryDict(TYPED), auto_id="again_%s"),
        "states": STATES,
        "rows": [("Name", "Rosa"), ("Language", "Español", "#change"), ("Phone", "")],
        "events": _events(),
        "times": [NOW - timedelta(minutes=5), NOW + timedelta(hours=4), NOW - timedelta(days=20)],
        "due_times": [NOW + timedelta(days=2), NOW + timedelta(hours=3), NOW - timedelta(days=4)],
        "births": [NOW.date() - timedelta(days=days) for days in (20, 240, 1300)],
        "columns": ["Family", "Waiting for", "Days"],
        "cells": [["Family 14", "A first answer", 2], ["Family 27", "A home visit", 11]],
        "bars": [("Food", 42), ("Child care", 31), ("Housing", 12), ("Legal help", None)],
        "dots": [("Library", 2, 3.5), ("Clinic", 3, 4.5), ("Food bank", 4, 3.5)],
        "series": [
            (
                "Sent",
                [("Jan", 12), ("Feb", 18), ("Mar", 15), ("Apr", None), ("May", 24), ("Jun", 30)],
            ),
            (
                "Answered",
                [("Jan", 8), ("Feb", 12), ("Mar", 14), ("Apr", 17), ("May", 21), ("Jun", 28)],
            ),
        ],
        "names": ["Library", "Clinic", "Food bank"],
        "links": [[None, 12, 3], [7, None, 0], [5, 9, None]],
        "points": [
            (33.415, -111.831, "Mesquite Flats Library", "#library"),
            (33.4151, -111.8312, "Family clinic", "#clinic"),
            (33.389, -111.79, "Food pantry at the church", ""),
            (33.43, -111.87, "Diaper bank", ""),
        ],
        "here": (33.41, -111.82),
    }


def _events() -> list[dict[str, Any]]:
    return [
        {"at": NOW - timedelta(days=20), "title": "Asked for help", "tone": "good", "by": "Ana"},
        {
            "at": NOW - timedelta(days=3),
            "title": "The clinic said yes",
            "tone": "going",
            "text": "Bring the shot record.",
        },
        {"at": NOW + timedelta(days=2), "title": "First visit", "tone": "waiting", "next": True},
    ]
