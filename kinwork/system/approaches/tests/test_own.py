"""Which model a partnership resembles: what is on record, what its lead says, what stays unknown."""

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.system.approaches import owning
from kinwork.system.approaches.models import OwnAnswer
from kinwork.system.approaches.tests import scenes
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def came(cast, row, by=None):
    with acting_as(by or cast.dana, now=cast.at):
        return owning.resembles(row, cast.at)


def said(cast, row, criterion: str, answer: str = "yes", why: str = "As we know.", by=None):
    told = {"criterion": criterion, "answer": answer, "why": why}
    return scenes.do(cast, "say_own", by=by or cast.dana, partnership=row, **told)


def test_what_is_on_record_fills_itself(cast):
    row = joined.started(cast)
    for key in ("backbone", "clinic", "library"):
        joined.member(cast, row, key)
    known, _own, found = came(cast, row)
    assert known.inputs["partners"] == 3 and known.level == "local"
    assert known.lead.agency_id == cast.agencies["backbone"].pk
    assert known.inputs["no_wrong_door"] is True  # all three have joined the memorandum
    assert known.inputs["co_location"] is None  # no agreement says so, which is no no
    answers = {one.criterion: one.answer.value for one in found.reasons}
    assert answers["joint_case_management"] == answers["administrative_and_data_focus"] == "maybe"
    assert answers["two_to_eight_partners"] == answers["lead_agency_convenes"] == "yes"


def test_a_bare_partnership_knows_little(cast):
    known, _own, found = came(cast, joined.started(cast))
    assert set(known.inputs.values()) == {None}
    assert found.possible == ("narrow", "hub", "backbone", "none")
    state = joined.started(cast, "Statewide", level="state")
    known, _own, found = came(cast, state)
    assert known.level == "state" and len(found.reasons) == 4
    tribal = joined.started(cast, "Of the nation", level="tribal")
    known, _own, found = came(cast, tribal)
    assert known.level is None and found.unknown[0] == "level"


def test_a_charter_shows_the_vision_of_a_state(cast):
    charter = joined.adopted(cast)
    known, _own, _found = came(cast, charter.partnership)
    assert known.inputs["shared_vision"] is (True if known.charter.vision.strip() else None)


def test_the_lead_answers_what_nothing_on_record_decides(cast):
    row = joined.started(cast)
    for key in ("backbone", "clinic", "library"):
        joined.member(cast, row, key)
    said(cast, row, "one_service_domain", "no", "Food, health and reading.")
    said(cast, row, "joint_case_management", "yes", "Every second Monday.")
    _known, own, found = came(cast, row)
    assert found.model == "hub" and own["joint_case_management"].said_by_id == cast.dana.id
    said(cast, row, "joint_case_management", "unknown", "")
    _known, own, found = came(cast, row)
    assert found.model == "maybe" and own["joint_case_management"].answer == "unknown"
    with everything():
        assert OwnAnswer.objects.count() == 3  # what was said before stays


@pytest.mark.parametrize(
    ("criterion", "answer", "why", "sentence"),
    [
        ("moon", "yes", "So.", "one of the questions"),
        ("co_location", "perhaps", "So.", "one of the questions"),
        ("co_location", "yes", " ", "in words"),
        ("two_to_eight_partners", "yes", "So.", "on record already"),
    ],
)
def test_what_is_no_answer(cast, criterion, answer, why, sentence):
    row = joined.started(cast)
    joined.member(cast, row, "clinic")
    with pytest.raises(Refused, match=sentence):
        said(cast, row, criterion, answer, why)


def test_who_answers_and_who_reads(cast):
    row = joined.started(cast)
    joined.member(cast, row, "clinic")
    elsewhere = casting.make_cast(household=False)
    for actor in (cast.ben, cast.bea, cast.cruz, cast.cora, cast.sam, cast.eve, elsewhere.dana):
        with pytest.raises((Refused, Partnership.DoesNotExist)):
            said(cast, row, "co_location", by=actor)
    said(cast, row, "co_location")
    for actor, sees in (
        *((cast.ben, True), (cast.bea, True), (cast.dana, True)),
        *((cast.cruz, False), (worker(elsewhere, "backbone lead", "backbone"), False)),
    ):
        with acting_as(actor, now=timezone.now()):
            assert OwnAnswer.objects.exists() is sees
