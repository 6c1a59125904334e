"""Promises: made by a member, put off with a reason, kept with what shows it, or let go by the group."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import clock
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor
from kinwork.common.actor import clock as clock_of
from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.common.rights import check
from kinwork.system.common_work.models import Change
from kinwork.system.meetings import rules
from kinwork.system.meetings.actions.shared import (
    again,
    begun,
    changed,
    is_ahead,
    kept,
    lands,
    made_before,
    refused,
    said,
    takes_part,
)
from kinwork.system.meetings.models import Decision, Effect, Meeting, Promise, PromiseStep
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.results.models import Measure
from kinwork.trust.access.actions import PROMISED, close_work_items, open_work_item


@transaction.atomic
def promise(
    *,
    partnership: Partnership,
    member: Member,
    promised: str,
    due_on: date,
    meeting: Meeting | None = None,
    decision: Decision | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Promise:
    """What a member will do, by when. It lies on the desk of the member's agency until it is kept."""
    verb = "promise"
    row = begun(verb, partnership, by)
    if before := made_before(Promise, row, form_id):
        return before
    takes_part(verb, row, member)
    is_ahead(verb, row, due_on, at)
    for one in (meeting, decision):
        if one is not None and one.partnership_id != row.pk:
            raise refused(verb, _("This is another partnership's."))
    if meeting is None and decision is not None:
        meeting = decision.meeting
    made = Promise.objects.create(
        id=form_id or new_id(),
        partnership=row,
        member=member,
        words=said(verb, promised),
        due_on=due_on,
        meeting=meeting,
        decision=decision,
        made_at=at,
    )
    _on_the_desk(made, row, at)
    kept(verb, row, by, at, promise=str(made.pk), member=str(member.pk))
    return made


@transaction.atomic
def postpone(*, promise: Promise, due_on: date, why: str, by: Actor, at: datetime) -> Promise:
    """Another day, and why. The page of promises says how often."""
    verb = "postpone"
    row = _moving(verb, promise, by)
    is_ahead(verb, row.partnership, due_on, at)
    if due_on <= row.due_on:
        raise refused(verb, _("Choose a day after the one by which it is due now."))
    changed(row, due_on=due_on, postponed=row.postponed + 1)
    _step(verb, row, why, by, at, due_on=due_on)
    _on_the_desk(row, row.partnership, at)
    return row


@transaction.atomic
def keep(
    *, promise: Promise, evidence: str, on: date | None = None, by: Actor, at: datetime
) -> Promise:
    """It is done: what shows it, and on which day (today where none is said)."""
    verb = "keep"
    row = _moving(verb, promise, by)
    day = today(row.partnership.community, at)
    made_on = today(row.partnership.community, row.made_at)
    if not made_on <= (on or day) <= day:
        raise refused(verb, _("It was done between the day it was promised and today."))
    return _over(verb, row, evidence, on or day, by, at)


@transaction.atomic
def let_go(*, promise: Promise, why: str, by: Actor, at: datetime) -> Promise:
    """The group no longer asks for it: why."""
    verb = "let_go"
    row = _moving(verb, promise, by)
    return _over(verb, row, why, today(row.partnership.community, at), by, at)


@transaction.atomic
def tell_effect(
    *,
    decision: Decision,
    change: Change | None = None,
    measure: Measure | None = None,
    told: str = "",
    by: Actor,
    at: datetime,
) -> Effect:
    """What a decision changed: a change that is written down, or the measure on which one sees it."""
    verb = "tell_effect"
    row = again(verb, decision, by)
    if row.outcome != "adopted":
        raise refused(verb, _("Only what was adopted changes something."))
    if change is None and measure is None:
        raise refused(verb, _("Choose a change or a measure."))
    if change is not None and change.partnership_id != row.partnership_id:
        raise refused(verb, _("This is another partnership's."))
    goals = row.partnership.goals
    if measure is not None and not goals.filter(result=measure.result_id).exists():
        raise refused(verb, _("This result is not one of this partnership."))
    known = [row.effects.filter(**{name: one}) for name, one in
             (("change", change), ("measure", measure)) if one is not None]  # fmt: skip
    if any(found.exists() for found in known):
        raise refused(verb, _("It is written down already."))
    made = Effect.objects.create(
        partnership=row.partnership,
        decision=row,
        change=change,
        measure=measure,
        words=told.strip(),
        noted_at=at,
    )
    kept(verb, row.partnership, by, at, decision=str(row.pk))
    return made


def _moving(verb: str, promise: Promise, by: Actor) -> Promise:
    """The promise, locked: its member's people may change it, and they do not write the partnership."""
    require(by)
    check(by, f"meetings.{verb}", promise)
    held = Promise.objects.select_for_update(of=("self",))
    found = held.select_related("partnership__community", "member")
    row = found.filter(pk=promise.pk).first()
    if row is None:
        raise refused(verb, _("Whoever leads, or the member that promised it, does that."))
    lands(verb, rules.PROMISE, verb, row.state)
    return row


def _over(verb: str, row: Promise, words: str, on: date, by: Actor, at: datetime) -> Promise:
    state = lands(verb, rules.PROMISE, verb, row.state)
    changed(row, state=state, closed_on=on, evidence=said(verb, words))
    with acting_as(clock_of(row.pk), now=at):
        close_work_items(target=row.pk, at=at, kind=PROMISED)
    _step(verb, row, words, by, at)
    return row


def _step(
    verb: str, row: Promise, words: str, by: Actor, at: datetime, due_on: date | None = None
) -> None:
    PromiseStep.objects.create(
        partnership=row.partnership,
        promise=row,
        verb=verb,
        on=today(row.partnership.community, at),
        at=at,
        due_on=due_on,
        words=said(verb, words),
    )
    kept(verb, row.partnership, by, at, promise=str(row.pk))


def _on_the_desk(row: Promise, partnership: Partnership, at: datetime) -> None:
    """At the end of its day where the place is; a group of families has no desk."""
    if row.member.agency_id is None:
        return
    due_at = clock.at_local(row.due_on, time(17), partnership.community.time_zone)
    with acting_as(clock_of(row.pk), now=at):
        open_work_item(
            agency=row.member.agency_id,
            community=partnership.community_id,
            kind=PROMISED,
            target=row.pk,
            due_at=due_at,
            at=at,
        )
