"""The same intake at a desk: Ana types what Rosa's neighbour says; consent with the way it was given."""

from datetime import date

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.common.rights import Refused
from kinwork.directory.models import SearchEntry
from kinwork.family.contact.queries import points
from kinwork.family.eligibility.models import Determination
from kinwork.family.intake.actions import sending
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.walking import Walk, birth
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Household
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(town) -> Walk:
    return Walk(browser_of(town.cast, "ana"))


def began(walk: Walk) -> str:
    """The first page sent; the address of this intake."""
    walk.get("/start/desk/")
    walk.post("/start/desk/", needs=["wic"], soon="2 days", where="85201")
    with everything():
        draft = Draft.objects.latest("began_at")
    return f"/start/desk/{draft.pk}"


def test_a_navigator_with_a_family(ana, town):
    here = began(ana)
    assert ana.here == f"{here}/people/add/caregiver/"
    ana.post(ana.here, given="Marta", family="Soto", **birth(date(1999, 1, 2)))
    ana.get(f"{here}/people/add/child/")
    ana.post(ana.here, given="Iker", **birth(date(2024, 2, 3)))
    ana.post(f"{here}/people/")
    ana.get(f"{here}/result/")
    assert "kw-desk" in ana.text and "Iker" in ana.text
    ana.post(f"{here}/result/")
    ana.post(f"{here}/places/", services=[town.service["bloom_visits"]])
    ana.post(f"{here}/reach/", channel="phone", phone="520-555-0199", safe="no")
    ana.post(ana.here, agree="yes")
    ana.post(f"{here}/send/", way="on paper")
    assert "Write the day that stands on the paper" in ana.text  # and nothing was sent
    lies = {"paper_at": "Front desk", **birth(date(2026, 7, 1), "signed_on")}
    ana.post(f"{here}/send/", way="on paper", **lies)
    with everything():
        draft = Draft.objects.latest("began_at")
        household = Household.objects.get(pk=draft.household)
        assert ana.here == f"/households/{household.pk}/"
        assert household.recorded_by == town.cast.agencies["library"]
        consent = Consent.objects.get(household=household)
        assert (consent.way, consent.recorded_by) == ("on paper", town.cast.agencies["library"])
        assert (str(consent.signed_on), consent.paper_at) == ("2026-07-01", "Front desk")
        sent = Referral.objects.get(household=household)
        assert (sent.state, sent.sender) == ("sent", town.cast.agencies["library"])
        owners = {one.owner for one in Determination.objects.filter(household=household)}
        assert owners == {town.cast.agencies["library"]}


def test_every_fault_of_the_first_page_is_shown_at_once(ana):
    ana.get("/start/desk/")
    ana.post("/start/desk/", needs=[], soon="routine", where="Nowhereville")
    assert "choose at least one" in ana.text and "do not know that place" in ana.text


@pytest.mark.parametrize(("name", "status"), [("cruz", 404), ("ben", 403), ("dana", 403)])
def test_another_agencys_intake_does_not_exist(ana, town, name, status):
    """E2: Cruz is a caseworker elsewhere; Ben and Dana have no intakes at all."""
    here = began(ana)
    other = browser_of(town.cast, name)
    assert other.get(f"{here}/people/").status_code == status
    assert other.post(f"{here}/people/").status_code == status


def test_a_known_family_starts_with_what_it_told(ana, town):
    family = town.cast.household
    ana.get(f"/start/desk/?household={family.pk}")
    ana.post("/start/desk/", needs=["diapers"], soon="routine", where="85201")
    assert "Mateo" in ana.text and "Lucía" in ana.text


def test_another_agencys_rows_stay_as_they_are(town):
    """What one agency wrote down is not changed by an intake at another; nothing breaks either."""
    cast = town.cast
    referral = casting.accepted(cast)
    ben, told = cast.ben, {"channel": "email", "value": "new@example.org", "safe": True}
    with acting_as(ben, now=cast.later(hours=3)):
        household = Household.objects.get(pk=referral.household_id)
        sending.reach(household, told, by=ben, at=cast.later(hours=3))
        emails = {one.value for one in points(household.pk) if one.channel == "email"}
    assert emails == {"rosa@example.org", "new@example.org"}


def test_help_known_as_hidden_by_the_index_alone_takes_no_referral(town):
    with acting_as(OPERATOR):
        entries = SearchEntry.objects.filter(service=town.service["visits"])
        assert entries.update(is_victim_service=True)
    with pytest.raises(Refused, match="phone number"):
        casting.draft(town.cast)
