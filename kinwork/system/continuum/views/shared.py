"""What the pages of waves share."""

from typing import Any
from uuid import UUID

from kinwork.system.continuum import queries, words
from kinwork.system.continuum.models import Wave
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import Pages, one_of
from kinwork.web.times import exact

_pages = Pages("continuum", lead="prepare")
declared, leads, to = _pages.declared, _pages.leads, _pages.to
SEE = declared("see")


def wave_in(row: Partnership, wave: UUID) -> Wave:
    return one_of(queries.waves(row), wave)


def wave_line(row: Partnership, one: Wave) -> dict[str, Any]:
    zone = row.community.time_zone
    name = "results" if one.state == "closed" else "wave"
    return {
        "one": one,
        "state": words.STATE_WORDS[one.state],
        "until": exact(one.closed_at or one.closes_at, zone),
        "url": to(row, name, one.pk),
    }
