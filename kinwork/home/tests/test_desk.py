"""The desk of a worker: what stands where, in which order, for whom; tries; what is put off."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.accounts.models import Membership, User
from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.home.desk_rows import tried
from kinwork.trust.access import actions as access
from kinwork.trust.access import snoozing
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def section(answer, key: str) -> str:
    """What stands in one part of the page, with its markup."""
    found = re.search(
        rf'aria-labelledby="{key}">(.*?)</(?:section|aside)>', answer.content.decode(), re.S
    )
    return found[1] if found else ""


def line_of(referral, agency) -> WorkItem:
    with everything():
        return WorkItem.objects.get(target=referral.pk, agency=agency, closed_at=None)


def change(model, pk, **values):
    with everything():
        model.objects.filter(pk=pk).update(**values)


# What stands where -----------------------------------------------------------------------------


def test_each_line_stands_in_its_part_in_the_order_of_its_clock(cast):
    made = [casting.accepted(cast) for _n in range(1)]
    first = made[0]
    with acting_as(cast.bea):
        actions.assign(referral=first, user=cast.users["bea"], by=cast.bea, at=timezone.now())
    bea = browser_of(cast, "bea")
    assert "Rosa" in section(bea.get("/desk/"), "me")
    line = line_of(first, cast.agencies["clinic"])
    change(WorkItem, line.pk, due_at=timezone.now() - timedelta(hours=1))
    page = bea.get("/desk/")
    assert "Rosa" in section(page, "due")
    assert "Rosa" not in section(page, "me")
    assert "late" in section(page, "due")
    ana = browser_of(cast, "ana").get("/desk/")
    assert "Rosa" in section(ana, "others")
    assert "Rosa" not in section(ana, "me")


def test_the_filters_are_addresses_and_what_is_strange_is_left_out(cast):
    casting.sent(cast)
    bea = browser_of(cast, "bea")
    assert "Rosa" in words(bea.get("/desk/?show=me&what=answer&whose=team"))
    assert "Rosa" not in words(bea.get("/desk/?what=contact"))
    assert "Rosa" not in words(bea.get("/desk/?whose=mine"))
    for strange in (
        "show=x&what=y&whose=z",
        "show=me&after=_x_y",
        f"show=me&after=_2026-01-01T00:00:00_{new_id()}",
        "after=" + "9" * 5000,
    ):
        assert bea.get(f"/desk/?{strange}").status_code == 200


def test_empty_parts_say_what_to_do(cast):
    page = words(browser_of(cast, "cruz").get("/desk/"))
    assert "Nothing is due today." in page
    assert "Begin an intake, or look a family up." in page
    assert "Referrals that you sent stand here" in page
    assert "Nothing is put off" in words(browser_of(cast, "cruz").get("/desk/?show=later"))


def test_a_long_part_goes_on_by_its_key(cast, monkeypatch):
    from kinwork.home import desk, desks

    monkeypatch.setattr(desks.page_by, "__kwdefaults__", {"size": 1, "newest": False})
    assert desk.page_by is desks.page_by
    for _n in range(3):
        casting.sent(cast)
    bea, seen, path = browser_of(cast, "bea"), [], "/desk/?show=me"
    while path:
        page = bea.get(path).content.decode()
        seen += re.findall(r'kw-card__title"><a href="(/referrals/[^"]*)"', page)
        more = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', page)
        path = "/desk/" + more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 3


# Tries -----------------------------------------------------------------------------------------


def tap(browser, referral, way, **other):
    with everything():
        version = Referral.objects.get(pk=referral.pk).version
    told = {"way": way, "version": version, "form_id": str(new_id()), "back": "inbox"}
    return browser.post(f"/desk/tried/{referral.pk}/", told | other)


def test_two_taps_and_the_count(cast):
    referral = casting.accepted(cast)
    ben = browser_of(cast, "ben")
    page = ben.get("/inbox/").content.decode()
    form = re.search(rf'action="/desk/tried/{referral.pk}/">(.*?)</form>', page, re.S)[1]
    assert re.findall(r'name="way" value="([^"]*)"', form) == [
        "no answer",
        "left word",
        "reached",
        "text",
        "email",
        "visit",
        "letter",
    ]
    assert tap(ben, referral, "no answer").url == "/inbox/"
    assert "1 of 3 tries" in words(ben.get("/inbox/"))
    assert tap(ben, referral, "left word").url == "/inbox/"
    third = tap(ben, referral, "visit")
    assert third.url == f"/desk/decide/{referral.pk}/"
    decide = words(ben.get(third.url))
    assert "You tried 3 times" in decide
    assert "Ask for information" in decide
    assert "End without service" in decide
    assert "3 of 3 tries: decide" in words(ben.get("/inbox/"))
    with everything():
        assert Referral.objects.get(pk=referral.pk).due_at <= timezone.now()


def test_reached_is_no_failed_try(cast):
    referral = casting.accepted(cast)
    ben = browser_of(cast, "ben")
    for way in ("no answer", "no answer"):
        tap(ben, referral, way)
    reached = tap(ben, referral, "reached")
    assert reached.url == f"/desk/decide/{referral.pk}/"
    assert "Set a date" in words(ben.get(reached.url))
    with everything():
        row = Referral.objects.get(pk=referral.pk)
        assert tried([row])[row.pk].count == 2
        assert row.due_at > timezone.now()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ana", 403),
        ("bea", 302),
        ("bill", 302),
        ("cruz", 404),
        ("cora", 403),
        ("dana", 403),
        ("rosa", 403),
    ],
)
def test_who_records_a_try(cast, name, status):
    referral = casting.accepted(cast)
    answer = tap(browser_of(cast, name), referral, "no answer")
    assert answer.status_code == status
    with everything():
        done = ReferralEvent.objects.filter(referral=referral, verb="try_contact").count()
    assert done == (1 if status == 302 else 0)


def test_a_try_twice_stale_or_strange(cast):
    referral = casting.accepted(cast)
    ben, form = browser_of(cast, "ben"), str(new_id())
    assert [tap(ben, referral, "visit", form_id=form).status_code for _n in "ab"] == [302, 302]
    assert tap(ben, referral, "visit", version=1).status_code == 409
    assert "was not recorded" in words(
        ben.post(f"/desk/tried/{referral.pk}/", {"way": "smoke"}, follow=True)
    )
    assert tap(ben, referral, "no answer", back="//evil").url == "/inbox/"
    assert ben.get(f"/desk/tried/{referral.pk}/").status_code == 405
    assert ben.post(f"/desk/tried/{new_id()}/", {"way": "visit"}).status_code == 404
    with everything():
        assert ReferralEvent.objects.filter(referral=referral, verb="try_contact").count() == 2


def test_deciding_is_only_for_what_is_tried(cast):
    referral = casting.sent(cast)
    ben = browser_of(cast, "ben")
    assert ben.get(f"/desk/decide/{referral.pk}/").url == f"/referrals/{referral.pk}/"
    assert browser_of(cast, "cruz").get(f"/desk/decide/{referral.pk}/").status_code == 404


# Put off ---------------------------------------------------------------------------------------


def put_off(browser, line, **told):
    tomorrow = timezone.localdate() + timedelta(days=2)
    first = {"reason": "call agreed", "until": tomorrow.isoformat()}
    return browser.post(f"/desk/lines/{line.pk}/later/", first | told)


@pytest.fixture
def waiting(cast):
    """A line that can wait five days."""
    referral = casting.sent(cast)
    line = line_of(referral, cast.agencies["clinic"])
    change(WorkItem, line.pk, due_at=timezone.now() + timedelta(days=5))
    return line


def test_put_off_leaves_the_desk_and_comes_back_by_itself(cast, waiting):
    bea, bill = browser_of(cast, "bea"), browser_of(cast, "bill")
    assert "Put off" in words(bea.get("/desk/"))
    assert put_off(bea, waiting).url == "/desk/"
    page = bea.get("/desk/")
    assert "Rosa" not in section(page, "me")
    assert "We agreed on a call that day" in section(page, "later")
    assert "We agreed on a call that day" in section(bea.get("/team/"), "later")
    assert bill.get("/team/").status_code == 403
    with everything():
        row = WorkItem.objects.get(pk=waiting.pk)
        assert row.assignee == cast.users["bea"]
        assert AuditEntry.objects.filter(verb="access.snooze", target_id=row.pk).count() == 1
    change(WorkItem, waiting.pk, snoozed_until=timezone.now() - timedelta(minutes=1))
    assert "Rosa" in section(bea.get("/desk/"), "me")


def test_it_can_be_brought_back_and_a_new_step_wakes_it(cast, waiting):
    bea = browser_of(cast, "bea")
    put_off(bea, waiting)
    assert bea.post(f"/desk/lines/{waiting.pk}/back/", {"back": "team"}).url == "/team/"
    with everything():
        assert WorkItem.objects.get(pk=waiting.pk).snoozed_until is None
    put_off(bea, waiting)
    with everything():
        row = Referral.objects.get(pk=waiting.target)
    from kinwork.family.referrals.actions.following import lay_work
    from kinwork.family.referrals.actions.moving import as_itself

    with as_itself(row.pk, row.community_id):
        lay_work(row, "receiver", waiting.kind, row.due_at, timezone.now())
    with everything():
        assert WorkItem.objects.get(pk=waiting.pk).snoozed_until is None


@pytest.mark.parametrize(
    "told",
    [
        {"until": "2199-01-01"},
        {"until": ""},
        {"until": "2026-13-45"},
        {"reason": "asdf"},
        {"reason": ""},
    ],
)
def test_no_strange_day_and_no_strange_reason(cast, waiting, told):
    bea = browser_of(cast, "bea")
    assert put_off(bea, waiting, **told).status_code == 200
    with everything():
        assert WorkItem.objects.get(pk=waiting.pk).snoozed_until is None


def test_never_past_its_own_clock(cast, waiting):
    zone = cast.community.time_zone
    late = snoozing.last_day(waiting.due_at, timezone.now(), zone) + timedelta(days=9)
    assert put_off(browser_of(cast, "bea"), waiting, until=late.isoformat()).status_code == 200
    change(WorkItem, waiting.pk, due_at=timezone.now() - timedelta(hours=1))
    page = words(browser_of(cast, "bea").get(f"/desk/lines/{waiting.pk}/later/"))
    assert "It cannot wait" in page
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="snooze_within_its_clock"), transaction.atomic():
        change(
            WorkItem,
            waiting.pk,
            snoozed_until=timezone.now() + timedelta(days=9),
            snooze_reason="call agreed",
            snoozed_by=cast.users["bea"],
        )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ana", 404),
        ("ben", 302),
        ("bea", 302),
        ("bill", 403),
        ("cruz", 404),
        ("cora", 403),
        ("rosa", 403),
    ],
)
def test_who_puts_off_what_ben_has(cast, waiting, name, status):
    change(WorkItem, waiting.pk, assignee=cast.users["ben"])
    assert put_off(browser_of(cast, name), waiting).status_code == status
    with everything():
        assert bool(WorkItem.objects.get(pk=waiting.pk).snoozed_until) is (status == 302)


def test_what_is_done_or_no_referral_is_not_put_off(cast, waiting):
    bea = browser_of(cast, "bea")
    change(WorkItem, waiting.pk, kind="handed over")
    assert put_off(bea, waiting).status_code == 404
    change(WorkItem, waiting.pk, kind="answer", closed_at=timezone.now())
    assert put_off(bea, waiting).status_code == 404
    assert put_off(bea, WorkItem(pk=new_id())).status_code == 404
    from kinwork.common.rights import Refused

    with acting_as(cast.bea), pytest.raises(Refused):
        access.wake(item=waiting, by=cast.bea, at=timezone.now())


# The count of questions -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ana", "/desk/"),
        ("bea", "/desk/"),
        ("ben", "/inbox/"),
        ("bea", "/team/"),
        ("cora", "/worklist/"),
    ],
)
def test_the_count_of_questions_is_the_same_at_1_3_and_50_rows(cast, name, path):
    made, asked, shown = 0, [], []
    browser = browser_of(cast, name)
    for rows in (1, 3, 50):
        while made < rows:
            referral = casting.sent(cast)
            made += 1
            if path != "/desk/" or name == "ana":
                change(Referral, referral.pk, due_at=cast.at - timedelta(days=1))
        browser.get(path)
        counts = []
        for _time in "ab":  # one of them may also write down when the session was seen
            with CaptureQueriesContext(connection) as captured:
                page = browser.get(path)
            counts.append(len(captured))
        asked.append(min(counts))
        shown.append(page.content.decode().count('kw-card__title"><a href="/referrals/'))
    assert shown[0] < shown[1] < shown[2]
    assert asked[0] >= asked[1] >= asked[2], asked


# Whose follower has left ------------------------------------------------------------------------


def gone(cast, name: str, how: str) -> None:
    with everything():
        if how == "out of the house":
            User.objects.filter(pk=cast.users[name].pk).update(is_active=False)
        else:
            hats = Membership.objects.filter(user=cast.users[name])
            hats.update(ends=timezone.now() - timedelta(minutes=1))


def at_the_library(cast, role: str):
    """Cruz, as a colleague of Ana's."""
    with everything():
        hats = Membership.objects.filter(user=cast.users["cruz"])
        hats.update(role=role, agency=cast.agencies["library"])
    return browser_of(cast, "cruz")


@pytest.mark.parametrize("how", ["out of the house", "hat ended"])
@pytest.mark.parametrize("followed", [False, True])
def test_what_somebody_who_left_had_sent_is_nobodys(cast, how, followed):
    referral = casting.sent(cast)
    if followed:
        change(Referral, referral.pk, followed_by=cast.users["ana"])
    cruz = at_the_library(cast, "navigator")
    path = f"/referrals/{referral.pk}/"
    for whose in ("", "?whose=mine", "?whose=team"):
        assert path not in section(cruz.get(f"/desk/{whose}"), "others")
    gone(cast, "ana", how)
    assert path in section(cruz.get("/desk/?whose=team"), "others")
    assert path in cruz.get("/desk/?show=others&whose=team&what=answer").content.decode()
    assert path not in cruz.get("/desk/?show=others&whose=team&what=date").content.decode()
    for whose in ("", "?whose=mine"):
        assert path not in section(cruz.get(f"/desk/{whose}"), "others")


def test_a_supervisor_finds_it_as_nobodys_and_gives_it_to_somebody(cast):
    referral = casting.sent(cast)
    cruz = at_the_library(cast, "supervisor")
    path = f"/referrals/{referral.pk}/"
    assert path not in section(cruz.get("/team/"), "others")
    gone(cast, "ana", "hat ended")
    assert path in section(cruz.get("/team/"), "others")
    assert path in section(cruz.get("/team/?show=others&who=nobody"), "others")
    assert path not in section(cruz.get(f"/team/?who={cast.users['cruz'].pk}"), "others")
    cruz.post(f"/team/{referral.pk}/", {"user": str(cast.users["cruz"].pk)})
    assert path not in section(cruz.get("/team/"), "others")
    assert path in section(cruz.get("/desk/"), "others")


def test_nobody_elses_agency_finds_it(cast):
    referral = casting.sent(cast)
    gone(cast, "ana", "hat ended")
    bea = browser_of(cast, "bea")
    assert f"/referrals/{referral.pk}/" not in section(bea.get("/team/"), "others")
    assert f"/referrals/{referral.pk}/" not in section(bea.get("/desk/?whose=team"), "others")


@pytest.mark.parametrize("path", ["/desk/?whose=team", "/team/"])
def test_many_that_nobody_follows_ask_no_more_questions(cast, path):
    cruz, asked, made = at_the_library(cast, "supervisor"), [], 0
    for rows in (1, 3, 9):
        while made < rows:
            casting.sent(cast)
            made += 1
        with everything():
            Referral.objects.update(followed_by=None, sent_by=None)
        cruz.get(path)
        counts = []
        for _time in "ab":
            with CaptureQueriesContext(connection) as captured:
                page = cruz.get(path)
            counts.append(len(captured))
        assert section(page, "others").count('kw-card__title"><a href="/referrals/') == rows
        asked.append(min(counts))
    assert asked[0] >= asked[1] >= asked[2], asked
