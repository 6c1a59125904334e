"""A lost device: a colleague begins, a code from one's own mailbox ends it; and the training."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions, queries
from kinwork.accounts.models import Mail, Recovery, User
from kinwork.accounts.rules import Impossible
from kinwork.accounts.tests.conftest import PASSWORD, actor, audited, protect, sign_in
from kinwork.accounts.tests.test_sign_in import code_of, enter
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.rights import Refused
from tests.cast import OPERATOR
from tests.signing import enter as come_in

RECOVER = "/accounts/lost-device/"


@pytest.fixture
def bea(world):
    return world.worker("Bea", "supervisor")


@pytest.fixture
def ana(world):
    hat = world.worker("Ana", "navigator", password=PASSWORD)
    hat.secret = protect(hat.user)
    return hat


def start(by, hat, at=None) -> str:
    """The code that was mailed."""
    with acting_as(by):
        actions.start_recovery(user=hat.user, by=by, at=at or timezone.now())
    mail = Mail.objects.filter(to=hat.user.email).latest("queued_at")
    return re.search(r"\b([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})\b", mail.body)[1]


def write(code: str, email="ana@example.org", client=None):
    return (client or Client()).post(RECOVER, {"email": email, "code": code})


def fresh(hat) -> User:
    return User.objects.get(pk=hat.user_id)


def test_the_supervisor_alone_changes_nothing(bea, ana):
    start(actor(bea), ana)
    assert queries.has_second_factor(ana.user) and fresh(ana).mfa_due is None


def test_a_mailbox_alone_changes_nothing(ana):
    assert "do not fit" in write("ABCD-EFGH-JKMN").content.decode()
    assert queries.has_second_factor(ana.user)


def test_both_together_close_everything_until_a_new_step_is_set(client, bea, ana):
    open_page = Client()
    open_page.post(enter(open_page)["Location"], {"code": code_of(ana.secret)})
    assert open_page.get("/accounts/").wsgi_request.actor == actor(ana)
    done = write(start(actor(bea), ana).lower())
    assert "is forgotten" in done.content.decode()
    assert not queries.has_second_factor(ana.user) and fresh(ana).mfa_due
    assert not open_page.get("/accounts/").wsgi_request.user.is_authenticated
    assert enter(client)["Location"] == reverse("accounts:protect")
    assert client.get(reverse("accounts:choose_hat"))["Location"] == reverse("accounts:protect")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert fresh(ana).mfa_due is None
    assert client.get("/accounts/").wsgi_request.actor == actor(ana)


def test_while_it_is_due_the_database_shows_nothing_either(db):
    """The second wall: row-level security asks the same."""
    from django.db import connection

    from tests import cast as casting

    cast = casting.make_cast()
    asked = "SELECT kw_active()"
    for field in ("mfa_due", "training_due"):
        for due, is_in in ((None, True), (timezone.now() + timedelta(days=1), True),
                           (timezone.now() - timedelta(days=1), False)):  # fmt: skip
            with acting_as(OPERATOR):
                User.objects.filter(pk=cast.users["ana"].pk).update(**{field: due})
            with acting_as(cast.ana), connection.cursor() as cursor:
                cursor.execute(asked)
                assert cursor.fetchone()[0] is is_in, field
        with acting_as(OPERATOR):
            User.objects.update(**{field: None})


def test_a_code_works_once_and_for_ten_minutes_and_only_for_its_owner(bea, ana, world):
    world.worker("Cora", "navigator")
    code = start(actor(bea), ana)
    assert "do not fit" in write(code, "cora@example.org").content.decode()
    old = start(actor(bea), ana, timezone.now() - timedelta(minutes=10))
    assert "do not fit" in write(code).content.decode(), "a newer one ends it"
    assert "do not fit" in write(old).content.decode(), "too old"
    good = start(actor(bea), ana)
    write(good)
    assert "do not fit" in write(good).content.decode()


def test_five_wrong_codes_end_it(bea, ana):
    code = start(actor(bea), ana)
    for _try in range(5):
        write("AAAA-AAAA-AAAA")
    assert Recovery.objects.latest("started_at").ended_at
    write(code)
    assert queries.has_second_factor(ana.user)


def test_hit_and_miss_read_the_same(bea, ana):
    def clean(page):
        return re.sub(r'value="[^"]*"', "", page.content.decode())

    start(actor(bea), ana)
    hit, miss = write("AAAA-AAAA-AAAA"), write("AAAA-AAAA-AAAA", "nobody@example.org")
    assert clean(hit) == clean(miss)


def test_it_is_begun_by_colleagues_only(world, bea, ana):
    far = actor(world.worker("Finn", "supervisor", world.clinic))
    for by in (actor(ana), far, VISITOR):
        with pytest.raises(Refused):
            start(by, ana)
    with pytest.raises(Refused):
        start(actor(bea), bea)
    start(actor(world.worker("Dana", "account administrator")), ana)


def test_it_is_written_down(bea, ana):
    write(start(actor(bea), ana))
    assert audited("start_recovery", actor(bea)) == 1
    assert "forgotten" in Mail.objects.filter(to="ana@example.org").latest("queued_at").body


def test_looking_at_the_page_changes_nothing(client, ana):
    assert client.get(RECOVER).status_code == 200 and client.head(RECOVER).status_code == 200
    assert queries.has_second_factor(ana.user)


# --- training ---


@pytest.fixture
def dana(world):
    return world.worker("Dana", "account administrator")


def test_a_training_out_of_date_shows_the_page_that_says_what_to_do(client, ana, dana):
    come_in(client, ana.user)
    User.objects.filter(pk=ana.user_id).update(training_due=timezone.now() - timedelta(days=1))
    page = client.get(reverse("accounts:choose_hat"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("accounts:training")
    assert "Tell your account administrator" in page.content.decode()
    assert page.wsgi_request.actor == VISITOR
    with acting_as(actor(dana)) as by:
        today = timezone.now().date()
        actions.record_training(user=ana.user, on=today, by=by, at=timezone.now())
    assert client.get(reverse("accounts:choose_hat")).wsgi_request.actor == actor(ana)


def test_the_administrator_writes_it_down_on_a_page(client, ana, dana):
    sign_in(client, dana.user)
    day = timezone.now().date() - timedelta(days=10)
    client.post(
        reverse("accounts:record_training", args=[ana.id]),
        {"on_month": str(day.month), "on_day": str(day.day), "on_year": str(day.year)},
    )
    due = fresh(ana).training_due
    assert timedelta(days=355) < due - timezone.now() < timedelta(days=358)


def test_nobody_records_their_own_nor_a_day_that_does_not_hold(world, ana, dana, bea):
    now = timezone.now()
    with acting_as(actor(dana)) as by:
        with pytest.raises(Refused):
            actions.record_training(user=dana.user, on=now.date(), by=by, at=now)
        for days in (-3, 400):
            with pytest.raises(Impossible):
                actions.record_training(
                    user=ana.user, on=now.date() - timedelta(days=days), by=by, at=now
                )
    with acting_as(actor(bea)) as by, pytest.raises(Refused):
        actions.record_training(user=ana.user, on=now.date(), by=by, at=now)
