"""A new version of what is in force: only when all have signed does it take its place."""

import pytest
from django.db import IntegrityError, transaction

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.trust.agreements import actions, jobs
from kinwork.trust.agreements.models import Agreement

from .scenes import SIGNED, do, fresh, in_force, parties


def test_a_new_version_replaces_the_old_when_all_have_signed(cast):
    old = in_force(cast)
    with acting_as(cast.dana, now=cast.at):
        new = actions.make_version(agreement=old, title="Together, again", by=cast.dana, at=cast.at)
        with pytest.raises(Refused):
            actions.make_version(agreement=old, by=cast.dana, at=cast.at)
    assert fresh(cast, old).state == "in force"
    do(cast, "submit", new)
    for party in parties(cast, new):
        with acting_as(cast.dana, now=cast.at):
            actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
    assert (fresh(cast, old).state, fresh(cast, new).state) == ("superseded", "in force")
    assert (fresh(cast, old).title, fresh(cast, new).version) == ("Together", 2)


def test_two_versions_in_force_are_refused_by_the_database(cast):
    old = in_force(cast)
    with acting_as(cast.dana, now=cast.at), pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(
            community=cast.community,
            kind="mou",
            title="x",
            series=old.series,
            version=2,
            starts=cast.at,
        )


def test_a_version_that_begins_later_leaves_no_gap(cast):
    """All have signed it: the one before counts until its first day, and is then replaced."""
    old = in_force(cast)
    first_day = cast.later(days=10)
    with acting_as(cast.dana, now=cast.at):
        new = actions.make_version(agreement=old, starts=first_day, by=cast.dana, at=cast.at)
    do(cast, "submit", new)
    for party in parties(cast, new):
        with acting_as(cast.dana, now=cast.at):
            actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
    assert fresh(cast, old).state == "in force"
    jobs.run_due(cast.later(days=9))
    assert (fresh(cast, old).state, fresh(cast, new).state) == ("in force", "partly signed")
    jobs.run_due(cast.later(days=10))
    assert (fresh(cast, old).state, fresh(cast, new).state) == ("superseded", "in force")
