"""Who was let in at an intake and is asked to leave, who never may come, and what a seat is not."""

import pytest
from django.test import Client

from kinwork.accounts.current import FAMILY
from kinwork.common.acting import acting_as
from kinwork.family.intake.models import Interpreting, Seat
from kinwork.family.intake.tests.test_together import CODE, code_of, helped, second_phone, the_draft
from kinwork.family.intake.tests.walking import Walk, story, to_the_end
from kinwork.trust.access.models import Block
from tests.cast import OPERATOR
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(town) -> Walk:
    return Walk(Client())


@pytest.fixture
def ana(town) -> Walk:
    return Walk(browser_of(town.cast, "ana"))


def family_of(walk: Walk) -> list[str]:
    with everything():
        return walk.client.session.get(FAMILY, [])


def put_out(walk: Walk, **who) -> None:
    with everything():
        seat = Seat.objects.get(joined_at__isnull=False, **who)
    walk.client.post(f"/start/together/{seat.pk}/end/")


def test_a_second_phone_that_is_asked_to_leave_sees_and_changes_nothing_more(rosa):
    story(rosa)
    luis = second_phone(rosa)
    luis.get("/start/people/")
    assert "Lucía" in luis.text
    put_out(rosa, side="family")
    for path in ("/start/people/", "/start/together/", "/start/send/", "/start/together/news/"):
        luis.get(path)
        assert "Lucía" not in luis.text and luis.here == "/start/", path
    luis.client.post("/start/soon/", {"soon": "today", "version": "99"})
    assert the_draft().answers["soon"] == "2 days"
    rosa.get("/start/people/")
    assert "Lucía" in rosa.text


def test_a_second_phone_makes_no_key_and_lets_nobody_in(rosa):
    """A key would open it for a month after that phone was asked to leave."""
    story(rosa)
    luis = second_phone(rosa)
    luis.client.post("/start/stop/", {"word": "mariposa"})
    assert the_draft().kept_at is None
    luis.get("/start/people/")
    assert "/start/stop/" not in luis.text
    luis.get("/start/together/")
    assert "Make a code" not in luis.text
    luis.post("/start/together/")
    assert not CODE.search(luis.text)


def test_a_second_phone_of_a_new_family_may_send(rosa, town):
    story(rosa)
    luis = second_phone(rosa)
    to_the_end(luis, [town.service["bloom_visits"]])
    luis.post("/start/send/")
    assert luis.here == "/start/sent/" and the_draft().finished_at
    rosa.get("/start/people/")
    assert rosa.here == "/start/sent/"


def test_a_code_for_one_intake_does_not_open_a_known_familys_page(rosa, town):
    story(rosa)
    to_the_end(rosa, [])
    rosa.post("/start/send/")
    rosa.get("/start/")
    rosa.post("/start/", needs=["diapers"])
    assert family_of(rosa)
    luis = second_phone(rosa)
    luis.client.post("/start/send/")
    assert the_draft().finished_at is None
    to_the_end(rosa, [])
    rosa.post("/start/send/")
    assert the_draft().finished_at, rosa.text
    for path in ("/start/people/", "/ours/", "/ours/story/"):
        luis.get(path)
        assert "Rosa" not in luis.text and "Lucía" not in luis.text, path
    assert not family_of(luis)


def test_a_worker_whom_the_family_shut_out_takes_no_seat(rosa, ana, town):
    story(rosa)
    to_the_end(rosa, [])
    rosa.post("/start/send/")
    rosa.get("/start/")
    rosa.post("/start/", needs=["diapers"])
    desk = helped(rosa, ana)
    home = family_of(rosa)[1]
    with acting_as(OPERATOR), everything():
        Block.objects.create(
            household_id=home, user_id=town.cast.ana.id, starts=the_draft().began_at
        )
    assert ana.client.get(f"{desk}/people/").status_code == 404
    ana.get("/start/desk/join/")
    ana.post("/start/desk/join/", code=code_of(rosa))
    assert ana.here == "/start/desk/join/"


def test_two_helpers_of_two_agencies_each_write_down_who_interprets(rosa, ana, town):
    story(rosa)
    cruz = Walk(browser_of(town.cast, "cruz"))
    for worker, name in ((ana, "Ana's"), (cruz, "Cruz's")):
        desk = helped(rosa, worker)
        worker.get(f"{desk}/languages/")
        worker.post(f"{desk}/languages/", language="es", kind="staff", name=name)
        assert worker.page.status_code == 200
    with everything():
        assert sorted(Interpreting.objects.values_list("name", flat=True)) == ["Ana's", "Cruz's"]


def test_a_helper_types_no_paper_into_a_familys_own_intake(rosa, ana):
    """What "the family wrote on paper" would then say, the family has not written."""
    story(rosa)
    desk = helped(rosa, ana)
    for page in ("", "people/", "answers/", "check/"):
        assert ana.client.get(f"{desk}/paper/{page}").status_code == 404, page


@pytest.mark.parametrize("about", ["x", "x,y", "'; DROP", "\u0000", "a" * 5000, ",,,"])
def test_a_question_about_nobody_of_this_home(rosa, about):
    story(rosa)
    for key in ("concern", "pregnant", "receives_who", "income_whose", "who_receives"):
        page = rosa.client.post(
            f"/start/questions/{key}/", {"about": about, "ref": key, "answer0": "yes"}
        )
        assert page.status_code < 500, key
    assert "x" not in str([k for k in the_draft().answers if k.startswith("fact:")])
