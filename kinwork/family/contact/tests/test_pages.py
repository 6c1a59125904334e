"""Pages of messages: what failed, letters, calls; by everybody who might open them."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.tests import scenes
from kinwork.family.contact.tests.test_outbox import fails, no_server  # noqa: F401
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


def page(cast, name: str, path: str, **form) -> tuple[int, str]:
    browser = browser_of(cast, name)
    answer = browser.post(path, form) if form else browser.get(path)
    return answer.status_code, answer.content.decode()


def test_the_worker_who_follows_finds_it_on_the_desk_and_decides(no_server):  # noqa: F811
    cast = casting.make_cast()
    message = fails(cast)
    assert f"/contact/failed/{message.pk}/" in page(cast, "ana", "/desk/")[1]
    status, text = page(cast, "ana", f"/contact/failed/{message.pk}/")
    assert status == 200 and "Nobody answered" in text
    for secret in ("Clinic", "Home visits", "Rosa", "referral.sent"):
        assert secret not in text.replace("Messages that did not arrive", ""), secret
    status, text = page(cast, "ana", f"/contact/failed/{message.pk}/give-up/", words="")
    assert status == 200 and "usa-error" in text
    page(cast, "ana", f"/contact/failed/{message.pk}/give-up/", words="Told her")
    assert scenes.line(message).state == "given up"
    assert f"/contact/failed/{message.pk}/" not in page(cast, "ana", "/desk/")[1]


@pytest.mark.parametrize(
    ("name", "seen"),
    [("ana", 200), ("bea", 404), ("cruz", 404), ("ben", 404), ("dana", 403), ("eve", 403)],
)
def test_who_opens_a_dead_letter(name, seen, no_server):  # noqa: F811
    cast = casting.make_cast()
    message = fails(cast)
    assert page(cast, name, f"/contact/failed/{message.pk}/")[0] == seen
    assert page(cast, name, f"/contact/failed/{message.pk}/retry/", go="1")[0] in (302, 403, 404)
    assert (scenes.line(message).state == "waiting") == (name == "ana")


def test_an_empty_list_says_what_will_be_here():
    cast = casting.make_cast()
    assert "Everything arrived" in page(cast, "bea", "/contact/failed/")[1]


def by_hand(cast, channel: str, value: str, **said):
    scenes.reach(cast, channel, value, **said)
    referral = casting.accepted(cast)
    with everything():
        row = Delivery.objects.filter(household=cast.household.pk).order_by("made_at").last()
    message = type("M", (), {"pk": row.pk})
    assert scenes.try_at(message, cast.later(hours=2)) == "on a desk", referral
    return row


def test_a_call_is_read_aloud_and_ends_in_two_taps():
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142", safe_hours="after 5 pm")
    (task,) = scenes.lines_of("call to make")
    assert task.assignee_id == cast.ana.id
    path = f"/contact/by-hand/{row.pk}/"
    assert path in page(cast, "ana", "/desk/")[1]
    status, text = page(cast, "ana", path)
    assert status == 200 and "520-555-0142" in text and "Hola. Llamo" in text
    script = text.split("<ol")[1].split("</ol>")[0]
    for secret in ("Clinic", "Library", "Kinwork", "Home visits", "Saguaro"):
        assert secret not in script, secret
    for tries in (1, 2):
        page(cast, "ana", f"{path}ended/", how="missed")
        assert scenes.line(row).state == "on a desk" and scenes.line(row).tries == tries
    page(cast, "ana", f"{path}ended/", how="missed")
    assert scenes.line(row).state == "failed" and scenes.lines_of("call to make") == []
    assert len(scenes.lines_of("message failed")) == 1


def test_a_call_that_reached_her_is_done():
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how="told")
    assert scenes.line(row).state == "told" and scenes.lines_of("call to make") == []
    assert page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how="told")[0] == 302


def test_a_letter_is_neutral_in_her_language_and_ticked():
    cast = casting.make_cast()
    row = by_hand(cast, "mail", "P.O. Box 7\nMesquite Flats, AZ 85128")
    status, text = page(cast, "ana", f"/contact/by-hand/{row.pk}/")
    sheet = text.split('<article class="kw-sheet"')[1].split("</article>")[0]
    assert status == 200 and "P.O. Box 7" in sheet and "Hay algo nuevo" in sheet
    for secret in ("Clinic", "Library", "Kinwork", "Home visits", "Saguaro"):
        assert secret not in sheet, secret
    page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how="told")
    assert scenes.line(row).state == "told"


@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "dana", "rosa"])
def test_nobody_else_opens_a_call(name):
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    status, text = page(cast, name, f"/contact/by-hand/{row.pk}/")
    assert status in (302, 403, 404) and "520-555-0142" not in text
    page(cast, name, f"/contact/by-hand/{row.pk}/ended/", how="told")
    assert scenes.line(row).state == "on a desk"


def test_the_lists_ask_no_more_for_more_lines(no_server):  # noqa: F811
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cast = casting.make_cast()
    fails(cast)
    ana = browser_of(cast, "ana")
    ana.get("/contact/failed/")
    with CaptureQueriesContext(connection) as one:
        ana.get("/contact/failed/")
    with acting_as(cast.ana, now=cast.at):
        row = Delivery.objects.get(state="failed")
    with everything():
        for _more in range(2):
            row.pk, row.key = casting.new_id(), casting.new_id()
            row._state.adding = True
            row.save(force_insert=True)
    with CaptureQueriesContext(connection) as three:
        ana.get("/contact/failed/")
    assert len(three) == len(one)
