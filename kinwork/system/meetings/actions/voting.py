"""Decisions between meetings, in writing, until a deadline."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.actions.mailing import queue_mail
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.system.meetings import letters, rules, words
from kinwork.system.meetings.actions.counting import (
    counted,
    is_a_voice,
    options_of,
    put,
    seats_taken,
    voice_of,
)
from kinwork.system.meetings.actions.shared import begun, changed, kept, made_before, refused
from kinwork.system.meetings.models import Ballot, Decision
from kinwork.system.meetings.rules import Said
from kinwork.system.partnerships.models import Partnership
from kinwork.trust.access.actions import clear_due, set_due

CLOSES = "meetings.closes"
LEAST_OPEN = timedelta(hours=1)


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
    options = options_of(verb, how, options, dots)
    taken = seats_taken(row, at)
    if not taken:
        raise refused(verb, _("Nobody sits on a seat yet."))
    made = put(row, text, how, options, dots, at, form_id, len(taken), verb)
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
    is_a_voice(verb, made, one)
    told = voice_of(one, at)
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
    outcome = counted(made, there, at)
    clear_due(target=made.pk, clock=CLOSES)
    kept(verb, made, by, at, decision=str(made.pk), outcome_of_vote=outcome)
    return made
