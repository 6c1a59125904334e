"""A self-check is made, help is planned and done; members meet and train; questions are answered."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.system.common_work import rules
from kinwork.system.common_work.actions.shared import (
    again,
    begun,
    has_been,
    is_ahead,
    kept,
    made_before,
    make,
    own_member,
    refused,
    said,
    takes_part,
)
from kinwork.system.common_work.models import (
    CheckRound,
    Convening,
    HelpPlan,
    HelpRequest,
    PeopleCount,
    Rating,
)
from kinwork.system.partnerships.models import Member, Partnership


@transaction.atomic
def rate(
    *,
    partnership: Partnership,
    on: date,
    who: str,
    steps: Mapping[str, tuple[str, str]],
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> CheckRound:
    """One round. steps: item -> (one of rules.STEPS, evidence); what is left open is left out."""
    verb = "rate"
    row = begun(verb, partnership, by)
    if before := made_before(CheckRound, row, form_id):
        return before
    has_been(verb, row, on, at)
    if not who.strip():
        raise refused(verb, _("Say who looked at it together."))
    if not steps:
        raise refused(verb, _("Rate at least one of them."))
    if set(steps) - set(rules.ITEMS) or {step for step, _said in steps.values()} - set(rules.STEPS):
        raise refused(verb, _("Choose one of the four steps for each."))
    if CheckRound.objects.filter(partnership=row, on=on).exists():
        raise refused(verb, _("There is a self-check of that day already."))
    made = make(CheckRound, row, by, at, form_id, on=on, who=who.strip())
    for item, (step, evidence) in steps.items():
        make(Rating, row, by, at, round=made, item=item, step=step, evidence=evidence.strip())
    kept(verb, row, by, at, round=str(made.pk), rated=len(steps))
    return made


@transaction.atomic
def plan_help(
    *,
    partnership: Partnership,
    item: str,
    need: str,
    helper: str,
    due_on: date,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> HelpPlan:
    """What help a capacity needs, from whom, by when."""
    verb = "plan_help"
    row = begun(verb, partnership, by)
    if before := made_before(HelpPlan, row, form_id):
        return before
    if item not in rules.ITEMS:
        raise refused(verb, _("Say for which capacity help is planned."))
    if not (need.strip() and helper.strip()):
        raise refused(verb, _("Say which help is needed, and who helps."))
    is_ahead(verb, row, due_on, at)
    told = {"item": item, "need": need.strip(), "helper": helper.strip(), "due_on": due_on}
    made = make(HelpPlan, row, by, at, form_id, **told)
    kept(verb, row, by, at, plan=str(made.pk), item=item)
    return made


@transaction.atomic
def finish_help(*, plan: HelpPlan, on: date, done: str, by: Actor, at: datetime) -> HelpPlan:
    """It is done, and what came of it."""
    verb = "finish_help"
    row = again(verb, plan, by)
    if row.done_on is not None:
        raise refused(verb, _("This is done already."))
    has_been(verb, row.partnership, on, at)
    row.done_on, row.done = on, said(verb, done)
    row.save(update_fields=["done_on", "done"])
    kept(verb, row.partnership, by, at, plan=str(row.pk))
    return row


@transaction.atomic
def convene(
    *,
    partnership: Partnership,
    kind: str,
    name: str,
    on: date,
    topics: str,
    host: Member,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Convening:
    """A day on which members come together, behind us or ahead."""
    verb = "convene"
    row = begun(verb, partnership, by)
    if before := made_before(Convening, row, form_id):
        return before
    if kind not in rules.EVENT_KINDS or not (name.strip() and topics.strip()):
        raise refused(verb, _("Say its kind, what it is called, and its topics."))
    own_member(verb, row, host)
    told = {"kind": kind, "name": name.strip(), "on": on, "topics": topics.strip(), "host": host}
    made = make(Convening, row, by, at, form_id, **told)
    kept(verb, row, by, at, convening=str(made.pk), kind=kind)
    return made


@transaction.atomic
def count_people(
    *, convening: Convening, people: Mapping[Member, int], by: Actor, at: datetime
) -> Convening:
    """How many people of each member came; said again, the new numbers stand."""
    verb = "count_people"
    row = again(verb, convening, by)
    if row.on > today(row.partnership.community, at):
        raise refused(verb, _("This day has not come yet."))
    if not any(people.values()):
        raise refused(verb, _("Say for at least one member how many people came."))
    before = {one.member_id: one for one in row.counts.all()}
    for member, number in people.items():
        own_member(verb, row.partnership, member)
        if not 0 <= number <= rules.MOST_PEOPLE:
            raise refused(verb, _("A number of people is between 0 and 2,000."))
        if one := before.get(member.pk):
            one.people = number
            one.save(update_fields=["people"])
        elif number:
            make(PeopleCount, row.partnership, by, at, convening=row, member=member, people=number)
    row.counted_on = today(row.partnership.community, at)
    row.save(update_fields=["counted_on"])
    kept(verb, row.partnership, by, at, convening=str(row.pk), members=len(people))
    return row


@transaction.atomic
def ask_help(
    *,
    partnership: Partnership,
    member: Member,
    question: str,
    asked_on: date,
    due_on: date | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> HelpRequest:
    """A member asks for technical assistance."""
    verb = "ask_help"
    row = begun(verb, partnership, by)
    if before := made_before(HelpRequest, row, form_id):
        return before
    takes_part(verb, row, member)
    has_been(verb, row, asked_on, at)
    if due_on is not None and due_on < asked_on:
        raise refused(verb, _("An answer is expected after it was asked for."))
    told = {"question": said(verb, question), "asked_on": asked_on, "due_on": due_on}
    made = make(HelpRequest, row, by, at, form_id, member=member, **told)
    kept(verb, row, by, at, request=str(made.pk))
    return made


@transaction.atomic
def answer_help(
    *, request: HelpRequest, on: date, answered_by: str, answer: str, by: Actor, at: datetime
) -> HelpRequest:
    """Who answered, when, and what."""
    verb = "answer_help"
    row = again(verb, request, by)
    if row.answered_on is not None:
        raise refused(verb, _("This is answered already."))
    has_been(verb, row.partnership, on, at)
    if on < row.asked_on:
        raise refused(verb, _("It was asked for later than that day."))
    if not answered_by.strip():
        raise refused(verb, _("Say who answered: an organization or an office."))
    row.answered_on, row.answered_by = on, answered_by.strip()
    row.answer = said(verb, answer)
    row.save(update_fields=["answered_on", "answered_by", "answer"])
    kept(verb, row.partnership, by, at, request=str(row.pk))
    return row
