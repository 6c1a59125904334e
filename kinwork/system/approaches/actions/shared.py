"""What every deed on the registry does before and after."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused, check
from kinwork.system.approaches import rights, rules, words  # noqa: F401  (declares the table)
from kinwork.system.approaches.models import Approach, ApproachStep


def refused(verb: str, sentence: Any) -> Refused:
    return Refused(f"approaches.{verb}", str(sentence))


def said(verb: str, text: str) -> str:
    if not text.strip():
        raise refused(verb, _("Say it in words."))
    return text.strip()


def moving(verb: str, step: str, approach: Approach, by: Actor) -> Approach:
    """The row, locked, in a state from which this step starts."""
    require(by)
    check(by, f"approaches.{verb}", approach)
    found = Approach.objects.select_for_update(of=("self",)).select_related("community")
    row = found.filter(pk=approach.pk).first()
    if row is None:
        raise refused(verb, _("This approach is in another registry."))
    try:
        rules.LIFE.find(step, row.state)
    except WrongState as why:
        raise refused(verb, words.WRONG_STATE) from why
    return row


def step(
    verb: str,
    row: Approach,
    by: Actor,
    at: datetime,
    told: str = "",
    *,
    move: str = "",
    **more: Any,
) -> Approach:
    """The row in its new state, the step beside it, one line of the trail."""
    move = move or verb
    if move != "find":
        row.state = rules.LIFE.find(move, row.state).lands(row.state)
        row.save(update_fields=["state", "coded"])
    ApproachStep.objects.create(
        approach=row,
        number=_next(row),
        verb=move,
        state=row.state,
        at=at,
        said_by_id=by.id if by.kind == "staff" else None,
        words=told,
    )
    audit.record(f"approaches.{verb}", row, by=by, at=at, state=row.state, **more)
    return row


def _next(row: Approach) -> int:
    return (row.approachsteps.aggregate(last=Max("number"))["last"] or 0) + 1
