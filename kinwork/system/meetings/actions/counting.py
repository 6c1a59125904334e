"""What a decision in a meeting and one in writing share: put by the rule, spoken, counted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.measure.deciding import VOICES
from kinwork.system.meetings import queries, rules, words
from kinwork.system.meetings.actions.shared import changed, refused, said
from kinwork.system.meetings.models import Decision
from kinwork.system.meetings.rules import Said
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.queries import Taken


def seats_taken(partnership: Partnership, at: datetime) -> dict[UUID, Taken]:
    found = queries.seats(partnership, today(partnership.community, at))
    return {one.row.pk: one for one in found if one.is_filled}


def options_of(verb: str, how: str, options: Iterable[str], dots: int) -> list[str]:
    found = [one.strip() for one in options if one.strip()]
    if how not in rules.HOWS:
        raise refused(verb, _("Say how it is decided."))
    if how == rules.VOICES:
        return []
    if not 2 <= len(set(found)) == len(found) <= rules.MOST_OPTIONS:
        raise refused(verb, _("Name two to eight options, each of them once."))
    if max(map(len, found)) > rules.LONGEST_OPTION:
        raise refused(verb, words.LONG_OPTION)
    if how == rules.DOTS and not 1 <= dots <= rules.MOST_DOTS:
        raise refused(verb, _("Each seat has one to ten dots."))
    return found


def put(
    partnership: Partnership,
    text: str,
    how: str,
    options: list[str],
    dots: int,
    at: datetime,
    form_id: UUID | None,
    seats: int,
    verb: str,
) -> Decision:
    """Not yet written: with the rule as the charter has it now."""
    by_charter = queries.said_by_charter(partnership)
    return Decision(
        id=form_id or new_id(),
        partnership=partnership,
        community=partnership.community,
        group=partnership.name,
        text=said(verb, text),
        how=how,
        rule=by_charter["rule"],
        base=by_charter["base"],
        ways=list(by_charter["ways"]),
        options=options,
        dots=dots if how == rules.DOTS else 0,
        put_at=at,
        seats=seats,
        needed_there=rules.needed_there(by_charter, seats),
    )


def is_a_voice(verb: str, made: Decision, one: Said) -> None:
    """Is this a voice on this decision? Raises Refused."""
    if made.how == rules.VOICES:
        if one.marks.strip() or (one.voice and one.voice not in VOICES):
            raise refused(verb, _("Say yes, no, abstain or object."))
        if one.recused and one.voice:
            raise refused(verb, words.RECUSED)
        if one.voice == "object" and not one.reason.strip():
            raise refused(verb, words.OBJECTS_WHY)
        return
    if one.voice:
        raise refused(verb, _("Choose among the options by their letters."))
    if one.recused and one.marks.strip():
        raise refused(verb, words.RECUSED)
    try:
        rules.marked(made.how, one.marks, len(made.options), made.dots)
    except rules.WrongBallot as why:
        raise refused(verb, words.WRONG_BALLOT[str(why)]) from why


def voice_of(one: Said, at: datetime) -> dict[str, Any]:
    return {
        "said": one.voice,
        "marks": rules.tidied(one.marks),
        "recused": one.recused,
        "reason": one.reason.strip(),
        "said_at": at,
    }


def counted(made: Decision, there: Mapping[UUID, str], at: datetime) -> str:
    """Count it by the rule that it was put under, and keep every number."""
    ballots = [
        rules.Voiced(one.seat_id, one.said, one.marks, one.recused)
        for one in made.ballots.exclude(said_at=None)
    ]
    found = rules.outcome(
        made.how,
        kind=made.rule,
        base=made.base,
        # in writing every answer counts, whatever the charter says of being there
        ways=made.ways if made.meeting_id else list(there.values()),
        seats=made.seats,
        needed=made.needed_there,
        options=len(made.options),
        dots=made.dots,
        there=there,
        voiced=ballots,
    )
    changed(
        made,
        outcome=found.outcome,
        closed_at=at,
        counted_there=found.counted_there,
        counts=dict(found.counts),
        chosen=list(found.chosen),
        tied=list(found.tied),
    )
    return found.outcome
