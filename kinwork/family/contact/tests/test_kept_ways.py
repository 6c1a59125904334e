"""Something of the home is kept from one of two caregivers: nobody who calls or writes is led to that
one's phone, nor to one that both may answer."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.contact import actions
from kinwork.family.contact.models import ContactPoint, Delivery
from kinwork.family.contact.tests import scenes
from kinwork.family.contact.tests.test_pages import page
from kinwork.trust.access.tests.test_protections import protect, with_father
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
HIS, HERS, HOME = "520-555-0101", "520-555-0102", "520-555-0142"


def write_down(cast, whose: str, value: str, channel: str = "phone") -> ContactPoint:
    with acting_as(cast.ana, now=cast.at) as by:
        return actions.record_contact(
            household=cast.household,
            person=cast.people[whose],
            channel=channel,
            value=value,
            is_preferred=True,
            recorded_by=cast.agencies["library"],
            by=by,
            at=cast.at,
        )


def kept_apart(channel: str = "phone", his: str = HIS, hers: str = HERS):
    """Both are written down as safe, his first; she is protected from him."""
    cast = with_father()
    write_down(cast, "pablo", his, channel)
    point = write_down(cast, "rosa", hers, channel)
    protect(cast)
    return cast, point


def on_a_desk(cast) -> Delivery:
    casting.accepted(cast)
    with everything():
        row = Delivery.objects.filter(household=cast.household.pk).order_by("made_at").last()
    assert scenes.try_at(row, cast.later(hours=2)) == "on a desk"
    return row


def end(cast, point) -> None:
    with acting_as(cast.ana, now=cast.at) as by:
        actions.end_contact(point=point, by=by, at=cast.at)


def test_a_call_leads_to_her_own_phone_alone():
    cast, _hers = kept_apart()
    row = on_a_desk(cast)
    status, text = page(cast, "ana", f"/contact/by-hand/{row.pk}/")
    assert status == 200 and HERS in text and "Rosa" in text
    assert HIS not in text and HOME not in text and "Pablo" not in text


def test_a_letter_goes_to_her_own_address_alone():
    cast, _hers = kept_apart("mail", "1 His Street", "P.O. Box 7")
    row = on_a_desk(cast)
    status, text = page(cast, "ana", f"/contact/by-hand/{row.pk}/")
    assert status == 200 and "P.O. Box 7" in text and "His Street" not in text


@pytest.mark.parametrize("channel", ["phone", "mail"])
def test_with_no_safe_way_left_it_is_said_and_given_up(channel):
    cast, hers = kept_apart(channel)
    row = on_a_desk(cast)
    end(cast, hers)
    path = f"/contact/by-hand/{row.pk}/"
    status, text = page(cast, "ana", path)
    assert status == 200 and "There is no safe way" in text
    assert 'value="told"' not in text and "Pablo" not in text
    for number in (HIS, HERS, HOME):
        assert number not in text
    page(cast, "ana", f"{path}ended/", how="no way")
    row = scenes.line(row)
    assert (row.state, row.words) == ("given up", "no safe way")
