"""A view that stands out, for whoever needs one on the stage."""

from datetime import UTC, date, datetime

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.trust.access.queries import opened
from kinwork.trust.disclosures import actions
from kinwork.trust.disclosures.models import OddView
from tests.cast import Cast
from tests.seeing import everything

MONDAY = date(2026, 3, 9)
MORNING = datetime(2026, 3, 10, 17, tzinfo=UTC)  # Tuesday of that week, 10:00 in Arizona
CLOCK = clock(new_id())


def odd_view(cast: Cast, by: Actor | None = None) -> OddView:
    """`by` (Cruz, who has no tie) opened Rosa's record, and the weekly list shows it."""
    by = by or cast.cruz
    with acting_as(by):
        told = {"household": cast.household.pk, "classes": ["identity"], "at": MORNING}
        opened(by=by, page="people.household", **told)
    list_week()
    with everything():
        return OddView.objects.select_related("agency").get(user=by.id)


def list_week() -> None:
    with acting_as(CLOCK):
        actions.list_odd_views(week=MONDAY, by=CLOCK, at=MORNING)
