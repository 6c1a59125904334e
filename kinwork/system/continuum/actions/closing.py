"""The end of a wave: it is counted once, by the clock that may read what each one said."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import check
from kinwork.system.continuum import counting, queries
from kinwork.system.continuum.actions.asking import CLOSES
from kinwork.system.continuum.actions.shared import changed, kept, lands, refused
from kinwork.system.continuum.models import Tally, Wave
from kinwork.system.continuum.rules import Counted
from kinwork.trust.access.actions import clear_due


@transaction.atomic
def close(*, wave: Wave, by: Actor, at: datetime) -> Wave:
    """No more answers; what was sent is counted, and that alone is shown. Answers that were begun and
    never sent count for nothing."""
    verb = "close"
    require(by)
    check(by, f"continuum.{verb}", wave)
    row = Wave.objects.select_for_update(of=("self",)).filter(pk=wave.pk).first()
    if row is None:
        raise refused(verb, _("This is another partnership's."))
    state = lands(verb, "close", row)
    changed(row, state=state, closed_at=at)
    with acting_as(clock(row.pk), now=at):
        found = counting.counted(row)
        Tally.objects.create(
            partnership_id=row.partnership_id, wave=row, made_at=at, body=counting.body(found)
        )
        _place(row, found)
    clear_due(target=row.pk, clock=CLOSES)
    kept(verb, row, by, at, answered=queries.done(row))
    return row


def _place(wave: Wave, found: Counted) -> None:
    rows = queries.partners(wave)
    for one, (x, y) in zip(rows, counting.places(rows, found) or [], strict=False):
        if (one.x, one.y) != (x, y):
            changed(one, x=x, y=y)
