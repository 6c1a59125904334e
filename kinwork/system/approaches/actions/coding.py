"""Two coders code on their own, what differs is settled, and the rule says the model."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.library.approaches import NO_MODEL, Scheme, judged, scheme
from kinwork.system.approaches import queries, rules
from kinwork.system.approaches.actions.shared import moving, refused, said, step
from kinwork.system.approaches.models import (
    Approach,
    Classification,
    Coding,
    Judgement,
    Settlement,
)
from kinwork.system.approaches.rules import Judged


@transaction.atomic
def code(
    *,
    approach: Approach,
    answers: Mapping[str, Judged],
    model: str,
    why: str,
    by: Actor,
    at: datetime,
) -> Coding:
    """Every criterion of its level, and the coder's own judgement of the model. Nobody codes one twice."""
    verb, scan = "code", scheme()
    row = moving(verb, verb, approach, by)
    asked = [one.key for one in scan.asked(row.level)]
    if sorted(answers) != sorted(asked):
        raise refused(verb, _("Answer every criterion; what cannot be seen is unknown."))
    for one in answers.values():
        if one.answer not in rules.ANSWERS:
            raise refused(verb, _("Answer every criterion; what cannot be seen is unknown."))
        if one.answer != rules.UNKNOWN and not one.evidence.strip():
            raise refused(verb, _("Say what shows it."))
    if model not in (*(one.key for one in scan.models_of(row.level)), NO_MODEL):
        raise refused(verb, _("Choose a model of its level, or none."))
    if row.coded >= rules.CODERS:
        raise refused(verb, _("Two have coded it already."))
    if row.codings.filter(coder_id=by.id).exists():
        raise refused(verb, _("You have coded it already. Somebody else codes it a second time."))
    row.coded += 1
    made = Coding.objects.create(
        approach=row,
        coder_id=by.id,
        position=row.coded,
        scheme=scan.key,
        model=model,
        why=said(verb, why),
        at=at,
    )
    Judgement.objects.bulk_create(
        Judgement(
            coding=made,
            criterion=key,
            answer=answers[key].answer,
            evidence=answers[key].evidence.strip(),
        )
        for key in asked
    )
    step(verb, row, by, at)
    return made


@transaction.atomic
def reconcile(
    *, approach: Approach, criterion: str, answer: str, why: str, by: Actor, at: datetime
) -> Settlement:
    """What the two agree on where they differed, and why."""
    verb = "reconcile"
    row = moving(verb, verb, approach, by)
    differs = [one.criterion for one in queries.pairs(row) if one.differs]
    if criterion not in differs:
        raise refused(verb, _("The two coders do not differ on this."))
    if answer not in rules.ANSWERS:
        raise refused(verb, _("Say what you agree on: yes, no or unknown."))
    last = row.settlements.aggregate(last=Max("number"))["last"] or 0
    made = Settlement.objects.create(
        approach=row,
        number=last + 1,
        criterion=criterion,
        answer=answer,
        why=said(verb, why),
        at=at,
        said_by_id=by.id,
    )
    step(verb, row, by, at, criterion=criterion)
    return made


@transaction.atomic
def classify(
    *, approach: Approach, by_scheme: Scheme | None = None, by: Actor, at: datetime
) -> Classification:
    """What the rule says of what both coders said, or settled; their own judgement beside it."""
    verb, scan = "classify", by_scheme or scheme()
    row = moving(verb, verb, approach, by)
    pairs = queries.pairs(row)
    if not pairs:
        raise refused(verb, _("Two coders have to code it first."))
    if any(one.is_open for one in pairs):
        raise refused(verb, _("The two coders still differ. Settle that first."))
    if queries.classified(row, scan):
        raise refused(verb, _("It is classified by this scheme already."))
    found = judged(row.level, rules.answers(pairs), scan)
    made = Classification.objects.create(
        approach=row,
        scheme=scan.key,
        version=scan.version,
        model=found.model,
        possible=list(found.possible),
        unknown=list(found.unknown),
        judged=[one.model for one in queries.codings(row)],
        answers={one.criterion: one.answer for one in pairs},
        at=at,
        said_by_id=by.id,
    )
    step(verb, row, by, at, model=found.model, scheme=scan.key)
    return made
