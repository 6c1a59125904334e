"""A release: once, safe, seen by its partners first; what must not be in it is not."""

from datetime import date, timedelta

import pytest
from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.models import AuditEntry, Text
from kinwork.common.rights import Refused
from kinwork.system.loop import actions, queries, rules, telling
from kinwork.system.loop.models import PartnerComment, PartnerPage, Release, ReleaseTables
from kinwork.system.loop.tests.scenes import many, released, report, six
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.texts import REFERRAL
from tests.cast import make_cast
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def out(cast) -> Release:
    many(cast)
    return released(cast)


def body(release: Release) -> dict:
    with everything():
        return ReleaseTables.objects.get(release=release).body


def test_periods():
    assert rules.settled(date(2026, 7, 31)) == rules.Period(date(2026, 1, 1), date(2026, 6, 30))
    assert rules.settled(date(2026, 7, 30)) == rules.Period(date(2025, 7, 1), date(2025, 12, 31))


def test_it_is_counted_once(cast, out):
    assert (out.starts, out.ends) == (date(2026, 1, 1), date(2026, 6, 30))
    assert released(cast) is None and released(cast, days=170) is None
    with everything():
        assert AuditEntry.objects.filter(verb="loop.release").count() == 1


def test_nothing_is_released_where_nothing_was_sent(cast):
    assert released(cast) is None


def test_small_numbers_and_what_would_tell_them_are_not_in_it(cast, out):
    """14 to the clinic, 3 to Desert Bloom: whoever knows 17 and 14 knows 3."""
    told = body(out)
    assert told["total"]["steps"]["sent"] == 17
    table = told["tables"]["partner"]
    assert table["groups"] == {} and table["kept_back"] == 2
    # 14 of 17 answered: 3 are left, so that the step is kept back.
    assert told["total"]["steps"]["answered"] is None
    assert '"3"' not in str(told) and ": 3" not in str(told["total"])


def test_a_total_below_eleven_says_nothing_at_all(cast):
    six(cast)
    told = body(released(cast))
    assert told["total"]["steps"] == dict.fromkeys(told["total"]["steps"]) | {}
    assert all(not table["groups"] for table in told["tables"].values())
    assert told["reasons"] == {"groups": {}, "kept_back": 2}
    assert set(told["aside"].values()) <= {None, 0}


def test_large_enough_is_shown(cast):
    many(cast, clinic=22, bloom=0)
    told = body(released(cast))
    steps = told["tables"]["partner"]["groups"][str(cast.agencies["clinic"].pk)]["steps"]
    assert (steps["sent"], steps["answered"], steps["served"], steps["met"]) == (22, 11, 11, 11)


def test_a_partner_has_its_page_with_everything(cast, out):
    with acting_as(cast.cruz):
        (page,) = queries.pages_of(cast.agencies["bloom"].pk)
    assert page.body["own"]["steps"]["sent"] == 3
    assert page.body["circumstances"]["volume"] == 3
    # Two partners: a middle would tell each of them the other's number.
    assert page.body["beside"]["accepted"] == [None, 1]


WHO = ("ana", "ben", "bea", "cruz", "cora", "dana", "sam", "eve")
ACROSS = {"cora", "dana", "sam", "eve"}


@pytest.mark.parametrize("name", WHO)
def test_who_reads_what_before_and_after_it_opens(cast, out, name):
    actor = cast.actors[name]
    before, after = out.made_at + timedelta(days=1), out.opens_at + timedelta(days=1)
    clinics, blooms = cast.agencies["clinic"].pk, cast.agencies["bloom"].pk
    pages = {"ben": {clinics}, "bea": {clinics}, "cruz": {blooms}}.get(name, set())
    for now, opened in ((before, False), (after, True)):
        with acting_as(actor, now=now):
            assert Release.objects.count() == 1
            reads = opened and (name in ACROSS or name == "bea")
            assert ReleaseTables.objects.exists() == reads
            assert set(PartnerPage.objects.values_list("agency", flat=True)) == pages


def test_nobody_without_a_hat_reads_any_of_it(cast, out):
    for actor in (VISITOR, OPERATOR, cast.rosa):
        with acting_as(actor, now=out.opens_at + timedelta(days=1)):
            for model in (Release, ReleaseTables, PartnerPage, PartnerComment):
                assert not model.objects.exists(), (actor, model)


def test_another_communitys_people_read_none_of_it(cast, out):
    other = make_cast(household=False)
    with acting_as(other.dana, now=out.opens_at + timedelta(days=1)):
        assert not Release.objects.exists() and not ReleaseTables.objects.exists()


def say(cast, out, actor, words="Closed in May.", contests=False, days=1):
    at = out.made_at + timedelta(days=days)
    with acting_as(actor, now=at):
        page = PartnerPage.objects.select_related("release").get()
        return actions.comment(page=page, words=words, contests=contests, by=actor, at=at)


def test_a_supervisor_comments_and_others_read_it_when_it_opens(cast, out):
    say(cast, out, cast.bea, "First words.")
    say(cast, out, cast.bea, "Closed in May.", contests=True, days=2)
    with acting_as(cast.dana, now=out.made_at + timedelta(days=3)):
        assert queries.comments(out) == {}
    with acting_as(cast.cruz, now=out.made_at + timedelta(days=3)):
        assert queries.comments(out) == {}
    with acting_as(cast.dana, now=out.opens_at + timedelta(days=1)):
        (said,) = queries.comments(out).values()
        assert (said.words, said.contests) == ("Closed in May.", True)


@pytest.mark.parametrize("name", ["ben", "bill", "cruz"])
def test_nobody_but_the_supervisor_comments(cast, out, name):
    with pytest.raises(Refused):
        say(cast, out, cast.actors[name])


@pytest.mark.parametrize(
    "said",
    [
        {"days": 22},
        {"words": "", "contests": True},
        {"words": "x" * 2001},
    ],
)
def test_too_late_without_words_or_too_long_is_refused_in_words(cast, out, said):
    with pytest.raises(Refused):
        say(cast, out, cast.bea, **said)


def test_the_database_takes_no_comment_after_it_opened(cast, out):
    """Though the code would let it: the policy asks the same."""
    from django.db.utils import ProgrammingError

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        acting_as(cast.bea, now=out.opens_at + timedelta(days=1)),
    ):
        PartnerComment.objects.create(
            release=out,
            agency=cast.agencies["clinic"],
            words="late",
            said_at=out.opens_at,
            said_by_id=cast.bea.id,
        )


@pytest.mark.parametrize("name", [*WHO, "rosa"])
def test_nobody_makes_a_release_by_hand(cast, name):
    actor = cast.actors[name]
    with pytest.raises(Refused), acting_as(actor):
        actions.release(community=cast.community, by=actor, at=cast.at)


# --- what is left out ---------------------------------------------------------------------------


def whole(cast) -> int:
    by = report(cast)
    with acting_as(by):
        period = rules.Period(date(2026, 1, 1), date(2026, 6, 30))
        return len(queries.passages(by, cast.community, period, agency=None, now=cast.at))


def change(statement: str, *values) -> None:
    with everything(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("sensitivity", ["safety", "sud"])
def test_safety_and_treatment_are_not_counted(cast, sensitivity):
    made = six(cast)
    change(
        "UPDATE referrals_referral SET sensitivity = %s WHERE id = %s",
        sensitivity,
        made["full"].pk,
    )
    assert whole(cast) == 5


def test_treatment_is_counted_for_part_2_staff_of_the_agency_alone(cast):
    made = six(cast)
    change("UPDATE referrals_referral SET sensitivity = 'sud' WHERE id = %s", made["full"].pk)
    clinic = cast.agencies["clinic"].pk
    with acting_as(cast.ben):
        period = rules.Period(date(2026, 1, 1), date(2026, 6, 30))
        asked = {"agency": clinic, "now": cast.at}
        assert len(queries.passages(cast.ben, cast.community, period, **asked)) == 3
    change("UPDATE accounts_membership SET is_part_2_staff = true WHERE user_id = %s", cast.ben.id)
    with acting_as(cast.ben):
        assert len(queries.passages(cast.ben, cast.community, period, **asked)) == 4


def test_a_family_that_says_no_to_statistics_is_left_out(cast):
    six(cast)
    with acting_as(cast.rosa):
        consents.deny(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["backbone"],
            classes=("identity",),
            purposes=("statistics",),
            text=Text.objects.get(key=REFERRAL, language="es", community=None),
            language="es",
            by=cast.rosa,
            at=cast.at,
        )
    assert whole(cast) == 0


def test_what_a_nation_answers_for_is_counted_only_under_what_it_signed(cast):
    six(cast)
    officer = worker(cast, "privacy officer", "bloom")
    nation = cast.agencies["bloom"].pk
    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agreements_nation (agency_id, evidence, marked_by_id, marked_at, least_cell,"
            " shown_apart) VALUES (%s, 'list', %s, now(), 20, false)",
            [nation, officer.id],
        )
        cursor.execute(
            "INSERT INTO agreements_nationoffice (agency_id, nation_id, evidence, marked_by_id,"
            " marked_at) VALUES (%s, %s, 'list', %s, now())",
            [nation, nation, officer.id],
        )
    assert whole(cast) == 5
    with acting_as(cast.cruz):
        period = rules.Period(date(2026, 1, 1), date(2026, 6, 30))
        asked = {"agency": nation, "now": cast.at}
        assert len(queries.passages(cast.cruz, cast.community, period, **asked)) == 1
    assert released(cast).least == 20


def test_a_family_that_left_is_left_out(cast):
    six(cast)
    change(
        "INSERT INTO consent_closing (id, household_id, community_id, person_id, people, closed_at,"
        " undo_until, destroy_on) VALUES (gen_random_uuid(), %s, %s, %s, '{}', now(), now(),"
        " '2027-01-01')",
        cast.household.pk,
        cast.community.pk,
        cast.rosa.id,
    )
    assert whole(cast) == 0


def test_what_is_told_of_a_part_is_never_more_than_of_the_whole(cast):
    many(cast)
    by = report(cast)
    with acting_as(by):
        period = rules.Period(date(2026, 1, 1), date(2026, 6, 30))
        found = queries.passages(by, cast.community, period, agency=None, now=cast.at)
    plain, safe = telling.told(found), telling.safe(found)
    for step, count in safe["total"]["steps"].items():
        assert count in (None, plain["steps"][step])
