"""What a test begins with is the same, whether it was played or replayed."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from tests import cast as casting
from tests.replay import ID, MOMENT
from tests.seeing import everything

pytestmark = pytest.mark.django_db
CHANCE = re.compile(r"\b(saguaro-|[a-z]+\.)[0-9a-f]{6}\b")
STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]+\+00")
TABLES = (
    "SELECT quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
)


def stored(at: datetime) -> dict[str, Counter]:
    """The rows of every table as text, without what chance and the clock on the wall put there."""
    found = {}
    with everything(), connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows = [_plain(row, at) for (row,) in cursor.fetchall()]
            # A sequence keeps its gaps when all else is rolled back.
            numbered = r"\b\d+\b" if table.startswith("procrastinate_") else r"^\(\d+,"
            rows = [re.sub(numbered, "NUMBER", row) for row in rows]
            found[table] = Counter(rows)
    return found


def _plain(row: str, at: datetime) -> str:
    # First the clock on the wall: it may stand at the story's own hour.
    row = STAMP.sub(lambda found: "MOMENT" if _of_the_wall(found[0]) else found[0], row)
    row = row.replace(f"{at:%Y-%m-%d %H:%M:%S.%f}+00", "AT").replace(f"{at:%H:%M}", "HOUR")
    row = STAMP.sub("MOMENT", row)
    return CHANCE.sub("CHANCE", ID.sub("ID", row))


def _of_the_wall(stamp: str) -> bool:
    return abs(datetime.fromisoformat(stamp) - datetime.now(UTC)) < timedelta(days=1)


def of_the_cast(cast) -> list[str]:
    with everything():
        for thing in (cast.community, cast.household, cast.location):
            thing.refresh_from_db()
        for many in (cast.agencies, cast.users, cast.services, cast.people):
            for thing in many.values():
                thing.refresh_from_db()
    return sorted(ID.sub("ID", f"{name} {actor}") for name, actor in cast.actors.items())


@pytest.mark.parametrize("household", [True, False])
def test_the_second_is_as_the_first(household):
    """A number of days that no other test uses: the first is played in full."""
    said, ids = [], []
    for minutes in (0, 7):
        with transaction.atomic():
            at = datetime(2026, 5, 5, 17, minutes, 3, 141592, tzinfo=UTC)
            cast = casting.make_cast(at, answer_days=9, household=household)
            assert cast.at == at and cast.users.keys() == casting.STAFF.keys()
            ids.append(cast.community.pk)
            if not household:
                cast.household = cast.community
            said.append((stored(at), of_the_cast(cast)))
            transaction.set_rollback(True)
    played, replayed = said
    assert ids[0] != ids[1]
    assert {t: n for t, n in played[0].items() if n != replayed[0][t]} == {}
    assert played == replayed
    assert sum(played[0]["common_auditentry"].values()) > 30


def test_two_casts_stand_beside_each_other():
    first, second = casting.make_cast(), casting.make_cast()
    assert first.community.slug != second.community.slug
    assert not {u.email for u in first.users.values()} & {u.email for u in second.users.values()}


def test_moments_of_the_record_are_told_from_those_of_the_story():
    assert MOMENT.findall("'2026-03-02 16:00:00+00:00'::timestamptz") == [
        "2026-03-02 16:00:00+00:00"
    ]
