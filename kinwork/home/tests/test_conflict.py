"""Two holders of authority disagree: the worker reads that they do, not who and not why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.people.models import Person
from kinwork.trust.consent import actions
from kinwork.trust.consent.tests.deeds import co_parent
from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
SAID = "Consent conflict"


def test_the_worker_reads_that_they_disagree_and_nothing_more():
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    casting.accepted(cast)
    casting.consent(cast, classes=("development",))
    father, at, page = co_parent(cast), cast.later(hours=2), f"/households/{cast.household.pk}/"
    assert SAID not in browser_of(cast, "ben").get(page).content.decode()
    with acting_as(father, now=at):
        actions.deny(
            household=cast.household,
            given_by=Person.objects.get(pk=father.id),
            agency=cast.agencies["clinic"],
            classes=["development"],
            language="en",
            by=father,
            at=at,
        )
        name = Person.objects.get(pk=father.id).given_name
    shown = browser_of(cast, "ben").get(page).content.decode()
    assert SAID in shown
    assert name not in shown
