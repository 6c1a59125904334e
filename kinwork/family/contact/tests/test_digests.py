"""Mail to workers about their desk: numbers, no names, as each of them chose."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact import actions, digests, jobs, laid
from kinwork.family.contact.models import Delivery, MailChoice
from kinwork.trust.access.actions import open_work_item
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
MORNING = timedelta(hours=-1)  # 8 on a Monday in Arizona


def digest_at(now: datetime) -> list[Delivery]:
    """The job with this clock; what waits to leave."""
    for hats, mails, told in list(digests.due(now)):
        with acting_as(Actor("clock"), now=now):
            said = digests.counted(hats, told, now)
        if mails == "daily" or said["fresh"]:
            jobs._write(hats, said, now)
    with acting_as(Actor("clock")):
        return list(Delivery.objects.filter(kind="digest").order_by("made_at"))


def choose(cast, name: str, mails: str) -> None:
    with acting_as(cast.actors[name], now=cast.at) as by:
        actions.choose_mails(user=by.id, mails=mails, by=by, at=cast.later(hours=-1))


def mine(cast, name: str, rows) -> list[Delivery]:
    return [one for one in rows if one.target == cast.actors[name].id]


def next_morning(cast) -> datetime:
    return cast.at + timedelta(days=1) + MORNING


def test_once_a_day_with_numbers_and_no_names(mailbox):
    cast = casting.make_cast()
    referral = casting.sent(cast)
    from kinwork.family.referrals import actions as referrals

    with acting_as(cast.bea, now=cast.at):
        referrals.assign(referral=referral, user=cast.users["ben"], by=cast.bea, at=cast.at)
    rows = mine(cast, "ben", digest_at(next_morning(cast)))
    assert len(rows) == 1 and rows[0].said["fresh"] == 1
    assert len(mine(cast, "ben", digest_at(next_morning(cast) + timedelta(hours=1)))) == 1
    jobs.send(rows[0].pk)
    (letter,) = mailbox.letters
    words = str(letter["Subject"]) + letter.get_content()
    assert letter["To"] == cast.users["ben"].email and "/contact/mails/" in words
    for secret in ("Rosa", "Luna", "Mateo", "Library", str(referral.pk), str(cast.household.pk)):
        assert secret not in words, secret
    # it leads to the page where one chooses; nothing there ends by one click of a stranger
    assert letter["List-Unsubscribe"].strip(" <>").endswith("/contact/mails/")
    assert letter["List-Unsubscribe-Post"] is None


def test_a_new_referral_that_nobody_has_reaches_whoever_may_answer(mailbox):
    cast = casting.make_cast()
    referral = casting.sent(cast)
    rows = digest_at(next_morning(cast))
    for name in ("ben", "bill", "bea"):
        (row,) = mine(cast, name, rows)
        assert (row.said["late"], row.said["today"], row.said["fresh"]) == (0, 0, 1), name
    for name in ("ana", "cruz", "cora", "dana", "sam", "eve"):
        assert mine(cast, name, rows) == [], name
    jobs.send(mine(cast, "ben", rows)[0].pk)
    (letter,) = mailbox.letters
    words = str(letter["Subject"]) + letter.get_content()
    for secret in ("Rosa", "Luna", "Mateo", "Library", str(referral.pk), str(cast.household.pk)):
        assert secret not in words, secret


def test_what_a_colleague_took_is_no_longer_everybodys():
    cast = casting.make_cast()
    referral = casting.sent(cast)
    from kinwork.family.referrals import actions as referrals

    with acting_as(cast.bill, now=cast.at):
        referrals.assign(referral=referral, user=cast.users["bill"], by=cast.bill, at=cast.at)
    rows = digest_at(next_morning(cast))
    assert len(mine(cast, "bill", rows)) == 1
    assert mine(cast, "ben", rows) == [] and mine(cast, "bea", rows) == []


def test_an_answer_that_is_late_reaches_the_coordinator_by_mail():
    from kinwork.family.referrals import jobs as clocks

    cast = casting.make_cast()
    referral = casting.sent(cast)
    clocks.run_due(cast.later(days=3), only={referral.pk})
    rows = digest_at(cast.at + timedelta(days=3, hours=1))
    (row,) = mine(cast, "cora", rows)
    assert row.said["late"] == 1
    assert mine(cast, "dana", rows) == [] and mine(cast, "cruz", rows) == []


@pytest.mark.parametrize(
    ("role", "kind", "counts"),
    [
        ("supervisor", laid.RECORDS, True),
        ("navigator", laid.RECORDS, False),
        ("supervisor", "first contact overdue", True),
        ("coordinator", "review the decline", True),
        ("backbone lead", "answer", False),
        ("privacy officer", "glass review", True),
        ("provider staff", "glass review", False),
    ],
)
def test_a_line_of_nobodys_counts_for_the_role_that_it_is_laid_for(role, kind, counts):
    cast = casting.make_cast()
    at, clinic = cast.at, cast.agencies["clinic"]
    with acting_as(clock(cast.household.pk, cast.community.pk)) as by:
        open_work_item(
            agency=clinic, community=cast.community, kind=kind, target=by.id, due_at=None, at=at
        )
    with acting_as(cast.ben, now=at):
        found = WorkItem.objects.filter(laid.nobodys([role]), target=cast.household.pk)
        assert found.exists() is counts


@pytest.mark.parametrize(
    ("mails", "later", "count"),
    [
        ("daily", {"hours": -3}, 0),  # 6 in the morning
        ("daily", {"days": 1, "hours": -1}, 1),
        ("daily", {"days": 5}, 0),  # a Saturday
        ("each", {"minutes": 5}, 1),
        ("off", {"days": 1}, 0),
    ],
)
def test_when_it_comes(mails, later, count):
    cast = casting.make_cast()
    choose(cast, "ben", mails)
    referral = casting.sent(cast)
    from kinwork.family.referrals import actions as referrals

    at = cast.later(minutes=1)
    with acting_as(cast.bea, now=at):
        referrals.assign(referral=referral, user=cast.users["ben"], by=cast.bea, at=at)
    assert len(mine(cast, "ben", digest_at(cast.later(**later)))) == count


def test_an_empty_desk_gets_no_mail():
    cast = casting.make_cast()
    assert mine(cast, "cruz", digest_at(next_morning(cast))) == []


def test_whoever_left_gets_none(mailbox):
    cast = casting.make_cast()
    choose(cast, "ben", "each")
    casting.sent(cast)
    rows = digest_at(cast.later(minutes=5))
    with acting_as(casting.OPERATOR):
        cast.users["ana"].is_active = False
        cast.users["ana"].save()
    for row in mine(cast, "ana", rows):
        jobs.send(row.pk)
    assert len(mailbox) == 0


def test_everybody_chooses_for_themselves():
    cast = casting.make_cast(timezone.now())
    ana = browser_of(cast, "ana")
    assert "Once a day" in ana.get("/contact/mails/").content.decode()
    assert ana.post("/contact/mails/", {"mails": "each"}).status_code == 302
    with acting_as(cast.ana):
        assert MailChoice.objects.get(user=cast.ana.id).mails == "each"
    assert ana.post("/contact/mails/", {"mails": "hourly"}).status_code == 200
    with acting_as(cast.ana), pytest.raises(ValueError, match="each"):
        actions.choose_mails(
            user=cast.users["ben"].pk, mails="each", by=cast.ana, at=timezone.now()
        )
