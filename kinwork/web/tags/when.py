"""Times, ages and distances as people say them; the exact figure on hover and in print."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from kinwork.web import times

register = template.Library()


def _zone(context: Any) -> str:
    community = context.get("community")
    return getattr(community, "time_zone", None) or timezone.get_current_timezone_name()


def _now(context: Any) -> datetime:
    return getattr(context.get("request"), "now", None) or timezone.now()


@register.inclusion_tag("web/kit/when.html", takes_context=True)
def when(context: Any, at: datetime | date | None) -> dict[str, Any]:
    """`{% when visit.at %}`: "yesterday", "3 weeks ago", "Thursday"."""
    if at is None:
        return {}
    zone = _zone(context)
    return {
        "words": times.ago_or_ahead(at, _now(context), zone),
        "exact": times.exact(at, zone),
        "machine": at.isoformat(),
    }


@register.simple_tag
def moment(at: datetime, zone: str) -> str:
    """`{% moment row.starts_at row.zone %}`: "Tuesday, November 24, 2026, 5 p.m." by the clocks there."""
    return times.exact(at, zone)


@register.inclusion_tag("web/kit/when.html", takes_context=True)
def due(context: Any, at: datetime | None, holidays: Any = ()) -> dict[str, Any]:
    """`{% due referral.answer_due_at %}`: "2 business days left", "1 business day late"."""
    if at is None:
        return {}
    zone, now = _zone(context), _now(context)
    return {
        "words": times.left(at, now, zone, holidays),
        "exact": times.exact(at, zone),
        "machine": at.isoformat(),
        "late": at < now,
    }


@register.simple_tag(takes_context=True)
def age(context: Any, born: date | None) -> str:
    """`{% age child.born %}`: "8 months", "3 years"; empty when nobody knows."""
    return times.age(born, times.day(_now(context), _zone(context))) if born else ""


@register.simple_tag
def distance(miles: float | None) -> str:
    """`{% distance 2.04 %}`: "about 2 miles, straight line"; empty when nobody knows."""
    return times.distance(float(miles)) if miles is not None else ""
