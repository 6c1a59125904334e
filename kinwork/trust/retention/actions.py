"""Records at rest get their days, go on them, or are held. Days are worked out in the database."""

import json
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, check
from kinwork.trust.retention import queries, rights, rules  # noqa: F401  (declares the table)
from kinwork.trust.retention.models import Hold

# What kw_keep_home answers -> the verb in the trail; a record that is held says so once, by its hold.
TOLD = {"set": "retention.set_days", "cleared": "retention.clear_days"}


class NotWhole(Exception):
    """Something of a hold is missing or wrong: the field."""

    def __init__(self, field: str):
        super().__init__(field)
        self.field = field


@transaction.atomic
def keep(*, household: UUID, by: Actor, at: datetime) -> str:
    """Tonight's look at one home: "set", "cleared", "deleted", "held" or "" (nothing to do).

    One row of the trail for each table that something was deleted from: how many, by which line.
    """
    require(by)
    check(by, "retention.keep")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_keep_home(%s)", [household])
        found = cursor.fetchone()[0]
    found = json.loads(found) if isinstance(found, str) else found or {}
    state = found.get("state", "")
    said = {"by": by, "at": at, "household": household}
    if state in TOLD:
        audit.record(TOLD[state], **said)
    for table, lines in sorted(found.get("tables", {}).items()):
        audit.record("retention.delete", table=table, rows=sum(lines.values()), lines=lines, **said)
    return state


@transaction.atomic
def forget_drafts(*, many: int, by: Actor, at: datetime) -> int:
    """Intakes that nobody finished go; how many. A row of the trail for each."""
    require(by)
    check(by, "retention.forget_draft")
    with connection.cursor() as cursor:
        cursor.execute("SELECT draft, town FROM kw_forget_drafts(%s)", [many])
        gone = cursor.fetchall()
    for draft, town in gone:
        audit.record("retention.forget_draft", by=by, at=at, community=town, draft=str(draft))
    return len(gone)


@transaction.atomic
def hold(
    *,
    household: UUID,
    reason: str,
    words: str = "",
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Hold:
    """Nothing of this family is deleted until it is released, or `until` is over. Raises NotWhole."""
    require(by)
    check(by, "retention.hold")
    if wrong := rules.why_not_held(reason, words, until, at.date()):
        raise NotWhole(wrong)
    community = queries.home_to_hold(household)
    if community is None:
        raise Refused("retention.hold", _("No family of this community has this number."))
    made = Hold.objects.create(
        community_id=community,
        household_id=household,
        agency_id=by.agency,
        reason=reason,
        words=words.strip(),
        until=until,
        made_by_id=by.id,
        made_at=at,
    )
    audit.record("retention.hold", made, by=by, at=at, reason=reason)
    return made


@transaction.atomic
def release(*, hold: Hold, by: Actor, at: datetime) -> bool:
    """The record goes its way again; False when that was said already."""
    require(by)
    check(by, "retention.release", hold)
    row = Hold.objects.select_for_update().filter(pk=hold.pk, ended_at=None).first()
    if row is None:
        return False
    row.ended_at, row.ended_by_id = at, by.id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record("retention.release", row, by=by, at=at)
    return True
