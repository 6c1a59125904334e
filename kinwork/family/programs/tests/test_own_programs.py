"""A community's own program: written, published from a day, joined to screening, withdrawn."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts.rules import Impossible
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.eligibility import actions as eligibility
from kinwork.family.programs import actions, queries
from kinwork.family.programs.models import OwnProgram
from kinwork.family.programs.tests import scenes
from kinwork.library import programs
from tests.cast import make_cast
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
SINCE = date(2026, 3, 2)  # the cast's first day
CODE = "own_county_diaper_fund"


@pytest.fixture
def cast():
    queries.forget()
    yield make_cast()
    queries.forget()


def test_published_it_is_screened_for_and_old_answers_keep_their_rules(cast):
    row = scenes.published(cast, SINCE)
    with acting_as(cast.rosa, now=cast.at):
        queries.forget()
        assert CODE in programs.registry()
        made = {
            one.program: one
            for one in eligibility.screen(household=cast.household, by=cast.rosa, at=cast.at)
        }
    answer = made[CODE]
    assert answer.rule_version == queries.as_program(row).version
    later = cast.at + timedelta(days=30)
    new = scenes.WRITTEN | {"days": 4}
    with acting_as(cast.dana, now=later):
        second = actions.write(
            community=cast.community, written=new, own=row, by=cast.dana, at=later
        )
        actions.publish(own=second, since=date(2026, 5, 1), by=cast.dana, at=later)
        row.refresh_from_db()
        assert (second.version, row.effective_to) == (2, date(2026, 4, 30))
        assert queries.own(cast.community.pk, date(2026, 4, 30))[CODE].days_to_delivery == 3
        assert queries.own(cast.community.pk, date(2026, 5, 1))[CODE].days_to_delivery == 4
        kept = queries.by_rule_version(cast.community.pk, CODE, answer.rule_version)
        assert kept.days_to_delivery == 3


def test_withdrawn_nobody_is_screened_for_it(cast):
    row = scenes.published(cast, SINCE)
    with acting_as(cast.dana, now=cast.at):
        actions.withdraw(own=row, since=date(2026, 3, 9), by=cast.dana, at=cast.at)
        assert CODE in queries.own(cast.community.pk, date(2026, 3, 8))
        assert CODE not in queries.own(cast.community.pk, date(2026, 3, 9))


def test_another_community_does_not_have_it(cast):
    scenes.published(cast, SINCE)
    other = make_cast()
    with acting_as(other.rosa, now=cast.at):
        assert CODE not in programs.registry()
        assert CODE not in queries.known(other.community.pk, SINCE)


def test_a_draft_is_seen_by_nobody_elsewhere_and_screens_nobody(cast):
    scenes.draft(cast)
    other = make_cast()
    with acting_as(other.dana, now=cast.at):
        assert not OwnProgram.objects.exists()
    with acting_as(cast.rosa, now=cast.at):
        assert CODE not in programs.registry()


@pytest.mark.parametrize(
    ("changes", "cases"),
    [
        ({"needs": {}}, scenes.CASES),
        ({}, scenes.CASES[:1]),
        ({}, [*scenes.CASES, scenes.CASE | {"expect": "no"}]),
    ],
)
def test_what_is_not_whole_is_not_published(cast, changes, cases):
    row = scenes.draft(cast, **changes)
    with acting_as(cast.dana, now=cast.at):
        actions.set_cases(own=row, cases=cases, by=cast.dana, at=cast.at)
        with pytest.raises(Impossible):
            actions.publish(own=row, since=SINCE, by=cast.dana, at=cast.at)


def test_nobody_publishes_into_the_past_or_changes_what_was_published(cast):
    row = scenes.draft(cast)
    with acting_as(cast.dana, now=cast.at):
        with pytest.raises(Impossible):
            actions.publish(own=row, since=SINCE - timedelta(days=1), by=cast.dana, at=cast.at)
        actions.publish(own=row, since=SINCE, by=cast.dana, at=cast.at)
        for action in (actions.discard, actions.set_cases):
            more = {"cases": []} if action is actions.set_cases else {}
            with pytest.raises(Impossible):
                action(own=row, by=cast.dana, at=cast.at, **more)


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora", "sam", "eve"])
def test_others_do_not_write(cast, name):
    actor = cast.actors[name]
    with acting_as(actor, now=cast.at), pytest.raises(Refused):
        actions.write(community=cast.community, written=scenes.WRITTEN, by=actor, at=cast.at)


def test_a_supervisor_changes_the_own_agencys_alone(cast):
    scenes.published(cast, SINCE, "bea")
    row = scenes.draft(cast, **{"name": {"en": "Other", "es": "Otro"}})
    with acting_as(cast.bea, now=cast.at), pytest.raises(Refused):
        actions.publish(own=row, since=SINCE, by=cast.bea, at=cast.at)


def test_each_deed_leaves_its_row_in_the_trail(cast):
    row = scenes.published(cast, SINCE)
    with everything():
        verbs = set(AuditEntry.objects.filter(target_id=row.pk).values_list("verb", flat=True))
    assert verbs == {"programs.write", "programs.publish"}


def typed() -> dict:
    from kinwork.family.programs.own_forms import as_typed

    found = as_typed(scenes.WRITTEN) | {"asks_immigration": ""}
    return {name: value for name, value in found.items() if value is not None}


def test_written_tried_counted_and_published_on_pages_alone(cast):
    bea = Crawler(cast.bea).client
    answer = bea.post(reverse("programs:new"), typed())
    assert answer.status_code == 302, answer.content.decode()
    page = answer.headers["Location"]
    for case in scenes.CASES:
        facts = {"child_facts": [], "pregnant": "no", "homeless": "no", "work": "", "savings": ""}
        told = case | facts | {"ages": ", ".join(case["ages"]), "receives": ["none"]}
        bea.post(f"{page}add-case/", told | {"income": case["income"] or ""})
    shown = bea.get(page, {"count": 1}).content.decode()
    assert "Nothing known of money" in shown and "Not yet ready" not in shown
    assert "Invented families" in shown and "grade" in shown
    day = timezone.now().date() + timedelta(days=1)
    since = {"since_month": day.month, "since_day": day.day, "since_year": day.year}
    assert "It is published" in bea.post(f"{page}publish/", since, follow=True).content.decode()
    assert "County diaper fund" in bea.get(reverse("programs:own")).content.decode()
    assert Crawler(cast.ana).client.get(page).status_code == 403


def test_a_form_that_is_not_whole_comes_back_with_what_was_typed(cast):
    dana = Crawler(cast.dana).client
    told = typed() | {"name_es": "", "documents_es": "Uno\nDos", "how_pregnant": "must"}
    page = dana.post(reverse("programs:new"), told)
    assert page.status_code == 200
    text = page.content.decode()
    assert "County diaper fund" in text and "in both languages" in text
    assert "cannot be asked of whom the answer is for" in text


def test_a_list_asks_the_same_of_the_database_for_one_and_for_three(cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    dana, counts = Crawler(cast.dana).client, []
    for number in range(3):
        scenes.draft(cast, **{"name": {"en": f"Fund {number}", "es": f"Fondo {number}"}})
        dana.get(reverse("programs:own"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            dana.get(reverse("programs:own"))
        counts.append(len(asked))
    assert counts[0] == counts[2]
