"""Random steps of random people through the life of referrals, each foretold by the book."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from random import Random

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from kinwork.common.rights import Refused
from kinwork.family.referrals import rules as table
from kinwork.family.referrals.actions import AlreadyMoved
from tests.closed_loop.book import Book, soon
from tests.closed_loop.community import CLOSED, RECEIVERS, Neighbourhood, new_form, words_for
from tests.closed_loop.expected import DONE, LATE, REFUSED, Expected, Mover, Room, ends_of
from tests.closed_loop.holding import faults
from tests.closed_loop.seen import see

# Made by the clock, by a sibling or by the family's revocation: nobody presses a button for them.
BY_ITSELF = ("end_consent", "expire", "make_obsolete", "answer_full", "propose_decline")
VERBS = tuple(dict.fromkeys(one.verb for one in table.LIFE.moves if one.verb not in BY_ITSELF))
LONGEST = timedelta(days=300)  # a consent lasts a year
FAULTS = 5  # stories that one run tells: each may be another fault
STEPS = {
    "_move": 60,
    "_unlikely_move": 20,
    "_again": 6,
    "_stale": 4,
    "_make": 12,
    "_time": 14,
    "_openings": 6,
    "_consent": 6,
    "_look": 4,
}


class Walk:
    """One walk: `step()` until it is over; `wrong` says what the last step broke."""

    def __init__(self, hood: Neighbourhood, seed: int):
        self.hood, self.dice = hood, Random(seed)
        hood.at = hood.cast.at
        hood.ids, hood.needs, hood.consents = {}, {}, {}
        self.book = Book(dict(RECEIVERS), set(CLOSED), hood.settings)
        self.services = {name: one.pk for name, one in hood.cast.services.items()}
        self.last: tuple | None = None
        self.counts: Counter = Counter()
        self.story: list[str] = []
        for agency in ("clinic", "bloom"):
            self._agree("luna", agency)
        self._openings()
        self._make()

    def step(self) -> list[str]:
        """Somebody does something; what is wrong afterwards."""
        self.hood.at += soon(self.dice, timedelta(hours=4)) + timedelta(seconds=1)
        names, odds = list(STEPS), dict(STEPS)
        if all(one.ended for one in self.book.referrals.values()):
            odds["_make"] *= 20
        wrong = getattr(self, self.dice.choices(names, odds.values())[0])() or []
        self.counts["steps"] += 1
        seen = see(self.hood.ids.values(), self.services.values())
        return wrong + faults(self.book, seen, self.hood.ids, self.services, self.hood.at)

    # -- steps --------------------------------------------------------------------------------

    def _make(self) -> list[str] | None:
        """A draft: by Ana or by a caregiver, for a new need or beside another referral."""
        dice, book = self.dice, self.book
        by = self.hood.movers[dice.choice(("ana", "ana", "ana", "rosa", "raul", "irma"))]
        home = by.home or dice.choice(("luna", "luna", "vega"))
        known = sorted({(o.need, o.urgent) for o in book.referrals.values() if o.home == home})
        need, urgent = (
            dice.choice(known)
            if known and dice.random() < 0.6
            else (f"need {len(self.hood.needs)}", dice.random() < 0.2)
        )
        name, service = f"r{len(book.referrals)}", dice.choice(list(RECEIVERS))
        before = book.under_way(home, by.agency, service, need)
        self.hood.make(name, home, service, need, urgent, by)
        if before:
            self._tell(f"{by.name} asks {service} for {need} once more: {before.name}")
            made = self.hood.ids.pop(name)
            return [] if made == self.hood.ids[before.name] else [f"{before.name} was made twice"]
        self._tell(f"{by.name} makes {name} to {service} for {need}")
        book.referrals[name] = Expected(
            name, home, by.agency, service, need, self.hood.at, urgent=urgent
        )

    def _move(self) -> list[str]:
        """Somebody who holds an end of an open referral does what the table offers."""
        open_ones = [one for one in self.book.referrals.values() if not one.ended]
        one = self.dice.choice(open_ones or list(self.book.referrals.values()))
        offered = [
            (verb, mover)
            for mover in self._all_about(one)
            for end in sorted(ends_of(mover, one, self.book.receivers))
            for verb in VERBS
            if table.LIFE.may(verb, one.state, end)
        ]
        if not offered:
            return self._unlikely_move()
        # What ends it is drawn less often, or every walk were short.
        ends = [table.LIFE.find(verb, one.state).target in table.ENDS for verb, _by in offered]
        verb, mover = self.dice.choices(offered, [1 if end else 6 for end in ends])[0]
        return self._try(verb, one, mover)

    def _unlikely_move(self) -> list[str]:
        """Anybody tries anything on any referral."""
        one = self.dice.choice(list(self.book.referrals.values()))
        return self._try(self.dice.choice(VERBS), one, self._somebody(one))

    def _again(self) -> list[str]:
        """The same form comes a second time: a double click, a replay."""
        if self.last is None:
            return []
        verb, one, mover, said = self.last
        came = self._came(verb, one, mover, said)
        self._tell(f"{mover.name} sends the same {verb} of {one.name} again: {came}")
        if came == DONE or ends_of(mover, one, self.book.receivers) == set():
            return []
        return [f"the same form of {verb} again is {came}"]

    def _stale(self) -> list[str]:
        """A page that was opened before the last move."""
        moved = [one for one in self.book.referrals.values() if one.moves and not one.ended]
        if not moved:
            return []
        one = self.dice.choice(moved)
        mover = self._somebody(one)
        held = sorted(ends_of(mover, one, self.book.receivers))
        offered = [v for v in VERBS for end in held if table.LIFE.may(v, one.state, end)]
        no_form = ("reroute", "schedule" if mover.home else "")
        offered = [verb for verb in offered if verb not in no_form]
        if not offered:
            return []
        verb = self.dice.choice(offered)
        said = self._words(verb, mover, asked=True) | {"version": one.moves - 1}
        came = self._came(verb, one, mover, said)
        self._tell(f"{mover.name} tries {verb} of {one.name} from an old page: {came}")
        return [] if came == LATE else [f"an old page could {verb}: {came}"]

    def _time(self) -> None:
        """Time passes, and the clocks run."""
        hood = self.hood
        longest = timedelta(days=40) if hood.at - hood.cast.at < LONGEST else timedelta(days=1)
        hood.at += soon(self.dice, longest)
        self._tell(f"it is {hood.at:%d %b %H:%M}")
        for _run in range(4):
            expected, done = self.book.tick(hood.at), hood.tick()
            if expected != done:
                return [f"{done} clocks ran out, not {expected}"]
            if not done:
                return None
        return None

    def _openings(self) -> None:
        service = self.dice.choice(("visits", "visits", "bloom_visits"))
        left, days = self.dice.choice((0, 1, 1, 2, 3)), self.dice.choice((1, 20, 60))
        keeps = self.dice.choice((None, True, False))
        until = self.hood.say_openings(service, left, days, keeps)
        self.book.rooms[service] = Room(left, self.hood.at, until, keeps)
        self._tell(f"{service} says {left} openings for {days} days, keeps a list: {keeps}")

    def _consent(self) -> None:
        home, agency = (
            self.dice.choice(("luna", "luna", "vega")),
            self.dice.choice(("clinic", "bloom")),
        )
        if (home, agency) not in self.book.consents:
            self._agree(home, agency)
        elif self.dice.random() < 0.4:
            who = next(iter(self.hood.homes[home].caregivers))
            self.hood.take_back(home, agency)
            self.book.end_consent(home, agency, self.hood.at, who)
            self._tell(f"{home} takes its consent for {agency} back")

    def _agree(self, home: str, agency: str) -> None:
        self.hood.agree(home, agency)
        self.book.consents.add((home, agency))
        self._tell(f"{home} lets {agency} see")

    def _look(self) -> None:
        """The receiver opens one of its referrals."""
        sent = [
            o
            for o in self.book.referrals.values()
            if o.sent and o.service == "visits" and o.state != "recalled"
        ]
        if sent:
            one = self.dice.choice(sent)
            self.hood.look(one.name, self.hood.movers["ben"])
            one.opened = one.opened or self.hood.at
            self._tell(f"ben looks at {one.name}")

    # -- one try ------------------------------------------------------------------------------

    def _try(self, verb: str, one: Expected, mover: Mover) -> list[str]:
        asked = self.dice.random() < 0.8
        said = self._words(verb, mover, asked) | {"form_id": new_form()}
        foretold = self.book.foretell(verb, mover, one, self.hood.at, asked_by_family=asked)
        before = list(one.by)
        came = self._came(verb, one, mover, said)
        self._tell(f"{mover.name} tries {verb} of {one.name} ({one.state}): {came}")
        self.counts[came] += 1
        if came != foretold:
            return [f"{mover.name} {verb} {one.name} ({one.state}): {came}, foretold {foretold}"]
        if came == DONE:
            if verb != "reroute":
                self.book.move(verb, one, self.hood.at, mover.name, said, mover)
            self.counts[f"{verb} done"] += 1
            self.last = (verb, one, mover, said)
        if came == LATE and before and (why := self._names_the_winner(before[-1])):
            return [why]
        return []

    def _came(self, verb: str, one: Expected, mover: Mover, said: dict) -> str:
        self.late = None
        doing = f"{mover.name} does {verb} of {one.name} ({one.state})"
        try:
            done = self.hood.move(verb, one.name, mover, **said)
        except DatabaseError as why:
            raise AssertionError("\n".join([*self.story, f"{doing}: {why}"])) from why
        except AlreadyMoved as late:
            self.late = late
            return LATE
        except (Refused, ObjectDoesNotExist):
            return REFUSED
        if verb == "reroute" and done.pk not in self.hood.ids.values():
            name = f"r{len(self.book.referrals)}"
            service = next(n for n, s in self.hood.cast.services.items() if s == said["service"])
            self.hood.ids[name] = done.pk
            self.book.reroute(one, name, service, self.hood.at, mover.name)
        return DONE

    def _names_the_winner(self, who: str) -> str:
        user = self.hood.cast.users.get(who, "")
        if (user or not who) and self.late.by_name != str(user):
            return f"too late, but {self.late.by_name!r} is named instead of {str(user)!r}"
        return ""

    def _words(self, verb: str, mover: Mover, asked: bool) -> dict:
        said = words_for(verb, self.dice, self.hood)
        if verb == "reroute":
            said["service"] = self.dice.choice(list(self.hood.cast.services.values()))
        if verb in ("send", "withdraw") and mover.agency and asked:
            said["on_behalf_of"] = self.hood.cast.people["rosa"].pk
        return said

    def _somebody(self, one: Expected) -> Mover:
        return self.dice.choice([*self._all_about(one), *self._links("r0")])

    def _all_about(self, one: Expected) -> list[Mover]:
        """Everybody, and whoever holds the signed link of this referral."""
        return [*self.hood.movers.values(), *self._links(one.name)]

    def _links(self, name: str) -> list[Mover]:
        """A link exists once it was sent."""
        sent = self.book.referrals[name].sent
        return [Mover(f"the link of {name}", link=name)] if sent else []

    def _tell(self, what: str) -> None:
        self.story.append(what)


def walk_through(begin: Callable, seeds: Iterable[int], steps: int) -> tuple[list[str], Counter]:
    """The stories of the walks that went wrong, at most FAULTS, and what all of them came to.

    begin(seed) returns a walk with `step()`, which returns what was not as it should be.
    """
    faults, counts = [], Counter()
    for seed in seeds:
        with transaction.atomic():
            walk = begin(seed)
            wrong = next(filter(None, (walk.step() for _step in range(steps))), None)
            counts += walk.counts
            transaction.set_rollback(True)
        if wrong:
            faults.append("\n".join([f"seed {seed}", *walk.story, *wrong]))
        if len(faults) == FAULTS:
            break
    return faults, counts
