"""The office's own yes or no, reused until it expires; and the verdict without its explanation."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.community import today
from kinwork.common.rights import Refused
from kinwork.family.eligibility import actions, queries
from kinwork.family.facts.tests.test_sure import office, shared
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Party
from kinwork.trust.consent import actions as consents
from tests.cast import Cast, consent, make_cast

DAY = date(2026, 3, 2)
SIGNED = {"name": "Inés Duarte", "title": "Director", "authority": "Bylaws, article 4"}
ALL = ("household", "means", "health", "development")


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def decide(cast: Cast, by, program: str = "wic", verdict: str = "yes", **said):
    said = {"on": DAY, "until": date(2099, 1, 1)} | said
    with acting_as(by, now=cast.at):
        return actions.decide(
            household=cast.household, program=program, verdict=verdict, by=by, at=cast.at, **said
        )


def share_determinations(cast: Cast) -> None:
    """All three under one MOU; library and clinic put these classes under an agreement with Bloom."""
    with acting_as(cast.dana, now=cast.at):
        _agreement(cast, "mou", {"library": "party", "clinic": "party", "bloom": "party"})
        for owner in ("library", "clinic"):
            roles = {owner: "provider", "bloom": "recipient"}
            _agreement(cast, "data-sharing", roles, classes=ALL, storage="Here only")


def _agreement(cast: Cast, kind: str, roles: dict[str, str], **more) -> None:
    said = {"by": cast.dana, "at": cast.at}
    made = agreements.make_agreement(
        community=cast.community, kind=kind, title=kind, starts=cast.at, **more, **said
    )
    for name, role in roles.items():
        agreements.name_party(agreement=made, agency=cast.agencies[name], role=role, **said)
    agreements.submit(agreement=made, **said)
    for party in Party.objects.filter(agreement_id=made.pk):
        agreements.sign(party=party, **SIGNED, **said)


def screened(cast: Cast, by) -> None:
    with acting_as(by, now=cast.at):
        actions.screen(household=cast.household, by=by, at=cast.at)


def of(cast: Cast, by, program: str = "wic"):
    """(whole, alone): what `by` sees of a program with and without its explanation."""
    with acting_as(by, now=cast.at):
        whole = queries.latest(cast.household.pk)
        alone = queries.verdicts(cast.household.pk, whole, today=today(cast.community, cast.at))
    return (
        next((one for one in whole if one.program == program), None),
        next((one for one in alone if one.program == program), None),
    )


def test_a_decision_counts_before_every_check_until_it_expires(cast):
    shared(cast, "clinic")
    office(cast, "clinic")
    made = decide(cast, cast.ben)
    screened(cast, cast.ben)
    assert of(cast, cast.ben)[0] == made
    with acting_as(cast.ben, now=cast.at):
        made.until = DAY
        made.save(update_fields=["until"])
    assert not of(cast, cast.ben)[0].decided


def test_the_next_agency_reuses_it_under_consent_and_agreement(cast):
    for agency in ("clinic", "bloom"):
        shared(cast, agency)
    office(cast, "clinic")
    made = decide(cast, cast.ben)
    assert of(cast, cast.cruz) == (None, None)
    share_determinations(cast)
    consent(cast, "bloom", classes=("identity", *ALL))
    assert of(cast, cast.cruz)[0] == made
    with acting_as(cast.rosa, now=cast.at):
        (mine,) = [one for one in queries.latest(cast.household.pk) if one.decided]
    assert mine == made


@pytest.mark.parametrize(
    ("name", "program"), [("ana", "wic"), ("ben", "snap"), ("cruz", "wic"), ("rosa", "wic")]
)
def test_only_the_office_decides_and_only_about_its_program(cast, name, program):
    shared(cast, "clinic")
    office(cast, "clinic")
    with pytest.raises(Refused):
        decide(cast, cast.actors[name], program)


@pytest.mark.parametrize(
    "said", [{"on": DAY + timedelta(days=1)}, {"until": DAY - timedelta(days=1)}]
)
def test_a_decision_was_made_and_is_not_over(cast, said):
    shared(cast, "clinic")
    office(cast, "clinic")
    with pytest.raises(Refused):
        decide(cast, cast.ben, **said)


def test_without_its_class_the_verdict_stands_alone(cast):
    """Cruz may see the household, not health: yes, maybe or no, and nothing of why."""
    screened(cast, cast.ana)
    share_determinations(cast)
    shared(cast, "bloom")
    whole, alone = of(cast, cast.cruz)
    assert whole is None and alone.verdict in ("yes", "maybe", "no")
    assert set(alone.__dict__) == {"program", "verdict", "on", "made_at", "decided", "until"}
    consent(cast, "bloom", classes=("identity", *ALL))
    whole, alone = of(cast, cast.cruz)
    assert whole is not None and alone is None


def test_a_refusal_of_the_class_closes_the_verdict_too(cast):
    screened(cast, cast.ana)
    share_determinations(cast)
    shared(cast, "bloom")
    with acting_as(cast.ana, now=cast.at):
        (seen,) = [one for one in queries.latest(cast.household.pk) if one.program == "wic"]
    with acting_as(cast.rosa, now=cast.at):
        consents.deny(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["bloom"],
            classes=(seen.sensitivity,),
            text=None,
            language="es",
            by=cast.rosa,
            at=cast.at,
        )
    assert of(cast, cast.cruz) == (None, None)


def test_nobody_without_the_household_gets_a_verdict(cast):
    screened(cast, cast.ana)
    share_determinations(cast)
    for stranger in (cast.ben, cast.cruz, cast.dana, cast.rosa):
        with acting_as(stranger, now=cast.at):
            assert queries.verdicts(cast.household.pk, today=cast.at.date()) == []


def test_a_verdict_lasts_through_its_last_day_where_the_family_is(cast):
    """Half past eleven at night in Arizona: UTC has begun tomorrow."""
    shared(cast, "clinic")
    office(cast, "clinic")
    decide(cast, cast.ben)
    share_determinations(cast)
    shared(cast, "bloom")
    night = datetime(2099, 1, 2, 6, 30, tzinfo=UTC)
    with acting_as(cast.cruz, now=cast.at):
        for hours, count in ((0, 1), (1, 0)):
            day = today(cast.community, night + timedelta(hours=hours))
            assert len(queries.verdicts(cast.household.pk, today=day)) == count
