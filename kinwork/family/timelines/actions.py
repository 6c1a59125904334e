"""What is recorded of a child's clocks: done, does not apply, open again; and who is reminded."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.clock import local_day
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.family.contact.actions import tell_family
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.timelines import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.family.timelines.models import Mark, Told, Watch
from kinwork.family.timelines.queries import Known
from kinwork.library.timelines import Line, rule_of
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import (
    CHILD_CLOCK,
    SCREENING_DUE,
    clear_due,
    close_work_items,
    open_work_item,
    set_due,
)

LINE = CHILD_CLOCK  # the clock, and the line that it lays on a desk


@transaction.atomic
def mark(
    *,
    household: Household,
    child: Person | UUID,
    key: str,
    done_on: date | None = None,
    reason: str = "",
    evidence: str = "",
    note: str = "",
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Mark:
    """Done on a day, or (with a reason) it does not apply. What was recorded before stays, and is named by
    the new row. The same `form_id` twice is one mark. Raises Refused with what is wrong."""
    require(by)
    one_family_at_a_time(household.pk)
    one = _known(household, child, "timelines.mark", by, at)
    if form_id and (before := Mark.objects.filter(pk=form_id).first()):
        return before
    line = _line(one, key, by)
    if done_on is not None:
        reason = ""
        _possible_day(one, done_on, at)
    elif reason not in line.rule.excuses:
        raise Refused("timelines.mark", _("Say on which day, or why it does not apply."))
    if by.is_family:
        evidence = "told by the family"
    if evidence not in rules.EVIDENCE:
        raise Refused("timelines.mark", _("Say what shows it."))
    state = rules.DONE if done_on else rules.NOT_APPLIES
    said = {"state": state, "done_on": done_on, "reason": reason, "evidence": evidence}
    return _mark(one, key, by=by, at=at, form_id=form_id, note=note.strip()[:300], **said)


@transaction.atomic
def reopen(
    *,
    household: Household,
    child: Person | UUID,
    key: str,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Mark:
    """A mark was wrong: the clock runs again. Twice is once."""
    require(by)
    one_family_at_a_time(household.pk)
    one = _known(household, child, "timelines.reopen", by, at)
    before = one.marks.get(key)
    if before is None or before.state == rules.OPEN:
        if before is not None:
            return before
        raise Refused("timelines.reopen", _("Nothing was recorded here."))
    return _mark(one, key, by=by, at=at, form_id=form_id, state=rules.OPEN, verb="timelines.reopen")


def _mark(
    one: Known,
    key: str,
    *,
    by: Actor,
    at: datetime,
    form_id: UUID | None,
    verb: str = "timelines.mark",
    **said: Any,
) -> Mark:
    made = Mark.objects.create(
        id=form_id or new_id(),
        **_about(one, rules.class_of(key), by),
        key=key,
        marked_at=at,
        marked_by_id=by.id if by.is_staff else None,
        replaces=one.marks.get(key),
        **said,
    )
    trail = {"household": one.household.pk, "classes": [made.sensitivity], "key": key}
    audit.record(verb, made, by=by, at=at, state=made.state, reason=made.reason, **trail)
    _look_again(one, by=by, at=at)
    return made


@transaction.atomic
def tell(
    *,
    household: Household,
    child: Person | UUID,
    key: str,
    day: date | None = None,
    number: int | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Told:
    """A date or number that the clocks rest on: referred to early intervention on a day (on paper, by
    phone), or born so many weeks early. A newer one puts an older one right."""
    require(by)
    one_family_at_a_time(household.pk)
    one = _known(household, child, "timelines.tell", by, at)
    if form_id and (before := Told.objects.filter(pk=form_id).first()):
        return before
    if key == rules.REFERRED and day is not None:
        _possible_day(one, day, at)
        said: dict[str, Any] = {"day": day}
        sensitivity = "education"
    elif key == rules.WEEKS_EARLY and rules.possible_weeks(number):
        said, sensitivity = {"number": number}, "health"
    else:
        raise Refused("timelines.tell", _("This cannot be right. Please look again."))
    made = Told.objects.create(
        id=form_id or new_id(),
        **_about(one, sensitivity, by),
        key=key,
        told_at=at,
        told_by_id=by.id if by.is_staff else None,
        **said,
    )
    trail = {"household": one.household.pk, "classes": [sensitivity], "key": key}
    audit.record("timelines.tell", made, by=by, at=at, **trail)
    _look_again(one, by=by, at=at)
    return made


@transaction.atomic
def watch(*, household: Household, child: Person | UUID, by: Actor, at: datetime) -> Watch | None:
    """Put this child's dates on the agency's desk, each when it comes. Twice is once; None where nothing
    waits for anybody."""
    require(by)
    one = _known(household, child, "timelines.watch", by, at)
    if queries.watch_of(one.person.pk, by.agency) is None:
        if not (coming := rules.coming(one.lines)):
            return None
        _begin_watch(one, coming[0], by=by, at=at)
    return _look_again(one, by=by, at=at)


@transaction.atomic
def end_watch(*, household: Household, child: Person | UUID, by: Actor, at: datetime) -> None:
    """No reminders of this child any more at this agency."""
    require(by)
    one = _known(household, child, "timelines.end_watch", by, at)
    row = queries.watch_of(one.person.pk, by.agency)
    if row is not None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        clear_due(target=row.pk, clock=LINE)
        close_work_items(target=row.pk, at=at, whose=by.agency)
        audit.record("timelines.end_watch", row, by=by, at=at, household=household.pk)


def _begin_watch(one: Known, first: rules.Coming, *, by: Actor, at: datetime) -> Watch:
    """The agency's one watch of this child; ended before, it begins anew."""
    row, _made = Watch.objects.update_or_create(
        person=one.person,
        recorded_by_id=by.agency,
        defaults={"key": first["key"], "by": first["by"], "ended_at": None, "since": at},
        create_defaults={
            **_about(one, "household", by),
            "id": uuid5(one.person.pk, str(by.agency)),
            "key": first["key"],
            "by": first["by"],
            "zone": one.household.time_zone,
            "since": at,
        },
    )
    audit.record("timelines.watch", row, by=by, at=at, household=one.household.pk)
    return row


def _look_again(one: Known, *, by: Actor, at: datetime) -> Watch | None:
    """What comes next may be another now: the reminder moves, and a line that is settled goes."""
    row = queries.watch_of(one.person.pk, by.agency) if by.is_staff else None
    if row is None:
        return None
    fresh = queries.of_child(one.household, one.person.pk, at)
    row.coming = rules.coming(fresh.lines) if fresh else []
    close_work_items(target=row.pk, at=at, whose=by.agency)
    if not row.coming:
        row.ended_at = at
        row.save(update_fields=["coming", "ended_at"])
        clear_due(target=row.pk, clock=LINE)
        return row
    today = queries.today_of(one.household, at)
    named = rules.current(row.coming, today)
    row.key, row.by, row.zone = named["key"], named["by"], one.household.time_zone
    row.save(update_fields=["key", "by", "zone", "coming"])
    begins = today if rules.reached(row.coming, today) else rules.looks_next(row.coming, today)
    set_due(target=row.pk, clock=LINE, at=rules.moment(begins or today, rules.MORNING, row.zone))
    return row


def remind(*, row: Watch, by: Actor, at: datetime) -> bool:
    """Its day has come: a line on the agency's desk, and a neutral word to the family where it is the
    family's to do. `by` is the watch's own clock."""
    require(by)
    today = local_day(at, row.zone)
    if row.ended_at is not None or not rules.reached(row.coming, today):
        return False
    named = rules.current(row.coming, today)
    row.key, row.by = named["key"], date.fromisoformat(named["by"])
    rule = rule_of(row.key)
    open_work_item(
        agency=row.recorded_by_id,
        community=row.community_id,
        kind=SCREENING_DUE if rule is not None and rule.whom == "screening" else LINE,
        target=row.pk,
        due_at=rules.moment(row.by, rules.EVENING, row.zone),
        at=at,
    )
    audit.record("timelines.remind", row, by=by, at=at)
    if rule is not None and rule.by_family and row.said_in and "told" not in named:
        named["told"] = today.isoformat()
        _tell_family(row, at)
    row.save(update_fields=["key", "by", "coming"])
    if (then := rules.looks_next(row.coming, today)) is not None:
        set_due(target=row.pk, clock=LINE, at=rules.moment(then, rules.MORNING, row.zone))
    return True


def _tell_family(row: Watch, at: datetime) -> None:
    """A neutral word: what it is about stands on its page. Once for each date."""
    with acting_as(clock(row.said_in, row.community_id)) as home:
        tell_family(
            household=row.said_in,
            community=row.community_id,
            key="timelines.remind",
            about=row.said_in,
            by=home,
            at=at,
        )


def on_early_intervention(referral: Any, *, by: Actor, at: datetime) -> None:
    """A referral to early intervention was sent, or taken on: whoever did it is reminded of the child."""
    if not by.is_staff or referral.need_code != rules.EARLY_INTERVENTION:
        return
    household = Household.objects.filter(pk=referral.household_id).first()
    for child in referral.subjects.values_list("person", flat=True) if household else ():
        one = queries.of_child(household, child, at)
        if one is not None and (coming := rules.coming(one.lines)):
            if queries.watch_of(child, by.agency) is None:
                _begin_watch(one, coming[0], by=by, at=at)
            _look_again(one, by=by, at=at)


def on_screened(result: Any, *, by: Actor, at: datetime) -> None:
    """A screening was recorded (or refused) that counts for an age of the schedule: that clock is done.
    result: has person_id, said_in, counts_for ("screening_development:18"), asked_on, refused."""
    household = Household.objects.filter(pk=result.said_in).first()
    if not result.counts_for or household is None:
        return
    one = queries.of_child(household, result.person_id, at)
    line = one.line(result.counts_for) if one else None
    if line is None or (line.key in one.marks and one.marks[line.key].state == rules.DONE):
        return
    said: dict[str, Any] = {"state": rules.DONE, "done_on": result.asked_on}
    if result.refused:
        said = {"state": rules.NOT_APPLIES, "reason": "family said no"}
    form = uuid5(result.pk, line.key)
    if not Mark.objects.filter(pk=form).exists():
        _mark(one, line.key, by=by, at=at, form_id=form, evidence="screening", **said)


def _known(household: Household, child: Person | UUID, verb: str, by: Actor, at: datetime) -> Known:
    one = queries.of_child(household, getattr(child, "pk", child), at)
    if one is None:
        raise Refused(verb, _("This child is not in this family now."))
    check(by, verb, one)
    return one


def _line(one: Known, key: str, by: Actor) -> Line:
    line = one.line(key)
    if line is None or line.rule.happens:
        raise Refused("timelines.mark", _("There is no such date for this child now."))
    if by.is_family and not line.rule.by_family:
        raise Refused(
            "timelines.mark", _("Your worker writes this down. Tell them when it is done.")
        )
    return line


def _possible_day(one: Known, day: date, at: datetime) -> None:
    today = queries.today_of(one.household, at)
    if day > today:
        raise Refused("timelines.mark", _("This day has not come yet."))
    if one.child.born and day < one.child.born:
        raise Refused("timelines.mark", _("This day is before the birth."))


def _about(one: Known, sensitivity: str, by: Actor) -> dict[str, Any]:
    return {
        "community_id": one.person.community_id,
        "owner_id": by.agency,
        "recorded_by_id": by.agency,
        "steward_id": by.agency,
        "sensitivity": sensitivity,
        "person": one.person,
        "said_in": one.household.pk,
    }
