"""A shared computer forgets: two families in a row, the back button, direct addresses, cookies."""

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts.current import DRAFT, FAMILY
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.intake import actions, jobs
from kinwork.family.intake.kiosk_mode import SEEN, STAYED
from kinwork.family.intake.models import Draft, Kiosk, Seat
from kinwork.family.intake.tests.walking import HIDDEN, Walk, story, to_the_end
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
CODE = re.compile(r"kw-code__letters\">([A-Z0-9-]+)<")


@pytest.fixture
def kiosk(town) -> Walk:
    """The tablet after Ana has set it up."""
    walk = Walk(browser_of(town.cast, "ana"))
    walk.get("/start/desk/kiosk/")
    walk.post("/start/desk/kiosk/", place="Front desk")
    assert walk.here == "/start/kiosk/", walk.text
    return walk


def the_kiosk() -> Kiosk:
    with everything():
        return Kiosk.objects.get()


def left_alone(walk: Walk, seconds: int) -> None:
    with everything():
        session = walk.client.session
        session[SEEN] = int(time.time()) - seconds
        session.save()


def drafts() -> int:
    with everything():
        return Draft.objects.count()


def test_setting_it_up_signs_the_worker_out(kiosk, town):
    for path in ("/desk/", "/start/desk/", reverse("account_login"), reverse("mfa_index")):
        page = kiosk.client.get(path)
        assert page.status_code == 403 and "Not on this computer" in page.content.decode(), path
    assert the_kiosk().agency_id == town.cast.agencies["library"].pk
    cookie = kiosk.client.cookies["kiosk"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 12 * 60 * 60


def test_two_families_in_a_row(kiosk, town):
    kiosk.post("/start/kiosk/", language="es")
    assert kiosk.here == "/start/" and "¿Qué necesita?" in kiosk.text
    story(kiosk)
    kiosk.get("/start/people/")
    old, pages = (
        kiosk.text,
        ["/start/people/", "/start/together/", "/start/questions/", "/start/result/"],
    )
    assert "Lucía" in old and "Finish and clear" not in old and "Terminar y borrar" in old
    session = kiosk.client.cookies["sessionid"].value
    form = dict(HIDDEN.findall(old))
    over = kiosk.client.post("/start/kiosk/over/")
    assert over.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in over.headers["Cache-Control"]
    assert drafts() == 0  # nobody took a code
    for name in ("sessionid", "csrftoken", "django_language"):
        assert not getattr(kiosk.client.cookies.get(name), "value", ""), name
    assert kiosk.client.cookies["kiosk"].value
    for path in pages:  # the back button, and addresses by hand
        kiosk.get(path)
        assert "Lucía" not in kiosk.text and "Rosa" not in kiosk.text, path
    kiosk.client.post("/start/people/", form)
    kiosk.client.cookies["sessionid"] = session  # and the old session by hand
    kiosk.get("/start/people/")
    assert "Lucía" not in kiosk.text
    story(kiosk)
    kiosk.get("/start/people/")
    assert kiosk.text.count("Lucía") and drafts() == 1


def test_a_form_of_the_family_before_is_not_sent_again(town):
    """Back, then "send again": the browser still has what the last family typed."""
    cast = town.cast
    walk = Walk(browser_of(cast, "ana"))
    walk.get("/start/desk/kiosk/")
    walk.post("/start/desk/kiosk/", place="Front desk")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["kiosk"] = walk.client.cookies["kiosk"].value
    page = strict.get("/start/").content.decode()
    form = {"needs": ["diapers"], "words": "my secret", **dict(HIDDEN.findall(page))}
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert strict.post("/start/", form | {"csrfmiddlewaretoken": token}).status_code == 302
    page = strict.get("/start/soon/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert strict.post("/start/kiosk/over/", {"csrfmiddlewaretoken": token}).status_code == 302
    strict.get("/start/kiosk/")  # the next family: a token of its own
    again = strict.post("/start/", form | {"csrfmiddlewaretoken": token})
    assert again.status_code == 302 and again.headers["Location"] == "/start/kiosk/"
    assert b"my secret" not in again.content and drafts() == 0


def test_nobody_touches_it(kiosk):
    """Asked after three minutes, forgotten a minute later, without any script."""
    story(kiosk)
    kiosk.get("/start/people/")
    assert (
        '<meta http-equiv="refresh" content="180;url=/start/kiosk/still/?back=/start/people/">'
        in kiosk.text
    )
    left_alone(kiosk, 180)
    kiosk.get("/start/kiosk/still/?back=/start/people/")
    assert 'content="60;url=/start/kiosk/"' in kiosk.text and 'href="/start/people/"' in kiosk.text
    left_alone(kiosk, 190)
    kiosk.get("/start/people/")  # yes, I am still here
    assert "Lucía" in kiosk.text
    left_alone(kiosk, 180)
    kiosk.get("/start/kiosk/still/")
    left_alone(kiosk, 241)
    kiosk.get("/start/people/")
    assert kiosk.here == "/start/kiosk/" and "Lucía" not in kiosk.text and drafts() == 0


def test_looking_at_the_question_is_no_touch_and_the_script_says_when_one_was(kiosk):
    story(kiosk)
    left_alone(kiosk, 200)
    kiosk.get("/start/kiosk/still/")
    with everything():
        assert time.time() - kiosk.client.session[SEEN] >= 199
    assert kiosk.client.post("/start/kiosk/still/").status_code == 204
    with everything():
        assert time.time() - kiosk.client.session[SEEN] < 60


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "javascript:alert(1)", ""]
)
def test_the_way_back_stays_here(kiosk, back):
    kiosk.get(f"/start/kiosk/still/?back={back}")
    assert (
        "evil"
        not in re.search(r'<a class="[^"]*" href="([^"]*)"[^>]*>[^<]*still here', kiosk.text)[1]
    )


def test_what_a_code_opens_is_kept(kiosk):
    story(kiosk)
    kiosk.get("/start/stop/")
    kiosk.post("/start/stop/", word="mariposa")
    code = CODE.search(kiosk.text)[1]
    kiosk.client.post("/start/kiosk/over/")
    assert drafts() == 1
    home = Walk(Client())
    home.get("/start/back/")
    home.post("/start/back/", code=code, word="mariposa")
    home.get("/start/people/")
    assert "Lucía" in home.text


def test_after_sending_the_familys_page_is_cleared_too(kiosk, town):
    story(kiosk)
    to_the_end(kiosk, [town.service["bloom_visits"]])
    kiosk.post("/start/send/")
    assert kiosk.here == "/start/sent/"
    assert kiosk.client.get("/ours/copy/").status_code == 403  # no file is left behind
    left_alone(kiosk, 300)
    kiosk.get("/ours/")
    assert kiosk.here == "/start/kiosk/"
    with everything():
        assert FAMILY not in kiosk.client.session and DRAFT not in kiosk.client.session
    kiosk.get("/ours/")
    assert "Rosa" not in kiosk.text


def test_nothing_is_filled_in_or_kept_by_the_browser(kiosk):
    for path in ("/start/kiosk/", "/start/", "/start/back/", "/find/"):
        page = kiosk.client.get(path)
        text = page.content.decode()
        assert "no-store" in page.headers["Cache-Control"], path
        assert text.count("<form ") == text.count('<form autocomplete="off"'), path
        assert set(re.findall(r'autocomplete="([^"]*)"', text)) <= {"off"}, path
        assert "Finish and clear" in text and "kiosk.js" in text, path
    lost = kiosk.client.get("/start/nothing-here/")
    assert lost.status_code == 404 and "/start/kiosk/" in lost.headers["Refresh"]


def test_leaving_in_a_hurry_clears_and_stays_a_kiosk(kiosk):
    story(kiosk)
    left = kiosk.client.post("/leave/")
    assert left.headers["Location"] == "/start/kiosk/" and kiosk.client.cookies["kiosk"].value
    assert drafts() == 0


@pytest.mark.parametrize("how", ["ended", "over", "made up", "of another key"])
def test_a_computer_that_is_none_any_more(kiosk, town, how):
    story(kiosk)
    if how == "ended":
        ana = Walk(browser_of(town.cast, "ana"))
        ana.get("/start/desk/kiosk/")
        assert "Front desk" in ana.text
        ana.post(f"/start/desk/kiosk/{the_kiosk().pk}/end/")
        ana.post(f"/start/desk/kiosk/{the_kiosk().pk}/end/")  # twice
        assert "Front desk" not in ana.text
    elif how == "over":
        with everything():
            Kiosk.objects.update(
                began_at=timezone.now() - timedelta(hours=13),
                expires_at=timezone.now() - timedelta(hours=1),
            )
    else:
        kiosk.client.cookies["kiosk"] = "x" if how == "made up" else "ImFiYyI:1abc:zzz"
    answer = kiosk.client.get("/start/people/")
    assert answer.status_code == 302 and not kiosk.client.cookies["kiosk"].value
    kiosk.get("/start/people/")
    assert "Lucía" not in kiosk.text
    assert kiosk.client.get("/start/kiosk/").status_code == 404
    assert kiosk.client.get(reverse("account_login")).status_code == 200


def test_who_ends_it(kiosk, town):
    found = the_kiosk()
    for who in (town.cast.cruz, town.cast.ben):
        with acting_as(who), pytest.raises(Refused):
            actions.end_kiosk(found, by=who, at=timezone.now())
    cruz = browser_of(town.cast, "cruz")
    assert cruz.post(f"/start/desk/kiosk/{found.pk}/end/").status_code == 404
    assert "Front desk" not in cruz.get("/start/desk/kiosk/").content.decode()
    assert the_kiosk().ended_at is None


@pytest.mark.parametrize("place", ["", "   ", "x" * 101])
def test_it_says_where_it_stands(town, place):
    ana = Walk(browser_of(town.cast, "ana"))
    ana.get("/start/desk/kiosk/")
    ana.post("/start/desk/kiosk/", place=place)
    assert ana.here == "/start/desk/kiosk/" and "usa-error-message" in ana.text
    with everything():
        assert not Kiosk.objects.exists()


def test_a_computer_that_was_switched_off_forgets_by_the_clock(kiosk):
    story(kiosk)
    with everything():
        draft = Draft.objects.get()
    jobs.forget(draft.pk)
    assert drafts() == 1  # somebody is still at it
    with everything():
        Draft.objects.update(changed_at=timezone.now() - timedelta(minutes=11))
    jobs.forget(draft.pk)
    jobs.forget(draft.pk)
    assert drafts() == 0
    with everything():
        assert AuditEntry.objects.filter(verb="intake.forget").count() == 1


def test_the_clock_leaves_what_is_kept_and_what_is_no_kiosks(kiosk, town):
    story(kiosk)
    kiosk.get("/start/stop/")
    kiosk.post("/start/stop/", word="mariposa")
    home = Walk(Client())
    story(home)
    with everything():
        Draft.objects.update(changed_at=timezone.now() - timedelta(hours=2))
        ids = list(Draft.objects.values_list("pk", flat=True))
    for id in ids:
        jobs.forget(id)
    assert drafts() == 2


def test_no_kiosk_no_pages_of_one(town):
    walk = Walk(Client())
    for path in ("/start/kiosk/", "/start/kiosk/still/"):
        assert walk.client.get(path).status_code == 404
    assert walk.client.post("/start/kiosk/over/").status_code == 404


def test_without_its_cookie_the_last_familys_session_is_gone_too(kiosk, town):
    """The cookie runs out overnight, or somebody deletes it: the session behind it must not stay."""
    story(kiosk)
    to_the_end(kiosk, [town.service["bloom_visits"]])
    kiosk.post("/start/send/")
    kiosk.get("/ours/")
    assert "Rosa" in kiosk.text
    del kiosk.client.cookies["kiosk"]
    for path in ("/ours/", "/start/people/", "/"):
        kiosk.get(path)
        assert "Rosa" not in kiosk.text, path
    with everything():
        assert FAMILY not in kiosk.client.session


def test_beginning_in_a_language_begins_anew(kiosk):
    """The family before went to the first page and left; the next one presses its language."""
    story(kiosk)
    kiosk.get("/")
    assert kiosk.here == "/start/kiosk/"
    kiosk.post("/start/kiosk/", language="es")
    assert kiosk.here == "/start/" and "¿Qué necesita?" in kiosk.text
    kiosk.get("/start/people/")
    assert "Lucía" not in kiosk.text and drafts() == 0


def test_whoever_reads_slowly_keeps_the_story(kiosk):
    """Nothing was answered for a while, but somebody said: I am still here."""
    story(kiosk)
    with everything():
        draft, session = Draft.objects.get(), kiosk.client.session
        Draft.objects.update(changed_at=timezone.now() - timedelta(minutes=11))
        session[STAYED] = int(time.time()) - 180
        session.save()
    kiosk.client.post("/start/kiosk/still/")
    jobs.forget(draft.pk)
    assert drafts() == 1


def test_a_helper_who_never_leaves_keeps_it_for_half_a_day_alone(kiosk, town):
    story(kiosk)
    kiosk.get("/start/together/")
    kiosk.post("/start/together/")
    ana = Walk(browser_of(town.cast, "ana"))
    ana.get("/start/desk/join/")
    ana.post("/start/desk/join/", code=CODE.search(kiosk.text)[1])
    assert ana.here.endswith("/together/")
    with everything():
        draft = Draft.objects.get()
        Draft.objects.update(changed_at=timezone.now() - timedelta(minutes=11))
    jobs.forget(draft.pk)
    assert drafts() == 1
    with everything():
        Seat.objects.update(joined_at=timezone.now() - timedelta(hours=13))
    jobs.forget(draft.pk)
    assert drafts() == 0
