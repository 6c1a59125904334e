"""The book of what should stand: every referral, the units of each service, the family's consents."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kinwork.common.rules import DEFAULTS
from kinwork.family.referrals import rules as table
from tests.closed_loop.expected import (
    DAY,
    DONE,
    HOUR,
    LATE,
    MAY_SEND_UNASKED,
    MINUTE,
    REFUSED,
    Expected,
    Mover,
    Room,
    business_days,
    ends_of,
    verdict,
)

# Ends that leave the need to somebody; the rest its family or its sender chose.
WITHOUT_HELP = ("declined", "expired", "not served", "re-routed")
STOPPED = (
    "cancelled",
    "entered in error",
)  # by its sender, whose reason says whether the need is left
NOTHING_FOLLOWS = (
    *("family changed its mind", "already served elsewhere", "moved away"),
    "never needed",
)
NO_SUCH_PLACE = {"already served elsewhere": "addressed", "no other place": "no service exists"}
NEED_SERVED = {"fully": "met", "partly": "addressed", "not": "unmet"}
GIVES_BACK = table.ENDS - {"served"} | {"waitlisted"}
# A family that somebody has taken on does not lose that because another door says yes, too.
TAKEN_ON = (
    *("accepted", "contact being tried", "scheduled", "no-show", "being served"),
    *("cancellation asked", "appointment cancelled"),
)
HAS_FULL = any(move.verb == "answer_full" for move in table.LIFE.moves)
PROVIDERS_WORD = (
    "no room",
    "not eligible",
)  # of the reasons that a walk gives; the rest the family's


@dataclass
class Book:
    """receivers: service -> agency that answers it ("" where a link does). consents: (home, agency).

    settings: the community's own numbers.
    """

    receivers: dict[str, str]
    closed: set[date]
    settings: dict[str, int] = field(default_factory=dict)
    referrals: dict[str, Expected] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    consents: set[tuple[str, str]] = field(default_factory=set)
    needs: dict[str, str] = field(default_factory=dict)

    # -- what is foretold of one try ----------------------------------------------------------

    def foretell(
        self, verb: str, mover: Mover, one: Expected, at: datetime, *, asked_by_family: bool
    ) -> str:
        """done, refused, or too late."""
        held = ends_of(mover, one, self.receivers)
        if verb == "schedule":  # the family chooses among offered times: another door
            held -= {"family"}
        if verb == "end_search":  # a right of its own, and only while one is looked for
            held = held - {"receiver"} if one.search else set()
        said = verdict(verb, held, one)
        if said == LATE:  # a deed that lacks a word is refused before anybody looks at the state
            return REFUSED if self._lacks(verb, mover, asked_by_family) else LATE
        if said == REFUSED or self._lacks(verb, mover, asked_by_family):
            return REFUSED
        wanted: Callable | None = {"send": self._may_be_sent, "recall": self._may_be_recalled}.get(
            verb
        )
        if wanted and not wanted(one, mover, at, asked_by_family):
            return REFUSED
        return DONE

    @staticmethod
    def _lacks(verb: str, mover: Mover, asked_by_family: bool) -> bool:
        return verb == "withdraw" and bool(mover.agency) and not asked_by_family

    def _may_be_sent(self, one: Expected, mover: Mover, at: datetime, asked: bool) -> bool:
        if one.service == MAY_SEND_UNASKED:
            return asked or not mover.agency
        receiver = self.receivers[one.service]
        return receiver == one.sender or (one.home, receiver) in self.consents

    def _may_be_recalled(self, one: Expected, mover: Mover, at: datetime, asked: bool) -> bool:
        return one.opened is None or at - one.sent <= self.setting("recall_minutes") * MINUTE

    def setting(self, name: str) -> int:
        return self.settings.get(name, DEFAULTS[name])

    # -- what follows -------------------------------------------------------------------------

    def move(
        self,
        verb: str,
        one: Expected,
        at: datetime,
        who: str,
        said: dict | None = None,
        mover: Mover | None = None,
    ) -> None:
        """An accepted move, with all that follows from it."""
        said = said or {}
        if verb == "decline" and self._is_looked_at(said):
            verb = "propose_decline"
        full = verb == "send" and HAS_FULL and self._turns_away(one.service, at)
        found = next(m for m in table.LIFE.moves if m.verb == verb and one.state in m.sources)
        before = one.state
        # A decline that is sent back stands again as it did before.
        earlier = next((state for state in reversed(one.states) if state != before), "")
        one.state, one.moves = found.lands(before, earlier), one.moves + 1
        one.states.append(one.state)
        one.by.append(who)
        if verb == "send":
            one.sent = at
            one.first_clock = one.first_clock or at
        if verb in ("send", "end_search"):
            self._nobody_looks_on(one, mover)
        elif verb == "withdraw" and not one.sent:
            self._nobody_looks_on(one, None)
        if verb == "end_search":
            one.search = None
            one.dues.pop("next_door", None)
            self.needs[one.need] = NO_SUCH_PLACE.get(said.get("reason"), self.needs.get(one.need))
            return
        self._remember(one, verb, said)
        self._clocks(one, verb, at, said)
        takes_on = verb == "accept" or (
            before == "waitlisted" and verb in ("schedule", "start_service")
        )
        self._next_door(one, before, at, takes_on)
        self._unit(one, verb, before, at)
        # What had ended and turns out to be a mistake is over as before.
        no_news = verb == "enter_in_error" and before in table.ENDS - {"served"}
        if verb in table.NOTICES and one.sent and not full and not no_news:
            one.told.append((table.NOTICES[verb], at))
        if full:
            self.move("answer_full", one, at, "")
        for other in self._of_the_same_need(one) if takes_on else ():
            if other.ended:
                other.search = None
                other.dues.pop("next_door", None)
            elif other.open_with_somebody and other.state not in TAKEN_ON:
                self.move("make_obsolete", other, at, "")  # nobody reads who took the family on

    def _of_the_same_need(self, one: Expected) -> list[Expected]:
        return [row for row in self.referrals.values() if row.need == one.need and row is not one]

    def _taken_on_elsewhere(self, one: Expected) -> bool:
        return any(other.state in TAKEN_ON for other in self._of_the_same_need(one))

    def _is_looked_at(self, said: dict) -> bool:
        return self.setting("decline_review_days") > 0 and said.get("reason") in PROVIDERS_WORD

    def _turns_away(self, service: str, at: datetime) -> bool:
        """Full, without a waiting list, and said so lately."""
        room = self.rooms.get(service)
        return bool(room and room.left == 0 and room.until > at and room.keeps_list is False)

    @staticmethod
    def _remember(one: Expected, verb: str, said: dict) -> None:
        if verb == "schedule":
            one.date = said.get("starts_at")
        elif verb in ("ask_cancellation", "enter_in_error"):
            one.why_stopped = said.get("reason", "")
        elif verb == "serve":
            one.met = said.get("need_met", "")

    def _clocks(self, one: Expected, verb: str, at: datetime, said: dict) -> None:
        first_try_due = one.due
        one.dues = {}
        clock = table.CLOCKS.get(one.state)
        # A date's clock begins with the date.
        since = max(at, one.date) if one.state == "scheduled" and one.date else at
        one.due = self._runs_out(one, clock, since) if clock else None
        if verb == "try_contact":  # the clock runs from the first try; reaching somebody is none
            one.tries.append(said.get("way", ""))
            failed = sum(way != "reached" for way in one.tries)
            if one.tries[-1] != "reached" and failed >= self.setting("contact_tries"):
                one.due = at
            elif len(one.tries) > 1:
                one.due = first_try_due
        else:
            one.tries = []
        if one.due is None:
            return
        one.dues[clock.then] = one.due
        reminded = one.due - self.setting("reminder_hours") * HOUR
        if one.state == "sent" and reminded > at:
            one.dues["remind"] = reminded

    def _next_door(self, one: Expected, before: str, at: datetime, takes_on: bool) -> None:
        """What became of the need, and until when somebody finds the next place for it."""
        served, known = one.state == "served", self.needs.get(one.need, "open")
        mistake = one.state == "entered in error"
        after = NEED_SERVED.get(one.met) if served else table.NEED_AFTER.get(one.state)
        after, elsewhere = "addressed" if takes_on else after, self._taken_on_elsewhere(one)
        others = self._of_the_same_need(one)
        met = mistake and any(o.state == "served" and o.met == "fully" for o in others)
        still_met = known == "met" and not served and not mistake
        if still_met or (after == "open" and (elsewhere or met)):
            after = None
        self.needs[one.need] = after or known
        looked_for, one.search = one.search, None
        if self._leaves_it(one, before, looked_for) and not elsewhere and not met:
            days = 0 if one.urgent else self.setting("answer_days")
            by = looked_for or business_days(at, days, self.closed)
            one.search = one.dues["next_door"] = by

    @staticmethod
    def _leaves_it(one: Expected, before: str, looked_for: datetime | None) -> bool:
        """Does this end leave the need to somebody?"""
        if not one.sent:
            return False
        if one.state in STOPPED:
            was_open = before not in table.ENDS or before == "served" or looked_for
            return bool(was_open) and one.why_stopped not in NOTHING_FOLLOWS
        return one.state in WITHOUT_HELP or (one.state == "served" and one.met == "not")

    def _nobody_looks_on(self, one: Expected, mover: Mover | None) -> None:
        """After those that it goes on from; after others for its need as far as the mover sees."""
        found, before = [], one.previous
        while before:
            found.append(self.referrals[before])
            before = self.referrals[before].previous
        for other in self._of_the_same_need(one) if mover else ():
            if ends_of(mover, other, self.receivers):
                found.append(other)
        for other in found:
            if other is not one:
                other.search = None
                other.dues.pop("next_door", None)

    def _runs_out(self, one: Expected, clock, at: datetime) -> datetime:
        days = 0 if one.urgent and one.state == "sent" else self.setting(clock.setting)
        return business_days(at, days, self.closed) if clock.business else at + days * DAY

    def _unit(self, one: Expected, verb: str, before: str, at: datetime) -> None:
        room = self.rooms.get(one.service)
        has_room = room and room.left > 0 and room.until > at
        from_the_list = before == "waitlisted" and verb in ("schedule", "start_service")
        takes = verb == "accept" or from_the_list
        if (takes or verb == "send") and one.unit in ("none", "released") and has_room:
            room.left -= 1
            one.unit, one.counted = "held", room.said
        if takes and one.unit == "held":
            one.unit = "taken"
        if one.state in GIVES_BACK:
            self._release(one)

    def _release(self, one: Expected) -> None:
        if one.unit in ("held", "taken"):
            one.unit = "released"
            room = self.rooms[one.service]
            if room.said == one.counted:
                room.left += 1

    def end_consent(self, home: str, agency: str, at: datetime, who: str) -> None:
        self.consents.discard((home, agency))
        for one in self.referrals.values():
            mine = one.home == home and self.receivers[one.service] == agency
            if mine and one.open_with_somebody:
                self.move("end_consent", one, at, who)

    def reroute(self, one: Expected, name: str, service: str, at: datetime, who: str) -> Expected:
        """It ends, and a linked one begins whose first clock runs on."""
        self.move("reroute", one, at, who)
        made = Expected(
            name, one.home, one.sender, service, one.need, at, one.urgent,
            first_clock=one.first_clock, previous=one.name,
        )  # fmt: skip
        self.referrals[name] = made
        if made.sender and not self._has_agreed(made):  # it waits for the yes that it needs
            self.move("ask_consent", made, at, "")
        return made

    def _has_agreed(self, one: Expected) -> bool:
        receiver = self.receivers[one.service]
        return bool(receiver) and (receiver == one.sender or (one.home, receiver) in self.consents)

    def under_way(self, home: str, sender: str, service: str, need: str) -> Expected | None:
        """What is asked for a second time while it is open is asked for once."""
        for one in self.referrals.values():
            same = (one.home, one.sender, one.service, one.need) == (home, sender, service, need)
            if same and not one.ended:
                return one
        return None

    # -- the clock ----------------------------------------------------------------------------

    def tick(self, now: datetime) -> int:
        """Everything that is due by `now`, once; how much."""
        waiting = sorted(
            (at, name, clock)
            for name, one in self.referrals.items()
            for clock, at in one.dues.items()
            if at <= now
        )
        for _at, name, clock in waiting:
            one = self.referrals[name]
            if one.dues.pop(clock, None) is not None:
                rings = "_next_door_rings" if clock == "next_door" else f"_{clock}"
                getattr(self, rings)(one, now)
        return len(waiting)

    def _remind(self, one: Expected, now: datetime) -> None: ...

    def _ask_family(self, one: Expected, now: datetime) -> None: ...

    def _overdue(self, one: Expected, now: datetime) -> None:
        if one.state == "sent":
            self._release(one)
        if one.state in ("sent", "waitlisted"):
            days = self.setting(table.EXPIRES[one.state])
            one.dues["expire"] = business_days(one.due, days, self.closed)

    def _next_door_rings(self, one: Expected, now: datetime) -> None:
        """Somebody else has the need in hand, or it waits for nobody: nobody looks on."""
        others = [o for o in self.referrals.values() if o.need == one.need and o is not one]
        in_hand = any(other.open_with_somebody for other in others)
        if in_hand or self.needs[one.need] not in ("open", "unmet"):
            one.search = None

    def _expire(self, one: Expected, now: datetime) -> None:
        self.move("expire", one, now, "")

    def _cancel(self, one: Expected, now: datetime) -> None:
        self.move("cancel", one, now, "")

    def _uphold(self, one: Expected, now: datetime) -> None:
        self.move("uphold_decline", one, now, "")


def soon(dice, longest: timedelta) -> timedelta:
    """Some time up to `longest`, short ones more often."""
    return longest * dice.random() ** 3
