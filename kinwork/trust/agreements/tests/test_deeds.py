"""Every deed of an agreement, by everybody who might try it; and what the database makes of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kinwork.accounts.models import Agency
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.people.models import Person
from kinwork.trust.access.models import Due, WorkItem
from kinwork.trust.agreements import actions, jobs, queries
from kinwork.trust.agreements.models import Agreement, Party
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything

SIGNED = {"name": "Inés Duarte", "title": "Director", "authority": "Bylaws, article 4"}


@pytest.fixture
def cast(db):
    return casting.make_cast()


def draft(cast, kind="mou", **said):
    with acting_as(cast.dana, now=cast.at):
        made = actions.make_agreement(
            community=cast.community,
            kind=kind,
            title="Together",
            starts=cast.at,
            by=cast.dana,
            at=cast.at,
            **said,
        )
        roles = ("provider", "recipient") if kind == "data-sharing" else ("party", "party")
        for agency, role in zip(("library", "clinic"), roles, strict=True):
            actions.name_party(
                agreement=made, agency=cast.agencies[agency], role=role, by=cast.dana, at=cast.at
            )
    return made


def in_force(cast, kind="mou", **said):
    made = draft(cast, kind, **said)
    do(cast, "submit", made)
    for party in parties(cast, made):
        with acting_as(cast.dana, now=cast.at):
            actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
    return fresh(cast, made)


def do(cast, verb, agreement, by=None, at=None):
    by, at = by or cast.dana, at or cast.at
    with acting_as(by, now=at):
        return getattr(actions, verb)(agreement=agreement, by=by, at=at)


def parties(cast, agreement):
    with acting_as(cast.dana):
        return list(Party.objects.filter(agreement_id=agreement.pk).order_by("pk"))


def fresh(cast, agreement):
    with acting_as(cast.dana):
        return Agreement.objects.get(pk=agreement.pk)


def asked(cast, sql, *values, by=None):
    with acting_as(by or cast.dana, now=cast.later(minutes=1)), connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        return cursor.fetchone()[0]


def test_only_what_all_have_signed_counts(cast):
    made = draft(cast)
    one, other = cast.agencies["library"].pk, cast.agencies["clinic"].pk
    said = "kw_same_mou(%s, %s)"
    assert asked(cast, said, one, other) is False
    do(cast, "submit", made)
    first, last = parties(cast, made)
    with acting_as(cast.dana, now=cast.at):
        actions.sign(party=first, by=cast.dana, at=cast.at, **SIGNED)
    assert fresh(cast, made).state == "partly signed"
    assert asked(cast, said, one, other) is False
    with acting_as(cast.bea, now=cast.at):  # supervisor at the clinic
        actions.sign(party=last, by=cast.bea, at=cast.at, **SIGNED)
    assert fresh(cast, made).state == "in force"
    assert asked(cast, said, one, other) is True


def test_suspended_resumed_ended(cast):
    made = in_force(cast)
    one, other = cast.agencies["library"].pk, cast.agencies["clinic"].pk
    for verb, state, counts in (
        ("suspend", "suspended", False),
        ("resume", "in force", True),
        ("end", "ended", False),
    ):
        do(cast, verb, made)
        assert fresh(cast, made).state == state
        assert asked(cast, "kw_same_mou(%s, %s)", one, other) is counts
    for verb in ("suspend", "resume", "end", "submit"):
        with pytest.raises(Refused):
            do(cast, verb, made)


@pytest.mark.parametrize("who", ["ana", "ben", "cruz", "cora", "sam", "eve", "rosa", "bea"])
@pytest.mark.parametrize("verb", ["suspend", "end", "submit", "make_version", "resume"])
def test_only_who_convenes_moves_it(cast, verb, who):
    made = draft(cast) if verb == "submit" else in_force(cast)
    before = fresh(cast, made).state
    actor = cast.actors[who]
    with acting_as(actor, now=cast.at), pytest.raises(Refused):
        getattr(actions, verb)(agreement=made, by=actor, at=cast.at)
    assert fresh(cast, made).state == before


@pytest.mark.parametrize(
    ("who", "may"), [("bea", True), ("ben", False), ("ana", False), ("rosa", False)]
)
def test_each_party_signs_for_itself(cast, who, may):
    made = draft(cast)
    do(cast, "submit", made)
    clinic = next(one for one in parties(cast, made) if one.agency_id == cast.agencies["clinic"].pk)
    library = next(one for one in parties(cast, made) if one.pk != clinic.pk)
    actor = cast.actors[who]
    for party, allowed in ((clinic, may), (library, False)):
        with acting_as(actor, now=cast.at):
            if allowed:
                actions.sign(party=party, by=actor, at=cast.at, **SIGNED)
            else:
                with pytest.raises(Refused):
                    actions.sign(party=party, by=actor, at=cast.at, **SIGNED)


def test_nobody_signs_twice_or_without_authority(cast):
    made = draft(cast)
    do(cast, "submit", made)
    party = parties(cast, made)[0]
    with acting_as(cast.dana, now=cast.at):
        with pytest.raises(Refused):
            actions.sign(party=party, by=cast.dana, at=cast.at, **{**SIGNED, "authority": " "})
        actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
        with pytest.raises(Refused, match="Inés Duarte"):
            actions.sign(party=party, by=cast.dana, at=cast.at, **SIGNED)
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.filter(pk=party.pk).update(authority="")


def test_what_is_missing_is_named(cast):
    with acting_as(cast.dana, now=cast.at):
        lone = actions.make_agreement(
            community=cast.community,
            kind="mou",
            title="Alone",
            starts=cast.at,
            by=cast.dana,
            at=cast.at,
        )
        with pytest.raises(Refused, match="at least two parties"):
            actions.submit(agreement=lone, by=cast.dana, at=cast.at)
        with pytest.raises(Refused, match="who receives the extract"):
            actions.make_agreement(
                community=cast.community,
                kind="data use licence",
                title="Extract",
                starts=cast.at,
                purposes=["evaluation"],
                by=cast.dana,
                at=cast.at,
            )
    sharing = draft(cast, "data-sharing")
    with pytest.raises(Refused, match="the kinds of data, how data is sent"):
        do(cast, "submit", sharing)


def test_sharing_is_for_the_recipients_it_names(cast):
    in_force(cast, "data-sharing", classes=["health"], storage="Here only")
    library, clinic, bloom = (cast.agencies[name].pk for name in ("library", "clinic", "bloom"))
    said = "kw_licensed(%s, %s, %s)"
    assert asked(cast, said, library, "health", clinic) is True
    assert asked(cast, said, library, "health", bloom) is False
    assert asked(cast, said, library, "means", clinic) is False
    assert asked(cast, said, clinic, "health", library) is False


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


def test_suspending_closes_at_once_and_loses_no_referral(cast):
    referral = casting.accepted(cast)
    with everything():
        pact = Agreement.objects.get(kind="participation", community=cast.community)
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert Person.objects.exists()
    do(cast, "suspend", pact, at=cast.later(hours=2))
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert not Person.objects.exists()
    with everything():
        desks = {
            (item.agency.name, item.kind)
            for item in WorkItem.objects.filter(target=referral.pk, kind="re-route", closed_at=None)
        }
        assert desks == {
            ("Mesquite Flats Library", "re-route"),
            ("Saguaro Wash Family Partnership", "re-route"),
        }
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        assert type(referral).objects.get(pk=referral.pk).state == "accepted"


def test_its_end_is_told_before_and_comes_by_itself(cast, mailbox):
    pact = in_force(cast, ends=cast.later(days=100))
    with everything():
        assert set(Due.objects.filter(target=pact.pk).values_list("clock", flat=True)) == {
            actions.ENDS,
            actions.NOTICE,
        }
    jobs.run_due(cast.later(days=11))
    jobs.tell_renewal(pact.pk)
    with everything():
        lines = WorkItem.objects.filter(target=pact.pk, kind=jobs.RENEW, closed_at=None)
        assert {item.agency.name for item in lines} == {
            "Mesquite Flats Library",
            "Saguaro Wash Clinic",
            "Saguaro Wash Family Partnership",
        }
    to = sorted(letter["to"].split(".")[0] for letter in mailbox.letters)
    assert to == ["bea", "dana"]
    assert jobs.run_due(cast.later(days=11)) == 0
    jobs.run_due(cast.later(days=101))
    assert fresh(cast, pact).state == "ended"


def test_no_victim_services(cast):
    with acting_as(OPERATOR, now=cast.at):
        Agency.objects.filter(pk=cast.agencies["bloom"].pk).update(is_victim_service_provider=True)
    made = draft(cast)
    with acting_as(cast.dana, now=cast.at), pytest.raises(Refused):
        bloom = Agency.objects.get(pk=cast.agencies["bloom"].pk)
        actions.name_party(agreement=made, agency=bloom, by=cast.dana, at=cast.at)


def test_a_nation_is_counted_only_under_an_agreement_for_it(cast):
    nation = cast.agencies["bloom"]
    at = cast.later(days=1)
    with acting_as(OPERATOR, now=cast.at):
        assert queries.may_count(nation.pk, "statistics", at) is True
        Agency.objects.filter(pk=nation.pk).update(is_sovereign_nation=True, least_cell=30)
        assert queries.may_count(nation.pk, "statistics", at) is False
        assert queries.least_cell([nation.pk, cast.agencies["clinic"].pk]) == 30
        made = actions.make_agreement(
            community=cast.community,
            kind="mou",
            title="Figures with the nation",
            starts=cast.at,
            purposes=["statistics"],
            by=OPERATOR,
            at=cast.at,
        )
        for agency in (nation, cast.agencies["backbone"]):
            actions.name_party(agreement=made, agency=agency, by=OPERATOR, at=cast.at)
        actions.submit(agreement=made, by=OPERATOR, at=cast.at)
        for party in Party.objects.filter(agreement=made):
            actions.sign(party=party, by=OPERATOR, at=cast.at, **SIGNED)
        assert queries.may_count(nation.pk, "statistics", at) is True
        assert queries.may_count(nation.pk, "evaluation", at) is False
        actions.suspend(agreement=made, by=OPERATOR, at=at)
        assert queries.may_count(nation.pk, "statistics", at + timedelta(minutes=1)) is False


def test_every_deed_stands_in_the_trail(cast):
    made = in_force(cast)
    do(cast, "suspend", made)
    with everything():
        verbs = set(AuditEntry.objects.filter(target_id=made.pk).values_list("verb", flat=True))
    assert verbs == {
        "agreements.make_agreement",
        "agreements.name_party",
        "agreements.submit",
        "agreements.sign",
        "agreements.put_in_force",
        "agreements.suspend",
    }
