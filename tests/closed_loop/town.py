"""A neighbourhood with more people, and everything that may happen in it besides a referral's moves."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django.models import ProcrastinateJob

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.models import Text
from kinwork.family.appointments import jobs as date_jobs
from kinwork.family.followup import actions as followup
from kinwork.family.referrals import jobs
from kinwork.family.referrals.models import Referral
from kinwork.family.waiting import jobs as list_jobs
from kinwork.people.models import Person
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import jobs as consent_jobs
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.closed_loop.community import Neighbourhood
from tests.seeing import everything

# Who never leaves: an agency without anybody is closed, and that is another deed.
STAYS = {"alma": "library", "bea": "clinic", "cleo": "bloom"}
MORE = {"alma": "supervisor", "cleo": "supervisor", "amos": "navigator"}
AT = {"alma": "library", "cleo": "bloom", "amos": "library"}


class Town(Neighbourhood):
    """Each agency with a supervisor and a colleague; queue and clocks as the worker runs them."""

    def __init__(self, **settings: int) -> None:
        super().__init__(**settings)
        for name, role in MORE.items():
            casting.hire(self.cast, name, AT[name], role)
        self.actors |= self.cast.actors
        self.began = self.at
        self.handled: set[int] = set()

    @property
    def staff(self) -> dict[str, Actor]:
        """Who works with families here, by name."""
        names = ("ana", "alma", "amos", "ben", "bill", "bea", "cruz", "cleo", "cora")
        return {name: self.actors[name] for name in names}

    @property
    def families(self) -> dict[str, Actor]:
        return {name: who for home in self.homes.values() for name, who in home.caregivers.items()}

    def begin(self) -> None:
        """As on the first day: what a walk did was rolled back."""
        self.at = self.began
        self.ids, self.needs, self.consents, self.handled = {}, {}, {}, set()

    # -- people and agencies ------------------------------------------------------------------

    def leaves(self, name: str) -> None:
        """Their hat here ends."""
        with everything():
            hat = Membership.objects.get(user=self.cast.users[name], ends=None)
        self._operate(accounts.end_membership, membership=hat)

    def comes_back(self, name: str) -> None:
        was = self.cast.actors[name]
        agency = next(one for one in self.cast.agencies.values() if one.pk == was.agency)
        self._operate(
            accounts.add_membership, user=self.cast.users[name], agency=agency,
            community=self.cast.community, role=was.role,
        )  # fmt: skip

    def close(self, agency: str) -> None:
        self._operate(accounts.close_agency, agency=self.cast.agencies[agency])

    def agreement(self) -> Agreement:
        with everything():
            return Agreement.objects.get(community=self.cast.community)

    def _operate(self, deed, **said) -> None:
        by = casting.OPERATOR
        with self.acting(by):
            deed(**said, **self.said(by))

    # -- consents -----------------------------------------------------------------------------

    def words(self) -> Text:
        return Text.objects.get(key=REFERRAL, language="es", community=None)

    def asks(self, row: Referral, by: Actor) -> None:
        """The family is asked for the yes that a referral needs."""
        home = next(one for one in self.homes.values() if one.household.pk == row.household_id)
        who = next(iter(home.caregivers.values()))
        with self.acting(by):
            consents.ask(
                household=home.household, person=Person.objects.get(pk=who.id),
                agency=row.receiver, classes=row.classes, ends=self.at + timedelta(days=300),
                text=self.words(), asked_by=row.sender, way="card", about=row.pk, **self.said(by),
            )  # fmt: skip

    # -- clocks and the queue -----------------------------------------------------------------

    def run(self, rows: set[UUID]) -> list[str]:
        """Everything that is due by now, until nothing is; what failed."""
        with _hearing() as failed:
            for _round in range(6):
                done = self.work_off(rows)
                done += jobs.run_due(self.at, only=rows) + list_jobs.run_due(self.at)
                done += date_jobs.run_due(self.at) + consent_jobs.run_due(self.at)
                if not done:
                    return failed
        return [*failed, "the clocks do not come to rest"]

    def work_off(self, rows: set[UUID]) -> int:
        """What waits in the queue by now, once; how much."""
        with everything():
            found = ProcrastinateJob.objects.exclude(pk__in=self.handled).order_by("pk")
            waiting = [
                one
                for one in found.filter(args__name__in=WORK)
                if one.scheduled_at is None or one.scheduled_at <= self.at
            ]
        for one in waiting:
            self.handled.add(one.pk)
            if UUID(one.args["id"]) in rows:
                WORK[one.args["name"]](UUID(one.args["id"]), self.at)
        return len(waiting)


def _ask_family(referral: UUID, now: datetime) -> None:
    with acting_as(clock(referral), now=now) as by:
        row = Referral.objects.filter(pk=referral, state="served").first()
        if row is not None:
            followup.ask(referral=row, by=by, at=now)


WORK = {
    "waiting.room": list_jobs.see_to_room,
    "waiting.next": list_jobs.offer_next,
    "followup.ask": _ask_family,
}


class _hearing(logging.Handler):
    """What any clock wrote into its log instead of raising it."""

    def __enter__(self) -> list[str]:
        self.heard: list[str] = []
        logging.getLogger("kinwork").addHandler(self)
        return self.heard

    def __exit__(self, *_why) -> None:
        logging.getLogger("kinwork").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            why = record.exc_info[1] if record.exc_info else ""
            self.heard.append(f"{record.getMessage()}: {why!r}")
