"""One referral on its way, as its story sees it: who answers, who asked, what time it is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from kinwork.common.actor import Actor
from kinwork.demo import calendar, doors, feed
from kinwork.demo.agenda import Story
from kinwork.demo.families import Family
from kinwork.demo.feed import Offer
from kinwork.demo.world import World
from kinwork.family.appointments import actions as appointments
from kinwork.family.appointments.models import Offer as Offering
from kinwork.family.contact import actions as contact
from kinwork.family.followup import actions as followup
from kinwork.family.followup.models import Asked
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.rules import IN_REVIEW
from kinwork.trust.access.queries import opened

LINK = "link"
RECEIVED = {
    "food-pantry": "Groceries, a box for the household",
    "diapers": "Fifty diapers",
    "wic": "Enrolled; card loaded for three months",
    "developmental-screening": "Screening done and explained to the parent",
    "home-visiting": "First home visit",
    "pediatric-care": "Check-up and shots",
    "car-seat": "A car seat, fitted in the car",
    "rent-help": "One month of rent paid to the landlord",
}


@dataclass
class Case:
    """`tried`: services that this need has been to. `deeds`: how often the story moved it."""

    world: World
    family: Family
    offer: Offer
    need: Need | None
    referral: Referral | None
    code: str
    rng: Random
    tried: set[str] = field(default_factory=set)

    # Time ------------------------------------------------------------------------------------

    @property
    def at(self) -> datetime:
        return self.world.at

    def working(self, least: int, most: int | None = None) -> datetime:
        """In office hours, some business days from now."""
        days = self.rng.randint(least, most if most is not None else least)
        return calendar.working(self.at, days, self.rng)

    def days(self, least: int, most: int) -> datetime:
        return self.at + timedelta(
            days=self.rng.randint(least, most), minutes=self.rng.randint(5, 400)
        )

    def after_minutes(self, minutes: int) -> datetime:
        return self.at + timedelta(minutes=minutes)

    # Who -------------------------------------------------------------------------------------

    @property
    def asker(self) -> Actor:
        return doors.speaker(self.world, self.family)

    @property
    def answerer(self) -> Actor:
        """Somebody at the receiver's desk; or whoever opened the link."""
        people = self.world.receivers.get(self.referral.receiver_id)
        if self.referral.receiver_id is None or not people:
            return Actor(LINK, self.referral.pk)
        return people[0] if self.family.number % 4 else people[-1]

    # What the receiver does ------------------------------------------------------------------

    def look(self) -> None:
        """Opens it; the family reads later who did."""
        who = self.answerer
        self.world.do(who, referrals.mark_opened, referral=self.referral)
        if who.is_staff:
            told = {"household": self.family.household, "classes": self.referral.classes}
            self.world.read(who, opened, by=who, page="referrals.see", at=self.at, **told)

    def take(self, deed: Callable, **said: Any) -> Referral:
        """A move by the receiver."""
        self.referral = self.world.do(self.answerer, deed, referral=self.referral, **said)
        return self.referral

    def decline(self, reason: str, message: str = "", *, stands: bool = True) -> None:
        """A no; the coordinator lets it stand. stands=False: nobody has looked at it yet."""
        self.take(referrals.decline, reason=reason, message=message)
        if stands and self.referral.state == IN_REVIEW:
            self.coordinate(referrals.uphold_decline)

    def coordinate(self, deed: Callable, **said: Any) -> None:
        """A move by the community's coordinator."""
        dana = self.world.actors["dana_coordinates"]
        self.referral = self.world.do(dana, deed, referral=self.referral, **said)

    def introduce(self, met: str, way: str) -> None:
        """A worker who sent the family brings it together with whoever will help."""
        if self.asker.is_staff:
            said = {"met": met, "way": way, "family_present": True}
            self.world.do(self.asker, referrals.record_handoff, referral=self.referral, **said)

    def book(self, least: int = 2, most: int = 9) -> datetime:
        """A date for the family to come."""
        when = self.working(least, most)
        self.take(referrals.schedule, starts_at=when, place=self.offer.name)
        return when

    def offer_times(self, *days: int) -> list[Offering]:
        """Times that the family can choose from, some business days from now."""
        times = [self.working(day) for day in days]
        return self.world.do(
            self.answerer,
            appointments.offer,
            referral=self.referral,
            times=times,
            place=self.offer.name,
        )

    def choose(self, time: Offering) -> datetime:
        """The family takes one of them on its page."""
        self.say(appointments.choose, offer=time.pk)
        return time.starts_at

    def serve(self, met: str = "fully") -> None:
        received = RECEIVED.get(self.code, "Enrolled; the first time was given")
        self.take(referrals.serve, received=received, need_met=met)

    # What the asking side does ---------------------------------------------------------------

    def ask(self, deed: Callable, **said: Any) -> Referral:
        """A move by whoever asked: the worker, or the family itself."""
        self.referral = self.world.do(self.asker, deed, referral=self.referral, **said)
        return self.referral

    def say(self, deed: Callable, **said: Any) -> Referral:
        """A move by the family, from its page."""
        actor = self.family.actor
        self.referral = self.world.do(actor, deed, referral=self.referral, **said)
        return self.referral

    def no_other_place(self, why: str) -> None:
        """Whoever asked says why no other place follows, where one is looked for."""
        row = self.world.read(self.asker, Referral.objects.get, pk=self.referral.pk)
        if row.next_door_due:
            self.ask(referrals.end_search, reason=why)

    def read_notices(self) -> None:
        actor = self.family.actor
        self.world.do(actor, contact.mark_read, household=self.family.household)

    def was_asked(self) -> bool:
        found = Asked.objects.filter(referral=self.referral)
        return self.world.read(self.family.actor, found.exists)

    def tell_us(self, helped: str, *, got_it: bool = True, more: str = "") -> None:
        """The family's word; some say it to their worker, who writes it down."""
        by, said = self.family.actor, {}
        if self.asker.is_staff and self.rng.random() < 0.3:
            by, said = self.asker, {"on_behalf_of": self.family.caregiver.id}
        times = self.rng.choice(("once", "once", "twice", "3 or more"))
        self.referral = self.world.read(by, Referral.objects.get, pk=self.referral.pk)
        self.world.do(
            by,
            followup.say,
            referral=self.referral,
            helped=helped,
            got_it=got_it,
            times_told=times,
            difference=helped,
            anything_else=more,
            **said,
        )

    # The next door ---------------------------------------------------------------------------

    def another(self) -> Offer | None:
        """Another service for the same need that can be asked: room first, then near."""
        self.tried.add(self.offer.id)
        found = [one for one in offers_for(self.code) if one.id not in self.tried]
        signed = [one for one in found if is_signed(self.world, one)]
        town = self.family.town
        return min(signed or found, key=lambda one: (one.town != town, one.id), default=None)

    def go_on(self, offer: Offer, previous: Referral | None) -> None:
        """The same need, another door."""
        self.offer = offer
        self.referral = doors.refer(self.world, self.family, self.need, offer, previous)

    def twin(self, offer: Offer) -> "Case":
        """A second referral for the same need, sent beside the first."""
        row = doors.refer(self.world, self.family, self.need, offer)
        self.tried.add(offer.id)
        return replace(self, offer=offer, referral=row)


def offers_for(code: str) -> list[Offer]:
    """Services of this kind to which something can be sent."""
    return [one for one in feed.offers() if code in one.told["terms"] and one.takes_referrals]


def is_signed(world: World, offer: Offer) -> bool:
    """Does a request reach an agency's inbox?"""
    agency = world.agencies.get(offer.organization)
    return agency is not None and agency.pk in world.signed


Teller = Callable[[Case], Story]
