"""What people do around a referral: grounds, desks, lists, dates, the family's word. One step a deed."""

from kinwork.accounts.models import User
from kinwork.common.ids import new_id
from kinwork.family.contact import actions as contact
from kinwork.family.contact.wire import address_hash
from kinwork.family.followup import actions as followup
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Household
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Block
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.closed_loop.offering import ODDS as OFFERED
from tests.closed_loop.offering import Offering
from tests.closed_loop.town import STAYS

ODDS = {
    **OFFERED,
    "_agree": 8,
    "_end_consent": 2,
    "_narrow": 2,
    "_block": 2,
    "_unblock": 3,
    "_suspend": 1,
    "_resume": 10,
    "_close": 0.2,
    "_leave": 2,
    "_come_back": 4,
    "_assign": 6,
    "_hand_over": 4,
    "_undo": 20,
    "_propose": 12,
    "_word": 10,
    "_ask_first": 6,
    "_answer_ask": 20,
    "_stop": 2,
    "_see": 3,
}
CLASSES = (["identity", "contact"], ["identity"], ["identity", "household"])


class Around(Offering):
    """Of a walk: what `wide.Wide` does besides the moves of the table."""

    # -- grounds ------------------------------------------------------------------------------

    def _agree(self, home: str = "", agency: str = "") -> None:
        home = home or self.dice.choice(("luna", "luna", "vega"))
        agency = agency or self.dice.choice(("clinic", "bloom"))
        by = next(iter(self.hood.homes[home].caregivers.values()))
        self.act(
            f"{home} lets {agency} see", by, "consent.give", lambda: self.hood.agree(home, agency)
        )

    def _live(self) -> list[Consent]:
        return [one for one in self.shown.consents if one.ended_at is None]

    def _end_consent(self) -> None:
        if one := self._one(self._live()):
            by = self._who(one.given_by_id)
            self.act(
                f"the family ends what {self._agency(one)} sees",
                by,
                "consent.end",
                lambda: consents.end(consent=Consent.objects.get(pk=one.pk), **self.hood.said(by)),
                target_id=one.pk,
            )

    def _narrow(self) -> None:
        if one := self._one(self._live()):
            by, classes = self._who(one.given_by_id), self.dice.choice(CLASSES)
            self.act(
                f"the family narrows what {self._agency(one)} sees to {classes}",
                by,
                "consent.narrow",
                lambda: consents.narrow(
                    consent=Consent.objects.get(pk=one.pk), classes=classes, **self.hood.said(by)
                ),
            )

    def _who(self, person):
        return next(who for who in self.hood.families.values() if who.id == person)

    def _agency(self, one) -> str:
        return self.shown.agencies[one.agency_id].name

    def _block(self) -> None:
        """An agency, or one worker."""
        hood, home = self.hood, self.dice.choice(list(self.hood.homes.values()))
        by = next(iter(home.caregivers.values()))
        whom = self.dice.choice(("clinic", "bloom", "ben", "bill", "cruz", "ana", "amos"))
        agency, user = hood.cast.agencies.get(whom), hood.cast.users.get(whom)
        self.act(
            f"{home.household} shuts {whom} out",
            by,
            "access.block",
            lambda: access.block(
                household=Household.objects.get(pk=home.household.pk),
                agency=agency, user=user, **hood.said(by),
            ),
        )  # fmt: skip

    def _unblock(self) -> None:
        if one := self._one([block for block in self.shown.blocks if block.ends is None]):
            home = next(h for h in self.hood.homes.values() if h.household.pk == one.household_id)
            by = next(iter(home.caregivers.values()))
            self.act(
                "the family lets somebody in again",
                by,
                "access.unblock",
                lambda: access.unblock(
                    block=Block.objects.get(pk=one.pk), **self.hood.said(by)
                ),
            )  # fmt: skip

    def _suspend(self) -> None:
        if not self.hood.agreement().suspended_at:
            self._pact(agreements.suspend)

    def _resume(self) -> None:
        if self.hood.agreement().suspended_at:
            self._pact(agreements.resume)

    def _pact(self, deed) -> None:
        pact, by = self.hood.agreement(), casting.OPERATOR
        self.act(
            f"the agreement: {deed.__name__}",
            by,
            f"agreements.{deed.__name__}",
            lambda: deed(agreement=Agreement.objects.get(pk=pact.pk), **self.hood.said(by)),
        )

    # -- people and agencies ------------------------------------------------------------------

    def _close(self) -> None:
        name = self.dice.choice(("clinic", "bloom"))
        self.act(
            f"{name} closes", casting.OPERATOR, "accounts.close_agency",
            lambda: self.hood.close(name),
        )  # fmt: skip

    def _works(self, name: str) -> bool:
        actor = self.hood.staff[name]
        return (actor.id, actor.agency) in self.shown.members

    def _leave(self) -> None:
        gone = [n for n in self.hood.staff if n not in (*STAYS, "cora") and self._works(n)]
        if gone:
            name = self.dice.choice(gone)
            by, leaves = casting.OPERATOR, lambda: self.hood.leaves(name)
            self.act(f"{name} leaves", by, "accounts.end_membership", leaves)

    def _come_back(self) -> None:
        gone = [name for name in self.hood.staff if not self._works(name)]
        if gone:
            name = self.dice.choice(gone)
            by, comes = casting.OPERATOR, lambda: self.hood.comes_back(name)
            self.act(f"{name} works there again", by, "accounts.add_membership", comes)

    def _assign(self) -> None:
        """Mostly within the agency, mostly by its supervisor."""
        row = self._one(self._open(), 0.1)
        if row is None:
            return
        name, by = self._of_agency(self.dice.choice((row.receiver_id, row.sender_id)))
        to, _actor = self._of_agency(by.agency)
        self.act(
            f"{name} gives {self.names[row.pk]} to {to}",
            by,
            "referrals.assign",
            lambda: actions.assign(
                referral=Referral.objects.get(pk=row.pk),
                user=User.objects.get(pk=self.hood.cast.users[to].pk),
                **self.hood.said(by),
            ),
        )

    def _hand_over(self) -> None:
        giver, by = self.dice.choice(list(self.hood.staff.items()))
        taker, _actor = self._of_agency(by.agency)
        if self.dice.random() < 0.5:
            _name, by = self._of_agency(by.agency)
        users = self.hood.cast.users
        self.act(
            f"{giver} hands everything to {taker}",
            by,
            "referrals.hand_over",
            lambda: actions.hand_over(
                giver=User.objects.get(pk=users[giver].pk),
                taker=User.objects.get(pk=users[taker].pk),
                form_id=new_id(), **self.hood.said(by),
            ),
            target_kind="access.handover",
        )  # fmt: skip

    def _of_agency(self, agency) -> tuple[str, object]:
        """Somebody who works there; anybody where nobody does."""
        found = {n: who for n, who in self.hood.staff.items() if who.agency == agency}
        return self.dice.choice(list((found or self.hood.staff).items()))

    # -- what goes on, and the family's word ---------------------------------------------------

    def _undo(self) -> None:
        row = self._one([one for one in self.rows if one.state == "obsolete"], 0.05)
        if row is None:
            return
        name, by = self._family_or_sender(row)
        said = {"on_behalf_of": self._caregiver(row).id} if by.is_staff else {}
        self._on(row, name, by, "undo_obsolete", actions.undo_obsolete, **said)

    def _propose(self) -> None:
        found = [one for one in self.rows if one.next_door_due and one.sender_id is None]
        if row := self._one(found, 0.05):
            service = self.dice.choice(list(self.hood.cast.services.values()))
            by = self.hood.actors["cora"]
            self._on(row, "cora", by, "propose_next", actions.propose_next, service=service)

    def _word(self) -> None:
        """Did it help: also against what its provider says."""
        row = self._one([one for one in self.rows if one.ended_at and one.sent_at], 0.05)
        if row is None:
            return
        name, by = self._family_or_sender(row)
        said = {"on_behalf_of": self._caregiver(row).id} if by.is_staff else {}
        said |= {"helped": self.dice.choice(("yes", "partly", "no", "no"))}
        said |= {"got_it": self.dice.choice((None, True, False))}
        self._on(row, name, by, "say", followup.say, verbs="followup.say", **said)

    def _family_or_sender(self, row):
        name, by = self._of_agency(row.sender_id) if row.sender_id else ("", None)
        if by is None or self.dice.random() < 0.5:
            return "the family", self._caregiver(row)
        return name, by

    def _on(self, row, name, by, verb, deed, verbs="", **said) -> bool:
        return self.act(
            f"{name}: {verb} of {self.names[row.pk]} ({row.state})",
            by,
            verbs or f"referrals.{verb}",
            lambda: deed(referral=Referral.objects.get(pk=row.pk), **said, **self.hood.said(by)),
        )

    def _see(self) -> None:
        row = self._one([one for one in self.rows if one.sent_at and not one.opened_at])
        if row:
            name, by = self._of_agency(row.receiver_id)
            if row.receiver_id is None:
                name, by = "the link", casting.link_holder(row)
            self._on(row, name, by, "mark_opened", actions.mark_opened, verbs="referrals.open")

    # -- asking first -------------------------------------------------------------------------

    def _ask_first(self) -> None:
        waits = ("draft", "awaiting consent")
        found = [one for one in self.rows if one.state in waits and one.sender_id]
        row = self._one([one for one in found if one.receiver_id])
        if row:
            name, by = self._of_agency(row.sender_id)
            self.act(
                f"{name} asks the family about {self.names[row.pk]}", by, "consent.ask",
                lambda: self.hood.asks(row, by),
            )  # fmt: skip

    def _answer_ask(self) -> None:
        waits = [one for one in self.shown.asks if not one.answered_at and not one.ended_at]
        if one := self._one(waits):
            by, yes = self._who(one.person_id), self.dice.random() < 0.7
            self.act(
                f"the family says {'yes' if yes else 'no'}",
                by,
                "consent.answer_ask",
                lambda: consents.answer_ask(
                    ask=one.pk, yes=yes, text=self.hood.words(), **self.hood.said(by)
                ),
            )

    def _stop(self) -> None:
        """Rosa wants no e-mail any more, or wants it again."""
        by, home = self.hood.actors["rosa"], self.hood.cast.household.pk
        said = {"channel": "email", "address_hash": address_hash("email", "rosa@example.org")}
        stops = home not in self.stopped
        deed = contact.stop if stops else contact.start
        self.act(
            f"rosa: {deed.__name__}", by, f"contact.{deed.__name__}",
            lambda: deed(**said, way="page", **self.hood.said(by)),
        )  # fmt: skip
        self.stopped = {home: self.hood.at} if stops else {}
