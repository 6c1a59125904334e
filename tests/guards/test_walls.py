"""Wall 0: nothing starts over a hole; each kind of hole is dug once and found."""

import psycopg
import pytest
from django.http import HttpResponse
from django.urls import path

from kinwork.common.trouble import Trouble
from kinwork.config import walls

DUG = {
    "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY": "The table people_person holds",
    "ALTER TABLE facts_fact DISABLE ROW LEVEL SECURITY": "The table facts_fact holds",
    "DROP POLICY kw_select ON consent_consent": "The table consent_consent has no policy",
    "CREATE POLICY all_of_it ON people_person USING (true)": "A policy on people_person (all_of_it)",
    "CREATE TABLE notes_of_mine (said text)": "The table notes_of_mine is nobody's",
    "CREATE VIEW families AS SELECT * FROM people_person": "The view families reads",
    "CREATE MATERIALIZED VIEW counted AS SELECT 1 AS one": "The view counted reads",
    "ALTER ROLE kw_app BYPASSRLS": "The role kw_app is a superuser",
    "ALTER TABLE people_person OWNER TO kw_app": "The role kw_app owns",
    "GRANT kw_owner TO kw_web": "The role kw_web (kw_owner) may act",
    "GRANT TRUNCATE ON common_auditentry TO kw_app": "The table common_auditentry may be emptied",
    "ALTER FUNCTION kw_active() RESET search_path": "The function kw_active() runs",
    "GRANT EXECUTE ON FUNCTION kw_active() TO PUBLIC": "The function kw_active() runs",
    "ALTER FUNCTION kw_active() OWNER TO kw_owner": "The function kw_active() runs",
    "ALTER ROLE kw_judge LOGIN": "The judge (kw_judge) may sign in",
}


@pytest.mark.django_db
def test_the_walls_stand():
    assert walls.holes() == [walls.ON_A_TEST_SERVER]
    walls.refuse_over_holes()


@pytest.mark.parametrize("deed", DUG)
def test_each_kind_of_hole_is_found(django_db_setup, database_server, run_database, deed):
    """Dug by the administrator of the server, in a transaction that is undone."""
    address = database_server.admin_address(run_database)
    with psycopg.connect(address) as admin, admin.transaction(force_rollback=True):
        cursor = admin.execute(deed)
        found = walls.database_holes(cursor)
    assert len([line for line in found if line.startswith(DUG[deed])]) == 1, found


def silent(request):
    return HttpResponse("who may see this?")


urlpatterns = [path("silent/", silent)]


def test_a_page_that_says_nothing_is_found():
    said = walls.address_holes(__name__)
    assert said == ["The address /silent/ does not say what it does and for whom."]


@pytest.mark.django_db
def test_nothing_starts_over_a_hole(monkeypatch):
    monkeypatch.setattr(walls, "holes", lambda: ["The role kw_app is a superuser."])
    with pytest.raises(Trouble, match="The role kw_app is a superuser"):
        walls.refuse_over_holes()
