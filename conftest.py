"""What every test stands on: a database of its own, made from one template.

Tests connect as the web login, which may do nothing but switch its role: act inside
`kinwork.common.acting.acting_as(actor)`. A test marked `django_db` is rolled back at its end; a
test that needs real commits or several connections takes the fixture `own_database`.
"""

import os
from collections.abc import Iterator

import pytest

from kinwork.common.trouble import Trouble


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items) -> None:
    """Who opens a browser is a browser test, marked or not: Playwright leaves a loop in the process,
    beside which no task can be laid, and tests that come after would fail."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def database_server():
    """The server that holds this run's databases; started when the first test asks."""
    from kinwork.config.clones import test_server

    try:
        with test_server() as server:
            yield server
    except Trouble as why:
        pytest.exit(str(why), returncode=3)


def _point_to(server, name: str) -> None:
    from django.db import connection

    from kinwork.config.database import parse

    connection.close()
    place = parse(server.address("kw_web", name))
    place["OPTIONS"] = {**connection.settings_dict["OPTIONS"], **place["OPTIONS"]}
    connection.settings_dict.update(place)
    os.environ["DATABASE_URL"] = server.address("kw_web", name)  # for commands started by tests
    os.environ["DATABASE_OWNER_URL"] = server.address("kw_owner", name)
    os.environ["DATABASE_WORKER_URL"] = server.address("kw_worker", name)


@pytest.fixture(scope="session")
def run_database(database_server) -> Iterator[str]:
    """The clone that this run's rolled-back tests share."""
    name = database_server.clone()
    yield name
    database_server.drop(name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, database_server, run_database) -> Iterator[None]:
    """Replaces Django's own test database."""
    with django_db_blocker.unblock():
        _point_to(database_server, run_database)
        yield
        from django.db import connection

        connection.close()


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, database_server, run_database):
    """A clone for this test alone, with real commits and as many connections as it likes.

    Yields an object with `name` and `address(login)`; Django's connection points to it.
    """
    from django.db import connection

    name = database_server.clone()
    with django_db_blocker.unblock():
        _point_to(database_server, name)
        try:
            yield OwnDatabase(database_server, name)
        finally:
            connection.close()
            _point_to(database_server, run_database)
            database_server.drop(name)


class OwnDatabase:
    def __init__(self, server, name: str):
        self._server, self.name = server, name

    def address(self, login: str = "kw_web") -> str:
        return self._server.address(login, self.name)


@pytest.fixture(autouse=True)
def first_language() -> Iterator[None]:
    """A page asked for in Spanish does not leave its language to the next test."""
    yield
    from django.utils import translation

    translation.deactivate()


class Mailbox:
    """A real SMTP server's letters, as `email.message.EmailMessage`, oldest first."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope) -> str:
        from email import message_from_bytes, policy

        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def __len__(self) -> int:
        return len(self.letters)

    def __getitem__(self, place):
        return self.letters[place]


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """Mail really leaves by SMTP; this is the server that it reaches."""
    import socket

    from aiosmtpd.controller import Controller

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield box
    finally:
        controller.stop()
