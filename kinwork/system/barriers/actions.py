"""A barrier is noted, put to whoever could change it, answered, and closed or withdrawn."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused, check
from kinwork.library.relief import open_lanes
from kinwork.system.barriers import queries, rights, rules, words  # noqa: F401  (declares the table)
from kinwork.system.barriers.models import Barrier, BarrierEvent
from kinwork.system.results.models import Result


@transaction.atomic
def note(
    *,
    community: Community,
    said: str,
    kind: str,
    level: str,
    office: str,
    result: Result | None = None,
    evidence: str = "",
    count: str = "",
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Barrier:
    """said: what stands in the way. count: a key of queries.counts; its number is read again here,
    from the released figures alone. form_id: a form sent twice makes one barrier."""
    verb = "barriers.note"
    require(by)
    check(by, verb)
    if form_id and (before := Barrier.objects.filter(pk=form_id).first()):
        return before
    if not (said.strip() and office.strip()) or kind not in rules.KINDS:
        raise Refused(verb, _("Say what stands in the way, its kind, and who could change it."))
    _known_level(verb, level)
    if result is not None and result.community_id != community.pk:
        raise Refused(verb, _("This result is another community's."))
    made = Barrier.objects.create(
        id=form_id or new_id(),
        community=community,
        words=said.strip(),
        kind=kind,
        level=level,
        office=office.strip(),
        result=result,
        evidence=evidence.strip(),
        noted_at=at,
        **_counted(verb, community, count),
    )
    return _step(made, "note", by, at, level=level, office=made.office)


@transaction.atomic
def put(
    *,
    barrier: Barrier,
    level: str,
    office: str,
    how: str,
    on: date,
    due_on: date,
    said: str = "",
    lane: str = "",
    by: Actor,
    at: datetime,
) -> Barrier:
    """It is put to an authority: to whom, how, and by when an answer is expected."""
    row = _moving("put", barrier, "put", by)
    if not (office.strip() and how.strip()):
        raise Refused("barriers.put", _("Say to whom it was put, and how."))
    _known_level("barriers.put", level)
    _been("put", row, on, at)
    if due_on < on:
        raise Refused("barriers.put", _("An answer is expected after it was put."))
    _known_lane("put", row, lane, on)
    row.level, row.office, row.due_on = level, office.strip(), due_on
    told = {"on": on, "words": said.strip(), "how": how.strip(), "due_on": due_on, "lane": lane}
    return _step(row, "put", by, at, level=level, office=row.office, **told)


@transaction.atomic
def answer(
    *,
    barrier: Barrier,
    came: str,
    said: str,
    on: date,
    until: date | None = None,
    lane: str = "",
    level: str = "",
    office: str = "",
    by: Actor,
    at: datetime,
) -> Barrier:
    """What the authority answered (one of rules.ANSWERS) on a day. until: the last day of a relief for
    a time. level, office: whose it is, where it is not theirs."""
    verb = "barriers.answer"
    if came not in rules.ANSWERS:
        raise Refused(verb, _("Say what came of it."))
    row = _moving("answer", barrier, rules.ANSWERS[came], by)
    _said(verb, said)
    _been("answer", row, on, at)
    asked = queries.last_put(row)
    if asked is not None and on < asked.on:
        raise Refused(verb, _("It was put to them later than that day."))
    told: dict[str, Any] = {"on": on, "words": said.strip()}
    if came == rules.FOR_A_TIME:
        if until is None or until < on:
            raise Refused(verb, _("Say until which day the relief holds."))
        row.relieved_until = told["until"] = until
    if came == rules.RELIEVED:
        row.relieved_until = None
    if came in rules.WITH_RELIEF:
        _known_lane("answer", row, lane, on)
        told["lane"] = lane
    if came == rules.NOT_THEIRS:
        if not office.strip():
            raise Refused(verb, _("Say which office could change it."))
        _known_level(verb, level)
        row.level, row.office = level, office.strip()
        told |= {"level": level, "office": row.office}
    row.due_on = None
    return _step(row, rules.ANSWERS[came], by, at, name="answer", **told)


@transaction.atomic
def close(*, barrier: Barrier, said: str, by: Actor, at: datetime) -> Barrier:
    """It is over, in words: what came of it."""
    row = _moving("close", barrier, "close", by)
    _said("barriers.close", said)
    return _step(row, "close", by, at, words=said.strip())


@transaction.atomic
def withdraw(*, barrier: Barrier, said: str, by: Actor, at: datetime) -> Barrier:
    """Nobody follows it any more, in words: why."""
    row = _moving("withdraw", barrier, "withdraw", by)
    _said("barriers.withdraw", said)
    row.due_on = None
    return _step(row, "withdraw", by, at, words=said.strip())


@transaction.atomic
def add_evidence(*, barrier: Barrier, said: str, by: Actor, at: datetime) -> Barrier:
    """What was learned of it since it was noted. Its state and its dates stay what they are."""
    row = _moving("add_evidence", barrier, "add_evidence", by)
    _said("barriers.add_evidence", said)
    return _step(row, "add_evidence", by, at, words=said.strip())


def _moving(verb: str, barrier: Barrier, step: str, by: Actor) -> Barrier:
    """The row, locked, in a state from which this step starts."""
    require(by)
    check(by, f"barriers.{verb}", barrier)
    found = Barrier.objects.select_for_update(of=("self",)).select_related("community")
    row = found.filter(pk=barrier.pk).first()
    if row is None:
        raise Refused(f"barriers.{verb}", _("This barrier is another community's."))
    try:
        rules.LIFE.find(step, row.state)
    except WrongState as why:
        raise Refused(f"barriers.{verb}", str(words.WRONG_STATE)) from why
    return row


def _step(
    row: Barrier, step: str, by: Actor, at: datetime, *, name: str = "", **told: Any
) -> Barrier:
    """The row in its new state, the step beside it, one line of the trail."""
    if step != "note":
        row.state = rules.LIFE.find(step, row.state).lands(row.state)
        row.save(update_fields=["level", "office", "state", "due_on", "relieved_until"])
    told.setdefault("on", today(row.community, at))
    BarrierEvent.objects.create(
        barrier=row,
        number=row.events.count() + 1,
        verb=step,
        state=row.state,
        at=at,
        said_by_id=by.id,
        **told,
    )
    audit.record(f"barriers.{name or step}", row, by=by, at=at, state=row.state)
    return row


def _counted(verb: str, community: Community, key: str) -> dict[str, Any]:
    if not key:
        return {}
    one = queries.counts(community).get(key)
    if one is None:
        raise Refused(verb, _("These numbers cannot be read. Choose again."))
    return {
        "reason": one.reason,
        "counted_from": one.starts,
        "counted_to": one.ends,
        "counted": one.n,
    }


def _said(verb: str, said: str) -> None:
    if not said.strip():
        raise Refused(verb, _("Say it in words."))


def _known_level(verb: str, level: str) -> None:
    if level not in rules.LEVELS:
        raise Refused(verb, _("Say whose authority could change it."))


def _known_lane(verb: str, row: Barrier, lane: str, on: date) -> None:
    if lane and lane not in {one.key for one in open_lanes(row.community.state, on)}:
        raise Refused(f"barriers.{verb}", _("This way was not open on that day."))


def _been(verb: str, row: Barrier, on: date, at: datetime) -> None:
    if on > today(row.community, at):
        raise Refused(f"barriers.{verb}", _("This day has not come yet."))
