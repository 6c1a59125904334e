"""What every deed of common work does before and after."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.system.common_work import rights  # noqa: F401  (declares the table)
from kinwork.system.partnerships.deeds import Deeds
from kinwork.system.partnerships.models import Partnership

Row = TypeVar("Row", bound=models.Model)
_deeds = Deeds("common_work")
begun, again, made_before, kept = _deeds.begun, _deeds.again, _deeds.made_before, _deeds.kept
refused, said, has_been, is_ahead = _deeds.refused, _deeds.said, _deeds.has_been, _deeds.is_ahead
own_member, takes_part = _deeds.own_member, _deeds.takes_part


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
