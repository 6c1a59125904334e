"""The sender's own program in a house that is killed: it makes the people once, then referrals on
demand. Started as a process of its own; speaks JSON, a line for a line.

    python -m tests.closed_loop.clerk FAMILIES        first line: cookies, referrals, openings
    > 3                                               three more referrals are sent: their ids
"""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from kinwork.common.acting import acting_as  # noqa: E402
from kinwork.common.actor import Actor  # noqa: E402
from kinwork.common.models import Text  # noqa: E402
from kinwork.directory.actions import set_capacity  # noqa: E402
from kinwork.family.contact import actions as contact  # noqa: E402
from kinwork.family.referrals import actions  # noqa: E402
from kinwork.family.referrals.models import Referral  # noqa: E402
from kinwork.people.actions import NewPerson  # noqa: E402
from kinwork.people.models import Person  # noqa: E402
from kinwork.trust.consent import actions as consents  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.signing import browser_of  # noqa: E402

OPENINGS, TRIES = 100_000, 20


class Clerk:
    """Ana at her desk, and everybody she needs."""

    def __init__(self, families: int):
        self.cast = casting.make_cast(timezone.now() - timedelta(days=1), household=False)
        self.homes = [self._family(number) for number in range(families)]
        self._openings()

    def begin(self) -> dict:
        """Who may sign in, and one accepted referral for each family."""
        browsers = {name: browser_of(self.cast, name) for name in ("ben", "bill")}
        rows = [self._sent(number) for number in range(len(self.homes))]
        for row in rows:
            self._do("accept", row, self.cast.ben)
        return {
            "cookies": {
                name: {key: one.value for key, one in browser.cookies.items()}
                for name, browser in browsers.items()
            },
            "referrals": [str(row.pk) for row in rows],
            "service": str(self.cast.services["visits"].pk),
            "openings": OPENINGS,
        }

    def more(self, count: int) -> list[str]:
        return [str(self._sent_at_last(number % len(self.homes)).pk) for number in range(count)]

    def _sent_at_last(self, number: int) -> Referral:
        """The database may have been killed since the last time: the next line to it is a new one."""
        for _try in range(TRIES):
            try:
                return self._sent(number)
            except (OperationalError, InterfaceError):
                connection.close()
                time.sleep(0.5)
        return self._sent(number)

    def _family(self, number: int):
        cast, now = self.cast, timezone.now()
        told = NewPerson(f"Irma {number}", "Vega", "caregiver")
        household = casting.record_family(cast, cast.ana, [told], language="es")
        irma = Actor("family", told.id, household.id, "family member", cast.community.id)
        with acting_as(cast.ana, now=now):
            contact.record_contact(
                household=household, channel="email", value=f"irma{number}@example.org",
                is_preferred=True, recorded_by=cast.agencies["library"], by=cast.ana, at=now,
            )  # fmt: skip
        with acting_as(irma, now=now):
            consents.give(
                household=household, given_by=Person.objects.get(pk=told.id),
                agency=cast.agencies["clinic"], classes=casting.SHARED, language="es",
                text=Text.objects.get(key=casting.REFERRAL, language="es", community=None),
                by=irma, at=now,
            )  # fmt: skip
        return household, told.id

    def _openings(self) -> None:
        ben, now = self.cast.ben, timezone.now()
        with acting_as(ben, now=now):
            set_capacity(
                service_id=self.cast.services["visits"].pk, available=OPENINGS,
                valid_until=now + timedelta(days=60), by=ben, at=now,
            )  # fmt: skip

    def _sent(self, number: int) -> Referral:
        household, person = self.homes[number]
        ana, now = self.cast.ana, timezone.now()
        with acting_as(ana, now=now):
            need = actions.make_need(
                household=household, code="home-visiting", urgency="2 days", by=ana, at=now
            )
            row = actions.make_referral(
                need=need, service=self.cast.services["visits"], subjects=[person],
                classes=casting.SHARED, by=ana, at=now,
            )  # fmt: skip
            return actions.send(referral=row, by=ana, at=now)

    def _do(self, verb: str, row: Referral, by: Actor) -> None:
        now = timezone.now()
        with acting_as(by, now=now):
            getattr(actions, verb)(referral=Referral.objects.get(pk=row.pk), by=by, at=now)


def main(families: int) -> None:
    clerk = Clerk(families)
    print(json.dumps(clerk.begin()), flush=True)
    for line in sys.stdin:
        print(json.dumps(clerk.more(int(line))), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
