"""No table and no line is forgotten, and the database works out the days as the library does."""

import json
from datetime import date, timedelta
from itertools import product

import pytest
from django.apps import apps
from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.library.keeping import CONSENT, Row, keep_until, lines
from kinwork.people.models import Household, OwnedRow, Person
from kinwork.trust.access import keeping, sealing

# What is about a family and outlives it: numbers and times without a word. Each for a reason.
STAYS = {
    "referrals_referral": "the envelope: counts of what was asked and how it ended rest on it",
    "referrals_referralsubject": "how many people a referral was for",
    "referrals_referralevent": "how long each step took",
    "referrals_capacityhold": "which openings were taken",
    "access_tie": "who was let near, and when: the trail points at it",
    "access_block": "whom the family had shut out, and when",
    "access_rowshare": "who showed what kind of row to whom",
    "access_familyclaim": "that a card was made, for the limits of a desk",
    "access_familydoor": "that no code opens it any more",
    "access_familykey": "the hash of a code that has ended",
    "access_glass": "that it was opened in an emergency, and what the review found",
    "consent_consentask": "that a yes was asked for, and what became of it",
    "consent_closing": "that a family had everything deleted",
    "people_match": "that two records were compared, and the answer",
    "people_householdcommunity": "in which communities it took part",
    "retention_hold": "that it was held, and why",
    "retention_term": "the clock's own",
    "contact_stop": "the hash of an address that nobody writes to any more",
    "waiting_offer": "that a free place was offered, and what became of it, as a code",
}


def about_a_family(model) -> bool:
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in (Household, Person, *sealing.owned()):
            return True
        if field.is_relation and field.related_model._meta.db_table == "referrals_referral":
            return True
        if field.name in ("household", "household_id", "person_id", "draft"):
            return True
    return False


def test_every_table_about_families_is_in_the_schedule_or_stays_for_a_reason():
    """A new table fails here until somebody says what becomes of its rows."""
    known = (
        {one._meta.db_table for one in sealing.owned()}
        | set(sealing.ALSO)
        | set(keeping.GONE)
        | set(keeping.WIPED)
        | set(STAYS)
    )
    trail = {"common_auditentry", "disclosures_oddview"}  # never deleted by it
    ours = [m for m in apps.get_models() if m.__module__.startswith("kinwork.")]
    found = {m._meta.db_table for m in ours if about_a_family(m)}
    assert found - known - trail == set()
    assert set(STAYS) <= found | {"retention_hold"}


def test_every_table_of_the_rule_gets_its_day_and_its_end():
    drawn = keeping.drawn()
    owned = [m for m in apps.get_models() if issubclass(m, OwnedRow)]
    assert len(owned) >= 15
    for model in owned:
        table = model._meta.db_table
        assert f"UPDATE {table} " in drawn["last" if table in keeping.LAST else "set"], table
        assert f"'{table}'" in drawn["delete"], table
        assert f"UPDATE {table} SET keep_until = NULL" in drawn["clear"], table


def test_what_points_at_a_row_that_goes_keeps_it():
    found = {(source, target) for source, _column, target, _about in keeping.pointing()}
    assert ("facts_fact", "facts_document") in found and ("facts_fact", "facts_fact") in found


DAYS = (date(2024, 2, 29), date(2023, 9, 30), date(2023, 10, 1), date(2024, 12, 31))


@pytest.mark.django_db
def test_the_database_decides_as_the_library_does():
    """Every class, touch and state, over leap days, fiscal years and eighteenth birthdays."""
    touches = [
        frozenset(),
        *[frozenset(one.touches) for one in lines()],
        frozenset({"wic", "snap"}),
    ]
    classes = ("identity", "means", "health", "sud", "notes", CONSENT)
    births = (None, date(1990, 1, 1), date(2024, 2, 29), date(2009, 2, 28), date(2008, 12, 31))
    tried = list(
        product(
            classes, (True, False), touches, ("AZ", "NM"), births, DAYS, (1, 3, 6, 7), (0, 9000)
        )
    )
    on = date(2027, 1, 1)
    with acting_as(Actor("clock")), connection.cursor() as cursor:
        for some in range(0, len(tried), 2000):
            asked = tried[some : some + 2000]
            said = [
                (c, typed, sorted(t), state, born, last, years, on - timedelta(days=back))
                for c, typed, t, state, born, last, years, back in asked
            ]
            cursor.execute(
                "SELECT k.day, k.line FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY a(said, n),"
                " LATERAL kw_keep_until(said->>0, (said->>1)::boolean,"
                " ARRAY(SELECT jsonb_array_elements_text(said->2)), said->>3, (said->>4)::date,"
                " (said->>5)::date, (said->>6)::integer, (said->>7)::date) k ORDER BY n",
                [_json(said)],
            )
            found = cursor.fetchall()
            for (c, typed, t, state, born, last, years, back), answer in zip(
                asked, found, strict=True
            ):
                kept = keep_until(
                    Row(c, typed, t, state, born), last, years=years, on=on - timedelta(days=back)
                )
                assert answer == (kept.day, kept.line), (c, typed, t, state, born, last, years)
    assert len(tried) > 10_000


def _json(said) -> str:
    return json.dumps(said, default=str)
