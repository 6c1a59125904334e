"""The beginning: four questions, and the results that the partnership takes as its own."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.system.partnerships import rights, rules  # noqa: F401  (declares the table)
from kinwork.system.partnerships.models import Goal, Partnership
from kinwork.system.results.models import Result


@transaction.atomic
def start(
    *,
    community: Community,
    name: str,
    level: str,
    place: str,
    parent: Partnership | None = None,
    by: Actor,
    at: datetime,
    **answers: Any,
) -> Partnership:
    """A partnership opens with rules.QUESTIONS; each may still be open, and then it is missing."""
    verb = "partnerships.start"
    require(by)
    check(by, verb)
    if not (name.strip() and place.strip()) or level not in rules.LEVELS:
        raise Refused(verb, _("Say what it is called, its level, and which place it is for."))
    if parent is not None and not rules.may_stand_in(level, parent.level):
        raise Refused(verb, _("A partnership stands inside one of its own level or a wider one."))
    if Partnership.objects.filter(community=community, name__iexact=name.strip()).exists():
        raise Refused(verb, _("There is a partnership of this name already."))
    made = Partnership.objects.create(
        community=community,
        parent=parent,
        name=name.strip(),
        level=level,
        place=place.strip(),
        made_at=at,
        **_said(answers),
    )
    audit.record(verb, made, by=by, at=at, level=level)
    return made


@transaction.atomic
def answer_questions(
    *, partnership: Partnership, by: Actor, at: datetime, **answers: Any
) -> Partnership:
    require(by)
    check(by, "partnerships.answer_questions", partnership)
    row = locked(partnership)
    for name, words in _said(answers).items():
        setattr(row, name, words)
    row.save(update_fields=list(rules.QUESTIONS))
    audit.record("partnerships.answer_questions", row, by=by, at=at)
    return row


@transaction.atomic
def take_goal(*, partnership: Partnership, result: Result, by: Actor, at: datetime) -> Goal:
    """Take a result as its own; it is agreed on later, by all."""
    require(by)
    check(by, "partnerships.take_goal", partnership)
    row = locked(partnership)
    if result.community_id != row.community_id:
        raise Refused("partnerships.take_goal", _("This result is another community's."))
    made, _new = Goal.objects.get_or_create(partnership=row, result=result)
    audit.record("partnerships.take_goal", row, by=by, at=at, result=str(result.pk))
    return made


@transaction.atomic
def agree(*, goal: Goal, on: date, how: str, by: Actor, at: datetime) -> Goal:
    """The members agreed on it: when, and how that was done."""
    require(by)
    check(by, "partnerships.agree", goal)
    partnership = locked(goal.partnership)
    row = Goal.objects.get(pk=goal.pk)
    if row.agreed_on is not None:
        raise Refused("partnerships.agree", _("This result was agreed on already."))
    if not how.strip():
        raise Refused("partnerships.agree", _("Say how it was agreed on."))
    been("partnerships.agree", partnership, on, at)
    row.agreed_on, row.agreed_how = on, how.strip()
    row.save(update_fields=["agreed_on", "agreed_how"])
    audit.record("partnerships.agree", partnership, by=by, at=at, goal=str(row.pk))
    return row


def locked(partnership: Partnership) -> Partnership:
    """All deeds of one partnership come one after the other."""
    found = Partnership.objects.select_for_update(of=("self",)).select_related("community")
    return found.get(pk=partnership.pk)


def been(verb: str, partnership: Partnership, on: date, at: datetime) -> None:
    """Raises Refused for a day that has not come where the community is."""
    if on > today(partnership.community, at):
        raise Refused(verb, _("This day has not come yet."))


def _said(answers: dict[str, Any]) -> dict[str, str]:
    return {name: str(answers.get(name, "")).strip() for name in rules.QUESTIONS}
