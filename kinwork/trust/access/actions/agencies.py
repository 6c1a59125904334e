"""What follows for families' records from what kind of agency it is."""

from datetime import datetime

from django.db import connection

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor


def stamp_records(agency: Agency, *, by: Actor, at: datetime) -> int:
    """Every row that it recorded or owns gets the labels of what it keeps (rules.LABELS); how many.
    What it writes from now on gets them by a trigger (sql/labels.sql)."""
    return _done("SELECT kw_stamp(%s)", "access.stamp_records", agency, [agency.pk], by, at)


def let_go(agency: Agency, *, by: Actor, at: datetime) -> int:
    """It serves victims of violence, and works with no family here: its ties end; how many."""
    return _done("SELECT kw_let_go(%s, %s)", "access.let_go", agency, [agency.pk, at], by, at)


def _done(asked: str, verb: str, agency: Agency, values: list, by: Actor, at: datetime) -> int:
    require(by)
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        count = cursor.fetchone()[0]
    audit.record(verb, agency, by=by, at=at, count=count)
    return count
