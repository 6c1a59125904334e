"""The county's directory: imported as a feed, then kept by the people who give the services."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from uuid import UUID

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.demo import feed
from kinwork.demo.calendar import ZONE
from kinwork.demo.feed import SOURCE, Offer
from kinwork.directory import actions as directory
from kinwork.directory.models import Service
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.ids import ident


@dataclass
class Listing:
    """Services and organizations by their old ids."""

    services: dict[str, UUID] = field(default_factory=dict)
    organizations: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for offer in feed.offers():
            self.services[offer.id] = ident(SOURCE, "service", offer.id)
            key = offer.organization
            self.organizations[key] = ident(SOURCE, "organization", key)

    @cached_property
    def rows(self) -> dict[UUID, Service]:
        """Read once: what stories need of a service does not change."""
        with acting_as(OPERATOR):
            return Service.objects.select_related("organization").in_bulk(self.services.values())

    def row(self, offer: Offer) -> Service:
        return self.rows[self.services[offer.id]]


def receive(*, by: Actor, at: datetime) -> Listing:
    """The feed as it was on that day. Raises ValueError when a row of it is no good HSDS."""
    with tempfile.TemporaryDirectory() as folder:
        path = feed.package(Path(folder), today=at.astimezone(ZONE).date())
        report = import_feed(path=path, source=SOURCE, by=by, at=at)
    if report.quarantine:
        raise ValueError(f"rows of the demo's directory were set aside: {report.quarantine[:3]}")
    return Listing()


def put_into_spanish(listing: Listing, *, by: Actor, at: datetime) -> None:
    for offer in feed.offers():
        texts = {"name": offer.spanish, "description": offer.told["dice"]}
        id = listing.services[offer.id]
        directory.translate(thing="service", id=id, language="es", texts=texts, by=by, at=at)


def count_room(
    listing: Listing,
    rng: Random,
    *,
    days: int,
    skip: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Every service that counts its openings says how many, for some `days`; but for `skip`."""
    for offer in feed.offers():
        room = offer.told.get("room")
        if room is None or offer.organization in skip:
            continue
        openings, most = room if offer.home else (max(0, room[0] // 2), max(4, room[1] // 3))
        full = openings == 0
        directory.set_capacity(
            service_id=listing.services[offer.id],
            available=openings,
            maximum=most,
            waitlist_length=rng.randint(3, 19) if full else None,
            wait_days=rng.choice((30, 45, 60, 90)) if full else None,
            valid_until=at + timedelta(days=days),
            rebuild=False,
            by=by,
            at=at,
        )
    directory.rebuild_documents(by=by, at=at)
