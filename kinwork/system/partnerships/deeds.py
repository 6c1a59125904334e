"""What every deed on a partnership's rows does before and after, for the apps above this one."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import Refused, check
from kinwork.system.partnerships.actions.starting import locked
from kinwork.system.partnerships.models import Member, OfPartnership, Partnership

Row = TypeVar("Row", bound=OfPartnership)


class Deeds:
    """The deeds of one app, by the name under which its rights and its audit stand."""

    def __init__(self, app: str):
        self.app = app

    def begun(self, verb: str, partnership: Partnership, by: Actor) -> Partnership:
        """The partnership, locked: its deeds come one after the other."""
        require(by)
        check(by, f"{self.app}.{verb}", partnership)
        return locked(partnership)

    def again(self, verb: str, row: Row, by: Actor) -> Row:
        """The row as it stands now, its partnership locked."""
        partnership = self.begun(verb, row.partnership, by)
        found = type(row)._default_manager.filter(pk=row.pk, partnership=partnership).first()
        if found is None:
            raise self.refused(verb, _("This is another partnership's."))
        found.partnership = partnership
        return found

    def made_before(
        self, model: type[Row], partnership: Partnership, form_id: UUID | None
    ) -> Row | None:
        """What the first sending of the same form made."""
        if form_id is None:
            return None
        return model._default_manager.filter(pk=form_id, partnership=partnership).first()

    def kept(self, verb: str, row: models.Model, by: Actor, at: datetime, **told: Any) -> None:
        audit.record(f"{self.app}.{verb}", row, by=by, at=at, **told)

    def refused(self, verb: str, sentence: Any) -> Refused:
        return Refused(f"{self.app}.{verb}", str(sentence))

    def has_been(self, verb: str, partnership: Partnership, on: date, at: datetime) -> None:
        if on > today(partnership.community, at):
            raise self.refused(verb, _("This day has not come yet."))

    def is_ahead(self, verb: str, partnership: Partnership, on: date, at: datetime) -> None:
        if on < today(partnership.community, at):
            raise self.refused(verb, _("This day is over. Choose one that is still to come."))

    def said(self, verb: str, words: str) -> str:
        if not words.strip():
            raise self.refused(verb, _("Say it in words."))
        return words.strip()

    def own_member(self, verb: str, partnership: Partnership, member: Member | None) -> Member:
        if member is None or member.partnership_id != partnership.pk:
            raise self.refused(verb, _("This one is no member here."))
        return member

    def takes_part(self, verb: str, partnership: Partnership, member: Member | None) -> Member:
        """A member that has not left."""
        one = self.own_member(verb, partnership, member)
        if one.ends is not None:
            raise self.refused(verb, _("This member has left the partnership."))
        return one
