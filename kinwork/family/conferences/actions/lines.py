"""Lines on the desks of who is invited, or promised something; laid as the row itself."""

from datetime import datetime
from uuid import UUID

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.trust.access.actions import close_work_items, open_work_item


def lay(
    target: UUID,
    community: UUID,
    kind: str,
    *,
    agency: UUID,
    user: UUID | None = None,
    due_at: datetime | None = None,
    at: datetime,
) -> None:
    with acting_as(clock(target, community)):
        open_work_item(
            agency=agency,
            community=community,
            kind=kind,
            target=target,
            due_at=due_at,
            assignee=user,
            at=at,
        )


def clear(
    target: UUID, community: UUID, kind: str, *, whose: UUID | None = None, at: datetime
) -> None:
    with acting_as(clock(target, community)):
        close_work_items(target=target, kind=kind, whose=whose, at=at)
