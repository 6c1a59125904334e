"""The charter: drafted from plain words, promised under by each member, adopted by a decision."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.measure.deciding import Decision, Quorum
from kinwork.system.partnerships import queries, rules, words
from kinwork.system.partnerships.actions.starting import been, locked
from kinwork.system.partnerships.models import (
    Charter,
    Commitment,
    Member,
    Partnership,
    Seat,
    Voice,
    Vote,
)

COUNTS = ("yes", "no", "abstain", "object", "silent", "recused", "base", "needed")


@dataclass(frozen=True)
class Heard:
    """How one seat was there, and what it said. recused: it declared a conflict of interest."""

    seat: Seat
    way: str
    said: str = ""
    reason: str = ""
    recused: bool = False


@transaction.atomic
def write_charter(*, partnership: Partnership, by: Actor, at: datetime) -> Charter:
    """A new draft: from the charter in force with what each promised under it, else from a template
    in plain words."""
    verb = "partnerships.write_charter"
    require(by)
    check(by, verb, partnership)
    row = locked(partnership)
    if queries.draft(row) is not None:
        raise Refused(verb, _("A charter is being written already."))
    old = queries.in_force(row)
    last = row.charters.order_by("-version").first()
    said = queries.fields_of(old) if old else words.template()
    made = Charter.objects.create(
        partnership=row, version=last.version + 1 if last else 1, state=rules.LIFE.first, **said
    )
    for one in old.commitments.filter(member__ends=None) if old else ():
        promised = {name: getattr(one, name) for name in rules.COMMITMENTS}
        Commitment.objects.create(
            partnership=row, charter=made, member_id=one.member_id, **promised
        )
    audit.record(verb, row, by=by, at=at, version=made.version)
    return made


@transaction.atomic
def change_charter(*, charter: Charter, by: Actor, at: datetime, **changed: Any) -> Charter:
    """What is adopted is changed by a new version alone."""
    require(by)
    check(by, "partnerships.change_charter", charter)
    row = _drafted("change_charter", charter)
    for name, value in changed.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.save(update_fields=sorted(changed))
    audit.record(
        "partnerships.change_charter", row.partnership, by=by, at=at, fields=sorted(changed)
    )
    return row


@transaction.atomic
def commit(
    *, charter: Charter, member: Member, by: Actor, at: datetime, **promised: str
) -> Commitment:
    """What one member promises under this charter, in its own words."""
    require(by)
    check(by, "partnerships.commit", charter)
    row = _drafted("commit", charter)
    if member.partnership_id != row.partnership_id or member.ends is not None:
        raise Refused("partnerships.commit", _("This one is no member here."))
    said = {name: promised.get(name, "").strip() for name in rules.COMMITMENTS}
    made, _new = Commitment.objects.update_or_create(
        charter=row, member=member, defaults={"partnership": row.partnership, **said}
    )
    audit.record("partnerships.commit", row.partnership, by=by, at=at, member=str(member.pk))
    return made


@transaction.atomic
def decide(
    *, charter: Charter, held_on: date, heard: Iterable[Heard], by: Actor, at: datetime
) -> Vote:
    """The seats decide whether it is adopted: by the charter in force, and where there is none by its
    own rule. What came of it is kept either way. Refused while something is missing."""
    verb = "partnerships.decide"
    require(by)
    check(by, verb, charter)
    row = _drafted("decide", charter)
    been(verb, row.partnership, held_on, at)
    if lacks := rules.missing(queries.prepared(row.partnership, row, held_on)):
        raise Refused(verb, words.still_missing(lacks))
    old = queries.in_force(row.partnership)
    if old is not None and held_on < old.adopted_on:
        raise Refused(verb, _("The charter in force was adopted later than that day."))
    heard = [one for one in heard if one.way]
    taken = {one.row.pk: one for one in queries.seats(row.partnership, held_on) if one.is_filled}
    _whole(verb, heard, taken)
    said = queries.fields_of(old or row)
    there, made = rules.counted(
        said,
        filled=len(taken),
        ways={one.seat.pk: one.way for one in heard},
        voices={one.seat.pk: one.said for one in heard if one.said},
        recused=[one.seat.pk for one in heard if one.recused],
    )
    vote = _keep(row, held_on, said, there, made, at)
    for one in heard:
        Voice.objects.create(
            partnership=row.partnership,
            vote=vote,
            seat=one.seat,
            by_name=taken[one.seat.pk].representative.name,
            way=one.way,
            said=one.said,
            recused=one.recused,
            reason=one.reason.strip(),
        )
    audit.record(
        verb, row.partnership, by=by, at=at, outcome_of_vote=made.outcome, vote=str(vote.pk)
    )
    if made.outcome == "adopted":
        _adopt(row, old, held_on)
    return vote


def _adopt(row: Charter, old: Charter | None, held_on: date) -> None:
    if old is not None:
        old.state = "replaced"
        old.save(update_fields=["state"])
    row.state, row.adopted_on = "adopted", held_on
    row.save(update_fields=["state", "adopted_on"])


def _keep(
    row: Charter, held_on: date, said: dict, there: Quorum, made: Decision, at: datetime
) -> Vote:
    counts = asdict(made)
    return Vote.objects.create(
        partnership=row.partnership,
        charter=row,
        held_on=held_on,
        recorded_at=at,
        rule=said["rule"],
        base=said["base"],
        outcome=made.outcome,
        seats=there.seats,
        quorum_needed=there.needed,
        quorum_counted=there.counted,
        counts={name: counts[name] for name in COUNTS},
    )


def _whole(verb: str, heard: list[Heard], taken: dict) -> None:
    """Each seat once, only seats on which somebody sat that day, and each voice whole."""
    if len({one.seat.pk for one in heard}) < len(heard):
        raise Refused(verb, _("A seat has one voice."))
    for one in heard:
        if one.seat.pk not in taken:
            raise Refused(verb, _("Nobody sat on one of these seats that day."))
        if wrong := rules.wrong_voice(one.way, one.said, one.reason, one.recused):
            raise Refused(verb, str(words.WRONG_VOICE[wrong]))


def _drafted(verb: str, charter: Charter) -> Charter:
    partnership = locked(charter.partnership)
    row = Charter.objects.select_for_update().get(pk=charter.pk)
    if row.state != "draft":
        raise Refused(
            f"partnerships.{verb}",
            _("This version is adopted. Write a new one to change what it says."),
        )
    row.partnership = partnership
    return row
