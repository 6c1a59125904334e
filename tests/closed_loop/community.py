"""The people of a walk, and how each of them really does what the dice say: through the actions."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from kinwork.accounts.actions import set_holidays
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Text
from kinwork.directory.actions import set_capacity
from kinwork.family.referrals import actions, jobs
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.next_door import NO_NEXT
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import clocks
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.closed_loop.expected import Mover

CLOSED = {date(2026, 3, 4), date(2026, 3, 31), date(2026, 5, 25)}
RECEIVERS = {"visits": "clinic", "bloom_visits": "bloom", "diapers": ""}
ANSWERS = {"clinic": "ben", "bloom": "cruz"}


@dataclass
class Home:
    """A family: its household, who lives there, and its caregivers by name."""

    household: Household
    people: list[Person]
    caregivers: dict[str, Actor]


class Neighbourhood:
    """The cast, Rosa's family with a second caregiver, another family; every deed by its name."""

    def __init__(self, **settings: int) -> None:
        self.settings = settings
        self.cast = casting.make_cast(**settings)
        self.at = self.cast.at
        with acting_as(casting.OPERATOR, now=self.at):
            days = dict.fromkeys(CLOSED, "Offices are closed")
            set_holidays(community=self.cast.community, days=days, by=casting.OPERATOR, at=self.at)
        self.homes = {"luna": self._luna(), "vega": self._vega()}
        self.movers = {one.name: one for one in self._movers()}
        self.actors = {
            **self.cast.actors,
            **{name: who for home in self.homes.values() for name, who in home.caregivers.items()},
        }
        self.ids: dict[str, UUID] = {}
        self.needs: dict[str, Need] = {}
        self.consents: dict[tuple[str, str], UUID] = {}

    def _luna(self) -> Home:
        cast = self.cast
        raul = NewPerson("Raúl", "Luna", "caregiver", date(1995, 2, 1))
        with acting_as(cast.ana, now=self.at):
            people.add_person(
                household=cast.household, person=raul, recorded_by=cast.agencies["library"],
                by=cast.ana, at=self.at,
            )  # fmt: skip
        second = Actor("family", raul.id, cast.household.id, "family member", cast.community.id)
        members = [cast.people["rosa"], cast.people["mateo"]]
        return Home(cast.household, members, {"rosa": cast.rosa, "raul": second})

    def _vega(self) -> Home:
        mother = NewPerson("Irma", "Vega", "caregiver", date(1990, 8, 8))
        child = NewPerson("Noé", "Vega", "child", date(2024, 4, 4))
        household = casting.record_family(self.cast, self.cast.ana, [mother, child])
        with acting_as(self.cast.ana, now=self.at):
            found = list(Person.objects.filter(pk__in=[mother.id, child.id]))
        irma = Actor("family", mother.id, household.id, "family member", self.cast.community.id)
        return Home(household, found, {"irma": irma})

    def _movers(self) -> list[Mover]:
        staff = {"ana": "library", "ben": "clinic", "bill": "clinic", "bea": "clinic"}
        workers = [Mover(name, agency=agency) for name, agency in staff.items()]
        families = [
            Mover(name, home=key) for key, home in self.homes.items() for name in home.caregivers
        ]
        other = [
            Mover("cruz", agency="bloom"),
            Mover("cora", agency="backbone", coordinates=True),
        ]
        return workers + families + other

    # -- who acts -----------------------------------------------------------------------------

    def actor(self, mover: Mover) -> Actor:
        return (
            casting.link_holder(_Row(self.ids[mover.link]))
            if mover.link
            else self.actors[mover.name]
        )

    def acting(self, actor: Actor):
        return acting_as(actor, now=self.at)

    def said(self, actor: Actor) -> dict:
        return {"by": actor, "at": self.at}

    # -- deeds --------------------------------------------------------------------------------

    def make(self, name: str, home: str, service: str, need: str, urgent: bool, by: Mover) -> None:
        """A draft, for a new need or one that has referrals already."""
        actor, family = self.actor(by), self.homes[home]
        with self.acting(actor):
            if need not in self.needs:
                self.needs[need] = actions.make_need(
                    household=family.household, code="home-visiting",
                    urgency="today" if urgent else "2 days", **self.said(actor),
                )  # fmt: skip
            made = actions.make_referral(
                need=self.needs[need], service=self.cast.services[service],
                subjects=family.people, classes=casting.SHARED, **self.said(actor),
            )  # fmt: skip
        self.ids[name] = made.pk

    def move(self, verb: str, name: str, by: Mover, **said) -> Referral:
        """One move; whatever the action raises comes out."""
        actor = self.actor(by)
        with self.acting(actor):
            row = Referral.objects.get(pk=self.ids[name])
            return getattr(actions, verb)(referral=row, **said, **self.said(actor))

    def look(self, name: str, by: Mover) -> bool:
        actor = self.actor(by)
        with self.acting(actor):
            row = Referral.objects.get(pk=self.ids[name])
            return actions.mark_opened(referral=row, **self.said(actor))

    def agree(self, home: str, agency: str) -> None:
        family = self.homes[home]
        actor = next(iter(family.caregivers.values()))
        with self.acting(actor):
            given = consents.give(
                household=family.household, given_by=Person.objects.get(pk=actor.id),
                agency=self.cast.agencies[agency], classes=casting.SHARED, language="es",
                text=Text.objects.get(key=REFERRAL, language="es", community=None),
                **self.said(actor),
            )  # fmt: skip
        self.consents[home, agency] = given.pk

    def take_back(self, home: str, agency: str) -> None:
        actor = next(iter(self.homes[home].caregivers.values()))
        with self.acting(actor):
            consent = Consent.objects.get(pk=self.consents[home, agency])
            consents.end(consent=consent, **self.said(actor))

    def say_openings(self, service: str, left: int, days: int, keeps_list: bool | None) -> datetime:
        """How many openings, until when; whoever runs the service says so."""
        by = self.actors[ANSWERS.get(RECEIVERS[service], "ana")]
        until = self.at + timedelta(days=days)
        with self.acting(by):
            set_capacity(
                service_id=self.cast.services[service].pk, available=left, valid_until=until,
                takes_waitlist=keeps_list, **self.said(by),
            )  # fmt: skip
        return until

    def tick(self) -> int:
        """Run what is due now, as the worker does; a clock that fails is a fault of the test."""
        with _listening() as failed:
            done = jobs.run_due(self.at, only=set(self.ids.values()))
        assert not failed, failed
        return done


@dataclass(frozen=True)
class _Row:
    pk: UUID


class _listening(logging.Handler):
    """What the clock wrote into its log instead of raising it."""

    def __enter__(self) -> list[str]:
        self.heard: list[str] = []
        clocks.log.addHandler(self)
        return self.heard

    def __exit__(self, *_why) -> None:
        clocks.log.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        why = record.exc_info[1] if record.exc_info else ""
        self.heard.append(f"{record.getMessage()}: {why!r}")


def words_for(verb: str, dice: Random, hood: Neighbourhood) -> dict:
    """What has to be said with `verb`, said well."""
    when = hood.at + timedelta(days=1 + dice.randrange(9))
    return {
        "waitlist": lambda: {"place": dice.randrange(1, 9)},
        "ask_information": lambda: {"message": "Which mornings are good?"},
        "give_information": lambda: {"message": "Any morning but Monday."},
        "decline": lambda: {"reason": dice.choice(("no room", "too far", "not eligible"))},
        "try_contact": lambda: {"way": dice.choice(("no answer", "left word", "reached"))},
        "schedule": lambda: {"starts_at": when, "place": "Room 2"},
        "serve": lambda: {
            "received": "A visit",
            "need_met": dice.choice(("fully", "partly", "not")),
        },
        "end_unserved": lambda: {"reason": "did not come"},
        "return_decline": lambda: {"message": "Please look once more."},
        "ask_cancellation": lambda: {"reason": dice.choice(("moved away", "wrong place"))},
        "end_search": lambda: {"reason": dice.choice(tuple(NO_NEXT))},
        "enter_in_error": lambda: {"reason": dice.choice(("other", "never needed"))},
    }.get(verb, dict)()


def new_form() -> UUID:
    return new_id()
