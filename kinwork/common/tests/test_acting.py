"""Who acts, in the database's own words: set inside, gone or put back outside."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from kinwork.common.acting import SETTINGS, acting_as, current_actor
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id

ANA = Actor("staff", new_id(), new_id(), "navigator", new_id())
ROSA = Actor("family", new_id(), new_id(), "family member", new_id())
NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)
NOBODY = dict.fromkeys(SETTINGS, "")


def ask(sql: str, values: tuple = ()) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def told() -> dict[str, str]:
    """What the database believes."""
    names = ", ".join(f"coalesce(current_setting('kw.{name}', true), '')" for name in SETTINGS)
    return dict(zip(SETTINGS, ask(f"SELECT {names}"), strict=True))


def as_whom() -> tuple[str, str]:
    return ask("SELECT current_user, coalesce(current_setting('kw.actor', true), '')")


@pytest.fixture
def statements():
    """SQL as it is sent, in order."""
    sent: list[str] = []

    def keep(execute, sql, *rest):
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(keep):
        yield sent


def test_our_own_transaction_costs_one_statement_and_leaves_nothing(own_database, statements):
    with acting_as(ANA, now=NOW):
        assert len(statements) == 1
        assert as_whom() == ("kw_app", str(ANA.id))
        assert told()["now"] == NOW.isoformat()
    asked = len(statements)
    assert as_whom() == ("kw_web", "")
    assert told() == NOBODY
    assert asked == 3  # the one, and the two questions of this test
    assert current_actor() is None


def test_a_fault_leaves_nothing_either(own_database):
    with pytest.raises(ZeroDivisionError), acting_as(ANA):
        raise ZeroDivisionError
    assert as_whom() == ("kw_web", "")
    assert told() == NOBODY


def test_what_a_connection_was_left_with_is_not_believed(own_database):
    """A pooled connection on which somebody set the session's own role, actor and clock."""
    left = {name: f"left {name}" for name in SETTINGS} | {"now": "2031-01-01T00:00:00+00:00"}
    for name, value in left.items():
        ask("SELECT set_config(%s, %s, false)", (f"kw.{name}", value))
    ask("SELECT set_config('role', 'kw_app', false)")
    with acting_as(VISITOR):
        inside = told()
        with acting_as(ANA):
            assert told()["now"] == ""
            assert as_whom() == ("kw_app", str(ANA.id))
        assert told() == inside
    assert inside == NOBODY | {"kind": "visitor", "purpose": VISITOR.purpose}


@pytest.mark.parametrize("way", ["left", "by a fault"])
def test_who_acted_before_acts_again(own_database, way):
    with acting_as(ANA, now=NOW):
        before = told()
        try:
            with acting_as(ROSA):
                assert as_whom() == ("kw_app", str(ROSA.id))
                assert told()["now"] == NOW.isoformat()
                if way == "by a fault":
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        assert told() == before
        assert as_whom() == ("kw_app", str(ANA.id))
        assert current_actor() == ANA


def test_after_a_statement_that_failed_who_acted_before_acts_again(own_database):
    with acting_as(ANA):
        with pytest.raises(Exception, match="division by zero"), acting_as(ROSA):
            ask("SELECT 1 / 0")
        assert as_whom() == ("kw_app", str(ANA.id))


def test_a_transaction_that_is_not_ours_gets_its_own_back(own_database):
    with transaction.atomic():
        with acting_as(ANA, now=NOW):
            pass
        assert as_whom() == ("kw_web", "")
        assert told() == NOBODY


def test_so_does_a_connection_that_commits_by_hand(own_database):
    connection.set_autocommit(False)
    try:
        with acting_as(ANA, now=NOW):
            pass
        assert as_whom() == ("kw_web", "")
        assert told() == NOBODY
    finally:
        connection.rollback()
        connection.set_autocommit(True)
