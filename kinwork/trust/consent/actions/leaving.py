"""A family leaves: sealed at once, undone within two weeks, destroyed at its dates. The audit stays."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused, check
from kinwork.trust.access.actions import clear_due, set_due
from kinwork.trust.consent import queries, rules
from kinwork.trust.consent.actions.changing import end
from kinwork.trust.consent.models import Closing


class NotAlone(Exception):
    """Another adult belongs to this home: a person helps the two of them."""


@transaction.atomic
def leave(*, household: UUID, by: Actor, at: datetime) -> Closing:
    """End every consent, request and tie, and seal every row of the home. Raises NotAlone; Refused
    where it is done already, or not this caregiver's to say."""
    require(by)
    check(by, "consent.leave")
    follow("consent.leave", household, by=by, at=at)
    for one in queries.live(household, at):
        end(consent=one, by=by, at=at)
    closing = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_close_home(%s, %s, %s, %s)",
            [
                *(closing, household, timedelta(days=rules.UNDO_DAYS)),
                timedelta(days=366 * rules.RECORD_YEARS),
            ],
        )
        answer = cursor.fetchone()[0]
    if answer == "several":
        raise NotAlone
    if answer != "done":
        raise Refused("consent.leave", _("This page cannot be deleted now. Call us."))
    made = Closing.objects.get(pk=closing)
    set_due(target=made.pk, clock=rules.DESTROYS, at=made.undo_until)
    audit.record("consent.leave", made, by=by, at=at)
    return made


@transaction.atomic
def stay(*, closing: Closing, by: Actor, at: datetime) -> bool:
    """The family changed its mind in time: its record is there again. Nobody else is let in by it."""
    require(by)
    check(by, "consent.stay", closing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_reopen_home(%s)", [closing.pk])
        done = cursor.fetchone()[0]
    if done:
        clear_due(target=closing.pk)
        audit.record("consent.stay", closing, by=by, at=at)
    return done


def destroy(*, closing: Closing, by: Actor, at: datetime) -> bool:
    """Its day has come. What a duty keeps waits for its own date, in the same clock."""
    require(by)
    check(by, "consent.destroy", closing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_destroy_home(%s)", [closing.pk])
        again = cursor.fetchone()[0]
    audit.record("consent.destroy", closing, by=by, at=at, finished=again is None)
    if again is not None:
        set_due(target=closing.pk, clock=rules.DESTROYS, at=again)
    return again is None
