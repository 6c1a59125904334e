"""The life of an invitation, by everybody who might try it."""

import re
from datetime import timedelta

import pytest

from kinwork.accounts import actions, jobs, queries, rules
from kinwork.accounts.models import Invitation, Mail, Membership, User
from kinwork.accounts.tests.conftest import NOW, OPERATOR, actor, audited
from kinwork.common.acting import NobodyActs, acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.rights import NOT_YOURS, Refused


def invite(world, by, *, email="ben@example.org", role="intake worker", agency=None, **more):
    told = {"agency": agency or world.library, "community": world.community, "at": NOW, **more}
    with acting_as(by):
        return actions.invite(email=email, role=role, by=by, **told)


def key_in(body: str) -> str:
    return re.search(r"/invitation/([^/\s]+)/", body).group(1)


def newest_key() -> str:
    return key_in(Mail.objects.order_by("-queued_at", "-pk").latest("queued_at").body)


def accept(key, *, by=VISITOR, at=NOW, **more):
    with acting_as(by):
        return actions.accept_invitation(key=key, by=by, at=at, **{"name": "Ben Ortiz", **more})


@pytest.fixture
def admin(world):
    return actor(world.worker("Dana", "account administrator"))


def test_an_invitation_leads_to_an_account_and_a_hat(world, admin):
    one = invite(world, admin, email="  Ben@Example.org ")
    assert (one.email, one.expires_at - NOW) == ("ben@example.org", timedelta(days=7))
    hat = accept(newest_key(), password="a heron in the wash")
    assert (hat.agency, hat.role, hat.starts) == (world.library, "intake worker", NOW)
    user = hat.user
    assert (user.name, user.email) == ("Ben Ortiz", "ben@example.org")
    assert user.check_password("a heron in the wash")
    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [
        ("ben@example.org", True, True)
    ]
    assert audited("invite", admin) == 1


def test_an_account_without_a_password_waits_for_a_passkey(world, admin):
    invite(world, admin)
    assert not accept(newest_key()).user.has_usable_password()


def test_a_link_works_once(world, admin):
    invite(world, admin)
    key = newest_key()
    accept(key)
    with pytest.raises(rules.Impossible):
        accept(key, name="Somebody Else")
    assert User.objects.filter(email="ben@example.org").count() == 1
    assert Membership.objects.filter(user__email="ben@example.org").count() == 1


def test_a_link_ends_after_seven_days(world, admin):
    invite(world, admin)
    with pytest.raises(rules.Impossible):
        accept(newest_key(), at=NOW + timedelta(days=7))
    assert accept(newest_key(), at=NOW + timedelta(days=7, seconds=-1))


def test_a_withdrawn_link_is_dead_and_withdrawing_twice_is_once(world, admin):
    one = invite(world, admin)
    with acting_as(admin):
        for _again in range(2):
            actions.withdraw_invitation(invitation=one, by=admin, at=NOW)
    assert audited("withdraw_invitation", admin) == 1
    with pytest.raises(rules.Impossible):
        accept(newest_key())


def test_an_accepted_invitation_cannot_be_withdrawn_or_sent_again(world, admin):
    one = invite(world, admin)
    accept(newest_key())
    for verb in (actions.withdraw_invitation, actions.resend_invitation):
        with pytest.raises(rules.Impossible), acting_as(admin):
            verb(invitation=one, by=admin, at=NOW)


def test_sending_again_kills_the_old_link_and_renews_the_week(world, admin):
    one = invite(world, admin)
    old = newest_key()
    later = NOW + timedelta(days=9)
    with acting_as(admin):
        actions.resend_invitation(invitation=one, by=admin, at=later)
    with pytest.raises(rules.Impossible):
        accept(old, at=later)
    assert accept(newest_key(), at=later)


def test_inviting_twice_is_one_invitation(world, admin):
    first, second = invite(world, admin), invite(world, admin, email="BEN@example.org")
    assert first == second
    assert Invitation.objects.count() == 1 and Mail.objects.count() == 2


def test_whoever_has_the_role_is_not_invited_again(world, admin):
    invite(world, admin)
    accept(newest_key())
    with pytest.raises(rules.Impossible):
        invite(world, admin)


def test_a_person_with_an_account_takes_another_hat_after_signing_in(world, admin):
    ben = world.worker("Ben", "intake worker", world.clinic).user
    invite(world, admin)
    key = newest_key()
    with pytest.raises(rules.Impossible):
        accept(key, password="somebody who only has the link")
    with pytest.raises(rules.Impossible):
        accept(key, user=world.user("Cruz"))
    hat = accept(key, user=ben)
    assert hat.user == ben and len(queries.open_hats(ben, NOW)) == 2
    assert not User.objects.get(pk=ben.pk).has_usable_password()


def test_a_closed_account_takes_no_hat(world, admin):
    ben = world.worker("Ben", "intake worker", world.clinic).user
    with acting_as(OPERATOR):
        actions.disable_account(user=ben, by=OPERATOR, at=NOW)
    invite(world, admin)
    with pytest.raises(rules.Impossible):
        accept(newest_key(), user=ben)


# --- who may ---


@pytest.mark.parametrize("role", [r for r in rules.STAFF_ROLES if r not in ("operator",)])
def test_only_those_who_look_after_staff_invite(world, role):
    by = actor(world.worker("Ana", role))
    if role in ("account administrator", "supervisor"):
        assert invite(world, by)
    else:
        with pytest.raises(Refused) as why:
            invite(world, by)
        assert why.value.sentence == NOT_YOURS


@pytest.mark.parametrize("kind", ["visitor", "family", "draft", "link", "machine", "clock"])
def test_nobody_else_invites(world, kind):
    with pytest.raises(Refused):
        invite(world, Actor(kind))


def test_nobody_invites_for_another_agency_or_community(world, admin):
    with pytest.raises(Refused, match="agency that you work for now"):
        invite(world, admin, agency=world.clinic)
    with pytest.raises(Refused, match="agency that you work for now"):
        invite(world, admin, community=world.elsewhere)


def test_a_supervisor_gives_no_power(world):
    by = actor(world.worker("Sam", "supervisor"))
    with pytest.raises(Refused, match="given by an account administrator"):
        invite(world, by, role="account administrator")


def test_roles_across_agencies_come_from_the_agency_that_convenes(world, admin):
    with pytest.raises(Refused, match="looks across agencies"):
        invite(world, admin, role="coordinator")
    convener = actor(world.worker("Lee", "account administrator", world.clinic))
    assert invite(world, convener, role="coordinator", agency=world.clinic)
    with pytest.raises(Refused):
        invite(world, convener, role="operator", agency=world.clinic)


def test_nobody_invites_themselves(world, admin):
    with pytest.raises(Refused, match="own roles"):
        invite(world, admin, email="DANA@example.org", role="supervisor")


def test_an_action_believes_only_the_actor_the_database_knows(world, admin):
    with pytest.raises(NobodyActs), acting_as(VISITOR):
        actions.invite(
            email="ben@example.org",
            role="navigator",
            agency=world.library,
            community=world.community,
            by=admin,
            at=NOW,
        )


# --- the message ---


def test_the_message_leaves_by_smtp_once_and_its_words_are_wiped(world, admin, mailbox):
    invite(world, admin)
    mail = Mail.objects.get()
    key = key_in(mail.body)
    for _delivered_twice in range(2):
        jobs.send_mail(mail.id)
    assert len(mailbox) == 1
    letter = mailbox[0]
    assert letter["To"] == "ben@example.org"
    assert letter["Subject"] == "Mesquite Flats Library invites you to work with it"
    body = letter.get_content().replace("\r\n", "\n")
    assert f"http://localhost:8000/accounts/invitation/{key}/" in body
    assert "Dana invites you" in body and body.rstrip().endswith("Kinwork\nhttp://localhost:8000")
    mail.refresh_from_db()
    assert mail.body == "" and mail.sent_at


def test_a_server_that_does_not_answer_leaves_the_message_waiting(world, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    invite(world, admin)
    mail = Mail.objects.get()
    with pytest.raises(OSError):
        jobs.send_mail(mail.id)
    mail.refresh_from_db()
    assert mail.body and mail.sent_at is None


def test_the_queue_knows_an_id_and_nothing_else(world, admin):
    from procrastinate.contrib.django.models import ProcrastinateJob

    invite(world, admin)
    mail = Mail.objects.get()
    waiting = ProcrastinateJob.objects.filter(args__name="accounts.send_mail")
    assert [one.args for one in waiting] == [{"name": "accounts.send_mail", "id": str(mail.id)}]


def test_the_message_speaks_the_language_chosen_for_it(world, admin):
    invite(world, admin, language="es")
    mail = Mail.objects.get()
    assert mail.subject == "Mesquite Flats Library le invita a trabajar con su equipo"
    assert "Dana" in mail.body and "Hola" in mail.body


def test_a_name_with_a_line_break_makes_no_second_header(world, mailbox):
    with acting_as(OPERATOR):
        agency = actions.create_agency(
            name="Food\nBcc: all@example.org", communities=[world.community], by=OPERATOR, at=NOW
        )
    invite(world, OPERATOR, agency=agency)
    jobs.send_mail(Mail.objects.get().id)
    assert mailbox[0]["Bcc"] is None and mailbox[0]["Subject"].startswith("Food Bcc:")
