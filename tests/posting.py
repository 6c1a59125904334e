"""The outbox worked off by hand: the mails about one record, as the worker sends them."""

from datetime import datetime
from uuid import UUID

from kinwork.family.contact import jobs
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.tests import scenes
from tests.seeing import everything


def lines(target: UUID, *, kind: str = "link") -> list[Delivery]:
    with everything():
        return list(Delivery.objects.filter(target=target, kind=kind).order_by("made_at", "id"))


def post(target: UUID, *, kind: str = "link", at: datetime | None = None) -> list[str]:
    """Send what waits about `target`, now or with another clock; the states of its lines afterwards."""
    for one in lines(target, kind=kind):
        scenes.try_at(one, at) if at else jobs.send(one.pk)
    return [one.state for one in lines(target, kind=kind)]
