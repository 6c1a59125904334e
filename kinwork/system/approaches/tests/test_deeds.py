"""Every deed by whoever might try it, what is refused and why, and who reads which rows."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR, Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.library.approaches import scheme
from kinwork.system.approaches import actions, counting, queries, rights, rules
from kinwork.system.approaches.actions import About, Entry, Judged
from kinwork.system.approaches.models import (
    Approach,
    ApproachStep,
    Classification,
    Coding,
    Judgement,
    OwnAnswer,
    ProfileField,
    Project,
    Verification,
)
from kinwork.system.approaches.tests import scenes
from kinwork.system.approaches.tests.scenes import SOURCE, do, fresh, in_state
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
ABOUT = About("A study", "Some people", "Families", "local", 2020)


def test_from_a_page_on_the_web_to_a_model(cast):
    row = in_state(cast, "classified")
    with everything():
        steps = [one.verb for one in row.approachsteps.order_by("number")]
        assert steps == [
            *("find", "meet", "select", "draft", "draft", "profile", "send", "confirm"),
            *("code", "code", "classify"),
        ]
        trail = AuditEntry.objects.filter(verb__startswith="approaches.").order_by("pk")
        assert {one.verb for one in trail} == {
            f"approaches.{verb}"
            for verb in (
                *("find", "judge", "select", "draft", "profile", "send", "confirm"),
                *("code", "classify"),
            )
        }
        assert not any(SOURCE in str(one.details) for one in trail)
        made = Classification.objects.get()
        assert (made.model, made.possible, made.judged) == ("hub", ["hub"], ["hub", "hub"])
        assert made.answers["co_location"] == "yes" and len(made.answers) == 7


def test_what_stood_before_a_correction_stays(cast):
    sent = _sent(cast)
    scenes.confirmed(
        cast,
        sent,
        Entry("partners_number", codes=("14",)),
        Entry("services", right=True),
        Entry("place", words="Two valleys"),
    )
    row = fresh(cast, sent).approach_id
    with acting_as(cast.eve, now=cast.at):
        told = queries.fields(Approach.objects.get(pk=row))
    assert [(one.kind, one.codes) for one in told["partners_number"]] == [
        ("corrected", ["14"]),
        ("draft", ["6"]),
    ]
    assert [one.kind for one in told["services"]] == ["confirmed", "draft"]
    assert told["services"][0].codes == ["health"]
    assert [(one.kind, one.words) for one in told["place"]] == [("corrected", "Two valleys")]


def _sent(cast, name: str = "Approach 01") -> Verification:
    row = in_state(cast, "sent", name)
    with acting_as(cast.eve, now=cast.at):
        return queries.waits(row)


def test_the_letter_goes_to_the_contact_alone(cast):
    sent = _sent(cast)
    with everything():
        (mail,) = Mail.objects.filter(to="contact@approach.example")
        assert "Approach 01" in mail.subject and "/profiles/" in mail.body
    assert sent.expires_at == cast.at + timedelta(days=rules.LINK_DAYS)


def test_a_link_is_over_in_time_when_answered_when_sent_again_and_when_nobody_waits(cast):
    late = _sent(cast, "Approach 01")
    with pytest.raises(Verification.DoesNotExist):
        scenes.confirmed(cast, late, at=cast.at + timedelta(days=31))
    again = _sent(cast, "Approach 02")
    do(cast, "send", approach=_of(cast, again), email="x@y.example", at=_later(cast))
    with pytest.raises(Verification.DoesNotExist):
        scenes.confirmed(cast, again, at=_later(cast) + timedelta(hours=1))
    once = _sent(cast, "Approach 03")
    scenes.confirmed(cast, once)
    with pytest.raises(Refused, match="cannot be done now"):
        scenes.confirmed(cast, once)
    over = _sent(cast, "Approach 04")
    do(cast, "stop_waiting", approach=_of(cast, over), why="Late.", at=_later(cast))
    with pytest.raises(Verification.DoesNotExist):
        scenes.confirmed(cast, over, at=_later(cast) + timedelta(hours=1))


def _of(cast, sent: Verification) -> Approach:
    with acting_as(cast.eve, now=cast.at):
        return Approach.objects.get(pk=sent.approach_id)


def _later(cast):
    return cast.at + timedelta(hours=2)


def test_a_link_reads_its_own_approach_and_nothing_else(cast):
    sent, other = _sent(cast, "Approach 01"), _sent(cast, "Approach 02")
    in_state(cast, "classified", "Approach 03")
    with acting_as(scenes.link(sent), now=cast.at):
        assert [one.pk for one in Verification.objects.all()] == [sent.pk]
        assert [one.pk for one in Approach.objects.all()] == [sent.approach_id]
        assert {one.approach_id for one in ProfileField.objects.all()} == {sent.approach_id}
        assert not Coding.objects.exists() and not Classification.objects.exists()
        assert not Project.objects.exists()
        told = {"number": 99, "kind": "corrected", "words": "Mine", "at": cast.at, "key": "place"}
        with pytest.raises(DatabaseError), transaction.atomic():
            ProfileField.objects.create(approach_id=other.approach_id, **told)
        told = {"number": 99, "verb": "confirm", "state": "returned", "at": cast.at}
        with pytest.raises(DatabaseError), transaction.atomic():
            ApproachStep.objects.create(approach_id=other.approach_id, **told)
        assert Approach.objects.filter(pk=other.approach_id).update(state="returned") == 0
        assert Verification.objects.filter(pk=other.pk).update(answered_at=cast.at) == 0
    with acting_as(scenes.link(sent), now=cast.at + timedelta(days=31)):
        assert not Approach.objects.exists() and Verification.objects.exists()


def test_a_contact_answers_for_the_own_approach_alone(cast):
    sent, other = _sent(cast, "Approach 01"), _sent(cast, "Approach 02")
    by = scenes.link(other)
    told = {"entries": [Entry("services", right=True)], "by": by, "at": cast.at}
    with acting_as(by, now=cast.at), pytest.raises(Refused):
        actions.confirm(verification=sent, **told)
    with pytest.raises(Refused):
        do(cast, "confirm", verification=sent, entries=[Entry("services", right=True)])


def test_what_came_back_another_way(cast):
    row = in_state(cast, "not returned")
    told = [Entry("services", codes=("health", "food"))]
    row = do(cast, "return_by_hand", approach=row, entries=told, how="By phone, on Monday.")
    assert row.state == "returned"
    row = in_state(cast, "not returned", "Approach 02")
    scenes.coded(cast, row, "hub")
    with pytest.raises(Refused, match="being coded"):
        do(cast, "return_by_hand", approach=row, entries=told, how="By phone.")


def test_the_second_coder_sees_nothing_of_the_first_until_both_are_done(cast):
    row = in_state(cast, "returned")
    other = scenes.second(cast)
    scenes.coded(cast, row, "hub")
    with acting_as(cast.eve, now=cast.at):
        assert Judgement.objects.count() == 7  # the own ones
    for actor in (other, cast.dana, cast.sam, OPERATOR):
        with acting_as(actor, now=cast.at):
            assert not Coding.objects.exists() and not Judgement.objects.exists()
            assert queries.pairs(Approach.objects.get(pk=row.pk)) == []
    scenes.coded(cast, row, "hub", by=other, other={"co_location": "unknown"})
    for actor in (cast.eve, other, cast.dana, cast.sam):
        with acting_as(actor, now=cast.at):
            assert Judgement.objects.count() == 14
            pairs = queries.pairs(Approach.objects.get(pk=row.pk))
            assert [one.criterion for one in pairs if one.is_open] == ["co_location"]


def test_nobody_codes_twice_and_no_third_one_codes(cast):
    row = in_state(cast, "returned")
    scenes.coded(cast, row, "hub")
    with pytest.raises(Refused, match="You have coded it already"):
        scenes.coded(cast, row, "hub")
    scenes.coded(cast, row, "hub", by=scenes.second(cast))
    with pytest.raises(Refused, match="Two have coded"):
        scenes.coded(cast, row, "hub", by=cast.dana)


def test_a_difference_is_settled_before_the_rule_speaks(cast):
    row = in_state(cast, "returned")
    scenes.coded_twice(cast, row, "hub", other={"co_location": "no"}, judged="none")
    with pytest.raises(Refused, match="still differ"):
        do(cast, "classify", approach=row)
    with pytest.raises(Refused, match="do not differ"):
        do(cast, "reconcile", approach=row, criterion="no_wrong_door", answer="no", why="So.")
    for said, sentence in (({"why": " "}, "in words"), ({"answer": "perhaps"}, "agree on")):
        told = {"criterion": "co_location", "answer": "no", "why": "No place."} | said
        with pytest.raises(Refused, match=sentence):
            do(cast, "reconcile", approach=row, **told)
    do(cast, "reconcile", approach=row, criterion="co_location", answer="unknown", why="Unclear.")
    made = do(cast, "classify", approach=row)
    assert (made.model, made.possible) == ("maybe", ["hub", "none"])
    assert (made.unknown, made.judged) == (["co_location"], ["hub", "none"])
    with acting_as(cast.sam, now=cast.at):
        assert counting.alike(scheme()) == (0, 1)
    with pytest.raises(Refused, match="already"):
        do(cast, "classify", approach=row)


def test_one_coding_is_not_enough(cast):
    row = in_state(cast, "returned")
    scenes.coded(cast, row, "hub")
    with pytest.raises(Refused, match="Two coders"):
        do(cast, "classify", approach=row)


@pytest.mark.parametrize(
    ("verb", "said", "sentence"),
    [
        ("find", {"name": " "}, "Say its name"),
        ("find", {"level": "county"}, "Say its name"),
        ("find", {"found_in": ""}, "where it was found"),
        ("find", {"place": "ZZ"}, "two letters"),
        ("find", {"ahead": 2}, "not come yet"),
        ("find", {"name": "Approach 99"}, "already"),
        ("judge", {"why": " "}, "in words"),
        ("select", {"why": " "}, "in words"),
        ("draft", {"source": " "}, "where this stands"),
        ("draft", {"ahead": 2}, "not come yet"),
        ("draft", {"key": "moon"}, "cannot be said of moon"),
        ("draft", {"codes": ("moon",)}, "cannot be said of Services"),
        ("draft", {"codes": ()}, "Choose what fits"),
        ("profile", {}, "at least one field"),
        ("send", {"email": "nobody"}, "name@example.org"),
        ("return_by_hand", {"entries": []}, "at least one"),
        ("return_by_hand", {"how": " "}, "in words"),
        ("return_by_hand", {"entries": [Entry("goals", right=True)]}, "Nothing stood there"),
        ("stop_waiting", {"why": " "}, "in words"),
        ("leave_out", {"why": " "}, "in words"),
        ("code", {"answers": {}}, "every criterion"),
        ("code", {"answers": {"co_location": Judged("perhaps", "x")}}, "every criterion"),
        ("code", {"answers": {"co_location": Judged("yes", " ")}}, "what shows it"),
        ("code", {"model": "vision"}, "model of its level"),
        ("code", {"why": " "}, "in words"),
    ],
)
def test_what_is_missing_or_wrong_is_said(cast, verb, said, sentence):
    begins = {
        **{"find": "found", "judge": "found", "select": "met criteria", "draft": "selected"},
        **{"profile": "selected", "send": "profiled", "return_by_hand": "sent"},
        **{"stop_waiting": "sent", "leave_out": "returned", "code": "returned"},
    }
    row = in_state(cast, begins[verb], "Approach 99")
    ahead = scenes.day(cast) + timedelta(days=said.pop("ahead", 0))
    told = {
        "find": {
            "community": cast.community,
            **{"name": "Approach 98", "level": "local", "place": "AZ"},
            **{"found_in": SOURCE, "found_on": ahead},
        },
        "judge": {"meets": True, "why": "So."},
        "select": {"why": "So."},
        "draft": {"key": "services", "codes": ("food",), "source": SOURCE, "source_on": ahead},
        "profile": {},
        "send": {"email": "contact@approach.example"},
        "return_by_hand": {"entries": [Entry("services", right=True)], "how": "By phone."},
        "stop_waiting": {"why": "So."},
        "leave_out": {"why": "So."},
        "code": {"answers": scenes.answers("local", "hub"), "model": "hub", "why": "So."},
    }[verb]
    if verb == "code" and said.get("answers"):
        said = {"answers": told["answers"] | said["answers"]}
    if verb != "find":
        told["approach"] = row
    with pytest.raises(Refused) as why:
        do(cast, verb, **told | said)
    assert sentence.lower() in why.value.sentence.lower()


@pytest.mark.parametrize("state", rules.STATES)
def test_a_step_that_does_not_start_there_is_refused(cast, state):
    row = in_state(cast, state)
    allowed = {one.verb for one in rules.LIFE.moves if state in one.sources}
    for verb, told in (
        ("select", {"why": "So."}),
        ("profile", {}),
        ("send", {"email": "contact@approach.example"}),
        ("stop_waiting", {"why": "So."}),
        ("leave_out", {"why": "So."}),
    ):
        if verb not in allowed:
            with pytest.raises(Refused, match="cannot be done now"):
                do(cast, verb, approach=row, **told)
    assert fresh(cast, row).state == state


def test_a_form_sent_twice_finds_one(cast):
    one = scenes.found(cast)
    assert scenes.found(cast, form_id=one.pk).pk == one.pk
    with everything():
        assert Approach.objects.count() == 1


def _tries(cast) -> dict[str, dict]:
    """Each deed as it would be done; what it is done to is there already."""
    sent = in_state(cast, "sent", "Approach 10")
    both = in_state(cast, "returned", "Approach 11")
    scenes.coded_twice(cast, both, "hub", other={"co_location": "no"})
    project = do(cast, "add_project", community=cast.community, about=ABOUT)
    back = in_state(cast, "returned", "Approach 12")
    ready = in_state(cast, "selected", "Approach 13")
    scenes.drafted(cast, ready)
    others = ABOUT.__class__("Another study", "They", "Families", "local", 2021)
    return {
        "find": {
            "community": cast.community,
            **{"name": "Approach 20", "level": "local", "found_in": SOURCE},
            "found_on": scenes.day(cast),
        },
        "judge": {"approach": in_state(cast, "found", "Approach 14"), "meets": True, "why": "So."},
        "select": {"approach": in_state(cast, "met criteria", "Approach 15"), "why": "So."},
        "draft": {
            "approach": ready,
            **{"key": "goals", "codes": ["readiness"], "source": SOURCE},
            "source_on": scenes.day(cast),
        },
        "profile": {"approach": ready},
        "send": {"approach": sent, "email": "contact@approach.example"},
        "return_by_hand": {
            "approach": sent,
            "entries": [Entry("services", right=True)],
            "how": "By phone.",
        },
        "stop_waiting": {"approach": in_state(cast, "sent", "Approach 16"), "why": "So."},
        "leave_out": {"approach": back, "why": "So."},
        "code": {
            "approach": in_state(cast, "returned", "Approach 17"),
            "answers": scenes.answers("local", "hub"),
            **{"model": "hub", "why": "So."},
        },
        "reconcile": {
            "approach": both,
            **{"criterion": "co_location", "answer": "no", "why": "So."},
        },
        "classify": {"approach": both},
        "add_project": {"community": cast.community, "about": others},
        "change_project": {"project": project, "about": ABOUT},
        "import_projects": {"community": cast.community, "rows": [ABOUT]},
    }


def test_every_deed_by_everyone_who_might_try_it(cast):
    tries = _tries(cast)
    assert set(tries) == {*rights.DEEDS, "code"}
    elsewhere = casting.make_cast(household=False)
    strangers = [
        *(cast.actors[name] for name in ("ana", "ben", "bea", "cruz", "cora", "sam")),
        *(VISITOR, Actor("link", cast.community.pk)),
    ]
    outside = [worker(elsewhere, role, "backbone") for role in ("backbone lead", "evaluator")]
    for verb, told in tries.items():
        for actor in strangers:
            with pytest.raises(Refused):
                do(cast, verb, by=actor, **told)
        for actor in outside:
            with pytest.raises((Refused, DatabaseError)), transaction.atomic():
                do(cast, verb, by=actor, **told)
    with pytest.raises(Refused):
        do(cast, "code", by=OPERATOR, **tries["code"])
    for verb, told in tries.items():
        do(cast, verb, by=cast.dana, **told)


def test_who_reads_the_registry(cast):
    in_state(cast, "classified")
    do(cast, "add_project", community=cast.community, about=ABOUT)
    elsewhere = casting.make_cast(household=False)

    def sees(actor) -> set[str]:
        with acting_as(actor, now=cast.at):
            return {
                table.__name__
                for table in (Approach, ProfileField, Verification, Judgement, Project)
                if table.objects.exists()
            }

    every = {"Approach", "ProfileField", "Verification", "Judgement", "Project"}
    for name in ("eve", "dana", "sam"):
        assert sees(cast.actors[name]) == every, name
    assert sees(OPERATOR) == every and sees(worker(cast, "analyst", "backbone")) == every
    for name in ("ana", "ben", "bea", "cruz", "cora"):
        assert sees(cast.actors[name]) == set(), name
    assert sees(VISITOR) == set() and sees(elsewhere.eve) == set()


def test_what_was_said_stays_as_it_was(cast):
    row = in_state(cast, "classified")
    with acting_as(cast.eve, now=cast.at):
        for some, change in (
            (row.approachsteps, {"words": "Other"}),
            (row.profilefields, {"words": "Other"}),
            (row.classifications, {"model": "narrow"}),
            (Judgement.objects, {"answer": "no"}),
            (Approach.objects, {"name": "Other"}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                some.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        (Approach, {"name": ""}, "approach_has_name_and_source"),
        (Approach, {"state": "lost"}, "approach_state_is_known"),
        (Approach, {"level": "moon"}, "approach_level_is_known"),
        (Approach, {"coded": 3}, "approach_coded_twice_at_most"),
        (ProfileField, {"codes": [], "words": ""}, "profile_field_says_something"),
        (ProfileField, {"kind": "draft", "source": ""}, "profile_draft_has_source"),
        (ProfileField, {"key": "moon"}, "profile_field_is_known"),
        (Verification, {"expires_at": "2020-01-01T00:00:00Z"}, "verification_ends_after_sending"),
        (Coding, {"position": 3}, "coding_first_or_second|coding_has_its_place"),
        (Coding, {"why": ""}, "coding_judges_with_reason"),
        (Judgement, {"answer": "no", "evidence": ""}, "judgement_has_evidence"),
        (Classification, {"model": "maybe"}, "classified_or_open"),
        (Classification, {"model": "narrow"}, "classified_or_open"),
        (Project, {"name": ""}, "project_is_described"),
        (Project, {"ends": 2019}, "project_years_in_order"),
        (Project, {"kinds": ["moon"]}, "project_kinds_are_known"),
        (OwnAnswer, {"answer": "no", "why": ""}, "own_answer_says_why"),
    ],
)
def test_the_database_refuses_by_itself(cast, table, change, name):
    in_state(cast, "classified")
    do(cast, "add_project", community=cast.community, about=ABOUT)
    told = {"criterion": "joint_case_management", "answer": "yes", "why": "Every Monday."}
    do(cast, "say_own", by=cast.dana, partnership=joined.started(cast), **told)
    with everything(), pytest.raises(DatabaseError, match=name), transaction.atomic():
        table.objects.update(**change)
        connection.check_constraints()
