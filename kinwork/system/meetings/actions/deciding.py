"""Decisions: in a meeting by the seats that are there, between meetings in writing until a deadline."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.common.rights import check
from kinwork.measure.deciding import VOICES
from kinwork.system.meetings import letters, queries, rules, words
from kinwork.system.meetings.actions.shared import (
    again,
    begun,
    changed,
    is_open,
    kept,
    made_before,
    refused,
    said,
)
from kinwork.system.meetings.models import AgendaItem, Ballot, Decision, Meeting
from kinwork.system.meetings.rules import Said
from kinwork.system.partnerships import actions as partnerships
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.queries import Taken
from kinwork.trust.access.actions import clear_due, set_due

CLOSES = "meetings.closes"
LEAST_OPEN = timedelta(hours=1)


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
    options = _options(verb, how, options, dots)
    taken = _taken(row.partnership, at)
    there = {seat: way for seat, way in queries.there_now(row, at).items() if seat in taken}
    heard = list(heard)
    if len({one.seat.pk for one in heard}) < len(heard):
        raise refused(verb, _("A seat has one voice."))
    if any(one.seat.pk not in there for one in heard):
        raise refused(verb, _("A seat that was not there has no voice."))
    charter = queries.charter_of(item)
    if charter is not None and how != rules.VOICES:
        raise refused(verb, _("A charter is adopted by yes or no."))
    made = _put(row.partnership, text, how, options, dots, at, form_id, len(taken), verb)
    made.meeting, made.item, made.charter = row, item, charter
    made.save(force_insert=True)
    names = queries.names_now(row)
    for one in heard:
        _spoken(verb, made, one)
        Ballot.objects.create(
            partnership=row.partnership,
            decision=made,
            seat=one.seat,
            by_name=names[one.seat.pk],
            way=there[one.seat.pk],
            **_voice(one, at),
        )
    outcome = _counted(made, there, at)
    if charter is not None:
        _adopt(row, charter, heard, there, by, at)
    elif _approves(made):
        queries.minutes_of(item).filter(state="draft").update(state="approved", approved_in=row)
    kept(verb, row.partnership, by, at, decision=str(made.pk), outcome_of_vote=outcome)
    return made


@transaction.atomic
def put_in_writing(
    *,
    partnership: Partnership,
    text: str,
    closes_at: datetime,
    how: str = rules.VOICES,
    options: Iterable[str] = (),
    dots: int = 0,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Every filled seat is asked between meetings, by a link in its mail, until the deadline."""
    verb = "put_in_writing"
    row = begun(verb, partnership, by)
    if before := made_before(Decision, row, form_id):
        return before
    if closes_at < at + LEAST_OPEN:
        raise refused(verb, _("Give the seats an hour or more to answer."))
    options = _options(verb, how, options, dots)
    taken = _taken(row, at)
    if not taken:
        raise refused(verb, _("Nobody sits on a seat yet."))
    made = _put(row, text, how, options, dots, at, form_id, len(taken), verb)
    made.closes_at = closes_at
    made.save(force_insert=True)
    for one in taken.values():
        ballot = Ballot.objects.create(
            partnership=row,
            decision=made,
            seat=one.row,
            by_name=one.representative.name,
            until=closes_at,
        )
        whom = one.representative
        if whom.email:
            subject, body = letters.ballot(made, ballot, whom.language)
            queue_mail(to=whom.email, subject=subject, body=body, by=by, at=at)
    set_due(target=made.pk, clock=CLOSES, at=closes_at)
    kept(verb, row, by, at, decision=str(made.pk), seats=len(taken))
    return made


@transaction.atomic
def vote(
    *,
    ballot: Ballot,
    voice: str = "",
    marks: str = "",
    reason: str = "",
    recused: bool = False,
    by_name: str = "",
    came_by: str = "",
    by: Actor,
    at: datetime,
) -> Ballot:
    """One seat's voice on a written vote: by its own link, or written down by whoever leads (came_by:
    how it reached them). It may change until the deadline; after it nothing is taken."""
    verb = "vote"
    require(by)
    check(by, f"meetings.{verb}", ballot)
    made = Decision.objects.filter(pk=ballot.decision_id).first()
    if made is None or made.closes_at is None or made.outcome or at >= made.closes_at:
        raise refused(verb, words.LATE if made else _("This is another partnership's."))
    row = Ballot.objects.select_for_update(of=("self",)).filter(pk=ballot.pk).first()
    if row is None:
        raise refused(verb, _("This is another partnership's."))
    # Whoever counted meanwhile held every ballot: what was counted is what they say.
    if Decision.objects.exclude(outcome="").filter(pk=made.pk).exists():
        raise refused(verb, words.LATE)
    if by.kind != "link" and row.by_link:
        raise refused(verb, _("This seat has voted by its own link, and may change that itself."))
    if by.kind != "link" and not came_by.strip():
        raise refused(verb, _("Say how this voice reached you: by phone, on paper, by mail."))
    one = Said(None, voice, marks, reason, recused)
    if not (voice or marks.strip() or recused):
        raise refused(verb, _("Say how you vote."))
    _spoken(verb, made, one)
    told = _voice(one, at)
    told |= {"by_link": by.kind == "link", "came_by": came_by.strip()}
    if by_name.strip():
        told["by_name"] = by_name.strip()
    changed(row, **told)
    kept(verb, made, by, at, decision=str(made.pk))
    return row


@transaction.atomic
def count(*, decision: Decision, by: Actor, at: datetime) -> Decision:
    """A written vote is over: at its deadline, or before it once every seat has spoken."""
    verb = "count"
    require(by)
    check(by, f"meetings.{verb}", decision)
    made = Decision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if made is None:
        raise refused(verb, _("This is another partnership's."))
    if made.outcome:
        return made
    ballots = list(made.ballots.select_for_update().order_by("pk"))
    if made.closes_at is None or (at < made.closes_at and not all(one.said_at for one in ballots)):
        raise refused(verb, _("Seats may still answer until the deadline."))
    there = {one.seat_id: "online" for one in ballots if one.said_at is not None}
    outcome = _counted(made, there, at)
    clear_due(target=made.pk, clock=CLOSES)
    kept(verb, made, by, at, decision=str(made.pk), outcome_of_vote=outcome)
    return made


def _approves(made: Decision) -> bool:
    """A yes on the item that puts minutes to the seats."""
    about = made.item is not None and made.item.source == "minutes"
    return about and made.how == rules.VOICES and made.outcome == "adopted"


def _taken(partnership: Partnership, at: datetime) -> dict[UUID, Taken]:
    found = queries.seats(partnership, today(partnership.community, at))
    return {one.row.pk: one for one in found if one.is_filled}


def _options(verb: str, how: str, options: Iterable[str], dots: int) -> list[str]:
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


def _put(
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


def _spoken(verb: str, made: Decision, one: Said) -> None:
    """Is this a voice on this decision? Raises Refused."""
    if made.how == rules.VOICES:
        if one.marks.strip() or (one.voice and one.voice not in VOICES):
            raise refused(verb, _("Say yes, no, abstain or object."))
        if one.recused and one.voice:
            raise refused(verb, words.RECUSED)
        if one.voice == "object" and not one.reason.strip():
            raise refused(verb, _("An objection says why."))
        return
    if one.voice:
        raise refused(verb, _("Choose among the options by their letters."))
    if one.recused and one.marks.strip():
        raise refused(verb, words.RECUSED)
    try:
        rules.marked(made.how, one.marks, len(made.options), made.dots)
    except rules.WrongBallot as why:
        raise refused(verb, words.WRONG_BALLOT[str(why)]) from why


def _voice(one: Said, at: datetime) -> dict[str, Any]:
    return {
        "said": one.voice,
        "marks": rules.tidied(one.marks),
        "recused": one.recused,
        "reason": one.reason.strip(),
        "said_at": at,
    }


def _counted(made: Decision, there: Mapping[UUID, str], at: datetime) -> str:
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


def _adopt(
    row: Meeting,
    charter: Any,
    heard: list[Said],
    there: Mapping[UUID, str],
    by: Actor,
    at: datetime,
) -> None:
    """The charter's own deed, by the same seats and voices."""
    spoken = {one.seat.pk: one for one in heard}
    seats = {one.pk: one for one in row.partnership.seats.filter(pk__in=there)}
    partnerships.decide(
        charter=charter,
        held_on=today(row.partnership.community, row.opened_at),
        heard=[
            partnerships.Heard(
                seat=seats[pk],
                way=way,
                said=spoken[pk].voice if pk in spoken else "",
                reason=spoken[pk].reason if pk in spoken else "",
                recused=pk in spoken and spoken[pk].recused,
            )
            for pk, way in there.items()
        ],
        by=by,
        at=at,
    )
