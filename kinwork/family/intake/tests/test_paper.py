"""A paper form: printed from the bank, typed in at a desk, worth what its day is worth."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.community import today
from kinwork.common.models import AuditEntry
from kinwork.family.facts import actions as facts
from kinwork.family.facts.models import Fact
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.walking import Walk
from kinwork.library.questions import bank
from kinwork.library.questions.bank import version
from kinwork.people.models import Household, Person
from kinwork.trust.consent.models import Consent
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(town) -> Walk:
    return Walk(browser_of(town.cast, "ana"))


def on_paper(day: date) -> str:
    return f"{day.month} {day.day} {day.year}"


def ago(town, days: int) -> date:
    return today(town.cast.community, timezone.now()) - timedelta(days=days)


def first_page(ana, day: date, **more) -> None:
    household = more.pop("household", "")
    ana.get("/start/desk/paper/" + (f"?household={household}" if household else ""))
    about = {"day": on_paper(day), "filled_by": "family", "language": "es", "soon": "routine"}
    ana.post(
        "/start/desk/paper/", **about | {"needs": ["diapers"], "where": "85201", "words": ""} | more
    )


def rows(walk: Walk) -> list[str]:
    """The ids of the rows on the page, adults first."""
    return list(dict.fromkeys(re.findall(r'name="([0-9a-f-]{36})-given"', walk.text)))


def people(ana) -> tuple[str, str]:
    """A mother and a child; the mother's and the child's id."""
    mother, _other, child, *_rest = rows(ana)
    typed = {
        f"{mother}-given": "Marta",
        f"{mother}-born": "5 14 1997",
        f"{mother}-cares": "yes",
        f"{mother}-kin": "parent",
        f"{child}-given": "Iker",
        f"{child}-born": "06/20/2025",
    }
    ana.post(ana.here, **typed)
    return mother, child


def answers(ana, mother: str, child: str, **more) -> None:
    typed = {
        "receives": ["snap"],
        "homeless": "no",
        "amount0": "450",
        "period0": "weekly",
        "kind0": "wages",
        "whose0": mother,
        f"concern-{child}": "yes",
        "rent_annual": "800",
    }
    ana.post(ana.here, **typed | more)


def test_the_paper_asks_what_the_bank_asks_in_both_languages(town):
    walk = Walk(Client())
    walk.get("/start/paper/")
    for language in ("en", "es"):
        walk.get("/start/paper/")
        walk.post("/start/paper/form/", language=language, adults="2", children="4")
        for key in ("receives", "income", "homeless", "concern", "rent_annual", "weekly_hours"):
            assert bank()[key].said(language) in walk.text
            assert bank()[key].why[language] in walk.text
        assert version() in walk.text and "{who}" not in walk.text
        assert f'lang="{language}"' in walk.text
    assert "Niño 4" in walk.text and "Niño 5" not in walk.text


def test_the_paper_of_one_program_asks_less(town):
    walk = Walk(Client())
    walk.get("/start/paper/")
    walk.post(
        "/start/paper/form/", language="en", adults="1", children="1", only=["kinship_support"]
    )
    assert bank()["homeless"].said("en") not in walk.text
    assert bank()["income"].said("en") not in walk.text


def test_typed_in_with_the_papers_day(ana, town):
    day = ago(town, 20)
    first_page(ana, day, kept_at="Folder 7", form_version=version())
    mother, child = people(ana)
    answers(ana, mother, child)
    assert ana.here.endswith("/paper/check/"), ana.text[:3000]
    ana.post(ana.here)
    assert "/questions/" in ana.here and "Iker" not in ana.here
    with everything():
        draft = Draft.objects.latest("began_at")
    here = f"/start/desk/{draft.pk}"
    assert (draft.language, draft.answers["paper"]["day"]) == ("es", day.isoformat())
    assert bank()["receives"].said("en") not in ana.text  # answered on paper: not asked again
    ana.get(f"{here}/places/")
    ana.post(f"{here}/places/", none="yes")
    ana.post(f"{here}/reach/", channel="page")
    ana.post(f"{here}/send/", way="on screen")
    with everything():
        draft.refresh_from_db()
        assert draft.answers["paper"] == {
            "day": day.isoformat(),
            "by": "family",
            "kept_at": "Folder 7",
            "version": version(),
        }
        home = Household.objects.get(pk=draft.household)
        told = {(one.key, one.person_id): one for one in Fact.objects.filter(said_in=home.pk)}
        money = told["income", None]
        assert Decimal(money.value[0]["amount"]) == 450 and money.value[0]["member"] == mother
        assert (money.how, money.said_at.date()) == ("told on paper", day)
        assert told["rent_annual", None].value == "9600"
        assert told["concern", Person.objects.get(pk=child).pk].value is True
        assert {one.how for one in told.values()} == {"told on paper"}
        assert not Consent.objects.filter(household=home).exists()  # a paper is no consent


def test_a_day_that_has_not_come_is_refused(ana, town):
    first_page(ana, ago(town, -1))
    assert "not come yet" in ana.text and ana.here == "/start/desk/paper/"
    with everything():
        assert not Draft.objects.exists()


def test_an_old_paper_is_warned_about_and_asked_again(ana, town):
    day = ago(town, 100)
    first_page(ana, day)
    assert "more than 90 days old" in ana.text and ana.here == "/start/desk/paper/"
    ana.post(
        ana.here,
        day=on_paper(day),
        filled_by="family",
        language="es",
        soon="routine",
        needs=["diapers"],
        where="85201",
        old="on",
    )
    answers(ana, *people(ana))
    assert "Too old to count" in ana.text  # money is good for 60 days
    ana.post(ana.here)
    with everything():
        draft = Draft.objects.latest("began_at")
    assert "fact:income" not in draft.answers and draft.answers["fact:receives"] == ["snap"]


def test_an_older_day_never_beats_a_newer_one(ana, town):
    cast = town.cast
    day = ago(town, 20)
    with acting_as(cast.ana):
        facts.say(cast.household, key="receives", value=["wic"], by=cast.ana, at=timezone.now())
    first_page(ana, day, household=str(cast.household.pk))
    with everything():
        draft = Draft.objects.latest("began_at")
    assert draft.household == cast.household.pk
    rosa = str(cast.rosa.id)
    assert rosa in rows(ana) and 'value="Rosa"' in ana.text
    ana.post(ana.here, **{f"{rosa}-given": "Rosa", f"{rosa}-cares": "yes"})
    ana.post(ana.here, receives=["snap"], homeless="no")
    assert "newer or surer than the paper stays" in ana.text and "WIC" in ana.text
    with everything():
        draft.refresh_from_db()
    assert draft.answers["fact:receives"] == ["wic"] and draft.answers["fact:homeless"] is False
    here = f"/start/desk/{draft.pk}"
    ana.post(f"{here}/places/", none="yes")
    ana.post(f"{here}/reach/", channel="page")
    ana.post(f"{here}/send/", way="on screen")
    with everything():
        found = Fact.objects.filter(household=cast.household, key="receives").order_by("said_at")
        assert [one.value for one in found] == [["snap"], ["wic"]]
        old, new = found
        assert old.how == "told on paper" and new.replaces is None
        assert old.said_at.date() == day


def test_whose_help_it_is_stands_on_the_paper(ana, town):
    first_page(ana, ago(town, 3))
    mother, child = people(ana)
    own = {f"receives-{child}": ["medicaid"], f"receives-{mother}": ["none"]}
    answers(ana, mother, child, **own)
    assert "What help does Iker get now?" not in ana.text
    with everything():
        draft = Draft.objects.latest("began_at")
    assert draft.answers["fact:receives"] == ["snap", "medicaid"]
    assert draft.answers[f"fact:receives:{child}"] == ["medicaid"]
    assert draft.answers[f"fact:receives:{mother}"] == []
    ana.get(f"/start/desk/{draft.pk}/paper/answers/")
    assert "What help does Iker get now?" in ana.text
    assert bank()["who_receives"].said("en") not in asked_after(ana)


def test_an_empty_row_says_nothing_of_that_person(ana, town):
    first_page(ana, ago(town, 3))
    mother, child = people(ana)
    answers(ana, mother, child, **{f"receives-{child}": ["medicaid"]})
    with everything():
        told = Draft.objects.latest("began_at").answers
    assert told[f"fact:receives:{child}"] == ["medicaid"]
    assert f"fact:receives:{mother}" not in told


def asked_after(ana) -> str:
    """The headings of all questions that are still asked, each of them skipped."""
    with everything():
        here = f"/start/desk/{Draft.objects.latest('began_at').pk}/questions/"
    ana.get(here)
    found = []
    while "/questions" in ana.here and len(found) < 20:
        found.append(ana.text)
        ana.post(here, skip="yes")
    return "".join(found)


def test_what_cannot_be_read_stays_unknown(ana, town):
    first_page(ana, ago(town, 3))
    mother, child = people(ana)
    answers(ana, mother, child, receives=[], homeless="", unclear="on", period0="")
    with everything():
        told = Draft.objects.latest("began_at").answers
    assert "fact:homeless" not in told and "fact:receives" not in told
    assert "fact:income" not in told and Decimal(told["lines"][0]["amount"]) == 450


def test_another_agency_does_not_find_it(ana, town):
    first_page(ana, ago(town, 3))
    assert browser_of(town.cast, "cruz").get(ana.here).status_code == 404
    assert browser_of(town.cast, "ben").get("/start/desk/paper/").status_code == 403


def test_both_languages_side_by_side_and_the_trail_of_who_looked(ana, town):
    """A paper in Spanish, an answer that is known: the worker reads both, and one look is one line."""
    cast = town.cast
    with acting_as(cast.ana):
        facts.say(cast.household, key="homeless", value=False, by=cast.ana, at=timezone.now())
    first_page(ana, ago(town, 3), household=str(cast.household.pk))
    with everything():
        draft = Draft.objects.latest("began_at")
        before = AuditEntry.objects.filter(household_id=cast.household.pk).count()
    ana.get(f"/start/desk/{draft.pk}/questions/homeless/?beside=es")
    assert bank()["homeless"].said("es") in ana.text
    with everything():
        assert AuditEntry.objects.filter(household_id=cast.household.pk).count() == before + 1
