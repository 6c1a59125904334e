"""Every deed by whoever might try it; planned, proposed, and read by whom."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.system.meetings import actions
from kinwork.system.meetings.models import Ballot, Decision, Promise
from kinwork.system.meetings.tests import scenes
from kinwork.system.meetings.tests.scenes import do
from tests.seeing import everything

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("meetings").get_models())
HALF = timedelta(minutes=30)


def test_a_year_of_meetings_comes_from_the_charter(cast, row):
    told = {"first": scenes.day(cast, 8), "hour": cast.at.time().replace(hour=9), "count": 12}
    told |= {"title": "Monthly meeting", "minutes": 90, "place": "Library"}
    made = do(cast, "plan_year", partnership=row, **told)
    assert len(made) == 12
    days = [one.starts_at for one in made]
    assert all(20 < (b - a).days < 40 for a, b in zip(days, days[1:], strict=False))
    assert len({one.weekday() for one in days}) == 1
    with pytest.raises(Refused, match="planned already"):
        do(cast, "plan_year", partnership=row, **told)
    assert len(do(cast, "plan_year", partnership=row, **told | {"count": 13})) == 1


def test_an_invitation_goes_to_every_seat_with_its_calendar_file(cast, row):
    meeting = scenes.planned(cast, row)
    with pytest.raises(Refused, match="agenda first"):
        do(cast, "invite", meeting=meeting)
    scenes.item(cast, meeting, "Rent, and who helps")
    assert do(cast, "invite", meeting=meeting) == 4
    with everything():
        mails = list(Mail.objects.order_by("to"))
    assert [one.to for one in mails] == [f"person{n}@example.org" for n in (1, 2, 3, 4)]
    assert all("METHOD:REQUEST" in one.calendar and "SEQUENCE:0" in one.calendar for one in mails)
    assert all(f"ATTENDEE;RSVP=FALSE:mailto:{one.to}" in one.calendar for one in mails)
    assert all("1. Rent, and who helps (10 min)" in one.body for one in mails)
    later = meeting.starts_at + timedelta(days=1)
    do(cast, "change", meeting=meeting, starts_at=later, at=cast.at + HALF)
    do(cast, "call_off", meeting=meeting, why="Snow.", at=cast.at + 2 * HALF)
    with everything():
        files = [
            one.calendar for one in Mail.objects.filter(to=mails[0].to).order_by("queued_at", "id")
        ]
    assert "SEQUENCE:1" in files[1] and "METHOD:CANCEL" in files[2] and "SEQUENCE:2" in files[2]


def test_who_reads_and_who_writes(cast, row):
    """Leads write; people of members read; others, and other communities, see nothing."""
    scenes.held(cast, row)
    scenes.proposed(cast, row)
    made = scenes.in_writing(cast, row)
    written = [
        table for table in TABLES if table.__name__ not in ("Correction", "Effect", "PromiseStep")
    ]
    with acting_as(cast.dana, now=cast.at):
        assert all(table.objects.exists() for table in written)
    for key, sees in (("ben", True), ("cruz", False), ("visitor", False)):
        who = Actor("visitor") if key == "visitor" else getattr(cast, key)
        with acting_as(who, now=cast.at):
            assert {table.objects.exists() for table in written} == {sees}, key
    with acting_as(cast.ben, now=cast.at):
        one = Promise.objects.first()
        for verb, told in (
            ("plan", {"partnership": row, "kind": "regular", "title": "x", "minutes": 30,
                      "starts_at": cast.at + HALF, "place": "x"}),
            ("let_go", {"promise": one, "why": "x"}),
            ("count", {"decision": made}),
        ):  # fmt: skip
            with pytest.raises(Refused):
                getattr(actions, verb)(by=cast.ben, at=cast.at, **told)


def test_what_the_database_refuses(cast, row):
    made = scenes.in_writing(cast, row)
    mine = scenes.ballots(cast, made)[0]
    with acting_as(cast.dana, now=cast.at):
        for told in (
            {"said": "object"},
            {"said": "yes"},
            {"recused": True, "said": "yes", "said_at": cast.at},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Ballot.objects.filter(pk=mine.pk).update(**told)
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=made.pk).update(outcome="adopted")


def test_every_deed_leaves_a_line(cast, row):
    scenes.held(cast, row)
    with everything():
        verbs = set(
            AuditEntry.objects.filter(verb__startswith="meetings.").values_list("verb", flat=True)
        )
    assert {"meetings.plan", "meetings.open", "meetings.arrive", "meetings.decide"} <= verbs
    assert {"meetings.promise", "meetings.close", "meetings.add_item"} <= verbs


def test_a_proposal_that_was_not_reached_waits_again(cast, row):
    one = scenes.proposed(cast, row)

    def on_an_agenda(meeting):
        scenes.item(cast, meeting, "Evening hours", source="proposal", source_id=one.pk)
        assert scenes.fresh(cast, one).taken is True

    meeting = scenes.planned(cast, row)
    on_an_agenda(meeting)
    do(cast, "call_off", meeting=meeting, why="Snow.")
    assert scenes.fresh(cast, one).taken is None
    meeting = scenes.opened(cast, row)
    on_an_agenda(meeting)
    scenes.closed(cast, meeting)
    assert scenes.fresh(cast, one).taken is None
