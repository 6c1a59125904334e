"""A database that went away is told as such, whatever Django made of it on the way."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from kinwork.web import errors


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
@pytest.mark.parametrize("page", [errors.bad_request, errors.server_error])
def test_a_session_that_could_not_be_saved_is_no_odd_request(lost, page):
    """As django.contrib.sessions does it: the lost connection becomes an UpdateError, that becomes
    SessionInterrupted, which is a bad request."""
    request = RequestFactory().post("/start/", {"words": "diapers"})
    try:
        try:
            try:
                raise lost("terminating connection")
            except (OperationalError, InterfaceError):
                raise UpdateError from None
        except UpdateError:
            raise SessionInterrupted("The session was deleted.") from None
    except SessionInterrupted:
        said = page(request)
    assert said.status_code == 503 and "diapers" in said.content.decode()


@pytest.mark.parametrize(
    ("page", "status"), [(errors.bad_request, 400), (errors.server_error, 500)]
)
def test_other_faults_stay_what_they_are(page, status):
    try:
        raise ValueError("a fault of ours")
    except ValueError:
        assert page(RequestFactory().post("/start/")).status_code == status
