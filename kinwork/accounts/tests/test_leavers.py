"""Somebody leaves: what they had opened closes, and what they had goes back to the team (F2)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions, codes, queries, rules
from kinwork.accounts.models import Invitation, Membership
from kinwork.accounts.tests.conftest import actor, sign_in
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.family.referrals.actions import schedule
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.models import Tie, WorkItem
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything
from tests.signing import browser_of, enter

DEEDS = ["disable_account", "end_membership"]


@pytest.fixture
def admin(world):
    return world.worker("Dana", "account administrator")


@pytest.fixture
def bea(world):
    return world.worker("Bea", "supervisor")


def leave(by, deed: str, hat: Membership) -> None:
    told = {"user": hat.user} if deed == "disable_account" else {"membership": hat}
    with acting_as(by):
        getattr(actions, deed)(**told, by=by, at=timezone.now())


@pytest.mark.parametrize("deed", DEEDS)
def test_an_open_page_in_another_browser_is_dead_at_the_next_request(admin, bea, deed):
    first, second = Client(), Client()
    sign_in(first, bea.user)
    enter(second, bea.user)
    page = reverse("accounts:staff")
    assert [one.get(page).status_code for one in (first, second)] == [200, 200]
    leave(actor(admin), deed, bea)
    assert [one.get(page).status_code for one in (first, second)] == [302, 302]
    assert second.post(reverse("accounts:stay")).status_code in (302, 403)
    assert second.get(page).wsgi_request.actor == VISITOR


@pytest.mark.parametrize("deed", DEEDS)
def test_invitations_they_gave_are_withdrawn_and_their_links_dead(client, admin, bea, deed):
    with acting_as(actor(bea)) as by:
        one = actions.invite(
            email="new@example.org", agency=bea.agency, community=bea.community,
            role="navigator", by=by, at=timezone.now(),
        )  # fmt: skip
    other, key = _invited_by(admin), _key_of(one)
    where = reverse("accounts:accept_invitation", args=[key])
    assert "new@example.org" in client.get(where).content.decode()
    leave(actor(admin), deed, bea)
    assert "new@example.org" not in client.get(where).content.decode()
    assert Invitation.objects.get(pk=one.pk).standing(timezone.now()) == "withdrawn"
    assert Invitation.objects.get(pk=other.pk).standing(timezone.now()) == "open"


def _key_of(invitation: Invitation) -> str:
    """What stands in its letter; only a hash of it is kept."""
    key = rules.new_key()
    with acting_as(OPERATOR):
        Invitation.objects.filter(pk=invitation.pk).update(code_hash=codes.key_hash(key))
    return key


def _invited_by(admin: Membership) -> Invitation:
    with acting_as(actor(admin)) as by:
        return actions.invite(
            email="else@example.org", agency=admin.agency, community=admin.community,
            role="navigator", by=by, at=timezone.now(),
        )  # fmt: skip


def test_a_hat_that_ends_leaves_the_other_hat_alone(client, world, admin):
    ana = world.worker("Ana", "navigator")
    there = world.hat(ana.user, "intake worker", world.clinic)
    sign_in(client, ana.user)
    leave(actor(admin), "end_membership", ana)
    assert client.get("/accounts/").wsgi_request.actor == actor(there)


def test_a_reset_link_asked_before_is_dead(admin, bea):
    from kinwork.accounts.tokens import ResetTokens

    with acting_as(VISITOR):
        token = ResetTokens().make_token(bea.user)
    leave(actor(admin), "disable_account", bea)
    bea.user.refresh_from_db()
    assert not ResetTokens().check_token(bea.user, token)


@pytest.fixture
def cast(db):
    return casting.make_cast()


def hat_of(cast, name: str) -> Membership:
    return Membership.objects.get(user=cast.users[name])


def given_to_ben(cast) -> Referral:
    """Accepted by Ben, with a line on his desk and a tie of his own."""
    referral = casting.accepted(cast)
    with everything():
        Referral.objects.filter(pk=referral.pk).update(assigned_to=cast.users["ben"])
        WorkItem.objects.filter(target=referral.pk, agency=cast.agencies["clinic"]).update(
            assignee=cast.users["ben"]
        )
        Tie.objects.create(
            community=cast.community, kind="assignment", agency=cast.agencies["clinic"],
            user=cast.users["ben"], household=cast.household, starts=cast.at,
        )  # fmt: skip
    return referral


def left_with(cast, referral, name="ben") -> tuple[int, int, int]:
    """Referrals, lines on desks and open ties that are this person's."""
    user = cast.users[name]
    with everything():
        return (
            Referral.objects.filter(assigned_to=user, ended_at=None).count(),
            WorkItem.objects.filter(assignee=user, closed_at=None).count(),
            Tie.objects.filter(user=user, ends=None).count(),
        )


@pytest.mark.parametrize("deed", DEEDS)
def test_a_page_in_hand_a_part_of_one_and_a_calendar_address_open_nothing(db, deed):
    """Ben has a family's pages open; a script of the page, and his calendar, ask again by themselves."""
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    referral = casting.accepted(cast)
    with acting_as(cast.ben):
        starts = timezone.now() + timedelta(days=2)
        schedule(referral=referral, starts_at=starts, by=cast.ben, at=timezone.now())
    ben = browser_of(cast, "ben")
    row, home = f"/referrals/{referral.pk}/", f"/households/{cast.household.pk}/"
    paths = (row, home, f"{row}serve/", "/inbox/", f"/dates/{referral.pk}/calendar/")
    assert {ben.get(path).status_code for path in paths} == {200}
    form = ben.get(f"{row}serve/").context["form"]
    told = {name: form[name].value() or "" for name in form.fields}
    told |= {"received": "Two visits", "need_met": "fully"}
    with everything():
        hat = Membership.objects.select_related("user").get(user=cast.users["ben"])
    leave(OPERATOR, deed, hat)
    for path in paths:
        for head in ({}, {"HX-Request": "true"}):
            answer = ben.get(path, headers=head)
            assert answer.status_code in (302, 403, 404), path
            assert "Luna" not in answer.content.decode(), path
    assert ben.post(f"{row}serve/", told).status_code in (302, 403, 404)
    with everything():
        assert Referral.objects.get(pk=referral.pk).state == "scheduled"


@pytest.mark.parametrize("deed", DEEDS)
def test_their_work_goes_back_to_the_team(cast, deed):
    referral = given_to_ben(cast)
    assert left_with(cast, referral)[0] == 1 and left_with(cast, referral)[2] == 1
    leave(OPERATOR, deed, hat_of(cast, "ben"))
    assert left_with(cast, referral) == (0, 0, 0)
    with everything():
        assert Referral.objects.get(pk=referral.pk).state == "accepted", "nothing else changed"


def test_work_stays_with_whoever_has_another_hat_there(cast):
    given_to_ben(cast)
    said = {"by": OPERATOR, "at": cast.at}
    with acting_as(OPERATOR):
        second = actions.add_membership(
            user=cast.users["ben"], agency=cast.agencies["clinic"], community=cast.community,
            role="intake worker", **said,
        )  # fmt: skip
    leave(OPERATOR, "end_membership", second)
    assert left_with(cast, None)[0] == 1


def test_nobody_takes_a_colleagues_work_by_calling_the_function(cast):
    """It touches only what belongs to people who left."""
    from kinwork.trust.access.actions import hand_back

    referral = given_to_ben(cast)
    before = left_with(cast, referral)
    for by in (cast.cruz, cast.bea, OPERATOR):
        with acting_as(by):
            assert hand_back(cast.users["ben"], by=by, at=timezone.now()) == 0
    assert left_with(cast, referral) == before


def test_a_leaver_who_comes_back_finds_no_old_family(cast):
    given_to_ben(cast)
    leave(OPERATOR, "end_membership", hat_of(cast, "ben"))
    with acting_as(OPERATOR):
        actions.add_membership(
            user=cast.users["ben"], agency=cast.agencies["clinic"], community=cast.community,
            role="provider staff", by=OPERATOR, at=timezone.now() + timedelta(seconds=1),
        )  # fmt: skip
    assert left_with(cast, None) == (0, 0, 0)
    assert queries.open_hats(cast.users["ben"], timezone.now() + timedelta(minutes=1))
