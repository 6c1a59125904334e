"""Every table says how it is guarded, and the database agrees."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from kinwork.common.tables import AppendOnly, Custom, FamilyRows, Private, Public
from kinwork.people.models import OwnedRow
from kinwork.trust.access.install import own_models

FLOOR = {app: n for n, apps_ in enumerate(settings.FLOORS.values()) for app in apps_}

# Rows about a family under conditions of their own, each for a reason.
BETWEEN_PARTIES = {
    "referrals.ReferralMessage": "words between sender, receiver and family: all three read them",
    "followup.Asked": "that the family was asked stands on the envelope; it says nothing",
    "conferences.Conference": "a date: who called it, who is invited, the family",
    "conferences.Invitation": "who is invited: they, who called it, the family, others by the rule",
    "conferences.AgendaItem": "parties of the referral read it, words by the rule; the family",
    "conferences.FollowUp": "whoever promised it, who wrote it down, the family, others by the rule",
    "teams.Member": "who works on a referral: both its agencies, the family, others by the rule",
    "teams.Lead": "who leads: its agency, the family, others by the rule",
    "teams.LeadHandover": "said to whoever is asked to lead, as the rule lets them; the family reads it",
    "teams.TeamMessage": "between the family and the agency that leads",
    "plans.PlanEvent": "shows where the goal, step or review shows that it is about, and nowhere else",
    "followup.Begun": "not said yet: the family alone goes on with it, also by the link that asked",
    "followup.FamilyWord": "said to both organizations of the referral, whose names its page shows",
}


def floor_of(model) -> int | None:
    return FLOOR.get(model._meta.app_config.name)


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m._meta.label)
def test_every_model_says_how_it_is_guarded(model):
    said = getattr(model, "access", None)
    assert isinstance(said, Public | Private | AppendOnly | FamilyRows | Custom)
    if issubclass(model, OwnedRow) and model._meta.label not in BETWEEN_PARTIES:
        assert isinstance(said, FamilyRows), "a family row stands under the one rule"


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m._meta.label)
def test_keys_point_to_the_same_floor_or_lower(model):
    for field in model._meta.get_fields():
        if field.many_to_one and field.concrete and floor_of(field.related_model) is not None:
            assert floor_of(field.related_model) <= floor_of(model), f"{model} -> {field.name}"


@pytest.mark.django_db
def test_the_web_login_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolinherit FROM pg_roles"
            " WHERE rolname IN ('kw_web', 'kw_app', 'kw_task', 'kw_judge')"
        )
        for _name, is_super, bypasses, _inherits in cursor.fetchall():
            assert not is_super and not bypasses
        cursor.execute("SELECT current_user")
        login = cursor.fetchone()[0]
        assert login == "kw_web"
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner IN ('kw_web', 'kw_app')")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_no_truncate_and_no_delete_of_family_rows():
    with connection.cursor() as cursor:
        for model in own_models():
            table = model._meta.db_table
            cursor.execute(
                "SELECT has_table_privilege('kw_app', %s, 'TRUNCATE'),"
                " has_table_privilege('kw_app', %s, 'DELETE')",
                [table, table],
            )
            truncates, deletes = cursor.fetchone()
            assert not truncates, table
            if isinstance(model.access, FamilyRows | AppendOnly):
                assert not deletes, table


@pytest.mark.django_db
def test_no_plain_view_stands_on_family_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_no_function_of_the_judge_is_open_to_all():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n"
            " ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.proname LIKE 'kw\\_%%'"
            " AND (p.proacl IS NULL OR EXISTS"
            " (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0))"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_every_definer_function_has_a_fixed_search_path():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND p.prosecdef AND p.proname LIKE 'kw\\_%%'"
            " AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS said"
            "                 WHERE said LIKE 'search_path=%%, pg_temp')"
        )
        assert cursor.fetchall() == []


def test_every_app_of_ours_has_its_floor():
    ours = {app.name for app in apps.get_app_configs() if app.name.startswith("kinwork.")}
    assert ours == set(FLOOR)
