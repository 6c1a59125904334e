"""A conference as a page draws it, as far as whoever looks may know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.rights import may
from kinwork.family.conferences import queries, words
from kinwork.family.conferences.models import AgendaItem, Conference, FollowUp, Invitation, Note
from kinwork.family.conferences.rules import may_be_held
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.words import need_name


@dataclass(frozen=True)
class Item:
    """One line of the agenda."""

    what: str
    sign: Any = ""
    is_plan: bool = False


@dataclass(frozen=True)
class Told:
    """Everything of one conference that this actor may read and do."""

    row: Conference
    state: tuple[str, Any]
    way: Any
    family: tuple[str, Any]
    invited: list[tuple[Invitation, tuple[str, Any]]]
    agenda: list[Item]
    notes: list[tuple[Note, Any]]
    agreed: list[Note]
    follow_ups: list[tuple[FollowUp, tuple[str, Any], bool]]
    mine: Invitation | None
    is_caller: bool
    may_hold: bool
    was_there: bool


def told(row: Conference, actor: Actor, language: str, now: datetime) -> Told:
    invited = list(queries.invitations(row))
    mine = next((one for one in invited if actor.is_staff and one.agency_id == actor.agency), None)
    notes = list(row.notes.select_related("written_by", "owner", "recorded_by"))
    calls = may(actor, "conferences.hold", row)
    return Told(
        row=row,
        state=words.STATE_WORDS[row.state],
        way=words.WAY_WORDS[row.way],
        family=words.ANSWER_WORDS[row.family_answer],
        invited=[(one, words.ANSWER_WORDS[one.answer]) for one in invited],
        agenda=agenda(row, language),
        notes=[(one, words.NOTE_FOR[one.sensitivity]) for one in notes if one.kind == "note"],
        agreed=[one for one in notes if one.kind == "agreed"],
        follow_ups=[
            (one, words.FOLLOW_UP_WORDS[one.state], _settles(one, actor))
            for one in row.follow_ups.select_related("agency")
        ],
        mine=mine,
        is_caller=calls,
        may_hold=calls and row.state == "planned" and may_be_held(row.starts_at, now),
        was_there=row.state == "held" and mine is not None and bool(mine.came),
    )


def _settles(one: FollowUp, actor: Actor) -> bool:
    return one.state == "open" and may(actor, "conferences.settle_follow_up", one)


def agenda(row: Conference, language: str) -> list[Item]:
    items = list(AgendaItem.objects.filter(conference=row).order_by("added_at", "id"))
    needs = _needs({one.referral_id for one in items} - {None}, language)
    return [
        Item(_what(one, needs), words.ITEM_WORDS[one.kind], one.kind == "plan review")
        for one in items
        if one.referral_id is None or one.referral_id in needs
    ]


def _what(one: AgendaItem, needs: dict[UUID, str]) -> str:
    if one.kind == "plan review":
        return _("Look at the plan together")
    return one.words or needs[one.referral_id]


def _needs(ids: set[UUID], language: str) -> dict[UUID, str]:
    """What each referral is about, of those that whoever looks may read."""
    if not ids:
        return {}
    rows = Referral.objects.filter(pk__in=ids).select_related("organization")
    return {one.pk: line_of(one, language) for one in rows}


def line_of(row: Referral, language: str) -> str:
    return f"{need_name(row.need_code, language)}: {row.organization.name}"
