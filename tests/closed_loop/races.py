"""Two people at the same moment, on two connections: who wins, what the other is told, what is left.

Each kind of race makes its own referral, lets two deeds go off together, and judges what came. One
in five goes through the pages.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connection
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.directory.actions import set_capacity
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Referral
from kinwork.people.actions import NewPerson
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.closed_loop.seen import Seen, see
from tests.signing import browser_of

DONE, LATE, REFUSED = "done", "too late", "refused"
APART = 0.001  # seconds between two who act "at once"
BY_PAGES = 5  # one in so many
A_FAMILY = 100  # rounds; no family has a thousand referrals
SERVICE = "visits"


@dataclass
class Came:
    """What one of the two was answered. told: who was faster, as it was said to them."""

    who: str
    verb: str
    outcome: str
    told: str = ""


@dataclass
class Round:
    """One race: its kind, both answers, and what is wrong."""

    kind: str
    by_pages: bool
    came: list[Came] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Races:
    """One community in its own database; `run(kind, rounds)`."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self.cast = casting.make_cast(timezone.now() - timedelta(days=1))
        self.browsers = {name: browser_of(self.cast, name) for name in ("ana", "ben", "bill")}
        self._settle()
        self.pool = ThreadPoolExecutor(2)

    def close(self) -> None:
        for _worker in range(2):
            self.pool.submit(lambda: (connection.close(), time.sleep(0.05)))
        self.pool.shutdown()

    def run(self, kind: str, rounds: int) -> list[Round]:
        return [self._round(kind, n) for n in range(rounds)]

    def _round(self, kind: str, number: int) -> Round:
        if number % A_FAMILY == A_FAMILY - 1:
            casting.add_rosa(self.cast)
            self._settle()
        return KINDS[kind](self, Round(kind, number % BY_PAGES == 0))

    # -- making -------------------------------------------------------------------------------

    def _settle(self) -> None:
        """Two families who agree to the clinic; Rosa opens her own page."""
        self.homes = [(self.cast.household, self.cast.people["rosa"], self.cast.rosa), self._vega()]
        self.consent = [self._agree(home) for home in range(2)]
        self.browsers["rosa"] = browser_of(self.cast, "rosa")

    def _vega(self):
        told = NewPerson(
            "Irma", "Vega", "caregiver", timezone.now().date().replace(year=1990, day=1)
        )
        household = casting.record_family(self.cast, self.cast.ana, [told])
        irma = Actor("family", told.id, household.id, "family member", self.cast.community.id)
        return household, casting.Person(pk=told.id), irma

    def _agree(self, home: int) -> UUID:
        household, giver, actor = self.homes[home]
        now = timezone.now()
        with acting_as(actor, now=now):
            return consents.give(
                household=household, given_by=casting.Person.objects.get(pk=giver.pk),
                agency=self.cast.agencies["clinic"], classes=casting.SHARED, language="es",
                text=casting.Text.objects.get(key=casting.REFERRAL, language="es", community=None),
                by=actor, at=now,
            ).pk  # fmt: skip

    def draft(self, home: int = 0) -> Referral:
        household, giver, _actor = self.homes[home]
        ana, now = self.cast.ana, timezone.now()
        with acting_as(ana, now=now):
            need = actions.make_need(
                household=household, code="home-visiting", urgency="2 days", by=ana, at=now
            )
            return actions.make_referral(
                need=need, service=self.cast.services[SERVICE], subjects=[giver.pk],
                classes=casting.SHARED, by=ana, at=now,
            )  # fmt: skip

    def sent(self, home: int = 0) -> Referral:
        return self.do("send", self.draft(home), self.cast.ana)

    def accepted(self, home: int = 0) -> Referral:
        return self.do("accept", self.sent(home), self.cast.ben)

    def openings(self, count: int) -> None:
        ben, now = self.cast.ben, timezone.now()
        with acting_as(ben, now=now):
            set_capacity(
                service_id=self.cast.services[SERVICE].pk, available=count,
                valid_until=now + timedelta(days=9), rebuild=False, by=ben, at=now,
            )  # fmt: skip

    def do(self, verb: str, row: Referral, by: Actor, **said) -> Referral:
        now = timezone.now()
        with acting_as(by, now=now):
            fresh = Referral.objects.get(pk=row.pk)
            return getattr(actions, verb)(referral=fresh, by=by, at=now, **said)

    # -- two at once --------------------------------------------------------------------------

    def together(self, found: Round, *deeds: Callable[[], Came]) -> list[Came]:
        """Both begin within a millisecond of each other, in either order."""
        gate = threading.Barrier(2)
        waits = [0.0, self.dice.random() * APART]
        self.dice.shuffle(waits)

        def run(deed: Callable[[], Came], wait: float) -> Came:
            gate.wait(20)
            time.sleep(wait)
            return deed()

        running = [self.pool.submit(run, *pair) for pair in zip(deeds, waits, strict=True)]
        found.came = [one.result(60) for one in running]
        return found.came

    def deed(self, found: Round, who: str, verb: str, row: Referral, **said) -> Callable[[], Came]:
        """`who` does `verb`: by a page, or by the action itself."""
        if found.by_pages and who in self.browsers:
            form = {"form_id": str(new_id()), "version": str(row.version), **said}
            return partial(self._by_page, self.browsers[who], who, verb, row, form)
        return partial(self._by_action, who, verb, row, said)

    def _by_action(self, who: str, verb: str, row: Referral, said: dict) -> Came:
        actor = {"irma": self.homes[1][2]}.get(who) or getattr(self.cast, who)
        try:
            self.do(verb, row, actor, **said)
        except AlreadyMoved as late:
            return Came(who, verb, LATE, late.by_name)
        except (Refused, Referral.DoesNotExist):
            return Came(who, verb, REFUSED)
        return Came(who, verb, DONE)

    @staticmethod
    def _by_page(browser: Client, who: str, verb: str, row: Referral, form: dict) -> Came:
        answer = browser.post(f"/referrals/{row.pk}/{verb}/", form)
        if answer.status_code == 302:
            return Came(who, verb, DONE)
        if answer.status_code == 409:
            names = [n for n in ("Ana", "Ben", "Bill") if f"{n} " in answer.content.decode()]
            return Came(who, verb, LATE, " ".join(names))
        return Came(
            who, verb, REFUSED if answer.status_code in (403, 404) else str(answer.status_code)
        )

    def seen(self, *rows: Referral) -> Seen:
        return see([row.pk for row in rows], [self.cast.services[SERVICE].pk])

    def left(self, seen: Seen) -> float:
        return seen.left[self.cast.services[SERVICE].pk]


# -- judging --------------------------------------------------------------------------------------


def whole(found: Round, seen: Seen, row: Referral) -> list[str]:
    """The verbs of its history; what is torn goes into `found.wrong`."""
    events = sorted(seen.events[row.pk], key=lambda event: event.number)
    if [event.number for event in events] != list(range(len(events))):
        found.wrong.append("the numbers of its events have a gap")
    if events[-1].to_state != seen.rows[row.pk].state:
        found.wrong.append("its state is not that of its last event")
    happened = Counter(f"referrals.{event.verb}" for event in events)
    written = Counter(line.verb for line in seen.trail[row.pk] if line.verb in happened)
    if happened != written:
        found.wrong.append(f"events {happened} and trail {written}")
    told = Counter((m.key, m.channel) for m in seen.messages[row.pk])
    if any(count > 1 for count in told.values()):
        found.wrong.append(f"told twice: {told}")
    open_now = [tie for tie in seen.ties[row.pk] if tie.ends is None]
    if bool(open_now) != (seen.rows[row.pk].ended_at is None):
        found.wrong.append("its tie does not end with it")
    return [event.verb for event in events[1:]]


def must(found: Round, true: bool, what: str) -> None:
    if not true:
        found.wrong.append(f"{what}: {found.came}")


def outcomes(found: Round) -> list[str]:
    return sorted(one.outcome for one in found.came)


def double_accept(races: Races, found: Round) -> Round:
    """Two workers of one clinic: one wins, the other reads who; one event, one notice."""
    races.openings(5)
    row = races.sent()
    came = races.together(
        found, races.deed(found, "ben", "accept", row), races.deed(found, "bill", "accept", row)
    )
    seen = races.seen(row)
    verbs = whole(found, seen, row)
    must(found, outcomes(found) == [DONE, LATE], "not one winner")
    winner = next((one.who for one in came if one.outcome == DONE), "")
    must(found, all(winner.capitalize() in o.told for o in came if o.outcome == LATE), "not named")
    must(found, verbs == ["send", "accept"], f"history {verbs}")
    told = [message for message in seen.messages[row.pk] if message.key == "referral.accepted"]
    must(found, len(told) == 1, f"{len(told)} notices")
    must(found, races.left(seen) == 4, f"{races.left(seen)} openings left, not 4")
    return found


def last_slot_accepted(races: Races, found: Round) -> Round:
    """Two families, one opening, both accepted at once: one unit is given, to one of them."""
    races.openings(0)
    rows = [races.sent(0), races.sent(1)]
    races.openings(1)
    races.together(
        found,
        *(races.deed(found, w, "accept", r) for w, r in zip(("ben", "bill"), rows, strict=True)),
    )
    return _one_unit(races, found, rows)


def last_slot_sent(races: Races, found: Round) -> Round:
    """Two families are sent to one opening at once: one unit is held, for one of them."""
    races.openings(1)
    rows = [races.draft(0), races.draft(1)]
    found.by_pages = False
    races.together(found, *(races.deed(found, "ana", "send", row) for row in rows))
    return _one_unit(races, found, rows)


def _one_unit(races: Races, found: Round, rows: list[Referral]) -> Round:
    seen = races.seen(*rows)
    for row in rows:
        whole(found, seen, row)
    kept = [hold for hold in seen.holds.values() if hold.state != "released"]
    must(found, len(kept) == 1, f"{len(kept)} hold the last unit")
    must(found, races.left(seen) == 0, f"{races.left(seen)} openings are left")
    must(found, DONE in outcomes(found), "nobody came through")
    return found


def accept_and_recall(races: Races, found: Round) -> Round:
    """Taken on, or taken back: one of them, and the unit follows."""
    races.openings(3)
    row = races.sent()
    races.together(
        found, races.deed(found, "ben", "accept", row), races.deed(found, "ana", "recall", row)
    )
    seen = races.seen(row)
    verbs = whole(found, seen, row)
    must(found, outcomes(found).count(DONE) == 1, "not one winner")
    must(found, verbs in (["send", "accept"], ["send", "recall"]), f"history {verbs}")
    must(found, races.left(seen) == (2 if verbs[-1] == "accept" else 3), f"{races.left(seen)} left")
    return found


def accept_and_withdraw(races: Races, found: Round) -> Round:
    """The family's no stands whenever it comes; accepted before or not, the unit is back."""
    races.openings(3)
    row = races.sent()
    found.by_pages = False
    races.together(
        found, races.deed(found, "ben", "accept", row), races.deed(found, "rosa", "withdraw", row)
    )
    seen = races.seen(row)
    verbs = whole(found, seen, row)
    must(found, found.came[1].outcome == DONE, "the family could not walk away")
    must(found, verbs in (["send", "accept", "withdraw"], ["send", "withdraw"]), f"history {verbs}")
    must(found, races.left(seen) == 3, f"{races.left(seen)} openings left, not 3")
    return found


def serve_and_consent_ended(races: Races, found: Round) -> Round:
    """Served before it ended, or ended before it was served: never both, never half."""
    races.openings(3)
    row = races.accepted()

    def end() -> Came:
        now = timezone.now()
        with acting_as(races.cast.rosa, now=now):
            given = Consent.objects.get(pk=races.consent[0])
            consents.end(consent=given, by=races.cast.rosa, at=now)
        return Came("rosa", "end consent", DONE)

    said = {"received": "A visit", "need_met": "fully"}
    races.together(found, races.deed(found, "ben", "serve", row, **said), end)
    races.consent[0] = races._agree(0)
    seen = races.seen(row)
    verbs = whole(found, seen, row)
    served = found.came[0].outcome == DONE
    ways = ["send", "accept", "serve" if served else "end_consent"]
    must(found, verbs == ways, f"history {verbs}")
    must(found, (row.pk in seen.outcomes) == served, "what was received does not fit")
    must(found, races.left(seen) == (2 if served else 3), f"{races.left(seen)} openings left")
    return found


KINDS: dict[str, Callable[[Races, Round], Round]] = {
    "double accept": double_accept,
    "last slot, accepted": last_slot_accepted,
    "last slot, sent": last_slot_sent,
    "accept against recall": accept_and_recall,
    "accept against withdraw": accept_and_withdraw,
    "serve against consent ended": serve_and_consent_ended,
}
