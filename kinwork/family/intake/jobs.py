"""What the clock does to intakes: what was left on a shared computer goes, even if it is off."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job, later
from kinwork.family.intake import actions, queries
from kinwork.family.intake.rules import KIOSK_SWEPT

SITS = timedelta(hours=12)  # how long a seat holds, at most


@job("intake.forget")
def forget(draft_id: UUID) -> None:
    """Forget a kiosk's draft once nothing has changed in it for a while; else look again then."""
    now = timezone.now()
    with acting_as(clock(draft_id)) as by:
        draft = queries.open_draft(draft_id)
        if draft is None or draft.kept_at:
            return
        due = draft.changed_at + timedelta(seconds=KIOSK_SWEPT)
        if due > now:
            later("intake.forget", draft_id, at=due)
        elif not actions.forget(draft, by=by, at=now):  # a helper sits at it
            later("intake.forget", draft_id, at=now + SITS)
