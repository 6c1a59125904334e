"""The last search of this browser, kept for a while so that the way back works.

A search is sent by POST and shown at a plain address: the phone's history holds no word of it.
What was asked lies in the session for half an hour of disuse, is gone with "Leave now",
and a search for safety is never kept at all.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from kinwork.directory.search import Query
from kinwork.directory.search.entries import SAFETY
from kinwork.directory.search.places import Place
from kinwork.directory.search.words import understand

KEY, MINUTES = "find", 30
FIELDS = ("words", "need", "place", "who", "speaks", "open_now", "has_room", "remote")


def keep(request: HttpRequest, data: dict[str, Any], now: datetime) -> None:
    """What was typed, field by field, as typed."""
    request.session[KEY] = {"asked": data, "at": now.isoformat()}


def kept(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """What this browser asked last, if that was lately."""
    found = request.session.get(KEY)
    if not found:
        return None
    if now - datetime.fromisoformat(found["at"]) > timedelta(minutes=MINUTES):
        forget(request)
        return None
    return found["asked"]


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def query_of(cleaned: dict[str, Any], place: Place | None) -> Query:
    """A search from a form's clean data; `place` where none was said."""
    who = cleaned.get("who") or ""
    return Query(
        words=cleaned.get("words") or "",
        category=cleaned.get("need") or "",
        place=cleaned.get("place") or place,
        age_months=int(who) if who.isdigit() else None,
        pregnant=who == "pregnant",
        language=cleaned.get("speaks") or "",
        open_now=bool(cleaned.get("open_now")),
        has_room=bool(cleaned.get("has_room")),
        remote=bool(cleaned.get("remote")),
    )


def is_safety(query: Query) -> bool:
    """Somebody may be in danger: nothing of this is kept or counted."""
    return SAFETY in understand(query.words, query.codes).codes


def without_filters(query: Query) -> Query:
    """The same need and place, with nothing that narrows."""
    return replace(
        query, age_months=None, pregnant=False, language="", open_now=False, has_room=False,
        remote=False,
    )  # fmt: skip
