"""One thing wrong at a time, asked of the database: only where nothing is wrong is the answer yes."""

import pytest
from django.db import connection

from kinwork.common.acting import acting_as
from tests.access.one_wrong import questions
from tests.access.worlds import NOW


@pytest.mark.django_db
def test_only_where_nothing_is_wrong():
    odd = []
    for actor, sql, values, wanted in questions():
        with acting_as(actor, now=NOW), connection.cursor() as cursor:
            cursor.execute(sql, values)
            said = cursor.fetchone()[0]
        if said is not wanted:
            odd.append((actor.kind, actor.role, sql, values, said))
    assert not odd
