"""A partner says its room in two taps; it lapses by itself; and being full answers what comes later."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.directory.actions import set_capacity
from kinwork.directory.models import SearchEntry, ServiceCapacity
from kinwork.family.doors.tests.conftest import CODES, say_room
from kinwork.family.intake.tests import conftest as towns
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import CapacityHold, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.trust.access.models import Tie, WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

NOW = timezone.now


@pytest.fixture
def cast(db, settings, monkeypatch):
    monkeypatch.setattr(towns, "CODES", CODES)
    made = towns.open_town(at=timezone.now() - timedelta(hours=3)).cast
    settings.COMMUNITY = made.community.slug
    return made


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def said(cast, key="visits") -> ServiceCapacity:
    with everything():
        return ServiceCapacity.objects.get(service=cast.services[key])


def nothing_said(cast, key="visits") -> bool:
    with everything():
        return not ServiceCapacity.objects.filter(service=cast.services[key]).exists()


def path(cast, key="visits", still=False) -> str:
    return f"/openings/{cast.services[key].pk}/" + ("still/" if still else "")


def typed(cast, key="visits", **fields) -> dict:
    told = {"openings": "3", "counts": "14", "takes_list": "", "waiting": "", "weeks": "", **fields}
    return {f"{cast.services[key].pk}-{name}": value for name, value in told.items()}


# Said ----------------------------------------------------------------------------------------------


def test_everything_is_said_on_one_page(cast):
    ben = browser_of(cast, "ben")
    assert "Not said" in words(ben.get("/openings/"))
    told = typed(cast, openings="0", takes_list="yes", waiting="7", weeks="6", counts="28")
    assert ben.post(path(cast), told).status_code == 302
    one = said(cast)
    assert (one.available, one.takes_waitlist, one.waitlist_length) == (0, True, 7)
    assert one.wait_days == 42
    assert timedelta(days=27) < one.valid_until - NOW() < timedelta(days=28)
    assert "Full" in words(ben.get("/openings/"))


def test_still_so_is_one_tap_and_keeps_the_number(cast):
    say_room(cast, "visits", 2, valid_until=cast.at + timedelta(hours=1))
    ben = browser_of(cast, "ben")
    assert "Too old to count" in words(ben.get("/openings/"))
    assert ben.post(path(cast, still=True)).status_code == 302
    assert said(cast).available == 2
    assert said(cast).valid_until > NOW() + timedelta(days=13)
    with everything():
        assert SearchEntry.objects.get(service=cast.services["visits"]).room_until > NOW()


def test_still_so_where_nothing_was_said(cast):
    page = browser_of(cast, "ben").post(path(cast, still=True), follow=True)
    assert "Nothing was said here yet" in words(page)


def test_what_is_not_said_anew_stays(cast):
    say_room(cast, "visits", 0, takes_waitlist=False, waitlist_length=4)
    browser_of(cast, "ben").post(
        f"/inbox/openings/{cast.services['visits'].pk}/",
        {f"{cast.services['visits'].pk}-openings": "2"},
    )
    assert (said(cast).available, said(cast).takes_waitlist) == (2, False)


@pytest.mark.parametrize(
    "fault",
    [
        {"openings": ""},
        {"openings": "-1"},
        {"openings": "many"},
        {"openings": "99999"},
        {"openings": "2.5"},
        {"counts": "365"},
        {"counts": ""},
        {"takes_list": "perhaps"},
        {"waiting": "-3"},
        {"weeks": "9999"},
        {"openings": "٣٣٣٣٣٣٣"},
    ],
)
def test_bad_numbers_are_told_beside_the_field_and_change_nothing(cast, fault):
    page = browser_of(cast, "ben").post(path(cast), typed(cast, **fault))
    assert page.status_code == 200
    assert "usa-error" in page.content.decode()
    assert nothing_said(cast)


@pytest.mark.parametrize("name", ["ana", "cruz", "rosa", "cora", "dana"])
def test_nobody_speaks_for_another_agencys_room(cast, name):
    browser = browser_of(cast, name)
    for where in (path(cast), path(cast, still=True)):
        assert browser.post(where, typed(cast)).status_code in (403, 404)
    assert nothing_said(cast)


@pytest.mark.parametrize("number", [-1, -5])
def test_the_deed_itself_refuses_what_no_page_would_send(cast, number):
    with acting_as(cast.ben), pytest.raises(ValueError):
        set_capacity(
            service_id=cast.services["visits"].pk,
            available=1,
            waitlist_length=number - 1,
            valid_until=NOW() + timedelta(days=1),
            by=cast.ben,
            at=NOW(),
        )


# Full ----------------------------------------------------------------------------------------------


def test_full_answers_later_referrals_at_once_and_lets_nobody_in(cast):
    earlier = casting.sent(cast)
    say_room(cast, "visits", 0, takes_waitlist=False, at=cast.later(hours=1))
    late = casting.draft(cast)
    row = do(cast, "ana", "send", late, 2)
    assert row.state == "declined"
    with everything():
        row = Referral.objects.get(pk=late.pk)
        assert [one.verb for one in row.events.all()] == ["make_referral", "send", "answer_full"]
        last = row.events.last()
        assert (last.party, last.reason, last.at) == ("system", "full", cast.later(hours=2))
        assert last.user is None and last.agency is None  # nobody's own no
        assert row.answered_at is None  # and no answer of a person
        ties = Tie.objects.filter(work=row.pk)
        assert all(one.starts == one.ends for one in ties)  # never for a moment
        assert not CapacityHold.objects.filter(referral=row).exists()
        lines = WorkItem.objects.filter(target=row.pk, closed_at=None)
        assert [(one.agency, one.kind) for one in lines] == [
            (cast.agencies["library"], "next door")
        ]
    assert state_of(earlier) == "sent"  # keeps its place


def test_sent_twice_is_answered_once(cast):
    say_room(cast, "visits", 0, takes_waitlist=False)
    casting.consent(cast)
    draft = casting.draft(cast)
    form = new_id()
    for hour in (1, 2):
        do(cast, "ana", "send", draft, hour, form_id=form)
    with everything():
        assert draft.events.count() == 3


@pytest.mark.parametrize(
    "room",
    [
        {"available": 0, "takes_waitlist": None},
        {"available": 0, "takes_waitlist": True},
        {"available": 1, "takes_waitlist": False},
        {"available": 0, "takes_waitlist": False, "valid_until": timedelta(minutes=30)},
    ],
)
def test_only_what_was_said_and_still_counts_turns_anybody_away(cast, room):
    until = room.pop("valid_until", timedelta(days=14))
    say_room(cast, "visits", **room, valid_until=cast.at + until)
    casting.consent(cast)
    row = do(cast, "ana", "send", casting.draft(cast), 1)
    assert row.state == "sent"


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora", "rosa"])
def test_nobody_says_it_by_hand(cast, name):
    row = casting.sent(cast)
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, "answer_full", row)
    assert state_of(row) == "sent"


def test_the_sender_and_the_family_read_it_as_a_rules_answer_with_the_next_doors(cast):
    say_room(cast, "visits", 0, takes_waitlist=False)
    say_room(cast, "bloom_visits", 2)
    casting.consent(cast)
    row = do(cast, "ana", "send", casting.draft(cast), 1)
    for name in ("ana", "rosa"):
        page = words(browser_of(cast, name).get(f"/referrals/{row.pk}/next/"))
        assert "is full now and keeps no waiting list" in page
        assert "No person there read your request" in page
        assert "Desert Bloom" in page
    assert "They told us before that they are full" in words(
        browser_of(cast, "rosa").get(f"/referrals/{row.pk}/")
    )


def test_whoever_sends_is_led_to_the_next_doors(cast):
    say_room(cast, "visits", 0, takes_waitlist=False)
    with acting_as(cast.ana, now=NOW()):
        need = actions.make_need(
            household=cast.household, code="home-visiting", by=cast.ana, at=NOW()
        )
    ana = browser_of(cast, "ana")
    where = f"/households/{cast.household.pk}/refer/{cast.services['visits'].pk}/"
    page = ana.get(where + "?need=home-visiting").content.decode()
    form = re.search(r'name="form_id" value="([^"]*)"', page)[1]
    told = {
        "form_id": form,
        "need": "home-visiting",
        "urgency": "2 days",
        "subjects": [str(cast.people["mateo"].pk)],
        "given_by": str(cast.people["rosa"].pk),
        "way": "on paper",
        "signed_on_month": "7",
        "signed_on_day": "1",
        "signed_on_year": "2026",
        "paper_at": "Front desk",
    }
    done = ana.post(where + "?need=home-visiting", told)
    with everything():
        made = Referral.objects.get(need=need)
    assert (done.status_code, done.url) == (302, f"/referrals/{made.pk}/next/")
