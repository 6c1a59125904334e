"""Random deeds of random people around referrals: nothing is foretold, and every promise is asked."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from psycopg.errors import InsufficientPrivilege

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions
from kinwork.family.referrals import rules as table
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rights import parties
from tests import cast as casting
from tests.closed_loop.around import ODDS as AROUND
from tests.closed_loop.around import Around
from tests.closed_loop.book import soon
from tests.closed_loop.community import RECEIVERS, words_for
from tests.closed_loop.expected import DONE, LATE, REFUSED
from tests.closed_loop.promises import broken
from tests.closed_loop.shown import mark, show
from tests.closed_loop.town import Town
from tests.closed_loop.walking import LONGEST, VERBS, walk_through
from tests.seeing import everything

ODDS = {"_move": 60, "_anything": 10, "_make": 12, "_time": 16, "_openings": 8, **AROUND}
PLACES = ({}, {"decline_review_days": 2, "offer_rest_days": 0, "change_hours": 2})
FREE = ("reroute", "send", "withdraw")  # verbs whose words need a person or a service


class Wide(Around):
    """One walk: `step()` until it is over; it says what the last step broke."""

    def __init__(self, hood: Town, seed: int, *, begins: bool = True):
        self.hood, self.dice = hood, Random(seed)
        hood.begin()
        self.community = hood.cast.community.pk
        self.services = {name: one.pk for name, one in hood.cast.services.items()}
        self.said: dict[UUID, int] = {}
        self.seated: dict[UUID, UUID] = {}
        self.stopped: dict = {}
        self.counts: Counter = Counter()
        self.story: list[str] = []
        self.wrong: list[str] = []
        self.names: dict[UUID, str] = {}
        self.mark: dict[str, str] | None = None
        self._look()
        if begins:
            self._begin()

    def _begin(self) -> None:
        for home, agency in (("luna", "clinic"), ("luna", "bloom"), ("vega", "clinic")):
            self._agree(home, agency)
        self._openings()
        self._make()
        self._look()

    def step(self) -> list[str]:
        """Somebody does something; what is wrong afterwards."""
        hood, self.wrong = self.hood, []
        hood.at += soon(self.dice, timedelta(hours=4)) + timedelta(seconds=1)
        odds = dict(ODDS)
        if not self._open():
            odds["_make"] *= 20
        told = len(self.story)
        getattr(self, self.dice.choices(list(odds), list(odds.values()))[0])()
        self.counts["steps"] += 1
        if len(self.story) == told:  # there was nobody to do it, or nothing to do it to
            return []
        if self.dice.random() < 0.8 and hood.work_off(set(self.shown.rows)):
            self.mark = None
        self._look()
        return self.wrong + broken(self.shown, self)

    def _look(self) -> None:
        homes = [home.household.pk for home in self.hood.homes.values()]
        self.shown = show(homes, self.services.values(), self.community, self.hood.at)
        self.rows = list(self.shown.rows.values())
        for row in sorted(self.rows, key=lambda one: one.made_at):
            self.names.setdefault(row.pk, f"r{len(self.names)}")

    # -- one deed -----------------------------------------------------------------------------

    def act(
        self,
        told: str,
        by: Actor,
        verbs: str | tuple[str, ...],
        deed: Callable,
        **target,
    ) -> bool:
        """Done: its own verb once in the trail, if anything changed. Else: nothing changed."""
        verbs = (verbs,) if isinstance(verbs, str) else verbs
        before, stood = self._written(verbs, target), self.mark or mark()
        try:
            with self.hood.acting(by):
                deed()
            came = DONE
        except DatabaseError as why:
            door = verbs == ("referrals.make_referral",)  # its page asks who may see the family
            theirs = self._works_here(by) and not door
            if theirs or not isinstance(why.__cause__, InsufficientPrivilege):
                raise AssertionError("\n".join([*self.story, f"{told}: {why}"])) from why
            came = REFUSED  # by the database: no page of theirs opens any more
        except AlreadyMoved:
            came = LATE
        except (Refused, ObjectDoesNotExist):
            came = REFUSED
        self.story.append(f"{self.hood.at:%d %b %H:%M} {told}: {came}")
        self.counts[came] += 1
        self.counts[f"{verbs[0]} {came}"] += 1
        now = mark()
        changed = [name for name, what in now.items() if what != stood[name]]
        written = self._written(verbs, target) - before
        if came != DONE and changed:
            self.wrong.append(f"{told} was {came}, and changed {changed}")
        if came == DONE and written != bool(changed):
            self.wrong.append(f"{told}: {written} rows of the trail, {changed} changed")
        self.mark = now
        return came == DONE

    def _works_here(self, by: Actor) -> bool:
        if not by.is_staff or by.agency is None:
            return True
        return (by.id, by.agency) in self.shown.members and self.shown.agencies[by.agency].active

    @staticmethod
    def _written(verbs: tuple[str, ...], target: dict) -> int:
        with everything():
            return AuditEntry.objects.filter(verb__in=verbs, **target).count()

    # -- steps --------------------------------------------------------------------------------

    def _make(self) -> None:
        """A draft: by a worker or a caregiver, for a new need or beside another referral."""
        dice, hood = self.dice, self.hood
        name = dice.choice(("ana", "ana", "ana", "rosa", "raul", "irma"))
        by = hood.actors[name]
        own = next((key for key, one in hood.homes.items() if name in one.caregivers), "")
        home = own or dice.choice(("luna", "luna", "vega"))
        known = sorted(
            key for key, need in hood.needs.items() if need.household_id in self._of(home)
        )
        need = dice.choice(known) if known and dice.random() < 0.6 else f"need {len(hood.needs)}"
        service = dice.choice(list(RECEIVERS))
        mover = _Named(name)
        needs = dict(hood.needs)
        done = self.act(
            f"{name} makes one to {service} for {need} of {home}",
            by,
            "referrals.make_referral",
            lambda: hood.make("new", home, service, need, dice.random() < 0.2, mover),
        )
        if not done:
            hood.needs = needs

    def _of(self, home: str) -> set[UUID]:
        return {self.hood.homes[home].household.pk}

    def _move(self) -> None:
        """Somebody who holds an end of an open referral does what the table offers."""
        row = self._one(self._open())
        if row is None:
            return
        offered = [
            (verb, name, who)
            for name, who in self._all_about(row).items()
            for verb in VERBS
            for party in parties(who, row)
            if table.LIFE.may(verb, row.state, party)
        ]
        if not offered:
            return self._anything()
        weights = [self._weight(verb, row) for verb, _name, _who in offered]
        verb, name, who = self.dice.choices(offered, weights)[0]
        self._try(verb, row, name, who)

    def _weight(self, verb: str, row: Referral) -> int:
        """What ends it is drawn less often, or every walk were short; what leads on more often."""
        if verb in ("send", "waitlist", "accept"):
            return 12
        return 1 if table.LIFE.find(verb, row.state).target in table.ENDS else 6

    def _anything(self) -> None:
        """Anybody tries anything on any referral."""
        if row := self._one(self.rows):
            name, who = self.dice.choice(list(self._all_about(row).items()))
            self._try(self.dice.choice(VERBS), row, name, who)

    def _try(self, verb: str, row: Referral, name: str, who: Actor) -> None:
        hood, said = self.hood, words_for(verb, self.dice, self.hood)
        if verb == "reroute":
            said["service"] = self.dice.choice(list(hood.cast.services.values()))
        if verb in FREE and verb != "reroute" and who.is_staff and self.dice.random() < 0.9:
            said["on_behalf_of"] = self._caregiver(row).id
        verbs = ("decline", "propose_decline") if verb == "decline" else (verb,)
        shut_out = self._is_shut_out(row, who)
        done = self.act(
            f"{name} does {verb} of {self.names[row.pk]} ({row.state})",
            who,
            tuple(f"referrals.{one}" for one in verbs),
            lambda: self._moves(verb, row, who, said),
            target_id=row.pk,
        )
        if done and shut_out:
            self.wrong.append(f"the family has shut {name} out, who does {verb} all the same")

    def _is_shut_out(self, row: Referral, who: Actor) -> bool:
        now = self.hood.at
        return who.is_staff and any(
            one.household_id == row.household_id
            and who.id == one.user_id
            and one.starts <= now
            and (one.ends is None or one.ends > now)
            for one in self.shown.blocks
        )

    def _moves(self, verb: str, row: Referral, who: Actor, said: dict) -> None:
        found = Referral.objects.get(pk=row.pk)
        getattr(actions, verb)(referral=found, **said, form_id=new_id(), **self.hood.said(who))

    def _time(self) -> None:
        """Time passes, and the clocks run."""
        hood = self.hood
        early = hood.at - hood.began < LONGEST
        hood.at += soon(self.dice, timedelta(days=40) if early else timedelta(days=1))
        self.mark = None
        self.story.append(f"it is {hood.at:%d %b %H:%M}")
        self.wrong += hood.run(set(self.shown.rows))

    # -- whom, and what -----------------------------------------------------------------------

    def _open(self) -> list[Referral]:
        return [row for row in self.rows if not row.ended_at]

    def _one(self, rows: list, else_any: float = 0.0) -> Referral | None:
        """One of these; now and then, of all: what does not fit is refused."""
        found = list(rows)
        if self.rows and self.dice.random() < else_any:
            found = self.rows
        return self.dice.choice(sorted(found, key=lambda one: one.pk)) if found else None

    def _all_about(self, row: Referral) -> dict[str, Actor]:
        """Everybody, and whoever holds the signed link of this referral."""
        links = {"the link": casting.link_holder(row)} if row.sent_at else {}
        return {**self.hood.staff, **self.hood.families, **links}

    def _caregiver(self, row: Referral) -> Actor:
        homes = self.hood.homes.values()
        home = next(one for one in homes if one.household.pk == row.household_id)
        return next(iter(home.caregivers.values()))


class _Named:
    """A mover, as far as making asks for one."""

    def __init__(self, name: str):
        self.name, self.link = name, ""


def walk_wide(seeds, steps: int) -> tuple[list[str], Counter]:
    towns = [Town(**settings) for settings in PLACES]
    return walk_through(lambda seed: Wide(towns[seed % len(towns)], seed), seeds, steps)
