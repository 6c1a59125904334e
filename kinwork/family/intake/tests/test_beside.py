"""Both languages side by side, and who carried the words."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.intake import actions
from kinwork.family.intake.models import Draft, Interpreting
from kinwork.family.intake.tests.walking import Walk, birth, story
from kinwork.people.models import Household
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
IDS = re.compile(r'\sid="([^"]+)"')
PAGES = ("", "soon/", "place/", "people/", "people/add/child/", "questions/", "questions/income/")


@pytest.fixture
def rosa(town) -> Walk:
    return Walk(Client())


@pytest.fixture
def ana(town) -> Walk:
    walk = Walk(browser_of(town.cast, "ana"))
    walk.get("/start/desk/")
    walk.post("/start/desk/", needs=["wic"], soon="2 days", where="85201", family_language="es")
    return walk


def the_draft() -> Draft:
    with everything():
        return Draft.objects.latest("began_at")


def desk() -> str:
    return f"/start/desk/{the_draft().pk}"


def test_a_family_sees_both_until_it_says_one(rosa):
    story(rosa)
    rosa.get("/start/soon/?beside=es")
    for where in PAGES:
        rosa.get(f"/start/{where}")
        assert 'lang="es" class="kw-pair__two"' in rosa.text, where
        assert 'lang="en" class="kw-pair__one"' in rosa.text, where
        ids = IDS.findall(rosa.text)
        assert len(ids) == len(set(ids)), where
    rosa.get("/start/soon/")
    assert "How soon do you need help?" in rosa.text and "¿Para cuándo" in rosa.text
    rosa.get("/start/soon/?beside=")
    assert "kw-pair" not in rosa.text.replace("ways.css", "")


@pytest.mark.parametrize("wrong", ["xx", "en", "../..", "<script>", "es%00"])
def test_a_language_that_is_none_shows_one(rosa, wrong):
    story(rosa)
    rosa.get(f"/start/soon/?beside={wrong}")
    assert rosa.page.status_code == 200
    assert wrong == "en" or "kw-pair__two" not in rosa.text


def test_a_fault_is_told_in_both_and_what_was_typed_stays(rosa):
    story(rosa)
    rosa.get("/start/place/?beside=es")
    rosa.post("/start/place/", where="Nowhereville")
    assert "do not know that place" in rosa.text and "kw-pair__two" in rosa.text
    assert rosa.text.count('value="Nowhereville"') == 1


def test_drawing_a_page_twice_writes_once(rosa):
    story(rosa)
    rosa.get("/start/soon/?beside=es")
    version = the_draft().version
    rosa.post("/start/soon/", soon="routine")
    rosa.get("/start/stop/")
    rosa.post("/start/stop/", word="mariposa")
    assert the_draft().version == version + 1
    with everything():
        assert AuditEntry.objects.filter(verb="access.make_key").count() == 1


def test_at_a_desk_the_familys_words_come_first(ana):
    """Its language was picked on the first page: from there on both stand side by side."""
    ana.get(f"{desk()}/people/add/caregiver/")
    text = ana.text
    assert 'lang="es" class="kw-pair__one"' in text and 'lang="en" class="kw-pair__two"' in text
    assert '<html lang="en"' in text
    assert the_draft().language == "es"


def test_what_is_agreed_to_stands_in_the_familys_language_too(ana, town):
    ana.get(f"{desk()}/people/add/caregiver/?beside=")
    ana.post(f"{desk()}/people/add/caregiver/", given="Marta", family="Soto", **BORN)
    assert "kw-pair__one" not in ana.text
    ana.post(f"{desk()}/places/", services=[town.service["bloom_visits"]])
    ana.post(f"{desk()}/reach/", channel="page")
    ana.get(f"{desk()}/agree/")
    assert "May we ask" in ana.text and 'lang="es"' in ana.text and "Podemos" in ana.text
    ana.post(ana.here, agree="yes")
    ana.post(f"{desk()}/send/", way="on screen")
    with everything():
        assert Household.objects.get(pk=the_draft().household).language == "es"


BORN = birth(timezone.localdate().replace(year=1999, day=1))
LINE = {"language": "es", "kind": "phone", "name": "No. 4411", "line": "Valley Language Line"}


def test_who_interprets_is_written_down_and_shown(ana):
    ana.get(f"{desk()}/languages/")
    ana.post(f"{desk()}/languages/", **LINE)
    assert "Valley Language Line" in ana.text
    ana.get(f"{desk()}/languages/")
    ana.post(f"{desk()}/languages/", **LINE)  # the same again
    with everything():
        made = Interpreting.objects.get()
        assert (made.kind, made.name, made.user.name) == ("phone", "No. 4411", made.user.name)
        assert AuditEntry.objects.filter(verb="intake.record_interpreter").count() == 1
    ana.post(f"{desk()}/languages/", language="other", other="Diné bizaad", kind="worker")
    with everything():
        assert [one.ended_at is None for one in Interpreting.objects.order_by("at")] == [
            False,
            True,
        ]
        assert Interpreting.objects.get(ended_at=None).language == "Diné bizaad"
    ana.get(f"{desk()}/send/")
    ana.get(f"{desk()}/languages/")
    assert "Valley Language Line" in ana.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"language": "es", "kind": "child"}, "A child may not interpret"),
        ({"language": "es", "kind": "companion", "name": "Luis"}, "the family itself asked"),
        ({"language": "es", "kind": "phone", "name": "4411"}, "the company or the phone line"),
        ({"language": "es", "kind": "professional"}, "the interpreter’s number"),
        ({"language": "other", "kind": "worker"}, "write which language"),
        ({"language": "tlh", "kind": "worker"}, "usa-error-message"),
        ({"language": "es", "kind": "parrot"}, "usa-error-message"),
        ({}, "usa-error-message"),
    ],
)
def test_what_the_law_does_not_let_is_not_written_down(ana, typed, said):
    ana.get(f"{desk()}/languages/")
    ana.post(f"{desk()}/languages/", **typed)
    assert said in ana.text and ana.here.endswith("/languages/")
    with everything():
        assert not Interpreting.objects.exists()


def test_a_child_in_an_emergency_is_warned_of_until_somebody_comes(ana):
    ana.get(f"{desk()}/languages/")
    ana.post(f"{desk()}/languages/", language="es", kind="child", emergency="on")
    assert "A child is interpreting" in ana.text
    ana.get(f"{desk()}/people/add/caregiver/")
    assert "A child is interpreting" in ana.text
    ana.get(f"{desk()}/languages/")
    ana.post(f"{desk()}/languages/", **LINE)
    assert "A child is interpreting" not in ana.text


@pytest.mark.parametrize("kind", ["child", "companion", "parrot"])
def test_the_database_refuses_it_too(ana, town, kind):
    draft = the_draft()
    with acting_as(town.cast.ana), pytest.raises(IntegrityError), transaction.atomic():
        actions.record_interpreter(
            draft, language="es", kind=kind, by=town.cast.ana, at=timezone.now()
        )


def test_others_write_nothing_down(ana, town):
    draft = the_draft()
    for who in (town.cast.cruz, town.cast.ben):
        with acting_as(who), pytest.raises(Refused):
            actions.record_interpreter(
                draft, language="es", kind="worker", by=who, at=timezone.now()
            )
    cruz = browser_of(town.cast, "cruz")
    assert cruz.get(f"{desk()}/languages/").status_code == 404
    assert cruz.post(f"{desk()}/languages/", LINE).status_code == 404
