"""An operator finds a clock that keeps failing and has it tried again: in both languages, on any screen."""

import pytest
from django.utils import timezone

from kinwork.accounts.models import Membership
from kinwork.common.ids import new_id
from kinwork.trust.access.models import Due
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")


def test_a_clock_that_fails_is_tried_again(own_database, window):
    cast, now = open_town().cast, timezone.now()
    with everything():
        Membership.objects.filter(user=cast.users["dana"]).update(role="operator")
        line = Due.objects.create(
            target=new_id(), clock="remind", at=now + (now - cast.at),
            failures=4, failing_since=cast.at, error="KeyError",
        )  # fmt: skip
    dana = at_work(window, cast, "dana")
    dana.go("/standstill/")
    dana.sees("remind")
    looking(dana, "standstill")("clock")
    on_a_small_phone(dana)
    dana.press("Try it again now")
    dana.sees("is tried again in a moment")
    with everything():
        assert Due.objects.get(pk=line.pk).at <= timezone.now()
        Due.objects.filter(pk=line.pk).delete()
    other = at_work(window, cast, "dana", language="es")
    other.go("/standstill/")
    other.sees(say("Nothing stands still"))
    looking(other, "standstill")("nothing")
    on_a_small_phone(other)
