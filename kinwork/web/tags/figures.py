"""Charts and maps as tags: a figure, its caption, its note, its numbers as a table."""

from typing import Any

from django import template

from kinwork.web import charts, maps

register = template.Library()


@register.inclusion_tag("web/kit/bars.html")
def bars(
    rows: Any, caption: Any, note: Any = "", unit: Any = "", most: float | None = None
) -> dict[str, Any]:
    """`{% bars rows "Referrals answered" %}`, rows of (label, value)."""
    return {**charts.bars(rows, most), "caption": caption, "note": note, "unit": unit}


@register.inclusion_tag("web/kit/dots.html")
def dots(
    rows: Any, caption: Any, one: Any, two: Any, note: Any = "", most: float | None = None
) -> dict[str, Any]:
    """`{% dots rows "Trust" one="last year" two="now" %}`, rows of (label, before, after)."""
    return {**charts.dots(rows, most), "caption": caption, "note": note, "one": one, "two": two}


@register.inclusion_tag("web/kit/lines.html")
def lines(series: Any, caption: Any, note: Any = "") -> dict[str, Any]:
    """`{% lines series "Referrals a month" %}`, series of (name, rows of (label, value))."""
    return {**charts.lines(series), "caption": caption, "note": note}


@register.inclusion_tag("web/kit/matrix.html")
def matrix(names: Any, cells: Any, caption: Any, note: Any = "") -> dict[str, Any]:
    """`{% matrix names cells "Who refers to whom" %}`."""
    return {**charts.matrix(names, cells), "caption": caption, "note": note}


@register.inclusion_tag("web/kit/point_map.html")
def point_map(
    points: Any, caption: Any, here: Any = None, note: Any = "", listed: bool = True
) -> dict[str, Any]:
    """`{% point_map points "Near you" here=place %}`; `listed=False` where the page has the list."""
    return {**maps.layout(points, here), "caption": caption, "note": note, "listed": listed}
