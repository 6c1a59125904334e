"""A closed wave as plain values, for programs."""

from typing import Any

from django.utils import timezone

from kinwork.common.community import today
from kinwork.library.continuum import CONTINUUM
from kinwork.system.continuum import comparing, queries, results
from kinwork.system.continuum.models import Wave
from kinwork.system.continuum.results import Results
from kinwork.system.partnerships.models import Partnership


def plain(row: Partnership, wave: Wave) -> dict[str, Any] | None:
    """Ratings of every scale, answers about the whole, and of the newest wave the board; None where it
    was asked without names."""
    counted = queries.counted(wave)
    if counted is None or not counted.named:
        return None
    partners = queries.partners(wave)
    names = {one.pk: one.name for one in partners}
    lines = [
        dict(zip(("from", "to", "level", "instrument", "scale"), line, strict=True))
        for key in queries.scale_keys(wave)
        for line in results.ties(Results(wave, partners, counted, key), names)
    ]
    whole = results.whole(counted)
    return {
        "partnership": row.name,
        "wave": wave.number,
        "title": wave.title,
        "closed_at": wave.closed_at.isoformat() if wave.closed_at else None,
        "members": [one.name for one in partners],
        "asked": counted.asked,
        "answered": counted.done,
        "ratings": lines,
        "system_level": whole.level if whole else None,
        "questions": [
            {"question": one["question"].number, **one["said"]}
            for one in (whole.lines if whole else [])
        ],
        "board": _board(row, wave),
    }


def _board(row: Partnership, wave: Wave) -> list[dict[str, Any]]:
    """Claims of the newest wave stand beside what the records show now; of an older one they do not."""
    last = queries.latest(row)
    if last is None or last.pk != wave.pk or CONTINUUM not in wave.instruments:
        return []
    day = today(row.community, timezone.now())
    return [
        {
            "members": [one.first.name, one.second.name],
            "claimed": one.claimed,
            "confirmed": one.claim.is_confirmed if one.claim else None,
            "shown": one.shown.level if one.shown else None,
            "verdict": one.verdict,
        }
        for one in comparing.board(row, day).pairs
    ]
