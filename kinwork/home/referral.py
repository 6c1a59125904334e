"""One referral: the family reads it in its own words, its organizations as a desk does."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.family.appointments.queries import may_choose
from kinwork.family.appointments.showing import dates
from kinwork.family.referrals import showing, views, words
from kinwork.family.referrals.beside import beside
from kinwork.family.referrals.coming import next_for_family
from kinwork.family.referrals.why import said_of_family
from kinwork.home.ours_timeline import TONES
from kinwork.home.ours_words import NOT_TOLD, event_words, reason_words, shown
from kinwork.web.pages import page


@page(action="referrals.see", classes=views.CLASSES, who=views.SEES)
def show(request: HttpRequest, referral: UUID) -> HttpResponse:
    if not request.actor.is_family:
        return views.show(request, referral)
    row, language = views.found(request, referral), (get_language() or "en")[:2]
    now = timezone.now()
    inside = showing.gather(row, request.actor, language, now)
    told = {
        "row": row,
        "shown": inside,
        "reason": reason_words(row),
        "knows_better": bool(said_of_family(row)),
        "date": next(iter(dates([row], language, now)), None),
        "can_choose": may_choose(row, now),
        "by_itself": next_for_family(row, now),
        "one": shown(row, language, bool(inside.word), row.next.exists()),
        "events": [
            _event(event, row.organization.name) for event in row.events.exclude(verb__in=NOT_TOLD)
        ],
        "classes": words.shared(row.classes, row.receiver_id is not None),
        "deeds": [
            (words.FAMILY_VERBS[verb][0], views.deed_url(row, verb))
            for verb in showing.verbs(row, request.actor)
            if verb in words.FAMILY_VERBS
        ],
    }
    told |= beside(row, request.actor)
    return render(request, "home/referral_family.html", told)


def _event(event: Any, name: str) -> dict[str, Any]:
    return {
        "at": event.occurred_at or event.at,
        "title": event_words(event.verb, name),
        "tone": TONES.get(event.verb, "quiet"),
    }
