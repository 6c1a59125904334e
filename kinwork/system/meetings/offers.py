"""What stands open and could come on the agenda, so that a meeting is prepared in minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kinwork.common.community import today
from kinwork.family.referrals.words import REASON_WORDS
from kinwork.system.barriers import queries as barriers
from kinwork.system.barriers import rules as barrier_rules
from kinwork.system.common_work import telling as work
from kinwork.system.meetings import queries, rules
from kinwork.system.meetings.models import Meeting
from kinwork.system.partnerships import matrix
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Partnership
from kinwork.system.results.queries import measures

SPACE = UUID("0d7c6f0a-5c5d-4d58-9c2e-7c5b4f1d2a90")  # of offers that are no row of their own
MOST_OF_ONE = 5
SOON = timedelta(days=90)


@dataclass(frozen=True)
class Offer:
    """source, source_id: what it comes from. kind, title, about, minutes: the item that it makes."""

    source: str
    source_id: UUID
    kind: str
    title: str
    about: str
    minutes: int


def offers(meeting: Meeting, now: datetime) -> list[Offer]:
    """In the order of rules.SOURCES; what stands on this agenda already is left out."""
    row = meeting.partnership
    on = today(row.community, now)
    taken = set(meeting.items.values_list("source", "source_id"))
    found = [
        *_minutes(meeting),
        *_promises(row, on),
        *_charter(row),
        *_barriers(row, on),
        *_agreements(row, on, now),
        *_measures(row),
        *_gaps(row),
        *_work(row, on),
        *_proposals(row),
        *_seats(row, on),
    ]
    return [one for one in found if (one.source, one.source_id) not in taken]


def _minutes(meeting: Meeting) -> Iterator[Offer]:
    waiting = queries.minutes(meeting.partnership).filter(state="draft").exclude(meeting=meeting)
    for one in waiting:
        day = date_format(one.held_on, "DATE_FORMAT")
        title = _("Approve the minutes of %(day)s") % {"day": day}
        yield Offer("minutes", one.pk, rules.DECIDE, title, "", 5)


def _promises(row: Partnership, on: date) -> Iterator[Offer]:
    found = list(queries.promises(row).filter(state="open", due_on__lte=on + queries.NEAR))
    if not found:
        return
    lines = [
        f"{one.member.name}: {one.words} ({date_format(one.due_on, 'DATE_FORMAT')})"
        for one in found
    ]
    late = sum(one.due_on < on for one in found)
    title = ngettext("%(n)s promise due", "%(n)s promises due", len(found)) % {"n": len(found)}
    if late:
        title += " " + _("(%(late)s overdue)") % {"late": late}
    yield Offer("promise", uuid5(SPACE, "promises"), rules.INFORM, title, "\n".join(lines), 10)


def _charter(row: Partnership) -> Iterator[Offer]:
    draft = partnerships.draft(row)
    if draft is not None:
        title = _("Adopt the charter, version %(number)s") % {"number": draft.version}
        yield Offer("charter", draft.pk, rules.DECIDE, title, "", 15)


def _barriers(row: Partnership, on: date) -> Iterator[Offer]:
    found = barriers.listed().filter(
        community=row.community, state__in=(barrier_rules.NOTED, barrier_rules.PUT,
                                            barrier_rules.FOR_A_TIME))  # fmt: skip
    waits = [
        one
        for one in found
        if one.state == barrier_rules.NOTED
        or barrier_rules.is_late(one.state, one.due_on, on)
        or barrier_rules.has_lapsed(one.state, one.relieved_until, on)
    ]
    for one in waits[:MOST_OF_ONE]:
        title = _("Barrier: %(words)s") % {"words": one.words}
        about = _("Whose authority: %(office)s") % {"office": one.office}
        yield Offer("barrier", one.pk, rules.DISCUSS, _short(title), about, 10)


def _agreements(row: Partnership, on: date, now: datetime) -> Iterator[Offer]:
    seen: set[UUID] = set()
    for line in matrix.lines(row, on, now):
        for cell in line.cells:
            for one in cell.found:
                pact = one.agreement
                ends = one.until is not None and now < one.until <= now + SOON
                if ends and pact.pk not in seen and len(seen) < MOST_OF_ONE:
                    seen.add(pact.pk)
                    day = date_format(today(row.community, one.until), "DATE_FORMAT")
                    title = _("Renew: %(title)s, ends on %(day)s") % {
                        "title": pact.title,
                        "day": day,
                    }
                    yield Offer("agreement", pact.pk, rules.DISCUSS, _short(title), "", 10)


def _measures(row: Partnership) -> Iterator[Offer]:
    for goal in partnerships.goals(row):
        for one in measures(goal.result):
            if one.course == "worse" and one.last is not None:
                title = _("Off track: %(name)s") % {"name": one.row.name}
                about = _("Baseline %(first)s, now %(last)s %(unit)s.") % {
                    "first": f"{one.row.baseline.normalize():f}",
                    "last": f"{one.last.value.normalize():f}",
                    "unit": one.row.unit,
                }
                yield Offer("measure", one.row.pk, rules.DISCUSS, _short(title), about, 15)


def _gaps(row: Partnership) -> Iterator[Offer]:
    """Why help did not come, most often, by the community's newest released numbers."""
    found = [one for one in barriers.counts(row.community).values() if one.n is not None]
    newest = max((one.ends for one in found), default=None)
    most = sorted((one for one in found if one.ends == newest), key=lambda one: -(one.n or 0))
    for one in most[:2]:
        reason = str(REASON_WORDS.get(one.reason, one.reason))
        title = _("Gap: %(n)s referrals ended with “%(reason)s”") % {"n": one.n, "reason": reason}
        about = _("Counted from %(first)s to %(last)s.") % {
            "first": date_format(one.starts, "DATE_FORMAT"),
            "last": date_format(one.ends, "DATE_FORMAT"),
        }
        key = uuid5(SPACE, f"{one.reason} {one.ends}")
        yield Offer("gap", key, rules.DISCUSS, _short(title), about, 15)


def _work(row: Partnership, on: date) -> Iterator[Offer]:
    found = work.due(row, on)
    if not found:
        return
    title = ngettext(
        "Common work: %(n)s thing is due", "Common work: %(n)s things are due", len(found)
    )
    lines = "\n".join(one.words for one in found[:12])
    key = uuid5(SPACE, "work")
    yield Offer("work", key, rules.INFORM, title % {"n": len(found)}, lines, 10)


def _proposals(row: Partnership) -> Iterator[Offer]:
    for one in queries.proposals(row).filter(taken=None):
        yield Offer(rules.PROPOSED, one.pk, rules.DISCUSS, one.title, one.why, 10)


def _seats(row: Partnership, on: date) -> Iterator[Offer]:
    for one in partnerships.seats(row, on):
        if not one.is_filled:
            title = _("Nobody sits here: %(seat)s") % {"seat": queries.whose(one.row)}
            yield Offer("seat", one.row.pk, rules.DISCUSS, _short(title), one.row.role, 5)


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199].rstrip() + "…"
