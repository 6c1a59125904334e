"""What the database promises about every table of ours."""

import pytest
from django.db import connection

from kinwork.common.tables import Custom, FamilyRows
from kinwork.trust.access.install import own_models

pytestmark = pytest.mark.django_db


def test_family_tables_force_row_level_security():
    guarded = {m._meta.db_table for m in own_models() if isinstance(m.access, FamilyRows | Custom)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = {name for (name,) in cursor.fetchall()}
    assert guarded <= forced


def test_without_an_actor_the_login_may_do_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('people_person', 'SELECT')")
        assert cursor.fetchone() == (False,)
