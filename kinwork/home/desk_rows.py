"""What a row of a desk says and offers beside its line: tries, what comes by the clock, put off."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.common.community import setting
from kinwork.common.rights import may
from kinwork.family.referrals import words
from kinwork.family.referrals.actions.agreeing import SEND
from kinwork.family.referrals.codes import CONTACT_WAYS, REACHED
from kinwork.family.referrals.coming import next_by_clocks
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.family.referrals.rules import LIFE
from kinwork.home.desks import Line
from kinwork.trust.access import snoozing
from kinwork.trust.access.models import WorkItem

TRIED = "contact being tried"
WHY_LATER = {
    "call agreed": gettext_lazy("We agreed on a call that day"),
    "papers on the way": gettext_lazy("Papers are on the way"),
    "family asked for later": gettext_lazy("The family asked for later"),
    "closed until then": gettext_lazy("The other office is closed until then"),
    "another acts first": gettext_lazy("Somebody else has to act first"),
}
WAYS = [(way, words.REASON_WORDS[way]) for way in CONTACT_WAYS]


@dataclass(frozen=True)
class Tried:
    """How often it was tried in a row without reaching them, of how often the community lets it."""

    count: int
    most: int
    reached: bool
    last: Any = ""

    @property
    def is_enough(self) -> bool:
        return self.count >= self.most and not self.reached

    @property
    def words(self) -> str:
        if self.reached:
            return _("You reached them: what now?")
        said = {"n": self.count, "most": self.most}
        if self.is_enough:
            return _("%(n)s of %(most)s tries: decide") % said
        return _("%(n)s of %(most)s tries") % said


def tried(rows: Iterable[Referral]) -> dict[UUID, Tried]:
    """The tries of those rows that are being tried; one question for all of them."""
    rows = {row.pk: row for row in rows if row.state == TRIED}
    if not rows:
        return {}
    events = ReferralEvent.objects.filter(referral__in=rows).order_by("referral", "-number")
    told = events.values_list("referral", "verb", "reason")
    return {
        id: _tried(rows[id], [(verb, how) for _id, verb, how in some])
        for id, some in groupby(told, key=lambda one: one[0])
    }


def _tried(row: Referral, newest_first: list[tuple[str, str]]) -> Tried:
    ways = []
    for verb, how in newest_first:
        if verb != "try_contact":
            break
        ways.append(how)
    return Tried(
        count=sum(how != REACHED for how in ways),
        most=setting(row.community, "contact_tries"),
        reached=bool(ways) and ways[0] == REACHED,
        last=words.REASON_WORDS.get(ways[0], "") if ways else "",
    )


def dressed(
    found: list[Line],
    actor: Actor,
    now: datetime,
    *,
    items: dict[UUID, WorkItem] | None = None,
) -> list[Line]:
    """Each line with its tries, the ways to record one, and how to put it off."""
    items = items or {}
    counts = tried(line.row for line in found)
    comes = next_by_clocks([line.row for line in found if line.is_due], now)
    return [
        replace(
            _dressed(line, actor, now, items.get(line.row.pk), counts),
            next=comes.get(line.row.pk, ""),
        )
        for line in found
    ]


def _dressed(
    line: Line, actor: Actor, now: datetime, item: WorkItem | None, counts: dict[UUID, Tried]
) -> Line:
    row = line.row
    theirs = row.receiver_id is not None and row.receiver_id == actor.agency
    tries = theirs and LIFE.may("try_contact", row.state, "receiver")
    may_try = tries and may(actor, "referrals.try_contact", row)
    asleep = item if item and item.snoozed_until and item.snoozed_until > now else None
    may_wait = item is not None and may(actor, "access.snooze", item)
    may_wait = may_wait and bool(snoozing.days(item.due_at, now, row.community.time_zone))
    ready = item is not None and item.kind == SEND
    return replace(
        line,
        url=reverse("home:send", args=[row.pk]) if ready else line.url,
        tried=counts.get(row.pk),
        ways=WAYS if may_try else [],
        asleep=asleep,
        asleep_day=local_day(asleep.snoozed_until, row.community.time_zone) if asleep else None,
        asleep_why=WHY_LATER[asleep.snooze_reason] if asleep else "",
        later=reverse("home:later", args=[item.pk]) if item and may_wait else "",
    )
