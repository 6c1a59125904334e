"""Our membership: what a partner's director wants to see at once, of all partnerships of the agency."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kinwork.accounts.models import Agency, Membership
from kinwork.common.community import today
from kinwork.common.rights import may
from kinwork.measure.loop import counts, tally
from kinwork.system.loop import queries as loop
from kinwork.system.loop import words as loop_words
from kinwork.system.loop.rules import Period, twelve_months
from kinwork.system.meetings import queries
from kinwork.system.meetings.views.shared import declared, promise_line
from kinwork.system.partnerships.words import MEMBER_WORDS
from kinwork.trust.agreements.queries import standings
from kinwork.trust.agreements.words import KIND_WORDS, STANDING_TONES, STANDING_WORDS
from kinwork.web.context import community_of
from kinwork.web.pages import page

MOST = 50


@page(**declared("ours"))
def ours(request: HttpRequest) -> HttpResponse:
    """Seats, promises, agreements, people, referrals answered in time, openings, families' words."""
    now, agency = timezone.now(), request.actor.agency
    place = community_of(request)
    row = Agency.objects.filter(pk=agency).select_related("organization").first()
    told: dict[str, Any] = {
        "agency": row,
        "members": [_member(one, now) for one in queries.memberships(agency)],
        "promises": [
            promise_line(one, today(one.partnership.community, now))
            for one in queries.promised_by(agency)[:MOST]
        ],
        "agreements": _agreements(place, agency, now),
        "people": Membership.objects.filter(agency=agency, ends=None, user__is_active=True)
        .values("user")
        .distinct()
        .count(),
        "openings": loop.openings(row, now) if row else None,
    }
    if row and may(request.actor, "loop.own"):
        told |= _referrals(request, place, now)
    return render(request, "meetings/ours.html", told)


def _member(one: Any, now: datetime) -> dict[str, Any]:
    """One membership with its seats of today."""
    day = today(one.partnership.community, now)
    found = queries.seats(one.partnership, day)
    return {
        "one": one,
        "kind": MEMBER_WORDS[one.kind],
        "seats": [taken for taken in found if taken.row.member_id == one.pk],
    }


def _agreements(place: Any, agency: Any, now: datetime) -> list[dict[str, Any]]:
    found = standings(place.pk, [agency], now) if agency else {}
    return [
        {
            "one": one,
            "kind": KIND_WORDS[kind],
            "word": STANDING_WORDS[one.name],
            "tone": STANDING_TONES[one.name],
        }
        for (_agency, kind), many in sorted(found.items(), key=lambda pair: pair[0][1])
        for one in many
    ]


def _referrals(request: HttpRequest, place: Any, now: datetime) -> dict[str, Any]:
    """What came to us in twelve months: answered in time, and what families said."""
    usual = twelve_months(today(place, now))
    period = Period(usual.starts, usual.ends)
    found = loop.passages(request.actor, place, period, agency=request.actor.agency, now=now)
    found = [one for one in found if one.mine == "received"]
    steps, beside = counts(found), tally(found)
    return {
        "period": period,
        "steps": steps,
        "in_time": loop_words.percent(steps["in time"], steps["due"]),
        "said": beside["family answered"],
        "helped": loop_words.percent(
            beside["family helped"] + beside["family helped in part"], beside["family answered"]
        ),
    }
