"""Minutes as a PDF, set by typst: the same words as on the page, on letter paper."""

import json
from pathlib import Path

import typst
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language

from kinwork.system.meetings import words
from kinwork.system.meetings.models import Minutes

SOURCE = Path(__file__).with_name("minutes.typ")


def pdf(row: Minutes) -> bytes:
    """The text as it stands: an empty line parts two blocks."""
    told = {
        "group": row.group,
        "title": row.title,
        "day": date_format(row.held_on, "DATE_FORMAT"),
        "state": str(words.MINUTES_STATE_WORDS[row.state][0]).lower(),
        "language": (get_language() or "en")[:2],
        "parts": [part.splitlines() for part in row.text.split("\n\n") if part.strip()],
    }
    return typst.compile(SOURCE.read_bytes(), format="pdf", sys_inputs={"data": json.dumps(told)})


def answer(row: Minutes) -> HttpResponse:
    found = HttpResponse(pdf(row), content_type="application/pdf")
    name = f"{slugify(row.group)}-{row.held_on}"
    found.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return found
