"""Intakes that nobody finished go by themselves: a family's after its code, a desk's later."""

from datetime import timedelta

import pytest

from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.family.intake.models import Draft, Seat
from kinwork.trust.access.models import FamilyKey
from kinwork.trust.access.rules import DESK_DRAFT_DAYS, DRAFT_DAYS
from kinwork.trust.retention import jobs
from tests import cast as casting
from tests.cast import BEGAN
from tests.seeing import everything


@pytest.fixture
def cast(db):
    return casting.make_cast(household=False)


def began(cast, agency=None, **said) -> Draft:
    with everything():
        return Draft.objects.create(
            community=cast.community,
            agency=cast.agencies[agency] if agency else None,
            door="desk" if agency else "web",
            answers={"needs": ["wic"]},
            began_at=BEGAN,
            changed_at=BEGAN,
            **said,
        )


def night(**after) -> dict[str, int]:
    return dict(jobs.run(BEGAN + timedelta(**after)))


@pytest.mark.parametrize(("agency", "kept"), [(None, DRAFT_DAYS), ("library", DESK_DRAFT_DAYS)])
def test_it_goes_after_its_days_and_takes_its_seats_along(cast, agency, kept):
    draft = began(cast, agency)
    with everything():
        Seat.objects.create(
            draft=draft.pk,
            side="family",
            code_hash=b"1" * 32,
            made_at=BEGAN,
            expires_at=BEGAN + timedelta(minutes=30),
        )
    assert night(days=kept) == {}
    assert night(days=kept, seconds=1) == {"drafts": 1}
    with everything():
        assert not Draft.objects.exists() and not Seat.objects.exists()
        told = AuditEntry.objects.get(verb="retention.forget_draft")
        assert told.details == {"draft": str(draft.pk)} and told.actor_kind == "clock"


def test_the_family_keeps_it_as_long_as_its_code(cast):
    draft = began(cast, kept_at=BEGAN + timedelta(days=10))
    with everything():
        FamilyKey.objects.create(
            code_hash=b"2" * 32,
            word_hash=b"3",
            draft_id=draft.pk,
            expires_at=BEGAN + timedelta(days=40),
        )
    assert night(days=39) == {}
    assert night(days=40, seconds=1) == {"drafts": 1}
    with everything():
        assert FamilyKey.objects.get().ended_at


def test_what_was_finished_or_touched_stays(cast):
    began(cast, finished_at=BEGAN, household=new_id())
    touched = began(cast)
    with everything():
        Draft.objects.filter(pk=touched.pk).update(changed_at=BEGAN + timedelta(days=80))
    assert night(days=100) == {}


def test_many_go_in_steps(cast, monkeypatch):
    for _time in range(5):
        began(cast)
    monkeypatch.setattr(jobs, "DRAFTS_AT_ONCE", 2)
    assert night(days=31) == {"drafts": 5}
