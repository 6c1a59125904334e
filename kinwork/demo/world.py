"""The county while its story is told: who is there, what time it is, and how somebody does a deed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate.testing import InMemoryConnector

from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.jobs import JOBS
from kinwork.common.models import Community
from kinwork.demo.agenda import Agenda, Story
from kinwork.demo.calendar import ZONE
from kinwork.demo.listing import Listing
from kinwork.family.appointments import jobs as appointments
from kinwork.family.complaints import jobs as complaints
from kinwork.family.followup import jobs as followup
from kinwork.family.plans import jobs as plans
from kinwork.family.referrals.jobs import run_due
from kinwork.family.timelines import jobs as timelines
from kinwork.family.waiting import jobs as waiting
from kinwork.system.loop import actions as outcomes
from kinwork.system.meetings import jobs as meetings
from kinwork.trust.agreements import jobs as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import jobs as consents

CLOCK = Actor("clock")


@dataclass
class World:
    """Filled by setting.build; `queue` holds what actions asked to be done later."""

    agenda: Agenda
    queue: InMemoryConnector
    community: Community | None = None
    agencies: dict[str, Agency] = field(default_factory=dict)
    hats: dict[str, Membership] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    receivers: dict[UUID, list[Actor]] = field(default_factory=dict)
    signed: set[UUID] = field(default_factory=set)
    listing: Listing | None = None
    on_trial: Agreement | None = None

    @property
    def at(self) -> datetime:
        return self.agenda.at

    @property
    def end(self) -> datetime:
        """The present: the moment at which the play was started."""
        return self.agenda.end

    @property
    def today(self):
        return self.at.astimezone(ZONE).date()

    def do(self, actor: Actor, action: Callable, *args: Any, **said: Any) -> Any:
        """`actor` does this now."""
        with acting_as(actor, now=self.at):
            return action(*args, by=actor, at=self.at, **said)

    def operate(self, action: Callable, **said: Any) -> Any:
        """What is set up by whoever looks after the site."""
        return self.do(OPERATOR, action, **said)

    def read(self, actor: Actor, query: Callable, *args: Any, **said: Any) -> Any:
        """What `actor` sees now."""
        with acting_as(actor, now=self.at):
            return query(*args, **said)

    def agency(self, id: UUID) -> Agency:
        return next(one for one in self.agencies.values() if one.pk == id)

    def tell(self, at: datetime, story: Story) -> None:
        self.agenda.add(at, story)

    def do_what_was_asked(self) -> None:
        """Jobs, at the moment at which the worker would do them."""
        jobs, self.queue.jobs = self.queue.jobs, {}
        for job in jobs.values():
            self._do_or_wait(job)

    def _do_or_wait(self, job: dict[str, Any]) -> None:
        name, id = job["args"]["name"], UUID(job["args"]["id"])
        when = job["scheduled_at"]
        if when and when > self.at:
            self.tell(when, self._later(name, id))
        else:
            self._job(name, id)

    def _later(self, name: str, id: UUID) -> Story:
        self._job(name, id)
        return
        yield

    def _job(self, name: str, id: UUID) -> None:
        with acting_as(CLOCK, now=self.at):
            JOBS[name](id)

    def run_clocks(self) -> int:
        """Everything that is due by now."""
        other = consents.run_due(now=self.at) + agreements.run_due(now=self.at)
        other += appointments.run_due(now=self.at) + waiting.run_due(self.at)
        other += meetings.run_due(self.at) + timelines.run_due(self.at)
        other += complaints.run_due(self.at) + followup.run_due(self.at)
        other += plans.run_due(self.at)
        self._release_outcomes()
        return run_due(now=self.at) + other

    def _release_outcomes(self) -> None:
        """A half year of referral outcomes, a month after its end; its partners read it first."""
        if (self.today.month, self.today.day) not in ((2, 1), (8, 1)):
            return
        by = Actor("report", community=self.community.pk, purpose="statistics")
        with acting_as(by, now=self.at):
            outcomes.release(community=self.community, by=by, at=self.at)
