"""Every deed by whoever might try it, what is refused and why, and who reads which rows."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.system.partnerships import queries
from kinwork.system.partnerships.models import Charter, Goal, Member, Partnership, Sitting, Vote
from kinwork.system.partnerships.tests import scenes
from kinwork.system.partnerships.tests.scenes import DAY, decided, do, fresh, ready
from kinwork.system.results.models import Measure, Result, Value
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
ROWS = (Partnership, Goal, Member, Sitting, Charter, Vote, Result, Measure)


def test_a_charter_is_adopted_when_nothing_is_missing(cast):
    made = ready(cast)
    vote = decided(cast, made)
    assert (vote.outcome, vote.seats, vote.quorum_needed, vote.counts["yes"]) == (
        "adopted",
        4,
        3,
        4,
    )
    row = fresh(cast, made)
    assert (row.state, row.adopted_on, row.version) == ("adopted", DAY, 1)
    with everything():
        entry = AuditEntry.objects.get(verb="partnerships.decide")
        assert entry.details["outcome_of_vote"] == "adopted"
        assert vote.voices.count() == 4


@pytest.mark.parametrize(
    ("agreed", "baseline", "sentence"),
    [
        (False, True, "No result has been agreed on"),
        (True, False, "no agreed result has an indicator"),
    ],
)
def test_results_come_before_structure(cast, agreed, baseline, sentence):
    made = ready(cast)
    with everything():
        Measure.objects.update(**({} if baseline else {"baseline": None, "baseline_on": None}))
        Goal.objects.update(**({} if agreed else {"agreed_on": None, "agreed_how": ""}))
    with pytest.raises(Refused) as why:
        decided(cast, made)
    assert sentence.lower() in why.value.sentence.lower()
    assert fresh(cast, made).state == "draft"


def test_an_agreement_after_the_meeting_does_not_count_for_it(cast):
    made = ready(cast)
    with everything():
        Goal.objects.update(agreed_on=DAY + timedelta(days=1))
    with pytest.raises(Refused, match="agreed on"):
        decided(cast, made)


def test_whoever_lost_its_representative_is_named(cast):
    made = ready(cast)
    with everything():
        Sitting.objects.filter(name__startswith="Head of Saguaro Wash Clinic").update(ends=DAY)
    with pytest.raises(Refused, match="Saguaro Wash Clinic has nobody on a seat"):
        decided(cast, made)


@pytest.mark.parametrize(
    ("rule", "voices", "outcome"),
    [
        ("majority", ("yes", "yes", "no", "no"), "rejected"),
        ("majority", ("yes", "yes", "yes", "no"), "adopted"),
        ("majority", ("yes", "yes", "-", "-"), "without quorum"),
        ("two thirds", ("yes", "yes", "yes", "abstain"), "adopted"),
        ("consensus", ("yes", "yes", "yes", "no"), "impasse"),
        ("consent", ("yes", "no", "no", "no"), "adopted"),
        ("consent", ("yes", "yes", "yes", "object"), "impasse"),
        ("majority", ("yes", "yes", "recused", "no"), "adopted"),
    ],
)
def test_what_came_of_it_is_kept_either_way(cast, rule, voices, outcome):
    made = ready(cast, rule=rule)
    vote = decided(cast, made, *voices)
    assert vote.outcome == outcome
    assert fresh(cast, made).state == ("adopted" if outcome == "adopted" else "draft")


def test_an_objection_says_why_and_a_seat_speaks_once(cast):
    made = ready(cast)
    voices = scenes.heard(cast, made, "yes", "yes", "yes", "object")
    bare = [*voices[:3], type(voices[3])(voices[3].seat, "in person", "object")]
    for wrong, sentence in ((bare, "says why"), ([*voices, voices[0]], "one voice")):
        with pytest.raises(Refused, match=sentence):
            do(cast, "decide", charter=made, held_on=DAY, heard=wrong)


def test_nobody_decides_on_a_day_that_has_not_come(cast):
    made = ready(cast)
    voices = scenes.heard(cast, made, *["yes"] * 4)
    with pytest.raises(Refused, match="not come yet"):
        do(cast, "decide", charter=made, held_on=date(2026, 3, 3), heard=voices)


def test_a_new_version_is_decided_by_the_rule_in_force(cast):
    made = scenes.adopted(cast, rule="consensus")
    new = do(cast, "write_charter", partnership=made.partnership)
    assert new.version == 2 and new.rule == "consensus"
    with acting_as(cast.dana):
        assert new.commitments.count() == 3  # what each promised goes on
    do(cast, "change_charter", charter=new, rule="majority")
    assert decided(cast, new, "yes", "yes", "yes", "no").outcome == "impasse"
    assert decided(cast, new).outcome == "adopted"
    assert fresh(cast, made).state == "replaced" and fresh(cast, new).state == "adopted"


def test_what_is_adopted_is_not_changed(cast):
    made = scenes.adopted(cast)
    with acting_as(cast.dana):
        one = made.partnership.members.first()
    for verb, said in (
        ("change_charter", {"vision": "Other"}),
        ("commit", {"member": one, **scenes.PROMISES}),
    ):
        with pytest.raises(Refused, match="adopted"):
            do(cast, verb, charter=made, **said)


def test_a_member_that_leaves_reads_nothing_more_and_has_no_seat(cast):
    made = scenes.adopted(cast)
    row = made.partnership
    assert fresh(cast, row, by=cast.ben) is not None
    with acting_as(cast.dana, now=cast.at):
        clinic = row.members.get(agency=cast.agencies["clinic"])
    do(cast, "part", member=clinic)
    assert fresh(cast, row, by=cast.ben) is None and fresh(cast, row, by=cast.ana) is not None
    with acting_as(cast.dana, now=cast.at):
        assert [one.row.member_id for one in queries.seats(row, DAY)].count(clinic.pk) == 0
    with pytest.raises(Refused, match="left already"):
        do(cast, "part", member=clinic)


def test_the_next_one_on_a_seat_follows_the_one_before(cast):
    made = ready(cast)
    with acting_as(cast.dana):
        seat = made.partnership.seats.filter(member__isnull=False).first()
    at, day = cast.later(days=40), DAY + timedelta(days=40)
    do(cast, "sit", at=at, seat=seat, place="representative", name="Noor Abadi", starts=day)
    with acting_as(cast.dana, now=at):
        names = [(one.name, one.ends) for one in seat.sittings.order_by("starts")]
        before = next(t for t in queries.seats(made.partnership, DAY) if t.row.pk == seat.pk)
        after = next(t for t in queries.seats(made.partnership, day) if t.row.pk == seat.pk)
    assert names[0][1] == day and names[1] == ("Noor Abadi", None)
    assert before.representative.name != after.representative.name == "Noor Abadi"
    with pytest.raises(Refused, match="began later"):
        do(cast, "sit", at=at, seat=seat, place="representative", name="X", starts=DAY)


def test_a_partnership_stands_inside_a_wider_one(cast):
    state = scenes.started(cast, "Statewide", level="state", place="Arizona")
    inside = scenes.started(cast, parent=state)
    assert inside.parent_id == state.pk
    with pytest.raises(Refused, match="wider one"):
        scenes.started(cast, "Federal one", level="federal", parent=state)
    with pytest.raises(Refused, match="already"):
        scenes.started(cast, "statewide", level="state")


@pytest.mark.parametrize(
    ("verb", "said", "sentence"),
    [
        (
            "admit",
            {"kind": "agency", "name": "X", "level": "county", "starts": DAY},
            "Choose which",
        ),
        (
            "admit",
            {"kind": "program", "name": " ", "level": "county", "starts": DAY},
            "who takes part",
        ),
        ("open_seat", {"kind": "member", "role": "Chair", "starts": DAY}, "names the member"),
        ("open_seat", {"kind": "resident", "role": " ", "starts": DAY}, "its role"),
        ("start", {"name": " ", "level": "county", "place": "X"}, "what it is called"),
    ],
)
def test_what_is_not_whole_is_refused_in_words(cast, verb, said, sentence):
    row = scenes.started(cast)
    about = {"community": cast.community} if verb == "start" else {"partnership": row}
    with pytest.raises(Refused, match=sentence):
        do(cast, verb, **about, **said)


def test_numbers_are_of_days_that_have_been_and_baselines_are_whole(cast):
    row = scenes.started(cast)
    goal = scenes.goal(cast, row)
    with acting_as(cast.dana):
        measure = goal.result.measures.get()
    with pytest.raises(Refused, match="has been"):
        do(cast, "record_value", measure=measure, on=DAY + timedelta(1), value=5, source="X")
    with pytest.raises(Refused, match="number and the day"):
        do(cast, "make_measure", result=goal.result, kind="reach", name="X", unit="children",
           better="up", source="X", baseline=4)  # fmt: skip
    do(cast, "record_value", measure=measure, on=DAY, value=50, source="Report")
    do(
        cast,
        "record_value",
        at=cast.later(hours=1),
        measure=measure,
        on=DAY,
        value=52,
        source="Report",
    )
    from kinwork.system.results.queries import measures

    with acting_as(cast.dana):
        (told,) = measures(goal.result)
    assert [int(one.value) for one in told.points] == [52] and told.course == "better"


# --- who may, and who reads ---------------------------------------------------------------------

OTHERS = ("ana", "ben", "bea", "cruz", "cora", "sam", "eve")


@pytest.mark.parametrize("name", OTHERS)
def test_only_whoever_leads_prepares(cast, name):
    row = scenes.started(cast)
    actor = getattr(cast, name)
    for verb, said in (
        ("start", {"community": cast.community, "name": "X", "level": "county", "place": "X"}),
        ("answer_questions", {"partnership": row}),
        ("write_charter", {"partnership": row}),
        ("make_result", {"community": cast.community, "words": "X", "whom": "X"}),
    ):
        with pytest.raises(Refused):
            do(cast, verb, by=actor, **said)


def test_members_read_all_of_it_and_strangers_nothing(cast):
    made = scenes.adopted(cast)
    other = casting.make_cast(household=False)
    for actor in (cast.dana, cast.ben, cast.ana, cast.cora):
        with acting_as(actor, now=cast.at):
            assert all(model.objects.exists() for model in ROWS), actor
    for actor in (cast.cruz, other.dana, other.ana, VISITOR):
        with acting_as(actor, now=cast.at):
            assert not any(model.objects.exists() for model in ROWS), actor
    assert fresh(cast, made, by=cast.cruz) is None


def test_a_family_reads_nothing(db):
    cast = casting.make_cast()
    scenes.adopted(cast)
    with acting_as(cast.rosa, now=cast.at):
        assert not any(model.objects.exists() for model in (*ROWS, Value))


def test_the_database_itself_lets_nobody_else_write(cast):
    made = scenes.adopted(cast)
    for actor in (cast.ben, cast.cora):
        with acting_as(actor, now=cast.at):
            assert Charter.objects.filter(pk=made.pk).update(vision="Mine") == 0
            assert Partnership.objects.update(readers=[cast.agencies["bloom"].pk]) == 0
            with pytest.raises(DatabaseError), transaction.atomic():
                Member.objects.create(
                    partnership=made.partnership,
                    kind="program",
                    name="X",
                    level="county",
                    starts=DAY,
                )
    with acting_as(cast.dana, now=cast.at), connection.cursor() as cursor:
        for table in ("partnerships_vote", "partnerships_voice", "results_value"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")


def test_a_new_address_of_the_same_person_keeps_the_authority(cast):
    row = scenes.started(cast)
    one = scenes.seat(cast, row, scenes.member(cast, row, "clinic"))
    with everything():
        before = one.sittings.get(ends=None)
    told = {"seat": one, "place": "representative", "starts": DAY, "email": "head@example.org"}
    do(cast, "sit", name=before.name, **told)
    with everything():
        now = one.sittings.get(ends=None)
    assert (now.email, now.authority, now.seen_on) == (told["email"], before.authority, DAY)
    do(cast, "sit", name="Somebody new", **told)
    with everything():
        assert one.sittings.get(ends=None).authority == ""
