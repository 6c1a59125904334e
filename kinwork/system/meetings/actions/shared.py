"""What every deed of meetings does before and after."""

from typing import Any

from django.db.models import QuerySet

from kinwork.common.moves import Life, WrongState
from kinwork.system.meetings import rights, rules, words  # noqa: F401  (declares the table)
from kinwork.system.meetings.models import AgendaItem, Meeting, Proposal
from kinwork.system.partnerships.deeds import Deeds

_deeds = Deeds("meetings")
begun, again, made_before, kept = _deeds.begun, _deeds.again, _deeds.made_before, _deeds.kept
refused, said, has_been, is_ahead = _deeds.refused, _deeds.said, _deeds.has_been, _deeds.is_ahead
takes_part = _deeds.takes_part


def lands(verb: str, life: Life, step: str, state: str) -> str:
    """The state after this step. Raises Refused where it cannot be taken now."""
    try:
        return life.find(step, state).lands(state)
    except WrongState as why:
        raise refused(verb, words.WRONG_STATE) from why


def is_open(verb: str, meeting: Meeting) -> Meeting:
    if meeting.state != "open":
        raise refused(verb, words.NOT_OPEN)
    return meeting


def changed(row: Any, **told: Any) -> Any:
    """Write these fields and no other."""
    for name, value in told.items():
        setattr(row, name, value)
    row.save(update_fields=sorted(told))
    return row


def wait_again(meeting: Meeting, items: QuerySet[AgendaItem]) -> None:
    """What was proposed and not reached waits for another agenda."""
    told = items.filter(source=rules.PROPOSED).values_list("source_id", flat=True)
    Proposal.objects.filter(partnership=meeting.partnership_id, pk__in=list(told)).update(
        taken=None
    )
