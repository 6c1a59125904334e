"""Setting a new password by mail (F4, E6)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions, jobs
from kinwork.accounts.models import Mail, User
from kinwork.accounts.tests.conftest import OPERATOR, PASSWORD, protect
from kinwork.common.acting import acting_as

NEW = "three herons by the wash"


@pytest.fixture
def ana(world):
    return world.worker("Ana", "navigator", password=PASSWORD)


def ask(client, email="ana@example.org", **more):
    return client.post(reverse("account_reset_password"), {"email": email}, **more)


def newest_link() -> str:
    body = Mail.objects.latest("queued_at").body
    return re.search(r"http\S+", body).group(0)


def path(link: str) -> str:
    return link.removeprefix("http://localhost:8000")


def open_form(client, link):
    """Follow a link as a browser does; the last page."""
    return client.get(path(link), follow=True)


def save(client, page, password=NEW):
    told = {"password1": password, "password2": password}
    return client.post(page.context["action_url"], told, follow=True)


def words(page) -> str:
    """The page without the token that differs at every look."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def fails(page) -> bool:
    return "This link no longer works" in page.content.decode()


def test_a_link_sets_a_new_password(client, ana):
    ask(client)
    page = save(client, open_form(client, newest_link()))
    assert "Your password is changed" in page.content.decode()
    ana.user.refresh_from_db()
    assert ana.user.check_password(NEW)


def test_known_and_unknown_addresses_read_the_same_and_both_get_mail(client, ana, mailbox):
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert words(client.get(known["Location"])) == words(client.get(unknown["Location"]))
    for mail in Mail.objects.order_by("queued_at"):
        jobs.send_mail(mail.id)
    first, second = mailbox.letters
    assert first["Subject"] == second["Subject"]
    assert "/password/reset/" in first.get_content()
    assert "http://localhost:8000/accounts" not in second.get_content()
    assert "There is no account with it here" in " ".join(second.get_content().split())


def test_a_hit_costs_about_as_much_as_a_miss(client, ana):
    """Both write a message; the hit's signature costs two small writes more, and no hashing."""
    costs = []
    for email in ("ana@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            ask(client, email)
        costs.append(len(asked))
    assert abs(costs[0] - costs[1]) <= 4, costs


def test_a_link_is_used_once(client, ana):
    ask(client)
    link = newest_link()
    save(client, open_form(client, link))
    assert fails(open_form(Client(), link))


def test_a_form_opened_twice_is_sent_once(client, ana):
    ask(client)
    link, other = newest_link(), Client()
    first, second = open_form(client, link), open_form(other, link)
    save(client, first)
    assert fails(save(other, second, "somebody else's new words"))
    ana.user.refresh_from_db()
    assert ana.user.check_password(NEW)


def test_an_old_link_is_dead_after_a_new_one(client, ana):
    ask(client)
    old = newest_link()
    ask(client)
    assert fails(open_form(client, old))
    assert not fails(open_form(Client(), newest_link()))


def test_opening_changes_nothing_however_often_a_scanner_does_it(client, ana):
    ask(client)
    link, before = newest_link(), User.objects.values().get(pk=ana.user_id)
    for _scan in range(3):
        scanner = Client()
        open_form(scanner, link)
        scanner.head(path(link))
    assert User.objects.values().get(pk=ana.user_id) == before
    save(client, open_form(client, link))
    ana.user.refresh_from_db()
    assert ana.user.check_password(NEW)


def test_a_link_dies_after_four_hours(client, ana, monkeypatch):
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    ask(client)
    late = (timezone.now() + timedelta(hours=4, minutes=1)).replace(tzinfo=None)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: late)
    assert fails(open_form(client, newest_link()))


def test_a_closed_account_gets_no_link_and_loses_the_one_it_has(client, ana):
    ask(client)
    link = newest_link()
    with acting_as(OPERATOR):
        actions.disable_account(user=ana.user, by=OPERATOR, at=timezone.now())
    assert fails(open_form(client, link))
    ask(client)
    assert "There is no account" in " ".join(Mail.objects.latest("queued_at").body.split())


def test_a_new_password_signs_out_every_device(client, ana):
    protect(ana.user)
    device = Client()
    device.force_login(User.objects.get(pk=ana.user_id))
    assert device.get(reverse("accounts:account")).status_code == 200
    ask(client)
    save(client, open_form(client, newest_link()))
    assert device.get(reverse("accounts:account")).status_code == 302


def test_a_new_password_does_not_replace_the_second_factor(client, ana):
    protect(ana.user)
    ask(client)
    save(client, open_form(client, newest_link()))
    done = client.post(reverse("account_login"), {"login": ana.user.email, "password": NEW})
    assert done["Location"] == reverse("mfa_authenticate")


def test_a_weak_password_is_refused_beside_the_field(client, ana):
    ask(client)
    page = save(client, open_form(client, newest_link()), "password1234")
    assert page.context["form"].errors["password1"]
    ana.user.refresh_from_db()
    assert ana.user.check_password(PASSWORD)


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_HOST"])
def test_the_link_leads_to_our_own_host_whatever_a_request_claims(client, ana, header):
    """E6: a poisoned Host is refused; another header does not reach the link."""
    answer = ask(client, **{header: "evil.example"})
    if header == "HTTP_HOST":
        assert answer.status_code == 400 and not Mail.objects.exists()
    else:
        assert newest_link().startswith("http://localhost:8000/accounts/password/reset/")
    assert "evil.example" not in "".join(Mail.objects.values_list("body", flat=True))


def test_another_allowed_host_does_not_reach_the_link_either(client, ana, settings):
    settings.ALLOWED_HOSTS = ["testserver", "old-name.example"]
    ask(client, headers={"host": "old-name.example"})
    assert newest_link().startswith("http://localhost:8000/")


def test_asking_again_and_again_is_slowed_down(client, ana):
    answers = [ask(client).status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]
    assert Mail.objects.count() == 5


def test_changing_the_password_tells_its_owner(client, ana):
    client.post(reverse("account_login"), {"login": ana.user.email, "password": PASSWORD})
    told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), told)
    mail = Mail.objects.get()
    assert mail.to == ana.user.email and "password of your account was changed" in mail.body
