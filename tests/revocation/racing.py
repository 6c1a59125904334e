"""A disclosing deed and a revoking deed at the same moment, on two connections, again and again.

A fault is a disclosure whose commit began after the revocation had been acknowledged. `guard_off`
takes the locks away in a clone: the harness must show the fault then.
"""

import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import psycopg
from django.db import connection

from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import lock_grounds
from tests import cast as casting

DISCLOSING = ("send", "packet")
REVOKING = ("end", "deny", "block", "narrow", "suspend")
JITTER = 0.02  # seconds
# Who is ahead is not left to the machine's speed alone: "disclosing" lets the revocation begin
# while the disclosure is done and not yet committed.
AHEAD = ("nobody", "nobody", "disclosing")


@dataclass
class Round:
    """What one round came to."""

    disclosing: str
    revoking: str
    committing: float | None = None
    acknowledged: float | None = None
    done: threading.Event = field(default_factory=threading.Event)
    faults: list[str] = field(default_factory=list)

    @property
    def disclosed(self) -> bool:
        return self.committing is not None


class Race:
    """One community; a new family for each round."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self.cast = casting.make_cast(household=False)

    def run(self, rounds: int) -> list[Round]:
        return [self.one() for _number in range(rounds)]

    def one(self) -> Round:
        cast, dice = self.cast, self.dice
        casting.add_rosa(cast)
        consent = casting.consent(cast)
        draft = casting.draft(cast)
        found = Round(dice.choice(DISCLOSING), dice.choice(REVOKING))
        ahead = dice.choice(AHEAD)
        waits = [dice.random() * JITTER for _each in range(3)]
        at = cast.later(hours=1)
        self._together(
            lambda: self._disclose(found, draft, at, waits[0], waits[1]),
            lambda: self._revoke(found, consent, at, waits[2], ahead),
        )
        self._judge(found, draft, at)
        if found.revoking == "suspend":
            with acting_as(cast.dana, now=at):
                agreements.resume(agreement=self._pact(), by=cast.dana, at=at)
        return found

    def _disclose(self, found: Round, draft: Referral, at, before: float, within: float) -> None:
        cast, committing = self.cast, None
        time.sleep(before)
        try:
            with acting_as(cast.ana, now=at):
                if found.disclosing == "send":
                    row = Referral.objects.get(pk=draft.pk)
                    referrals.send(referral=row, by=cast.ana, at=at)
                else:
                    self._packet(draft, at)
                found.done.set()
                time.sleep(within)
                committing = time.monotonic()
            found.committing = committing
        except Refused:
            found.committing = None
        finally:
            found.done.set()

    def _packet(self, draft: Referral, at) -> None:
        """Any other deed that gives something out: a file, a letter, a push."""
        cast = self.cast
        whom = list(draft.subjects.values_list("person_id", flat=True))
        grounds = lock_grounds(cast.household.pk, draft.receiver_id, whom, draft.classes)
        if not set(draft.classes) <= grounds.allowed:
            raise Refused("packet", "not allowed")
        names = list(Person.objects.filter(pk__in=whom).values_list("given_name", flat=True))
        audit.record("tests.packet", by=cast.ana, at=at, count=len(names))

    def _revoke(self, found: Round, consent: Consent, at, before: float, ahead: str) -> None:
        cast = self.cast
        if ahead == "disclosing":
            found.done.wait(30)
        else:
            time.sleep(before)
        actor = cast.dana if found.revoking == "suspend" else cast.rosa
        with acting_as(actor, now=at):
            getattr(self, f"_{found.revoking}")(consent, {"by": actor, "at": at})
        found.acknowledged = time.monotonic()

    def _end(self, consent, said) -> None:
        consents.end(consent=consent, **said)

    def _narrow(self, consent, said) -> None:
        consents.narrow(consent=consent, classes=["household"], **said)

    def _deny(self, consent, said) -> None:
        consents.deny(
            household=self.cast.household,
            given_by=self.cast.people["rosa"],
            agency=self.cast.agencies["clinic"],
            classes=casting.SHARED,
            language="es",
            **said,
        )

    def _block(self, consent, said) -> None:
        access.block(household=self.cast.household, agency=self.cast.agencies["clinic"], **said)

    def _suspend(self, consent, said) -> None:
        agreements.suspend(agreement=self._pact(), **said)

    def _pact(self) -> Agreement:
        return Agreement.objects.get(kind="participation", community=self.cast.community)

    def _judge(self, found: Round, draft: Referral, at) -> None:
        """What must not be: given out after the acknowledgement; still to be read; left open."""
        cast = self.cast
        if found.acknowledged is None:
            found.faults.append("the revocation itself failed")
        elif found.disclosed and found.committing > found.acknowledged:
            found.faults.append("given out after the acknowledgement")
        family = [one.pk for one in cast.people.values()]
        with acting_as(cast.ben, now=at):
            if Person.objects.filter(pk__in=family).exists():
                found.faults.append("still to be read")
        with acting_as(cast.rosa, now=at):
            state = Referral.objects.get(pk=draft.pk).state
        if found.revoking != "suspend" and state not in ("draft", "consent ended"):
            found.faults.append(f"left {state}")

    @staticmethod
    def _together(*deeds) -> None:
        gate, wrong = threading.Barrier(len(deeds)), []

        def run(deed) -> None:
            try:
                gate.wait()
                deed()
            except Exception as why:
                wrong.append(why)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        if wrong:
            raise wrong[0]


def guard_off(owner_address: str) -> None:
    """In this clone nothing waits for anything any more. For the test of the harness alone."""
    with psycopg.connect(owner_address, autocommit=True) as owner:
        for name in ("kw_hold_grounds", "kw_lock_grounds"):
            body = owner.execute(
                "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s", [name]
            ).fetchone()[0]
            body = re.sub(r" FOR SHARE( OF a, p)?", "", body)
            body = re.sub(r"pg_advisory_xact_lock(_shared)?", "hashtextextended_of", body)
            body = re.sub(r"hashtextextended_of\((hashtextextended\([^)]*\))\)", r"\1", body)
            body = body.replace("RETURNS void", "RETURNS void")
            owner.execute(body)


def told(rounds: list[Round]) -> dict[str, str]:
    """The figures of a run."""
    faults = Counter(fault for one in rounds for fault in one.faults)
    given = sum(one.disclosed for one in rounds)
    kinds = Counter(one.revoking for one in rounds)
    return {
        "rounds": f"{len(rounds):,}",
        "given out before the acknowledgement": f"{given:,}",
        "refused": f"{len(rounds) - given:,}",
        "given out after the acknowledgement": f"{faults['given out after the acknowledgement']:,}",
        "other faults": f"{sum(faults.values()) - faults['given out after the acknowledgement']:,}",
        "revoked by": ", ".join(f"{kind} {number:,}" for kind, number in sorted(kinds.items())),
    }
