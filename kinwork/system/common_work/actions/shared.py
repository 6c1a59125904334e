"""What every deed of common work does before and after."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.system.common_work import rights  # noqa: F401  (declares the table)
from kinwork.system.partnerships.actions.starting import locked
from kinwork.system.partnerships.models import Member, Partnership

Row = TypeVar("Row", bound=models.Model)


def begun(verb: str, partnership: Partnership, by: Actor) -> Partnership:
    """The partnership, locked: its deeds come one after the other."""
    require(by)
    check(by, f"common_work.{verb}", partnership)
    return locked(partnership)


def again(verb: str, row: Row, by: Actor) -> Row:
    """The row as it stands now, its partnership locked."""
    partnership = begun(verb, row.partnership, by)  # type: ignore[attr-defined]
    found = type(row)._default_manager.filter(pk=row.pk, partnership=partnership).first()
    if found is None:
        raise refused(verb, _("This is another partnership's."))
    found.partnership = partnership
    return found


def made_before(model: type[Row], partnership: Partnership, form_id: UUID | None) -> Row | None:
    """What the first sending of the same form made."""
    if form_id is None:
        return None
    return model._default_manager.filter(pk=form_id, partnership=partnership).first()


def make(
    model: type[Row],
    partnership: Partnership,
    by: Actor,
    at: datetime,
    form_id: UUID | None = None,
    **told: Any,
) -> Row:
    return model._default_manager.create(
        id=form_id or new_id(), partnership=partnership, said_by_id=by.id, at=at, **told
    )


def kept(verb: str, partnership: Partnership, by: Actor, at: datetime, **told: Any) -> None:
    audit.record(f"common_work.{verb}", partnership, by=by, at=at, **told)


def refused(verb: str, sentence: str) -> Refused:
    return Refused(f"common_work.{verb}", sentence)


def has_been(verb: str, partnership: Partnership, on: date, at: datetime) -> None:
    if on > today(partnership.community, at):
        raise refused(verb, _("This day has not come yet."))


def is_ahead(verb: str, partnership: Partnership, on: date, at: datetime) -> None:
    if on < today(partnership.community, at):
        raise refused(verb, _("This day is over. Choose one that is still to come."))


def said(verb: str, words: str) -> str:
    if not words.strip():
        raise refused(verb, _("Say it in words."))
    return words.strip()


def own_member(verb: str, partnership: Partnership, member: Member | None) -> Member:
    if member is None or member.partnership_id != partnership.pk:
        raise refused(verb, _("This one is no member here."))
    return member


def takes_part(verb: str, partnership: Partnership, member: Member | None) -> Member:
    """A member that has not left."""
    one = own_member(verb, partnership, member)
    if one.ends is not None:
        raise refused(verb, _("This member has left the partnership."))
    return one
