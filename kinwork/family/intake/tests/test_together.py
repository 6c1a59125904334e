"""Two people at one intake: a second phone, a helper at a desk, a family at a desk's intake."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from kinwork.accounts.current import DRAFT
from kinwork.common.acting import acting_as
from kinwork.family.intake.models import Draft, Seat
from kinwork.family.intake.tests.walking import HIDDEN, Walk, birth, story, to_the_end
from kinwork.people.models import Household
from tests.cast import OPERATOR
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
CODE = re.compile(r"kw-code__letters\">([A-Z0-9-]+)<")


@pytest.fixture
def rosa(town) -> Walk:
    return Walk(Client())


@pytest.fixture
def ana(town) -> Walk:
    return Walk(browser_of(town.cast, "ana"))


def code_of(walk: Walk, where: str = "/start/together/") -> str:
    walk.get(where)
    walk.post(where)
    return CODE.search(walk.text)[1]


def second_phone(walk: Walk) -> Walk:
    other = Walk(Client())
    other.get("/start/join/")
    other.post("/start/join/", code=code_of(walk).lower())
    assert other.here == "/start/together/"
    return other


def helped(walk: Walk, worker: Walk) -> str:
    """A worker sits down at this family's intake; where it is at the desk."""
    worker.get("/start/desk/join/")
    worker.post("/start/desk/join/", code=code_of(walk))
    assert worker.here.endswith("/together/"), worker.text
    return worker.here.removesuffix("/together/")


def the_draft() -> Draft:
    with everything():
        return Draft.objects.latest("began_at")


def fields(walk: Walk) -> dict[str, str]:
    return dict(HIDDEN.findall(walk.text))


def test_two_phones_of_one_family_are_asked_which_answer_stands(rosa):
    """What the docs always said of mother and father, and nobody had tried."""
    story(rosa)
    luis = second_phone(rosa)
    luis.get("/start/soon/")
    rosa.get("/start/soon/")
    rosa.post("/start/soon/", soon="today")
    page = luis.client.post("/start/soon/", fields(luis) | {"soon": "routine"})
    assert page.status_code == 409
    luis.page = page
    assert "Which one stands?" in luis.text and "not in a hurry" in luis.text
    assert the_draft().answers["soon"] == "today"
    assert luis.client.post("/start/both/", fields(luis)).status_code == 409  # nothing chosen
    luis.post("/start/both/", **{"stands-0": "typed"})
    assert the_draft().answers["soon"] == "routine"


def test_while_one_chooses_the_other_saves_again(rosa):
    story(rosa)
    luis = second_phone(rosa)
    luis.get("/start/soon/")
    rosa.get("/start/soon/")
    rosa.post("/start/soon/", soon="today")
    luis.page = luis.client.post("/start/soon/", fields(luis) | {"soon": "routine"})
    rosa.get("/start/soon/")
    rosa.post("/start/soon/", soon="2 days")
    again = luis.client.post("/start/both/", fields(luis) | {"stands-0": "typed"})
    assert again.status_code == 409 and the_draft().answers["soon"] == "2 days"


def test_what_stands_cannot_be_made_up(rosa):
    story(rosa)
    rosa.post("/start/both/", kept="made-up", **{"stands-0": "typed"})
    assert rosa.page.status_code == 200 and the_draft().answers["soon"] == "2 days"


def test_a_helper_sees_and_adds_and_both_are_told(rosa, ana, town):
    story(rosa)
    desk = helped(rosa, ana)
    ana.get(f"{desk}/people/")
    assert "Lucía" in ana.text and "Here with you: The family" in ana.text
    ana.get(f"{desk}/people/add/child/")
    ana.post(ana.here, given="Iker", **birth(date(2024, 2, 3)))
    rosa.get("/start/people/")
    assert "Iker" in rosa.text and "Ana" in rosa.text
    assert "New since your last page" in rosa.text
    rosa.get("/start/people/")
    assert "New since your last page" not in rosa.text  # told once
    rosa.get("/start/together/")
    assert "Answered last" in rosa.text and "Ana" in rosa.text
    version = the_draft().version
    news = rosa.client.get("/start/together/news/?since=0").json()
    assert any("Iker" in line for line in news["new"]) and news["version"] == version
    assert rosa.client.get(f"/start/together/news/?since={version}").json()["new"] == []


def test_different_answers_of_two_are_both_kept(rosa, ana):
    story(rosa)
    desk = helped(rosa, ana)
    ana.get(f"{desk}/people/add/child/")
    rosa.get("/start/reach/")
    ana.post(ana.here, given="Iker")
    rosa.post("/start/reach/", channel="page")
    told = the_draft().answers
    assert told["reach"] == {"channel": "page"}
    assert "Iker" in str(told)


def test_an_answer_belongs_to_whom_the_page_named(rosa, ana):
    """A child is added first in the order while a page about two children is open."""
    story(rosa)
    rosa.get("/start/people/add/child/")
    rosa.post(rosa.here, given="Mateo", **birth(date(2020, 1, 2)))
    desk = helped(rosa, ana)
    rosa.get("/start/questions/concern/")
    assert "about" in fields(rosa), rosa.text[:3000]
    drawn = fields(rosa)["about"].split(",")
    told = the_draft().answers
    lucia = next(
        key[7:] for key, one in told.items() if key[:7] == "member:" and one["given"] == "Lucía"
    )
    ana.get(f"{desk}/people/{lucia}/remove/")
    ana.post(ana.here)
    answers = {
        f"answer{number}": "yes" if who == lucia else "no" for number, who in enumerate(drawn)
    }
    rosa.post("/start/questions/concern/", **answers)
    assert "taken out" in rosa.text
    found = {
        key: value for key, value in the_draft().answers.items() if key.startswith("fact:concern")
    }
    assert len(drawn) > 1 and list(found.values()) == [False] * (len(drawn) - 1)


def test_changing_somebody_whom_the_other_took_out(rosa, ana):
    story(rosa)
    desk = helped(rosa, ana)
    told = the_draft().answers
    lucia = next(
        key[7:] for key, one in told.items() if key[:7] == "member:" and one["given"] == "Lucía"
    )
    rosa.get(f"/start/people/{lucia}/")
    ana.get(f"{desk}/people/{lucia}/remove/")
    ana.post(ana.here)
    typed = {"given": "Luci", "family": "Luna", **birth(date(2025, 6, 20))}
    page = rosa.client.post(f"/start/people/{lucia}/", fields(rosa) | typed)
    assert page.status_code == 409 and "it was taken out" in page.content.decode()
    rosa.get(f"/start/people/{lucia}/")
    assert rosa.here == "/start/people/"


def test_a_line_of_money_sent_twice_counts_once(rosa, ana):
    story(rosa)
    rosa.get("/start/questions/income/")
    line = {"amount": "1200", "period": "monthly", "kind": "wages"}
    form = fields(rosa)
    for _again in range(2):
        rosa.client.post("/start/questions/income/", form | line)
    assert len(the_draft().answers["lines"]) == 1
    desk = helped(rosa, ana)
    rosa.get("/start/questions/income/")
    ana.get(f"{desk}/questions/income/?more=1")
    ana.post(f"{desk}/questions/income/", amount="300", period="weekly", kind="wages")
    assert len(the_draft().answers["lines"]) == 2
    rosa.post("/start/questions/income/", done="yes")
    assert "fact:income" not in the_draft().answers  # she had not seen the second line
    rosa.post("/start/questions/income/", done="yes")
    assert [one["amount"] for one in the_draft().answers["fact:income"]] == ["1200.0", "300.0"]


def test_the_family_sends_and_the_helper_is_led_on(rosa, ana, town):
    story(rosa)
    desk = helped(rosa, ana)
    luis = second_phone(rosa)
    to_the_end(rosa, [town.service["bloom_visits"]])
    rosa.post("/start/send/")
    luis.get("/start/people/")
    assert luis.here == "/start/sent/"
    ana.get(f"{desk}/people/")
    assert "The family has sent it" in ana.text


def test_the_helper_sends_and_the_family_is_led_on(rosa, ana, town):
    story(rosa)
    desk = helped(rosa, ana)
    to_the_end(rosa, [town.service["bloom_visits"]])
    ana.get(f"{desk}/send/")
    ana.post(f"{desk}/send/", way="on screen")
    with everything():
        draft = Draft.objects.latest("began_at")
        assert draft.finished_at, ana.text
        assert ana.here == f"/households/{draft.household}/"
        assert (
            Household.objects.get(pk=draft.household).recorded_by == town.cast.agencies["library"]
        )
    rosa.get("/start/people/")
    assert rosa.here == "/start/sent/"


def test_a_family_at_a_desks_intake_answers_and_the_desk_sends(rosa, ana, town):
    ana.get("/start/desk/")
    ana.post("/start/desk/", needs=["wic"], soon="2 days", where="85201")
    desk = f"/start/desk/{the_draft().pk}"
    rosa.get("/start/join/")
    rosa.post("/start/join/", code=code_of(ana, f"{desk}/together/"))
    rosa.get("/start/people/")
    rosa.post(rosa.here, given="Marta", family="Soto")
    rosa.post("/start/people/")
    to_the_end(rosa, [])
    assert "Your helper sends it" in rosa.text and "Stop and come back" not in rosa.text
    assert rosa.client.post("/start/send/").status_code == 403
    assert rosa.client.post("/start/stop/", {"word": "mariposa"}).status_code == 403
    assert rosa.client.post("/start/together/").status_code == 200
    ana.get(f"{desk}/people/")
    assert "Marta" in ana.text and "The family, on its own phone" in ana.text
    ana.post(f"{desk}/send/", way="on screen")
    assert ana.here.startswith("/households/")
    rosa.get("/start/people/")
    assert "It is done" in rosa.text
    with everything():
        assert rosa.client.session[DRAFT] != str(the_draft().pk)  # never the desk's own key


def test_whoever_is_asked_to_leave_sees_nothing_more(rosa, ana):
    story(rosa)
    desk = helped(rosa, ana)
    with everything():
        seat = Seat.objects.get(side="desk")
    rosa.post(f"/start/together/{seat.pk}/end/")
    assert ana.client.get(f"{desk}/people/").status_code == 404
    assert ana.client.post(f"{desk}/people/").status_code == 404


def test_a_seat_ends_by_itself(rosa, ana, town):
    story(rosa)
    desk = helped(rosa, ana)
    with everything():
        seats = Seat.objects.filter(side="desk")
        seats.update(joined_at=seats.get().joined_at - timedelta(hours=12, minutes=1))
    assert ana.client.get(f"{desk}/people/").status_code == 404


@pytest.mark.parametrize("wrong", ["AAAABBBB", "", "A" * 99, "' OR 1=1 --", "é\x00x"])
def test_codes_that_open_nothing(rosa, ana, wrong):
    story(rosa)
    code_of(rosa)
    for walk, where in ((Walk(Client()), "/start/join/"), (ana, "/start/desk/join/")):
        walk.get(where)
        walk.post(where, code=wrong)
        assert walk.page.status_code == 200 and walk.here == where
        assert "usa-error-message" in walk.text


def test_a_code_works_once_and_not_for_long(rosa, ana):
    story(rosa)
    old = code_of(rosa)
    new = code_of(rosa)
    for code, opens in ((old, False), (new, True), (new, False)):
        other = Walk(Client())
        other.get("/start/join/")
        other.post("/start/join/", code=code)
        assert (other.here == "/start/together/") == opens
    late = code_of(rosa)
    with everything():
        Seat.objects.filter(joined_at=None).update(
            made_at=the_draft().began_at - timedelta(hours=2),
            expires_at=the_draft().began_at - timedelta(hours=1),
        )
    ana.get("/start/desk/join/")
    ana.post("/start/desk/join/", code=late)
    assert ana.here == "/start/desk/join/"


def test_a_desks_code_is_for_families_and_a_familys_not_for_a_shelter(rosa, ana, town):
    ana.get("/start/desk/")
    ana.post("/start/desk/", needs=["wic"], soon="2 days", where="85201")
    code = code_of(ana, f"/start/desk/{the_draft().pk}/together/")
    cruz = Walk(browser_of(town.cast, "cruz"))
    cruz.get("/start/desk/join/")
    cruz.post("/start/desk/join/", code=code)
    assert cruz.here == "/start/desk/join/"
    story(rosa)
    agency = next(one for one in town.cast.agencies.values() if one.pk == town.cast.cruz.agency)
    with acting_as(OPERATOR):
        agency.is_victim_service_provider = True
        agency.save()
    cruz.post("/start/desk/join/", code=code_of(rosa))
    assert cruz.here == "/start/desk/join/"


def test_the_address_at_a_desk_opens_nothing_for_others(rosa, ana, town):
    """It holds a seat's id, never that of the family's draft: whoever knows that one holds it."""
    story(rosa)
    desk = helped(rosa, ana)
    seat = desk.rpartition("/")[2]
    ours = str(the_draft().pk)
    assert ours not in ana.text and seat != ours
    stranger = Walk(Client())
    stranger.get("/start/")
    stranger.client.post("/start/", {"needs": ["diapers"], "form_id": seat})
    stranger.get("/start/people/")
    assert "Lucía" not in stranger.text
    for name in ("cruz", "ben"):
        other = browser_of(town.cast, name)
        assert other.get(f"{desk}/people/").status_code in (403, 404)
        assert other.post(f"{desk}/together/").status_code in (403, 404)
    assert ana.client.get(f"/start/desk/{ours}/people/").status_code == 404
    assert "kw-code__letters" not in ana.client.post(f"{desk}/together/").content.decode()
