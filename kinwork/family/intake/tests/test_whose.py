"""The folded list of help; whose it is; and what a question says about the last time."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.facts import actions as facts
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.walking import HIDDEN, Walk, story
from kinwork.library.questions import bank
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
RECEIVES = "/start/questions/receives/"


@pytest.fixture
def walk(town) -> Walk:
    return Walk(Client())


def answers() -> dict:
    with everything():
        return Draft.objects.latest("began_at").answers


def of(given: str) -> str:
    """The id of somebody in the draft."""
    told = answers().items()
    return next(key[7:] for key, one in told if key[:7] == "member:" and one["given"] == given)


def until(walk: Walk, ref: str, most: int = 25) -> bool:
    """Skips questions until this one is asked."""
    walk.get("/start/questions/")
    for _time in range(most):
        if not walk.here.startswith("/start/questions"):
            return False
        if dict(HIDDEN.findall(walk.text)).get("ref") == ref:
            return True
        walk.post("/start/questions/", skip="yes")
    return False


def test_the_list_is_folded_by_subject(walk, town):
    story(walk)
    walk.get(RECEIVES)
    assert walk.text.count("<details") >= 5 and "I am not sure" in walk.text
    offered = {one.value for one in bank()["receives"].options}
    assert all(f'value="{code}"' in walk.text for code in offered)


def test_not_sure_leaves_it_open(walk, town):
    story(walk)
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["unsure"])
    assert answers()["skip:receives"] is True and "fact:receives" not in answers()
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["unsure", "snap"])
    assert "leave out the rest" in walk.text
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["none"])
    assert answers()["fact:receives"] == [] and "skip:receives" not in answers()


def test_who_has_it_is_asked_last_and_only_where_it_matters(walk, town):
    story(walk)
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["snap"])
    assert not until(walk, "who_receives")
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["medicaid", "snap"])
    assert until(walk, "who_receives")
    mother, child = of("Rosa"), of("Lucía")
    walk.post(walk.here)
    assert "at least one person" in walk.text
    walk.post(walk.here, medicaid=[mother])
    told = answers()
    assert told[f"fact:receives:{mother}"] == ["medicaid"]
    assert told[f"fact:receives:{child}"] == []
    assert not until(walk, "who_receives")
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["snap"])  # nobody has it any more
    assert answers()[f"fact:receives:{mother}"] == []
    walk.get(RECEIVES)
    walk.post(RECEIVES, answer0=["snap", "wic"])  # something new: whose is not known
    assert f"fact:receives:{mother}" not in answers()


def test_pay_of_a_mother_alone_is_hers_without_a_question(walk, town):
    story(walk)
    here = "/start/questions/income/"
    walk.get(here)
    walk.post(here, amount="450", period="weekly", kind="wages")
    walk.post(here, done="yes")
    assert answers()["fact:income"][0]["member"] == of("Rosa")


def test_a_known_answer_says_when_and_by_whom(town):
    """Rosa told it herself: on her own page she reads so; Ana reads who wrote it down."""
    cast = town.cast
    day = timezone.now() - timedelta(days=3)
    with acting_as(cast.rosa):
        facts.say(cast.household, key="homeless", value=False, by=cast.rosa, at=day)
    rosa = Walk(browser_of(cast, "rosa"))
    rosa.get("/start/")
    rosa.post("/start/", needs=["diapers"])
    rosa.get("/start/questions/homeless/")
    assert "You told us on" in rosa.text and "<strong>No</strong>" in rosa.text
    rosa.get("/ours/story/homeless/")
    assert "You told us on" in rosa.text


def test_an_answer_that_is_too_old_is_asked_again_and_already_filled_in(town):
    cast = town.cast
    day = timezone.now() - timedelta(days=300)
    with acting_as(cast.ana):
        facts.say(cast.household, key="receives", value=["wic"], by=cast.ana, at=day)
    ana = Walk(browser_of(cast, "ana"))
    ana.get(f"/start/desk/?household={cast.household.pk}")
    ana.post("/start/desk/", needs=["diapers"], soon="routine", where="85201")
    with everything():
        draft = Draft.objects.latest("began_at")
    assert "fact:receives" not in draft.answers
    ana.get(f"/start/desk/{draft.pk}/questions/receives/")
    assert "Is it still so?" in ana.text and "Mesquite Flats Library" in ana.text
    assert 'value="wic"' in ana.text and ana.text.count(" checked") == 1


def test_every_fact_of_the_joint_page_is_put_right(town):
    cast = town.cast
    rosa = Walk(browser_of(cast, "rosa"))
    rosa.get("/ours/story/situation/")
    rosa.post("/ours/story/situation/", answer0=["homeless"])
    assert rosa.page.status_code == 200 and rosa.here == "/ours/story/"
