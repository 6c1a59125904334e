"""Strategies are looked at again, changes are written down, support from above is asked and answered."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.moves import WrongState
from kinwork.system.barriers.models import Barrier
from kinwork.system.common_work import rules, words
from kinwork.system.common_work.actions.shared import (
    again,
    begun,
    has_been,
    kept,
    made_before,
    make,
    refused,
    said,
    takes_part,
)
from kinwork.system.common_work.models import Change, StrategyReview, Support
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.partnerships.rules import is_vertical
from kinwork.system.results.models import Result


@transaction.atomic
def review_strategy(
    *,
    partnership: Partnership,
    strategy: str,
    adopted: bool,
    since: date | None = None,
    intensity: str = "",
    evidence: str = "",
    next_step: str = "",
    next_on: date | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> StrategyReview:
    """Where it stands today, in place of what was said before; that stays readable."""
    verb = "review_strategy"
    row = begun(verb, partnership, by)
    if before := made_before(StrategyReview, row, form_id):
        return before
    if strategy not in rules.STRATEGIES:
        raise refused(verb, _("Choose one of the seven strategies."))
    if adopted and (since is None or intensity not in rules.INTENSITIES):
        raise refused(verb, _("Say since when it is adopted, and how many members do it."))
    if bool(next_step.strip()) != (next_on is not None):
        raise refused(verb, _("A next step has its day, and a day its step."))
    if adopted and since is not None:
        has_been(verb, row, since, at)
    on = today(row.community, at)
    if next_on is not None and next_on < on:
        raise refused(verb, _("The next step is still to come: choose a day from today on."))
    made = make(
        StrategyReview,
        row,
        by,
        at,
        form_id,
        strategy=strategy,
        on=on,
        adopted=adopted,
        since=since if adopted else None,
        intensity=intensity if adopted else "",
        evidence=evidence.strip(),
        next_step=next_step.strip(),
        next_on=next_on,
    )
    kept(verb, row, by, at, strategy=strategy, adopted=adopted)
    return made


@transaction.atomic
def note_change(
    *,
    partnership: Partnership,
    kind: str,
    said_words: str,
    whom: str,
    since: date,
    evidence: str = "",
    result: Result | None = None,
    barrier: Barrier | None = None,
    strategy: str = "",
    decision: str = "",
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Change:
    """What is other than it was, for whom, since when; and what it serves, where that is known."""
    verb = "note_change"
    row = begun(verb, partnership, by)
    if before := made_before(Change, row, form_id):
        return before
    if kind not in rules.CHANGE_KINDS or not (said_words.strip() and whom.strip()):
        raise refused(verb, _("Say its kind, what changed, and for whom."))
    if strategy and strategy not in rules.STRATEGIES:
        raise refused(verb, _("Choose one of the seven strategies."))
    has_been(verb, row, since, at)
    if result is not None and not row.goals.filter(result=result).exists():
        raise refused(verb, _("This result is not one of this partnership."))
    if barrier is not None and barrier.community_id != row.community_id:
        raise refused(verb, _("This barrier is another community's."))
    made = make(
        Change,
        row,
        by,
        at,
        form_id,
        kind=kind,
        words=said_words.strip(),
        whom=whom.strip(),
        since=since,
        evidence=evidence.strip(),
        result=result,
        barrier=barrier,
        strategy=strategy,
        decision=decision.strip(),
    )
    kept(verb, row, by, at, change=str(made.pk), kind=kind)
    return made


@transaction.atomic
def end_change(*, change: Change, ends: date, why: str, by: Actor, at: datetime) -> Change:
    """It holds no longer from a day on, or was never so: why."""
    verb = "end_change"
    row = again(verb, change, by)
    if row.ends is not None:
        raise refused(verb, _("It is written down already that this holds no longer."))
    has_been(verb, row.partnership, ends, at)
    if ends < row.since:
        raise refused(verb, _("It changed later than that day."))
    row.ends, row.ends_why = ends, said(verb, why)
    row.save(update_fields=["ends", "ends_why"])
    kept(verb, row.partnership, by, at, change=str(row.pk))
    return row


@transaction.atomic
def note_support(
    *,
    partnership: Partnership,
    member: Member,
    kind: str,
    said_words: str,
    asked_on: date,
    due_on: date | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Support:
    """A member that works at a wider level is asked for support."""
    verb = "note_support"
    row = begun(verb, partnership, by)
    if before := made_before(Support, row, form_id):
        return before
    takes_part(verb, row, member)
    if not is_vertical(member.level, row.level):
        raise refused(
            verb, _("Support from above comes from a member that works at a wider level.")
        )
    if kind not in rules.SUPPORT_KINDS:
        raise refused(verb, _("Say which kind of support it is."))
    has_been(verb, row, asked_on, at)
    if due_on is not None and due_on < asked_on:
        raise refused(verb, _("An answer is expected after it was asked for."))
    told = {"kind": kind, "words": said(verb, said_words), "asked_on": asked_on, "due_on": due_on}
    made = make(Support, row, by, at, form_id, member=member, **told)
    kept(verb, row, by, at, support=str(made.pk), kind=kind)
    return made


@transaction.atomic
def answer_support(
    *,
    support: Support,
    came: str,
    on: date,
    by_whom: str,
    answer: str = "",
    enabled: str = "",
    by: Actor,
    at: datetime,
) -> Support:
    """What came of it (given, or not given), on a day, from which office."""
    verb = "answer_support"
    row = again(verb, support, by)
    steps = {rules.GIVEN: "give", rules.NOT_GIVEN: "refuse"}
    if came not in steps:
        raise refused(verb, _("Say what came of it."))
    _moved(verb, steps[came], row)
    has_been(verb, row.partnership, on, at)
    if on < row.asked_on:
        raise refused(verb, _("It was asked for later than that day."))
    if not by_whom.strip():
        raise refused(verb, _("Say which office answered."))
    if came == rules.NOT_GIVEN:
        said(verb, answer)
    row.answered_on, row.by_whom, row.answer = on, by_whom.strip(), answer.strip()
    row.enabled = enabled.strip() if came == rules.GIVEN else ""
    row.save(update_fields=["state", "answered_on", "by_whom", "answer", "enabled"])
    kept(verb, row.partnership, by, at, support=str(row.pk), state=row.state)
    return row


@transaction.atomic
def tell_effect(*, support: Support, enabled: str, by: Actor, at: datetime) -> Support:
    """What the support that was given made possible."""
    verb = "tell_effect"
    row = again(verb, support, by)
    _moved(verb, "tell_effect", row)
    row.enabled = said(verb, enabled)
    row.save(update_fields=["enabled"])
    kept(verb, row.partnership, by, at, support=str(row.pk))
    return row


def _moved(verb: str, step: str, row: Support) -> None:
    try:
        row.state = rules.SUPPORT_LIFE.find(step, row.state).lands(row.state)
    except WrongState as why:
        raise refused(verb, str(words.WRONG_STATE)) from why
