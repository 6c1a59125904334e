"""Every page, opened by everybody: an answer in words, never a fault of ours, and nothing of another
family's (bad input E2)."""

from datetime import date

import pytest

from kinwork.accounts.rules import STAFF_ROLES
from kinwork.common.actor import ROLES
from kinwork.config.pages import declared_page
from kinwork.people.actions import NewPerson
from tests import cast as casting
from tests.guards.crawling import VIEWS, Crawler, arguments, text_of
from tests.guards.crowd import actor_of, opened, real, stored, told

pytestmark = pytest.mark.usefixtures("no_log")


@pytest.mark.parametrize("who", [*STAFF_ROLES, "link"])
def test_every_role_is_answered_on_every_page(cast, who):
    crawler, found = Crawler(actor_of(cast, who)), []
    for where, path in opened(real(cast, casting.accepted(cast)), who):
        for method in ("get", "post"):
            found.append(crawler.faults(where, path, crawler.send(path, method)))
    assert told(found) == []


def test_every_role_has_its_turn():
    assert {*STAFF_ROLES, "family member"} == set(ROLES)


# --- somebody else's (E2) ---------------------------------------------------------------------

NOT_HERS = ["cruz", "dana", "sam", "eve"]


@pytest.mark.parametrize("name", NOT_HERS)
def test_whoever_has_no_tie_finds_nothing_and_changes_nothing(cast, name):
    """Every id of Rosa's in every address: 404 or turned away, and every table as before."""
    made = casting.accepted(cast)
    known = real(cast, made)
    known.pop("service")  # the directory is everybody's
    crawler, found, before = Crawler(getattr(cast, name)), [], stored()
    for where, path in opened(known, name):
        if not about_a_family(where):
            continue
        for method in ("get", "post"):
            response = crawler.send(path, method, undo=False)
            if response.status_code not in (403, 404, 405):
                found.append(f"{method} {path}: {response.status_code}")
    assert found == []
    assert stored() == before


def test_a_child_of_another_parent_is_not_found(cast):
    """Ana may open both families; a person of the one is not found below the other."""
    made = casting.accepted(cast)
    told = NewPerson("Inés", "Paz", "caregiver", date(1995, 2, 1))
    casting.record_family(cast, cast.ana, [told])
    crawler, found = Crawler(cast.ana), []
    for where, path in opened(real(cast, made) | {"person": [str(told.id)]}, "ana"):
        if "person" in arguments(where) and len(arguments(where)) > 1:
            response = crawler.send(path)
            if response.status_code not in (302, 403, 404):
                found.append(f"{path}: {response.status_code}")
            if told.given_name in text_of(response):
                found.append(f"{path}: shows {told.given_name}")
    assert found == []


def about_a_family(where: str) -> bool:
    page = declared_page(VIEWS[where], None)
    return bool(page.classes) and any(
        name in ("referral", "household", "person", "draft_id", "consent", "draft", "id", "pk")
        for name in arguments(where)
    )
