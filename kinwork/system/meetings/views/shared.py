"""What the pages of meetings share: who may open them, and how rows become lines."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise as Lazy

from kinwork.measure.deciding import Quorum
from kinwork.system.meetings import actions, minutes, queries, rules, words
from kinwork.system.meetings.models import Decision, Meeting, Promise
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import Pages, one_of
from kinwork.web.times import exact

_pages = Pages("meetings", lead="plan")
declared, leads, to = _pages.declared, _pages.leads, _pages.to
filed = _pages.filed
SEE = declared("see")


def meeting_of(row: Partnership, meeting: Any) -> Meeting:
    return one_of(queries.meetings(row), meeting)


def decision_of(row: Partnership, decision: Any) -> Decision:
    return one_of(queries.decisions(row), decision)


def meeting_line(one: Meeting) -> dict[str, Any]:
    return {
        "one": one,
        "when": exact(one.starts_at, one.partnership.community.time_zone),
        "kind": words.KIND_WORDS[one.kind],
        "state": words.STATE_WORDS[one.state],
        "passed": one.state == "planned" and one.starts_at < timezone.now() - actions.EARLY,
        "url": to(one.partnership, "see", one.pk),
    }


def decision_line(one: Decision) -> dict[str, Any]:
    zone = one.community.time_zone
    return {
        "one": one,
        "outcome": words.OUTCOME_WORDS[one.outcome],
        "rule": minutes.rule_of(one),
        "counted": minutes.counted(one) if one.outcome else "",
        "chosen": minutes.chosen(one) if one.outcome else "",
        "until": exact(one.closes_at, zone) if one.closes_at else "",
        "options": words.lettered(one.options),
    }


def promise_line(one: Promise, day: Any) -> dict[str, Any]:
    return {
        "one": one,
        "state": words.PROMISE_WORDS[one.state],
        "late": one.state == "open" and one.due_on < day,
        "url": to(one.partnership, "one_promise", one.pk),
    }


def quorum_of(row: Meeting) -> Quorum:
    """As it stands this moment, by the charter's rule."""
    said = queries.said_by_charter(row.partnership)
    there = queries.there_now(row, timezone.now())
    day = queries.today(row.partnership.community, timezone.now())
    filled = {one.row.pk for one in queries.seats(row.partnership, day) if one.is_filled}
    counted = sum(seat in filled and way in said["ways"] for seat, way in there.items())
    return Quorum(rules.needed_there(said, len(filled)), counted, len(filled))


def id_of(said: Any) -> UUID | None:
    """What came in an address as an id; None for what is none."""
    try:
        return UUID(said)
    except (TypeError, ValueError, AttributeError):
        return None


def deed(url: str, said: str | Lazy, kind: str = "secondary") -> dict[str, Any]:
    return {"url": url, "words": said, "kind": kind}
