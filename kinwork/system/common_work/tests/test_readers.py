"""Who may do which deed of common work, who reads which rows, and what the database keeps."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.rights import Refused
from kinwork.system.common_work import models, rights
from kinwork.system.common_work.tests import scenes
from kinwork.system.common_work.tests.scenes import DAY, LATER, do
from kinwork.system.partnerships.tests import scenes as joined
from tests import cast as casting
from tests.guards.crawling import worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
TABLES = list(apps.get_app_config("common_work").get_models())
AHEAD, BEFORE = DAY + timedelta(days=1), DAY - timedelta(days=1)


def deeds(cast, row, made):
    """Every deed with what it needs."""
    clinic = scenes.member(cast, row)
    note, day = {"note": "X"}, {"on": DAY}
    funding = {one.state: one for one in made["funding"]}
    told = {
        "review_strategy": {"partnership": row, "strategy": "data", "adopted": False},
        "note_change": {"partnership": row, "kind": "policy", "said_words": "X", "whom": "X"}
        | {"since": DAY},
        "end_change": {"change": made["change"], "ends": DAY, "why": "X"},
        "note_support": {"partnership": row, "kind": "policy", "said_words": "X"}
        | {"member": scenes.member(cast, row, "state"), "asked_on": DAY},
        "answer_support": {"support": made["support"], "came": "given", "by_whom": "X"} | day,
        "tell_effect": {"support": made["given"], "enabled": "X"},
        "consider_funding": {"partnership": row, "funder": "X", "name": "X", "deadline": LATER}
        | {"amount": Decimal(5)},
        "prepare_funding": {"funding": funding["considering"], "applicant": clinic},
        "apply_funding": {"funding": funding["applying"]} | day,
        "answer_funding": {"funding": funding["applied"], "came": "declined"} | day | note,
        "withdraw_funding": {"funding": funding["applied"]} | note,
        "rate": {"partnership": row, "who": "X", "steps": {"results": ("strong", "")}}
        | {"on": BEFORE},
        "plan_help": {"partnership": row, "item": "results", "need": "X", "helper": "X"}
        | {"due_on": LATER},
        "finish_help": {"plan": made["plan"], "done": "X"} | day,
        "convene": {"partnership": row, "kind": "training", "name": "X", "topics": "X"}
        | {"host": clinic}
        | day,
        "count_people": {"convening": made["event"], "people": {clinic: 1}},
        "ask_help": {"partnership": row, "member": clinic, "question": "X", "asked_on": DAY},
        "answer_help": {"request": made["question"], "answered_by": "X", "answer": "X"} | day,
    }
    assert set(told) == set(rights.DEEDS)
    return told


def test_nobody_but_whoever_leads_does_any_of_it(cast):
    row = scenes.together(cast)
    made = scenes.everything_of(cast, row)
    told = deeds(cast, row, made)
    rest = [worker(cast, role, "clinic") for role in ("supervisor", "coordinator", "state viewer")]
    for actor in (cast.ana, cast.ben, cast.cruz, *rest, VISITOR):
        for verb, said in told.items():
            with pytest.raises(Refused):
                do(cast, verb, by=actor, **said)
    elsewhere = worker(casting.make_cast(household=False), "backbone lead", "backbone")
    for verb, said in told.items():
        with pytest.raises(Exception, match=".") as why, transaction.atomic():
            do(cast, verb, by=elsewhere, **said)
        assert type(why.value).__name__ in ("Refused", "DoesNotExist"), (verb, why.value)
    for verb, said in told.items():
        if verb != "withdraw_funding":  # it was answered before
            do(cast, verb, **said)


def test_members_read_all_of_it_and_strangers_nothing(cast):
    row = scenes.together(cast)
    scenes.everything_of(cast, row)
    other = casting.make_cast(household=False)
    for actor in (cast.dana, cast.ben, cast.ana, OPERATOR):
        with acting_as(actor, now=cast.at):
            assert all(table.objects.exists() for table in TABLES), actor
    for actor in (cast.cruz, other.dana, other.ana, VISITOR):
        with acting_as(actor, now=cast.at):
            assert not any(table.objects.exists() for table in TABLES), actor
    joined.do(cast, "part", member=scenes.member(cast, row))
    with acting_as(cast.ben, now=cast.at):
        assert not any(table.objects.exists() for table in TABLES)


def test_a_family_reads_nothing(db):
    cast = casting.make_cast()
    scenes.everything_of(cast, scenes.together(cast))
    with acting_as(cast.rosa, now=cast.at):
        assert not any(table.objects.exists() for table in TABLES)


def test_what_was_said_stays_as_it_was_said(cast):
    row = scenes.together(cast)
    scenes.everything_of(cast, row)
    with acting_as(cast.dana, now=cast.at):
        for table, change in (
            (models.StrategyReview, {"evidence": "Other"}),
            (models.Change, {"words": "Other"}),
            (models.Support, {"words": "Other"}),
            (models.Funding, {"amount": 1}),
            (models.FundingStep, {"words": "Other"}),
            (models.Rating, {"step": "strong"}),
            (models.HelpPlan, {"need": "Other"}),
            (models.Convening, {"topics": "Other"}),
            (models.HelpRequest, {"question": "Other"}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                table.objects.update(**change)
        for table in TABLES:
            with pytest.raises(DatabaseError), transaction.atomic():
                table.objects.all()._raw_delete(table.objects.db)


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        ("StrategyReview", {"intensity": ""}, "strategy_adopted_since_how_intense"),
        ("StrategyReview", {"next_on": None}, "strategy_next_step_has_its_day"),
        ("StrategyReview", {"since": AHEAD}, "strategy_since_has_been"),
        ("Change", {"whom": ""}, "change_says_what_for_whom"),
        ("Change", {"ends": DAY, "ends_why": ""}, "change_ends_with_a_reason"),
        ("Support", {"words": ""}, "support_has_words"),
        ("Support", {"state": "asked"}, "support_"),
        ("Support", {"due_on": BEFORE}, "support_answer_after_asked"),
        ("Funding", {"amount": 0}, "funding_is_of_dollars"),
        ("Funding", {"state": "lost"}, "funding_"),
        ("Funding", {"applicant": None}, "funding_somebody_applies"),
        ("Funding", {"awarded": 7}, "funding_awarded_an_amount"),
        ("CheckRound", {"who": ""}, "check_says_who"),
        ("HelpPlan", {"done_on": DAY}, "help_plan_done_in_words"),
        ("Convening", {"name": ""}, "convening_has_name_and_topics"),
        ("PeopleCount", {"people": 2001}, "people_can_be"),
        ("HelpRequest", {"answered_by": ""}, "help_request_answered_by_somebody"),
    ],
)
def test_the_database_refuses_by_itself(cast, table, change, name):
    scenes.everything_of(cast, scenes.together(cast))
    with everything(), pytest.raises(DatabaseError, match=name), transaction.atomic():
        getattr(models, table).objects.update(**change)
        connection.check_constraints()
