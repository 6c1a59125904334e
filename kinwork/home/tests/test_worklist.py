"""The coordinator's worklist; no referral is lost where its receiver is closed or takes part no more."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def close(cast, agency="clinic", by=OPERATOR):
    with acting_as(by):
        return accounts.close_agency(agency=cast.agencies[agency], by=by, at=timezone.now())


def test_a_closed_receiver_leaves_nothing_lying(cast):
    made = [casting.sent(cast), casting.accepted(cast), casting.sent(cast, "bloom_visits")]
    for _time in "ab":
        close(cast)
    with everything():
        lines = WorkItem.objects.filter(kind="re-route", closed_at=None)
        desks = {(one.target, one.agency.name) for one in lines.select_related("agency")}
    assert desks == {
        (one.pk, name)
        for one in made[:2]
        for name in ("Mesquite Flats Library", "Saguaro Wash Family Partnership")
    }
    page = words(browser_of(cast, "cora").get("/worklist/?show=reroute"))
    assert "Their receiver takes part no more." in page
    assert "Rosa" not in page
    assert "Send it another way" in words(browser_of(cast, "ana").get("/desk/?what=send"))
    assert browser_of(cast, "ben").get("/inbox/").status_code in (302, 403)
    assert browser_of(cast, "rosa").get("/ours/").status_code == 200
    cora = browser_of(cast, "cora")
    other = cast.agencies["bloom"].pk
    assert "Send it to another place" not in words(cora.get(f"/worklist/?show=reroute&of={other}"))
    for strange in ("of=x", "days=0", "show=y", f"show=overdue&of={cast.household.pk}&after=_"):
        assert cora.get(f"/worklist/?{strange}").status_code == 200


def test_what_is_about_treatment_goes_to_its_sender_alone(cast):
    row = casting.sent(cast)
    with everything():
        Referral.objects.filter(pk=row.pk).update(sensitivity="sud")
    close(cast)
    with everything():
        found = WorkItem.objects.filter(kind="re-route", target=row.pk)
        assert [one.agency_id for one in found] == [cast.agencies["library"].pk]


@pytest.mark.parametrize("name", ["ana", "bea", "cora", "dana", "rosa"])
def test_only_an_operator_closes_an_agency(cast, name):
    casting.sent(cast)
    with pytest.raises(Refused):
        close(cast, by=cast.actors[name])
    with everything():
        assert not WorkItem.objects.filter(kind="re-route").exists()
