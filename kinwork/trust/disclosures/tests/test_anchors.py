"""The chain's end leaves the database: into a file, and away by mail."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from kinwork.accounts.jobs import send_mail
from kinwork.accounts.models import Mail, Membership
from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, clock
from kinwork.common.ids import new_id
from kinwork.trust.disclosures import actions, anchors, jobs
from kinwork.trust.disclosures.models import Seal
from tests.cast import make_cast
from tests.guards.crawling import worker

pytestmark = pytest.mark.django_db
CLOCK = clock(new_id())
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def write_and_anchor(at: datetime = NOON) -> str | None:
    with acting_as(VISITOR):
        audit.record("test.deed", by=VISITOR)
    with acting_as(CLOCK):
        actions.seal(by=CLOCK, at=at)
        return actions.anchor(by=CLOCK, at=at)


def queued() -> list[Mail]:
    with acting_as(CLOCK):
        return list(Mail.objects.order_by("to"))


def test_a_line_says_where_the_chain_ends(anchor_file):
    said = json.loads(write_and_anchor())
    with acting_as(CLOCK):
        head = Seal.objects.order_by("-number").first()
    assert (said["seal"], said["head"]) == (head.number, bytes(head.chain).hex())
    assert [one.seal for one in anchors.read(anchor_file)] == [head.number]


def test_nothing_new_writes_no_line(anchor_file):
    write_and_anchor()
    with acting_as(CLOCK):
        assert actions.anchor(by=CLOCK, at=NOON) is None
    assert len(anchor_file.read_text().splitlines()) == 1


def test_the_job_may_run_twice(anchor_file):
    write_and_anchor()
    jobs.anchor(new_id())
    jobs.anchor(new_id())
    assert len(anchors.read(anchor_file)) == 3  # each line's own row of the trail is new


def test_an_empty_trail_has_no_anchor(anchor_file):
    with acting_as(CLOCK):
        if Seal.objects.exists():
            pytest.skip("the template's trail is not empty")
        assert actions.anchor(by=CLOCK, at=NOON) is None
    assert not anchor_file.exists()


def test_each_anchor_is_mailed_to_the_set_address(settings, mailbox):
    settings.ANCHOR_MAIL = ["trail@example.org"]
    for hours in range(3):
        write_and_anchor(NOON + timedelta(hours=hours))
    letters = queued()
    assert [one.to for one in letters] == ["trail@example.org"] * 3
    send_mail(letters[0].pk)
    assert '"head"' in mailbox[0].get_content()


def test_a_mailed_letter_can_be_checked(settings, mailbox, tmp_path):
    settings.ANCHOR_MAIL = ["trail@example.org"]
    said = json.loads(write_and_anchor())
    send_mail(queued()[0].pk)
    letter = tmp_path / "letter.txt"
    letter.write_text(mailbox[0].get_content())
    assert [one.head.hex() for one in anchors.read(letter)] == [said["head"]]


def test_without_an_address_the_privacy_officers_get_it_once_a_day():
    cast = make_cast(household=False)
    worker(cast, "privacy officer", "backbone")
    for hours in (0, 1, 2, 24):
        write_and_anchor(NOON + timedelta(hours=hours))
    letters = [one for one in queued() if one.to.startswith("privacy.officer")]
    assert len(letters) == 2


def test_an_officer_who_left_gets_none():
    cast = make_cast(household=False)
    actor = worker(cast, "privacy officer", "backbone")
    with acting_as(CLOCK):
        Membership.objects.filter(user=actor.id).update(ends=NOON - timedelta(minutes=1))
    write_and_anchor(NOON)
    assert not [one for one in queued() if "privacy.officer" in one.to]
