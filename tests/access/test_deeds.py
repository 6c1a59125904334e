"""Glass, keys, locks, links: what is asked and done beside the rule, one thing otherwise at a time."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from kinwork.common.acting import acting_as
from tests.access.deeds.all import DEEDS, OF_DEEDS, done, stored
from tests.access.worlds import NOW
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def one_row(sql: str, values) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


@contextmanager
def acting(actor):
    with acting_as(actor, now=NOW):
        yield


@contextmanager
def nobody():
    with everything():
        one_row("SELECT set_config('kw.now', %s, true)", [NOW.isoformat()])
        yield


def test_questions_are_answered_as_the_words_above_them_say():
    asked = stored(OF_DEEDS)
    odd = []
    for number, (actor, sql, values, wanted) in enumerate(asked):
        with acting(actor):
            said = one_row(sql, values)[0]
        if said is not wanted:
            odd.append((number, actor.kind, actor.role, sql, values, wanted, said))
    assert not odd, f"{len(odd)} of {len(asked)}: {odd[:9]}"


@pytest.mark.parametrize(
    "scenes", DEEDS, ids=lambda scenes: scenes.__module__[-5:] + scenes.__name__
)
def test_deeds_change_what_they_say_and_nothing_else(scenes):
    odd, deeds = [], stored([scenes])
    for number, deed in enumerate(deeds):
        with transaction.atomic():
            found = done(deed, one_row, acting, nobody)
            transaction.set_rollback(True)
        if found != deed.wanted:
            odd.append((number, deed.actor.kind, deed.sql, deed.values, deed.wanted, found))
    assert not odd, f"{len(odd)} of {len(deeds)}: {odd[:5]}"
