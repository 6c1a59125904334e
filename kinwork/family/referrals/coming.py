"""What a referral's clock does next, said beforehand: to a desk, and to the family in its words.

Derived from rules.CLOCKS, OVERDUE and EXPIRES; on whom a line falls is asked where the jobs ask it
(actions.laying), so that they do what is announced here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinwork.common import clock
from kinwork.common.community import setting
from kinwork.common.models import Holiday
from kinwork.family.referrals import next_door
from kinwork.family.referrals.actions.laying import (
    Desks,
    desks_of,
    told_when_late,
    told_when_overdue,
    told_when_unsent,
)
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import EXPIRES, OVERDUE, next_by_itself

AGREED = "agreed"  # awaiting consent, and the family has said yes: it only has to be sent
# (state, what the clock does) -> the rest of a sentence that begins with the time.
# %(to)s: to whom it goes; %(who)s: whom it reminds.
DESK = {
    ("awaiting consent", "remind"): gettext_lazy("%(who)s is reminded to ask the family again."),
    (AGREED, "remind"): gettext_lazy("this goes %(to)s, unless it is sent."),
    ("sent", "overdue"): gettext_lazy("this goes %(to)s, unless it is answered."),
    ("sent", "expire"): gettext_lazy("this ends by itself, unless it is answered."),
    ("information needed", "overdue"): gettext_lazy(
        "%(who)s is reminded, unless the question is answered."
    ),
    ("accepted", "overdue"): gettext_lazy("this goes %(to)s, unless the family was contacted."),
    ("contact being tried", "overdue"): gettext_lazy(
        "this goes %(to)s, who decides whether to try on."
    ),
    ("waitlisted", "overdue"): gettext_lazy("this goes %(to)s, unless the wait is confirmed."),
    ("waitlisted", "expire"): gettext_lazy("this ends by itself, unless the wait is confirmed."),
    ("scheduled", "overdue"): gettext_lazy(
        "this goes %(to)s, unless somebody says what came of the date."
    ),
    ("no-show", "overdue"): gettext_lazy("this goes %(to)s, unless there is a new date."),
    ("appointment cancelled", "overdue"): gettext_lazy(
        "this goes %(to)s, unless there is a new date."
    ),
    ("being served", "overdue"): gettext_lazy("%(who)s is asked to look at it again."),
    ("decline under review", "uphold"): gettext_lazy(
        "the decline stands by itself, unless the coordinator sends it back."
    ),
    ("cancellation asked", "cancel"): gettext_lazy("the cancellation stands by itself."),
    ("served", "ask_family"): gettext_lazy("the family is asked whether it helped."),
}
# After an end without help, whatever the state; by whether whoever is told looks for it already.
NEXT_DOOR = {
    False: gettext_lazy("this goes %(to)s, unless another place is asked."),
    True: gettext_lazy("%(who)s is reminded, unless another place is asked."),
}
TO = {
    "coordinator": gettext_lazy("to the coordinator"),
    "supervisor": gettext_lazy("to the supervisor"),
    "sender": gettext_lazy("to the sender"),
    "receiver": gettext_lazy("to the receiver"),
}
WHO = {
    "coordinator": gettext_lazy("the coordinator"),
    "supervisor": gettext_lazy("the supervisor"),
    "sender": gettext_lazy("the sender"),
    "receiver": gettext_lazy("the receiver"),
}
# Where it helps the family to know: %(day)s is the day, %(whom)s who is told.
FAMILY = {
    ("awaiting consent", "remind"): gettext_lazy("We ask you again on %(day)s."),
    (AGREED, "remind"): gettext_lazy("You said yes. It should be sent by %(day)s."),
    ("sent", "overdue"): gettext_lazy("If they do not answer by %(day)s, we tell %(whom)s."),
    ("sent", "expire"): gettext_lazy(
        "If nobody answers by %(day)s, this ends. Then you can ask another place."
    ),
    ("information needed", "overdue"): gettext_lazy("Please answer by %(day)s."),
    ("accepted", "overdue"): gettext_lazy("If they do not reach you by %(day)s, we tell %(whom)s."),
    ("waitlisted", "overdue"): gettext_lazy(
        "By %(day)s they say if you still have your place on the list."
    ),
    ("waitlisted", "expire"): gettext_lazy(
        "If they say nothing by %(day)s, this ends. Then you can ask another place."
    ),
    ("cancellation asked", "cancel"): gettext_lazy("It stops by itself on %(day)s."),
    ("served", "ask_family"): gettext_lazy("We ask you on %(day)s if it helped."),
}
NEXT_DOOR_FAMILY = gettext_lazy("If no other place is asked by %(day)s, we tell %(whom)s.")
WHOM = {
    "coordinator": gettext_lazy("the person who watches over this"),
    "supervisor": gettext_lazy("the person who leads the work there"),
    "sender": gettext_lazy("the place that helped you ask"),
    "receiver": gettext_lazy("the place that you asked"),
}
NAMES_SOMEBODY = ("%(to)s", "%(who)s", "%(whom)s")


@dataclass(frozen=True)
class Coming:
    """`then` happens at `at` by itself, as the clocks in `zone` say. party: on whose desk a line is
    laid then, "" where none is; already: they have one about it."""

    state: str
    then: str
    at: datetime
    zone: str
    party: str = ""
    already: bool = False

    @property
    def desk(self) -> str:
        words = NEXT_DOOR[self.already] if self._is_next_door else DESK.get(self._step)
        return self._filled(words, {"to": TO.get(self.party), "who": WHO.get(self.party)})

    @property
    def family(self) -> str:
        words = NEXT_DOOR_FAMILY if self._is_next_door else FAMILY.get(self._step)
        return self._filled(words, {"day": _day(self), "whom": WHOM.get(self.party)})

    @property
    def _is_next_door(self) -> bool:
        return self.then == next_door.CLOCK

    @property
    def _step(self) -> tuple[str, str]:
        return self.state, self.then

    def _filled(self, words: Any, said: dict[str, Any]) -> str:
        """The sentence; "" where it would name somebody and nobody is told."""
        text = str(words or "")
        nobody = not self.party and any(one in text for one in NAMES_SOMEBODY)
        return "" if nobody else text % said


def coming(rows: Iterable[Referral], now: datetime) -> dict[UUID, Coming]:
    """What comes next by itself, of each that has something coming; a few reads for all of them."""
    rows = list(rows)
    ending = {row.community_id for row in rows if row.state in EXPIRES and _late(row, now)}
    holidays, desks = _holidays(ending), desks_of(rows)
    found = {}
    for row in rows:
        if row.next_door_due and row.next_door_due > now:
            told = told_when_late(row, desks)
            zone = row.community.time_zone
            found[row.pk] = Coming(row.state, next_door.CLOCK, row.next_door_due, zone, *told)
            continue
        ends_at = _ends_at(row, holidays) if row.state in EXPIRES and _late(row, now) else None
        if step := next_by_itself(row.state, row.due_at, now, ends_at):
            state = AGREED if is_agreed(row) else row.state
            party = _told(row, step[0], desks)
            found[row.pk] = Coming(state, *step, row.due_zone or row.community.time_zone, party)
    return found


def _told(row: Referral, then: str, desks: Desks) -> str:
    """On whose desk a line is laid then: by the same questions that the clock asks."""
    if then == "overdue" and row.state in OVERDUE:
        return told_when_overdue(row, desks)[0]
    if then == "remind":
        return told_when_unsent(row, desks)
    return ""


def is_agreed(row: Referral) -> bool:
    """The family has said yes by a link; whoever asked has not sent it yet."""
    return row.state == "awaiting consent" and row.agreed_at is not None


def next_by_clocks(rows: Iterable[Referral], now: datetime) -> dict[UUID, str]:
    """The sentences for a list of a desk: "In 3 hours this goes to the coordinator, unless..."."""
    return {key: _said(one, now) for key, one in coming(rows, now).items()}


def next_by_clock(row: Referral, now: datetime) -> str:
    """The sentence for a desk; "" where nothing happens by itself."""
    return next_by_clocks([row], now).get(row.pk, "")


def next_for_family(row: Referral, now: datetime) -> str:
    """The sentence for the family; "" where it would not help it to know."""
    one = coming([row], now).get(row.pk)
    return one.family if one else ""


def _said(one: Coming, now: datetime) -> str:
    what = one.desk
    return _("%(when)s %(what)s") % {"when": _when(one, now), "what": what} if what else ""


def _when(one: Coming, now: datetime) -> str:
    minutes = int((one.at - now).total_seconds() // 60)
    if minutes < 1:
        return _("Any minute now")
    if minutes < 60:
        return ngettext("In %(n)s minute", "In %(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("In %(n)s hour", "In %(n)s hours", hours) % {"n": hours}
    return _("On %(day)s") % {"day": _day(one)}


def _day(one: Coming) -> str:
    return date_format(one.at.astimezone(ZoneInfo(one.zone)), _("l, F j"))


def _late(row: Referral, now: datetime) -> bool:
    return row.due_at is not None and row.due_at <= now


def _ends_at(row: Referral, holidays: dict[UUID, set[date]]) -> datetime:
    days, zone = setting(row.community, EXPIRES[row.state]), row.due_zone or row.community.time_zone
    closed = holidays.get(row.community_id, set())
    return clock.add_business_days(row.due_at, days, zone=zone, holidays=closed)


def _holidays(communities: set[UUID]) -> dict[UUID, set[date]]:
    found: dict[UUID, set[date]] = {}
    if communities:
        days = Holiday.objects.filter(community__in=communities)
        for community, day in days.values_list("community_id", "day"):
            found.setdefault(community, set()).add(day)
    return found
