"""Openings, places from a list, and dates: what is offered to families, and what they take."""

from datetime import timedelta

from kinwork.common.ids import new_id
from kinwork.family.appointments import actions as dates
from kinwork.family.appointments import queries as times
from kinwork.family.appointments.models import Slot
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import LIFE
from kinwork.family.waiting import actions as lists
from kinwork.family.waiting.models import Offer
from tests import cast as casting
from tests.closed_loop.community import ANSWERS, RECEIVERS

ODDS = {
    "_full_by_link": 4,
    "_choose_offering": 2,
    "_offer_place": 16,
    "_answer_offer": 30,
    "_publish": 4,
    "_offer_times": 12,
    "_choose_time": 40,
    "_cancel_date": 5,
    "_ask_change": 5,
    "_withdraw_slot": 1,
}
ZONE = "America/Phoenix"


class Offering:
    """Of a walk: openings, offers, dates."""

    # -- openings, lists ----------------------------------------------------------------------

    def _openings(self) -> None:
        service = self.dice.choice(("visits", "visits", "bloom_visits"))
        left, days = self.dice.choice((0, 1, 1, 2, 3)), self.dice.choice((1, 20, 60))
        keeps = self.dice.choice((None, True, True, False))
        name = ANSWERS[RECEIVERS[service]]
        done = self.act(
            f"{service} says {left} openings for {days} days, keeps a list: {keeps}",
            self.hood.actors[name],
            "directory.set_capacity",
            lambda: self.hood.say_openings(service, left, days, keeps),
        )
        if done:
            self.said[self.services[service]] = left

    def _full_by_link(self) -> None:
        mine = [row for row in self._open() if row.sent_at and not row.receiver_id]
        if row := self._one(mine, 0.05):
            by, days = casting.link_holder(row), self.dice.choice(actions.FULL_DAYS)
            if self.dice.random() < 0.3:
                self._on(row, "the link", by, "say_room", actions.say_room)
            elif self._on(
                row, "the link", by, "say_full", actions.say_full,
                days=days, keeps_list=self.dice.random() < 0.5,
            ):  # fmt: skip
                self.said[row.service_id] = 0

    def _choose_offering(self) -> None:
        by, by_itself = self.hood.actors["bea"], self.dice.random() < 0.6
        self.act(
            f"bea: free places go by themselves: {by_itself}", by, "waiting.choose_offering",
            lambda: lists.choose_offering(
                service=self.hood.cast.services["visits"], by_itself=by_itself,
                **self.hood.said(by),
            ),
        )  # fmt: skip

    def _offer_place(self) -> None:
        service = self.dice.choice(("visits", "visits", "bloom_visits"))
        name, by = self._of_agency(self.hood.cast.agencies[RECEIVERS[service]].pk)
        given = {"service": self.services[service], "form_id": new_id(), **self.hood.said(by)}
        verbs = ("waiting.offer_next", "waiting.pass_over")
        self.act(
            f"{name} offers a place of {service}", by, verbs, lambda: lists.offer_next(**given)
        )

    def _answer_offer(self) -> None:
        offers = [one for found in self.shown.offers.values() for one in found]
        one = self._one([offer for offer in offers if offer.state == "open"])
        if one is None:
            return
        row, wants = self.shown.rows[one.referral_id], self.dice.random() < 0.6
        name, by = self._family_or_sender(row)
        said = {"on_behalf_of": self._caregiver(row).id} if by.is_staff else {}
        self.act(
            f"{name} {'takes' if wants else 'refuses'} the place of {self.names[row.pk]}",
            by,
            ("waiting.take_offer", "waiting.refuse_offer"),
            lambda: lists.answer_offer(
                offer=Offer.objects.get(pk=one.pk), wants=wants, **said, **self.hood.said(by)
            ),
        )

    # -- dates --------------------------------------------------------------------------------

    def _publish(self) -> None:
        service = self.dice.choice(("visits", "visits", "bloom_visits"))
        name, by = self._of_agency(self.hood.cast.agencies[RECEIVERS[service]].pk)
        said = {
            "service": self.hood.cast.services[service], "zone": ZONE, "minutes": 30,
            "starts_at": self.hood.at + timedelta(hours=self.dice.randrange(4, 400)),
            "seats": self.dice.choice((1, 1, 2)), "slot_id": new_id(), **self.hood.said(by),
        }  # fmt: skip
        self.act(
            f"{name} publishes a time", by, "appointments.publish_slot",
            lambda: dates.publish_slot(**said),
        )  # fmt: skip

    def _withdraw_slot(self) -> None:
        if slot := self._one(self.shown.slots.values()):
            name, by = self._of_agency(slot.agency_id)
            self.act(
                f"{name} takes a time back", by, "appointments.withdraw_slot",
                lambda: dates.withdraw_slot(
                    slot=Slot.objects.get(pk=slot.pk), **self.hood.said(by)
                ),
            )  # fmt: skip

    def _offer_times(self) -> None:
        may = [row for row in self._open() if _may(row, "receiver")]
        if row := self._one(may, 0.05):
            name, by = self._of_agency(row.receiver_id)
            if row.receiver_id is None:
                name, by = "the link", casting.link_holder(row)
            own = [self.hood.at + timedelta(days=n) for n in (1, 3, 8)]
            slots = [
                slot
                for slot in self.shown.slots.values()
                if slot.service_id == row.service_id
                and slot.starts_at > self.hood.at
                and not slot.withdrawn_at
            ]
            how = self.dice.choice(("times", "any", "slots", "slots"))
            said = {"any_open": True} if how == "any" else {"times": own}
            if how == "slots" and slots:
                said = {"slots": slots[:2]}
            said["form_id"] = new_id()
            self._on(row, name, by, "offer", dates.offer, verbs="appointments.offer", **said)

    def _choose_time(self) -> None:
        told = [row for row in self._open() if _may(row, "family") and self.shown.times[row.pk]]
        row = self._one(told)
        if row is None:
            return
        by = self._caregiver(row)
        with self.hood.acting(by):
            found = times.choices(Referral.objects.get(pk=row.pk), self.hood.at)
        if not found:
            return
        one = self.dice.choice(found)
        said = {"offer": one.offer, "slot": one.slot, "form_id": new_id()}
        if self._on(
            row, "the family", by, "choose", dates.choose, verbs="referrals.schedule", **said
        ):
            self._remember_seat(row, one.slot)

    def _remember_seat(self, row: Referral, slot) -> None:
        if slot is not None:
            with self.hood.acting(self._caregiver(row)):
                date = times.planned(Referral.objects.get(pk=row.pk))
            self.seated[date.pk] = slot

    def _cancel_date(self) -> None:
        row = self._one([one for one in self.rows if one.state == "scheduled"], 0.05)
        if row:
            by = self._caregiver(row)
            self._on(
                row, "the family", by, "cancel", dates.cancel,
                verbs="referrals.cancel_appointment", form_id=new_id(),
            )  # fmt: skip

    def _ask_change(self) -> None:
        row = self._one([one for one in self.rows if one.state == "scheduled"], 0.05)
        if row:
            by, wants = self._caregiver(row), self.dice.choice(("another time", "cannot come"))
            self._on(
                row, "the family", by, "ask_change", dates.ask_change,
                verbs="appointments.ask_change", wants=wants,
            )  # fmt: skip


def _may(row: Referral, party: str) -> bool:
    return LIFE.may("schedule", row.state, party)
