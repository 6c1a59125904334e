"""The same pages with real commits: allauth does part of its work after them."""

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.accounts.models import Mail
from kinwork.accounts.tests.conftest import PASSWORD, make_world
from kinwork.accounts.tests.test_sign_in import code_of
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR

pytestmark = pytest.mark.own_database


def test_second_factors_are_set_up_renewed_and_removed(own_database):
    make_world().worker("Ana", "navigator", password=PASSWORD)
    client = Client()
    client.post(reverse("account_login"), {"login": "ana@example.org", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    first = done.context["unused_codes"]
    assert len(first) == 10 and done.wsgi_request.actor.is_staff
    again = client.get(reverse("mfa_view_recovery_codes"))
    assert not any(code in again.content.decode() for code in first), "shown twice"
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 403
    done = client.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert len(done.context["unused_codes"]) == 10 and done.context["unused_codes"] != first
    done = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert done.status_code == 200 and done.wsgi_request.needs == "accounts:protect"
    with acting_as(VISITOR):
        told = Mail.objects.order_by("queued_at").values_list("body", flat=True)
        words = ["app for codes was added", "New spare codes", "app for codes was removed"]
        assert [any(word in body for body in told) for word in words] == [True] * 3
