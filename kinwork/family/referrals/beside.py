"""What stands beside a referral's moves: what the receiver opened, who introduced whom, what it goes
on as, and where this need has been before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kinwork.accounts.models import ROLE_NAMES, User
from kinwork.common.actor import Actor
from kinwork.common.clock import local_day
from kinwork.common.rights import may
from kinwork.family.referrals import words
from kinwork.family.referrals.actions.introducing import NEVER
from kinwork.family.referrals.models import Handoff, Referral
from kinwork.family.referrals.next_door import LEAVES_OPEN

ENDED_BY_OTHERS = tuple(state for state in LEAVES_OPEN if state != "re-routed")
_SEEN = "SELECT at, verb, who, role, classes FROM kw_seen(%s)"


@dataclass(frozen=True)
class Look:
    """On one day somebody of the receiver opened these kinds of things."""

    at: datetime
    who: str
    role: str
    classes: tuple[str, ...]

    @property
    def what(self) -> list[Any]:
        return [words.CLASS_WORDS[name] for name in self.classes if name in words.CLASS_WORDS]


def seen(row: Referral) -> list[Look]:
    """What the receiver opened while it was open, newest first: one line a person and day."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [row.pk])
        found = cursor.fetchall()
    names = dict(User.objects.filter(pk__in={one[2] for one in found}).values_list("pk", "name"))
    return _by_day(found, names, row.community.time_zone)


def _by_day(found: Iterable[tuple], names: dict[UUID, str], zone: str) -> list[Look]:
    days: dict[tuple[date, UUID | None, str], tuple[datetime, set[str]]] = {}
    for at, _verb, who, role, classes in found:
        days.setdefault((local_day(at, zone), who, role), (at, set()))[1].update(classes)
    return [
        Look(at, names.get(who, ""), str(ROLE_NAMES.get(role, "")), tuple(sorted(classes)))
        for (_day, who, role), (at, classes) in days.items()
    ]


def handoffs(row: Referral) -> list[Handoff]:
    found = Handoff.objects.filter(referral=row).select_related("introduced_by", "introduced_for")
    return list(found.order_by("at"))


def beside(row: Referral, actor: Actor) -> dict[str, Any]:
    """For the page of one referral, as `actor` may read it."""
    sent = row.sent_at is not None
    again = row.state == "obsolete" and may(actor, "referrals.undo_obsolete", row)
    introduces = sent and row.state not in NEVER and may(actor, "referrals.record_handoff", row)
    return {
        "seen": seen(row) if sent else [],
        "lists_seen": actor.is_family or (actor.is_staff and row.sender_id == actor.agency),
        "handoffs": [(one, words.HANDOFF_WORDS[one.way]) for one in handoffs(row)],
        "again_url": reverse("referrals:again", args=[row.pk]) if again else "",
        "introduce_url": reverse("referrals:introduce", args=[row.pk]) if introduces else "",
        "next_url": _next_url(row, actor),
        "goes_on": list(Referral.objects.filter(previous=row).order_by("made_at")),
        "loop": words.REASON_WORDS.get(row.loop, "") if not actor.is_family else "",
    }


def _next_url(row: Referral, actor: Actor) -> str:
    """Where whoever sent it finds the next place; "" where it goes on already."""
    if not actor.is_staff or row.sender_id is None or row.sender_id != actor.agency:
        return ""
    over = row.state in ENDED_BY_OTHERS
    over = over or (row.next_door_due and not row.next.filter(ended_at=None).exists())
    return reverse("home:next_door", args=[row.pk]) if over else ""
