"""A family shuts every way in: also those from the time when its story was not finished."""

import re

import pytest
from django.test import Client

from kinwork.accounts.current import FAMILY
from kinwork.family.intake.tests.test_together import second_phone
from kinwork.family.intake.tests.walking import Walk, story, to_the_end
from tests.seeing import everything

pytestmark = pytest.mark.django_db
CODE = re.compile(r"kw-code__letters\">([A-Z0-9-]+)<")


@pytest.fixture
def rosa(town) -> Walk:
    """In the middle of her story."""
    walk = Walk(Client())
    story(walk)
    return walk


def kept(walk: Walk) -> str:
    """The code to come back to an unfinished story."""
    walk.get("/start/stop/")
    walk.post("/start/stop/", word="mariposa")
    return CODE.search(walk.text)[1]


def sends(walk: Walk) -> None:
    to_the_end(walk, [])
    walk.post("/start/send/")
    assert walk.here == "/start/sent/"


def shuts(walk: Walk) -> None:
    walk.get("/ours/")
    walk.post("/ours/shut/")
    assert "ended=yes" in walk.page.request["QUERY_STRING"]


def is_in(walk: Walk) -> bool:
    walk.get("/ours/")
    with everything():
        return FAMILY in walk.client.session


def test_the_code_of_the_unfinished_story_opens_nothing_after_the_family_shut_its_page(rosa):
    code = kept(rosa)
    sends(rosa)
    shuts(rosa)
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code, word="mariposa")
    assert other.here == "/start/back/" and not is_in(other)
    assert is_in(rosa)


def test_a_phone_from_the_unfinished_story_opens_nothing_after_the_family_shut_its_page(rosa):
    luis = second_phone(rosa)
    sends(rosa)
    shuts(rosa)
    luis.get("/start/people/")
    assert not is_in(luis)


def test_a_browser_that_held_the_unfinished_story_opens_nothing_after_the_family_shut_its_page(
    rosa,
):
    code = kept(rosa)
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code, word="mariposa")
    sends(rosa)
    shuts(rosa)
    other.get("/start/people/")
    assert not is_in(other)


def test_the_code_of_the_unfinished_story_opens_nothing_once_there_is_a_newer_one(rosa):
    """The page of the new code says so: the one before it stops to work."""
    code = kept(rosa)
    sends(rosa)
    rosa.post("/start/sent/", word="mariposa")
    newer = CODE.search(rosa.text)[1]
    for typed, opens in ((code, False), (newer, True)):
        other = Walk(Client())
        other.get("/start/back/")
        other.post("/start/back/", code=typed, word="mariposa")
        assert is_in(other) is opens


def test_a_story_that_is_begun_again_is_nobodys_any_more_once_the_page_is_shut(rosa):
    """It holds what the family told before; sending it would open the page."""
    sends(rosa)
    rosa.get("/start/")
    rosa.post("/start/", needs=["diapers"])
    code = kept(rosa)
    other = Walk(Client())
    other.get("/start/back/")
    other.post("/start/back/", code=code, word="mariposa")
    other.get("/start/people/")
    assert "Lucía" in other.text
    shuts(rosa)
    other.get("/start/people/")
    assert "Lucía" not in other.text
    late = Walk(Client())
    late.get("/start/back/")
    late.post("/start/back/", code=code, word="mariposa")
    assert late.here == "/start/back/"
    rosa.get("/start/people/")
    assert "Lucía" in rosa.text
