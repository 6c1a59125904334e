"""One pooled connection, used by one person after the other (G11): nothing of the first is left."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.utils import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.people.models import Household
from tests import cast as casting

CONTEXT = [f"kw.{name}" for name in ("kind", "actor", "hat", "role", "community", "purpose", "now")]


@contextmanager
def pool(size: int = 1, timeout: float = 1):
    """Django's connection takes its own from a pool of `size`."""
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": size, "timeout": timeout}
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        del options["pool"]


@pytest.fixture
def cast(own_database):
    return casting.make_cast()


@pytest.fixture
def one_connection(cast):
    with pool():
        yield


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def nothing_is_left() -> None:
    """As it comes from the pool: no role, no context; and a visitor sees no household."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("kw_web", "kw_web")
        for name in CONTEXT:
            cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
            assert cursor.fetchone() == ("",), name
    with pytest.raises(ProgrammingError, match="permission denied"):
        Household.objects.count()
    with acting_as(VISITOR):
        assert Household.objects.count() == 0
    connection.close()


def test_the_next_one_inherits_nothing(cast, one_connection):
    with acting_as(cast.ana):
        before = backend()
        assert Household.objects.count() == 1
    connection.close()
    assert backend() == before, "another connection: the test proves nothing"
    nothing_is_left()


def test_nor_after_a_fault_in_the_middle(cast, one_connection):
    with pytest.raises(ZeroDivisionError), acting_as(cast.ana):
        before = backend()
        raise ZeroDivisionError
    connection.close()
    with pytest.raises(ProgrammingError), acting_as(cast.ana), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
    connection.close()
    assert backend() == before
    nothing_is_left()


def test_nor_after_a_connection_that_was_dropped_in_the_middle(cast, one_connection):
    """Closed while its transaction was open: the pool rolls it back."""
    with pytest.raises((InterfaceError, OperationalError)), acting_as(cast.ana):
        connection.inc_thread_sharing()
        connection.connection.close()
        Household.objects.count()
    connection.close()
    nothing_is_left()


def test_who_finds_the_pool_empty_is_told_in_words(cast, one_connection):
    held, free, said = threading.Event(), threading.Event(), []

    def ask() -> None:
        said.append(Client(raise_request_exception=False).post("/start/", {"words": "diapers"}))
        connection.close()

    def hold() -> None:
        with acting_as(VISITOR):
            held.set()
            free.wait(20)
        connection.close()

    connection.close()
    holder, asker = threading.Thread(target=hold), threading.Thread(target=ask)
    holder.start()
    held.wait(20)
    asker.start()
    asker.join(20)
    free.set()
    holder.join(20)
    assert said[0].status_code == 503
    assert "diapers" in said[0].content.decode()
    assert OperationalError.__name__ not in said[0].content.decode()
