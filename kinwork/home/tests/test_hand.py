"""Handing work over: what goes, what stays, who may, and that both are told; one transaction."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import block
from kinwork.trust.access.models import Handover, Tie, WorkItem
from tests import cast as casting
from tests.cast import hire
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Bo works beside Ana at the library."""
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    hire(cast, "bo", "library", "navigator")
    return cast


def hand(cast, by, giver, taker, chosen=None, **more):
    actor = cast.actors[by]
    told = {"note": "On leave until May.", "form_id": new_id()} | more
    with acting_as(actor):
        return actions.hand_over(
            giver=cast.users[giver],
            taker=cast.users[taker],
            chosen=chosen,
            by=actor,
            at=timezone.now(),
            **told,
        )


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_all_of_ben_goes_to_bill_and_both_are_told(cast):
    made = [casting.accepted(cast) for _n in range(3)]
    done = hand(cast, "bea", "ben", "bill")
    assert {row.pk for row in done.goes} == {one.pk for one in made}
    with everything():
        assert set(Referral.objects.values_list("assigned_to", flat=True)) >= {
            cast.users["bill"].pk
        }
        assert not Referral.objects.filter(assigned_to=cast.users["ben"]).exists()
        assert (
            not WorkItem.objects.filter(assignee=cast.users["ben"], closed_at=None)
            .exclude(kind="handed on")
            .exists()
        )
        trail = AuditEntry.objects.filter(verb="referrals.hand_over")
        assert trail.count() == 4
        news = dict(
            WorkItem.objects.filter(target=done.handover.pk).values_list("kind", "assignee")
        )
    assert news == {"handed over": cast.users["bill"].pk, "handed on": cast.users["ben"].pk}
    page = browser_of(cast, "bill").get(f"/desk/handed/{done.handover.pk}/")
    assert "On leave until May." in words(page)
    with everything():
        assert not WorkItem.objects.filter(
            target=done.handover.pk, kind="handed over", closed_at=None
        ).exists()


def test_only_what_is_chosen_goes(cast):
    one, other = casting.accepted(cast), casting.accepted(cast)
    hand(cast, "ben", "ben", "bill", chosen=[one.pk, new_id()])
    with everything():
        holders = dict(Referral.objects.values_list("pk", "assigned_to__name"))
    assert holders == {one.pk: "Bill", other.pk: "Ben"}


def test_at_the_sender_it_is_followed_up_by_another_and_who_sent_it_stays_written(cast):
    referral = casting.sent(cast)
    done = hand(cast, "ana", "ana", "bo")
    assert [row.pk for row in done.goes] == [referral.pk]
    with everything():
        row = Referral.objects.get(pk=referral.pk)
        assert (row.sent_by, row.followed_by) == (cast.users["ana"], cast.users["bo"])
        ties = Tie.objects.filter(
            agency=cast.agencies["library"], household=cast.household.pk, user__isnull=False
        )
        live = {tie.user.name for tie in ties if tie.ends is None}
    assert live == {"Bo"}
    bo, ana = browser_of(cast, "bo"), browser_of(cast, "ana")
    assert "Rosa" in words(bo.get("/desk/"))
    assert bo.get(f"/households/{cast.household.pk}/").status_code == 200
    assert "Rosa Luna Ortega" not in words(ana.get("/desk/"))
    with acting_as(cast.ben):
        actions.ask_information(referral=row, message="Which day?", by=cast.ben, at=timezone.now())
    with everything():
        line = WorkItem.objects.get(target=row.pk, agency=cast.agencies["library"], closed_at=None)
    assert line.assignee_id == cast.users["bo"].pk


def test_what_the_colleague_may_not_see_stays(cast):
    open_, kept, named = (casting.accepted(cast) for _n in range(3))
    with everything():
        Referral.objects.filter(pk=kept.pk).update(sensitivity="sud")
        Referral.objects.filter(pk=named.pk).update(sensitivity="safety")
        for row in (kept, named):  # Ben is tied to both by name
            Tie.objects.create(
                kind="referral",
                agency=cast.agencies["clinic"],
                community=cast.community,
                household=cast.household,
                user=cast.users["ben"],
                work=row.pk,
                starts=cast.at,
            )
    page = words(browser_of(cast, "ben").get(f"/desk/hand-over/?to={cast.users['bill'].pk}"))
    assert "It stays: it needs somebody of the Part 2 staff." in page
    assert "It stays: it needs somebody who is named for it." in page
    # A supervisor who may see neither reads nothing of them.
    page = words(
        browser_of(cast, "bea").get(
            f"/desk/hand-over/?from={cast.users['ben'].pk}&to={cast.users['bill'].pk}"
        )
    )
    assert "It stays" not in page
    done = hand(cast, "ben", "ben", "bill")
    assert [row.pk for row in done.goes] == [open_.pk]
    assert {row.pk for row in done.stays} == {kept.pk, named.pk}
    with everything():
        assert Referral.objects.get(pk=named.pk).assigned_to == cast.users["ben"]
        assert (
            WorkItem.objects.get(
                target=named.pk, agency=cast.agencies["clinic"], closed_at=None
            ).assignee
            == cast.users["ben"]
        )
    with pytest.raises(Refused):
        hand(cast, "ben", "ben", "bill", chosen=[kept.pk])


def test_part_2_staff_take_what_is_about_treatment(cast):
    hire(cast, "pat", "clinic", "caseworker", is_part_2_staff=True)
    row = casting.accepted(cast)
    with everything():
        Referral.objects.filter(pk=row.pk).update(sensitivity="sud")
        Tie.objects.create(
            kind="referral",
            agency=cast.agencies["clinic"],
            community=cast.community,
            household=cast.household,
            user=cast.users["ben"],
            work=row.pk,
            starts=cast.at,
        )
    assert [one.pk for one in hand(cast, "ben", "ben", "pat").goes] == [row.pk]


def test_a_colleague_whom_the_family_shut_out_gets_nothing(cast):
    casting.accepted(cast)
    with acting_as(cast.rosa):
        block(household=cast.household, user=cast.users["bill"], by=cast.rosa, at=timezone.now())
    with pytest.raises(Refused):
        hand(cast, "ben", "ben", "bill")
    referral = casting.sent(cast)
    with acting_as(cast.bea), pytest.raises(Refused):
        actions.assign(referral=referral, user=cast.users["bill"], by=cast.bea, at=timezone.now())


@pytest.mark.parametrize(
    ("by", "giver", "taker"),
    [
        ("ben", "bill", "ben"),
        ("ana", "ben", "bill"),
        ("cruz", "ben", "bill"),
        ("cora", "ben", "bill"),
        ("dana", "ben", "bill"),
        ("ben", "ben", "ben"),
        ("ben", "ben", "ana"),
        ("bea", "ben", "cora"),
        ("rosa", "ben", "bill"),
    ],
)
def test_who_may_not(cast, by, giver, taker):
    casting.accepted(cast)
    with pytest.raises(Refused):
        hand(cast, by, giver, taker)
    with everything():
        assert not Handover.objects.exists()


def test_a_supervisor_of_elsewhere_moves_nothing(cast):
    hire(cast, "sue", "bloom", "supervisor")
    casting.accepted(cast)
    with pytest.raises(Refused):
        hand(cast, "sue", "ben", "bill")
    page = browser_of(cast, "sue").get(
        f"/desk/hand-over/?from={cast.users['ben'].pk}&to={cast.users['bill'].pk}"
    )
    assert "Ben" not in words(page)


def test_on_the_page_twice_is_once_and_strangers_are_left_out(cast):
    referral = casting.accepted(cast)
    ben, bill = browser_of(cast, "ben"), cast.users["bill"].pk
    assert "Bill" in words(ben.get("/desk/hand-over/"))
    page = ben.get(f"/desk/hand-over/?to={bill}").content.decode()
    form = re.search(r'name="form_id" value="([^"]*)"', page)[1]
    ticks = re.findall(r'name="row" value="([^"]*)"', page)
    assert [one.partition(".")[0] for one in ticks] == [str(referral.pk)]
    told = {
        "to": bill,
        "form_id": form,
        "what": "chosen",
        "note": "x",
        "row": [*ticks, str(new_id()), "nonsense"],
    }
    assert [ben.post("/desk/hand-over/", told).status_code for _n in "ab"] == [302, 302]
    with everything():
        assert Handover.objects.count() == 1
        assert (
            AuditEntry.objects.filter(verb="referrals.hand_over", target_id=referral.pk).count()
            == 1
        )
    nothing = ben.post("/desk/hand-over/", {"to": bill, "what": "chosen", "row": []})
    assert "nothing here that can be given" in words(nothing)
    assert (
        ben.post("/desk/hand-over/", {"to": bill, "what": "chosen", "note": "x" * 501}).status_code
        == 200
    )
    many = {"to": bill, "what": "chosen", "row": [str(new_id()) for _n in range(500)]}
    assert ben.post("/desk/hand-over/", many).status_code == 400  # more than any form here holds


@pytest.mark.parametrize(
    ("name", "status"),
    [("ana", 404), ("bill", 200), ("bea", 200), ("cruz", 404), ("cora", 403), ("rosa", 403)],
)
def test_who_reads_a_handover(cast, name, status):
    casting.accepted(cast)
    done = hand(cast, "ben", "ben", "bill")
    assert browser_of(cast, name).get(f"/desk/handed/{done.handover.pk}/").status_code == status


def test_the_database_itself_lets_nobody_hand_over_in_anothers_name(cast):
    from django.db import ProgrammingError, transaction

    said = {
        "community": cast.community,
        "agency": cast.agencies["clinic"],
        "giver": cast.users["bill"],
        "taker": cast.users["ben"],
        "at": cast.at,
    }
    for by in ("ben", "cruz"):
        with acting_as(cast.actors[by]), pytest.raises(ProgrammingError), transaction.atomic():
            Handover.objects.create(by=cast.users[by], **said)


def test_a_worker_takes_what_nobody_has_and_gives_nobody_anything(cast):
    referral = casting.sent(cast)
    ben = browser_of(cast, "ben")
    assert ben.post(f"/team/{referral.pk}/", {"user": cast.users["bill"].pk}).status_code == 200
    ben.post(f"/team/{referral.pk}/", {"user": cast.users["ben"].pk})
    with everything():
        assert Referral.objects.get(pk=referral.pk).assigned_to == cast.users["ben"]
    with acting_as(cast.bill), pytest.raises(Refused):
        actions.assign(referral=referral, user=cast.users["bill"], by=cast.bill, at=timezone.now())
    assert browser_of(cast, "cruz").get(f"/team/{referral.pk}/").status_code == 404
