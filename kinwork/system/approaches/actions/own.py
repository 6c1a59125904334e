"""What whoever leads says of the own partnership, where nothing on record decides it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.library.approaches import scheme
from kinwork.system.approaches import owning, rules
from kinwork.system.approaches.models import OwnAnswer
from kinwork.system.partnerships.deeds import Deeds
from kinwork.system.partnerships.models import Partnership

_deeds = Deeds("approaches")


@transaction.atomic
def say_own(
    *,
    partnership: Partnership,
    criterion: str,
    answer: str,
    why: str = "",
    by: Actor,
    at: datetime,
) -> OwnAnswer:
    """Yes or no with what shows it; unknown takes an earlier answer back."""
    verb = "say_own"
    row = _deeds.begun(verb, partnership, by)
    known = owning.known(row, at)
    asked = {one.key: one for one in scheme().criteria.values()}
    if criterion not in asked or answer not in rules.ANSWERS:
        raise _deeds.refused(verb, _("Say yes, no or unknown to one of the questions."))
    if known.inputs.get(asked[criterion].input) is not None:
        raise _deeds.refused(verb, _("This is on record already."))
    told = why.strip() if answer == rules.UNKNOWN else _deeds.said(verb, why)
    found = OwnAnswer.objects.filter(partnership=row)
    made = OwnAnswer.objects.create(
        partnership=row,
        number=(found.aggregate(last=Max("number"))["last"] or 0) + 1,
        criterion=criterion,
        answer=answer,
        why=told,
        at=at,
        said_by_id=by.id,
    )
    _deeds.kept(verb, row, by, at, criterion=criterion, answer=answer)
    return made
