"""Decisions in a meeting, by the seats that are there."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.system.meetings import queries, rules, words
from kinwork.system.meetings.actions.counting import (
    counted,
    is_a_voice,
    options_of,
    put,
    seats_taken,
    voice_of,
)
from kinwork.system.meetings.actions.shared import again, is_open, kept, made_before, refused
from kinwork.system.meetings.models import AgendaItem, Ballot, Decision, Meeting
from kinwork.system.meetings.rules import Said
from kinwork.system.partnerships import actions as partnerships


@transaction.atomic
def decide(
    *,
    meeting: Meeting,
    text: str,
    heard: Iterable[Said],
    how: str = rules.VOICES,
    options: Iterable[str] = (),
    dots: int = 0,
    item: AgendaItem | None = None,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """What the seats that are there now decide. On an item about the draft of the charter they adopt
    it by the same voices; on one about minutes they approve those."""
    verb = "decide"
    row = is_open(verb, again(verb, meeting, by))
    if before := made_before(Decision, row.partnership, form_id):
        return before
    if item is not None and item.meeting_id != row.pk:
        raise refused(verb, _("This stands on another agenda."))
    options = options_of(verb, how, options, dots)
    taken = seats_taken(row.partnership, at)
    there = {seat: way for seat, way in queries.there_now(row, at).items() if seat in taken}
    heard = list(heard)
    if len({one.seat.pk for one in heard}) < len(heard):
        raise refused(verb, _("A seat has one voice."))
    if any(one.seat.pk not in there for one in heard):
        raise refused(verb, words.WRONG_VOICE["away"])
    charter = queries.charter_of(item)
    if charter is not None and how != rules.VOICES:
        raise refused(verb, _("A charter is adopted by yes or no."))
    made = put(row.partnership, text, how, options, dots, at, form_id, len(taken), verb)
    made.meeting, made.item, made.charter = row, item, charter
    made.save(force_insert=True)
    names = queries.names_now(row)
    for one in heard:
        is_a_voice(verb, made, one)
        Ballot.objects.create(
            partnership=row.partnership,
            decision=made,
            seat=one.seat,
            by_name=names[one.seat.pk],
            way=there[one.seat.pk],
            **voice_of(one, at),
        )
    outcome = counted(made, there, at)
    if charter is not None:
        _adopt(row, charter, heard, there, by, at)
    elif _approves(made):
        queries.minutes_of(item).filter(state="draft").update(state="approved", approved_in=row)
    kept(verb, row.partnership, by, at, decision=str(made.pk), outcome_of_vote=outcome)
    return made


def _approves(made: Decision) -> bool:
    """A yes on the item that puts minutes to the seats."""
    about = made.item is not None and made.item.source == "minutes"
    return about and made.how == rules.VOICES and made.outcome == "adopted"


def _adopt(
    row: Meeting,
    charter: Any,
    heard: list[Said],
    there: Mapping[UUID, str],
    by: Actor,
    at: datetime,
) -> None:
    """The charter's own deed, by the same seats and voices."""
    by_seat = {one.seat.pk: one for one in heard}
    seats = {one.pk: one for one in row.partnership.seats.filter(pk__in=there)}
    partnerships.decide(
        charter=charter,
        held_on=today(row.partnership.community, row.opened_at),
        heard=[
            partnerships.Heard(
                seat=seats[pk],
                way=way,
                said=by_seat[pk].voice if pk in by_seat else "",
                reason=by_seat[pk].reason if pk in by_seat else "",
                recused=pk in by_seat and by_seat[pk].recused,
            )
            for pk, way in there.items()
        ],
        by=by,
        at=at,
    )
