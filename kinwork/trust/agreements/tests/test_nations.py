"""A sovereign nation's say: who marks it, what it says, and what may be counted then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, Person
from kinwork.trust.agreements import actions, queries, rules
from kinwork.trust.agreements.models import Nation, NationOffice, Party
from kinwork.trust.agreements.rules import Agreed, NationSay
from tests import cast as casting
from tests.cast import OPERATOR
from tests.guards.crawling import worker
from tests.seeing import everything

from .scenes import SIGNED

AT = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
SIGNED_FOR = Agreed(frozenset(["statistics"]), AT, AT, AT + 10 * DAY)
LIST = "List of federally recognized tribes, 2026"


def officer(cast, role="supervisor", agency="bloom"):
    return worker(cast, role, agency)


def marked(cast, by=None, agency="bloom", nation=None):
    by = by or officer(cast, agency=agency)
    with acting_as(by, now=cast.at):
        return actions.mark_nation(
            agency=cast.agencies[agency], evidence=LIST, nation=nation, by=by, at=cast.at
        ).nation


def counts(cast, steward, purpose="statistics", **delta):
    with acting_as(OPERATOR, now=cast.later(**(delta or {"minutes": 1}))):
        at = cast.later(**(delta or {"minutes": 1}))
        return queries.may_count(cast.agencies[steward].pk, purpose, at)


def agreed(cast, purposes=("statistics",), at=None):
    """The nation (bloom) and the backbone sign a memorandum."""
    at = at or cast.at
    with acting_as(OPERATOR, now=at):
        made = actions.make_agreement(
            community=cast.community,
            kind="mou",
            title="Figures with the nation",
            starts=cast.at,
            purposes=list(purposes),
            by=OPERATOR,
            at=at,
        )
        for agency in ("bloom", "backbone"):
            actions.name_party(agreement=made, agency=cast.agencies[agency], by=OPERATOR, at=at)
        actions.submit(agreement=made, by=OPERATOR, at=at)
        for party in Party.objects.filter(agreement=made):
            actions.sign(party=party, by=OPERATOR, at=at, **SIGNED)
    return made


# The rule, by itself ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "on", "purpose", "may"),
    [
        (None, AT, "statistics", True),
        (NationSay(), AT, "statistics", False),
        (NationSay((SIGNED_FOR,)), AT, "statistics", True),
        (NationSay((SIGNED_FOR,)), AT, "evaluation", False),
        (NationSay((SIGNED_FOR,)), AT - timedelta(microseconds=1), "statistics", False),
        (NationSay((SIGNED_FOR,)), AT + 10 * DAY, "statistics", False),
        (NationSay((replace(SIGNED_FOR, ends=None),)), AT + 999 * DAY, "statistics", True),
        (NationSay((SIGNED_FOR,), withheld_from=AT + DAY), AT, "statistics", True),
        (NationSay((SIGNED_FOR,), withheld_from=AT + DAY), AT + DAY, "statistics", False),
        (NationSay((SIGNED_FOR,), withdrawn_from=AT + DAY), AT, "statistics", True),
        (NationSay((SIGNED_FOR,), withdrawn_from=AT + DAY), AT + DAY, "statistics", False),
        (
            NationSay((replace(SIGNED_FOR, signed=AT + 2 * DAY),), withdrawn_from=AT + DAY),
            AT + 2 * DAY,
            "statistics",
            True,
        ),
    ],
)
def test_may_count(say, on, purpose, may):
    assert rules.may_count(say, on, purpose) is may


def test_affiliation_is_never_rolled_up_for_a_nation_that_takes_no_part():
    assert rules.may_roll_up_affiliation(None, AT) is False
    assert rules.may_roll_up_affiliation(NationSay(), AT) is False
    assert rules.may_roll_up_affiliation(NationSay((SIGNED_FOR,)), AT) is True


# Marked by its own officer ---------------------------------------------------------------------


@pytest.mark.parametrize("name", [*casting.STAFF, "rosa"])
def test_nobody_else_marks_it(cast, name):
    actor = cast.actors[name]
    with acting_as(actor, now=cast.at), pytest.raises(Refused):
        actions.mark_nation(agency=cast.agencies["library"], evidence=LIST, by=actor, at=cast.at)
    with acting_as(OPERATOR, now=cast.at), pytest.raises(Refused):
        actions.mark_nation(agency=cast.agencies["library"], evidence=LIST, by=OPERATOR, at=cast.at)


@pytest.mark.parametrize("role", ["supervisor", "account administrator", "privacy officer"])
def test_its_own_officer_does_once_and_with_evidence(cast, role):
    by = officer(cast, role)
    with acting_as(by, now=cast.at), pytest.raises(Refused):
        actions.mark_nation(agency=cast.agencies["bloom"], evidence=" ", by=by, at=cast.at)
    marked(cast, by)
    with pytest.raises(Refused):
        marked(cast, by)


def test_the_database_lets_nobody_else_mark_it(cast):
    said = {"evidence": "x", "marked_at": cast.at}
    for actor in (cast.dana, cast.ana, cast.bea):
        with acting_as(actor, now=cast.at), pytest.raises(DatabaseError), transaction.atomic():
            Nation.objects.create(agency=cast.agencies["bloom"], marked_by_id=actor.id, **said)


# What it says ----------------------------------------------------------------------------------


def test_counted_only_under_an_agreement_for_it(cast):
    assert counts(cast, "bloom") is True
    marked(cast)
    assert counts(cast, "bloom") is False
    made = agreed(cast)
    assert counts(cast, "bloom") is True
    assert counts(cast, "bloom", "evaluation") is False
    with acting_as(OPERATOR, now=cast.later(hours=1)):
        actions.suspend(agreement=made, by=OPERATOR, at=cast.later(hours=1))
    assert counts(cast, "bloom", hours=2) is False
    assert counts(cast, "clinic", hours=2) is True


def test_withheld_allowed_withdrawn_and_signed_again(cast):
    by = officer(cast)
    nation = marked(cast, by)
    agreed(cast)

    def say(verb, **delta):
        at = cast.later(**delta)
        more = {} if verb == "allow_figures" else {"since": at}
        with acting_as(by, now=at):
            getattr(actions, verb)(nation=nation, by=by, at=at, **more)

    say("withhold_figures", hours=1)
    assert counts(cast, "bloom", hours=2) is False
    say("allow_figures", hours=3)
    assert counts(cast, "bloom", hours=4) is True
    say("withdraw_figures", hours=5)
    assert counts(cast, "bloom", hours=4) is True
    assert counts(cast, "bloom", hours=6) is False
    agreed(cast, at=cast.later(hours=7))
    assert counts(cast, "bloom", hours=8) is True
    with everything():
        verbs = set(AuditEntry.objects.filter(actor_id=by.id).values_list("verb", flat=True))
    assert verbs >= {
        "agreements.mark_nation",
        "agreements.withhold_figures",
        "agreements.allow_figures",
        "agreements.withdraw_figures",
    }


def test_its_own_smallest_number_is_eleven_at_least(cast):
    by = officer(cast)
    nation = marked(cast, by)
    library, bloom = cast.agencies["library"].pk, cast.agencies["bloom"].pk
    with acting_as(by, now=cast.at):
        with pytest.raises(Refused):
            actions.say_figures(nation=nation, least_cell=10, shown_apart=True, by=by, at=cast.at)
        actions.say_figures(nation=nation, least_cell=30, shown_apart=True, by=by, at=cast.at)
        assert queries.least_cell([library]) == 11
        assert queries.least_cell([library, bloom]) == 30
        assert queries.nation_say(bloom).shown_apart
        with pytest.raises(IntegrityError), transaction.atomic():
            Nation.objects.update(least_cell=10)


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora", "dana", "rosa"])
@pytest.mark.parametrize("verb", ["withhold_figures", "withdraw_figures", "allow_figures"])
def test_nobody_else_speaks_for_it(cast, name, verb):
    nation, actor = marked(cast), cast.actors[name]
    more = {} if verb == "allow_figures" else {"since": cast.at}
    with acting_as(actor, now=cast.at):
        with pytest.raises(Refused):
            getattr(actions, verb)(nation=nation, by=actor, at=cast.at, **more)
        assert not Nation.objects.update(withheld_from=None, least_cell=11)


# Whose rows it answers for ---------------------------------------------------------------------


def test_the_nation_is_steward_of_what_its_office_records(cast):
    nation = marked(cast)
    marked(cast, officer(cast, "privacy officer", "library"), "library", nation)
    home = casting.record_family(cast, cast.ana, [NewPerson("Lena", "Ruiz")])
    with everything():
        assert Household.objects.get(pk=home.pk).steward_id == cast.agencies["bloom"].pk
        told = Person.objects.get(given_name="Lena")
        assert told.steward_id == cast.agencies["bloom"].pk
        assert cast.household.steward_id == cast.agencies["library"].pk, "recorded before"
        other = NationOffice.objects.filter(agency=cast.agencies["clinic"])
        assert not other.exists()
    assert counts(cast, "library") is False, "what was recorded before is the nation's too"


def test_what_others_record_keeps_its_steward(cast):
    marked(cast)
    home = casting.record_family(cast, cast.ana, [NewPerson("Lena", "Ruiz")])
    with everything():
        assert Household.objects.get(pk=home.pk).steward_id == cast.agencies["library"].pk
