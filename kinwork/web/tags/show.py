"""Things to look at: cards, alerts, empty states, status, summaries, timelines, tables, pagers."""

from typing import Any

from django import template
from django.template import loader
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

register = template.Library()

# tone -> the shape beside the words; the shape differs for whoever cannot tell the colours apart
TONES = {
    "new": "circle",
    "waiting": "clock",
    "going": "half",
    "good": "check",
    "stopped": "bar",
    "late": "triangle",
    "quiet": "ring",
}
ALERTS = {"info": "status", "success": "status", "warning": "status", "error": "alert"}


@register.inclusion_tag("web/kit/status.html")
def status(tone: str, words: Any) -> dict[str, Any]:
    """`{% status "late" "Overdue" %}`; tones: new, waiting, going, good, stopped, late, quiet."""
    return {
        "tone": tone if tone in TONES else "quiet",
        "shape": TONES.get(tone, "ring"),
        "words": words,
    }


@register.simple_block_tag
def card(
    content: str, title: Any = "", href: str = "", sign: str = "", level: int = 2
) -> SafeString:
    """`{% card title="Food today" href=url sign="restaurant" %}...{% endcard %}`."""
    return loader.render_to_string(
        "web/kit/card.html",
        {"content": content, "title": title, "href": href, "sign": sign, "level": level},
    )


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: Any = "") -> SafeString:
    """`{% alert "success" title="Sent" %}...{% endalert %}`; info, success, warning, error."""
    return loader.render_to_string(
        "web/kit/alert.html",
        {"content": content, "kind": kind, "title": title, "role": ALERTS[kind]},
    )


@register.inclusion_tag("web/kit/empty.html")
def empty(
    title: Any, text: Any = "", url: str = "", label: Any = "", sign: str = "lightbulb_outline"
) -> dict[str, Any]:
    """What will be here, and the one thing to do first."""
    return {"title": title, "text": text, "url": url, "label": label, "sign": sign}


@register.inclusion_tag("web/kit/summary.html")
def summary(rows: Any) -> dict[str, Any]:
    """A list of what was said. Rows: (label, value) or (label, value, change_url, change_words)."""
    return {"rows": [_row(row) for row in rows]}


def _row(row: Any) -> dict[str, Any]:
    label, value, url, change = (*row, "", "")[:4]
    return {"label": label, "value": value, "url": url, "change": change}


@register.inclusion_tag("web/kit/timeline.html", takes_context=True)
def timeline(context: Any, events: Any) -> dict[str, Any]:
    """Events in order, each a dict: at, title, and if wanted text, tone, by, next (not yet come)."""
    return {
        "events": [
            {**event, "shape": TONES.get(event.get("tone", ""), "ring")} for event in events
        ],
        "community": context.get("community"),
        "request": context.get("request"),
    }


@register.inclusion_tag("web/kit/table.html")
def data_table(columns: Any, rows: Any, caption: Any, numbers: str = "") -> dict[str, Any]:
    """A table that becomes a stack on a phone. `columns`: words; `rows`: lists of cells, the first
    one heads its row; `numbers`: "2,3" are right-aligned columns, counted from 1."""
    right = {int(number) for number in numbers.split(",") if number}
    heads = [{"words": words, "right": place in right} for place, words in enumerate(columns, 1)]
    lines = [
        [
            {"words": cell, **{"head": head["words"], "right": head["right"]}}
            for cell, head in zip(row, heads, strict=True)
        ]
        for row in rows
    ]
    return {"heads": heads, "lines": lines, "caption": caption, "id": slugify(str(caption))}


@register.inclusion_tag("web/kit/pager.html", takes_context=True)
def pager(
    context: Any, next_key: Any = "", first: bool = True, param: str = "after"
) -> dict[str, Any]:
    """A list's next page, by the key of its last row; never by counting everything."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return {}
    query.pop(param, None)
    start = "?" + query.urlencode()
    query[param] = next_key
    return {"next": "?" + query.urlencode() if next_key else "", "start": "" if first else start}


@register.simple_tag
def shape(name: str) -> SafeString:
    """One of the status shapes as a small picture."""
    return format_html(
        '<svg class="kw-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        SHAPES[name],
    )


SHAPES = {
    "circle": SafeString('<circle cx="8" cy="8" r="6"/>'),
    "ring": SafeString('<circle class="kw-hollow" cx="8" cy="8" r="5"/>'),
    "half": SafeString(
        '<circle class="kw-hollow" cx="8" cy="8" r="5"/><path d="M8 3a5 5 0 0 1 0 10z"/>'
    ),
    "clock": SafeString(
        '<circle class="kw-hollow" cx="8" cy="8" r="5.5"/><path class="kw-line" d="M8 5v3.2l2 1.6"/>'
    ),
    "check": SafeString('<path class="kw-line" d="M2.5 8.5l3.7 3.7 7.3-8"/>'),
    "bar": SafeString('<rect x="2" y="6" width="12" height="4" rx="1"/>'),
    "triangle": SafeString('<path d="M8 2l6.5 12h-13z"/>'),
}


@register.filter
def alert_kind(level: str) -> str:
    """Django's message levels as our kinds of alert."""
    return level if level in ALERTS else "info"
