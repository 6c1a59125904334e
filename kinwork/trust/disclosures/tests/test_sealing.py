"""Rows are sealed once, whoever commits late; nobody but the sealing function writes seals."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import timezone

from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR, clock
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.trust.disclosures import actions, jobs
from kinwork.trust.disclosures.models import Seal, SealedRow
from kinwork.trust.disclosures.verify import verify
from tests.seeing import everything

CLOCK = clock(new_id())


def write(count: int) -> None:
    with acting_as(VISITOR):
        for number in range(count):
            audit.record("test.deed", by=VISITOR, classes=["identity"], number=number, a="é")


def sealed() -> int:
    with acting_as(CLOCK):
        return actions.seal(by=CLOCK, at=timezone.now())


@pytest.mark.django_db
def test_each_row_stands_in_one_seal():
    sealed()
    write(3)
    assert sealed() == 3
    assert sealed() == 0
    write(2)
    assert sealed() == 2
    with everything():
        seals = list(Seal.objects.order_by("number"))
        assert [seal.number for seal in seals] == list(range(1, len(seals) + 1))
        assert SealedRow.objects.count() == AuditEntry.objects.count()


def test_a_row_that_is_committed_late_is_in_a_later_seal(own_database):
    sealed()
    with psycopg.connect(own_database.address("kw_web")) as slow:
        slow.execute("SET ROLE kw_app")
        slow.execute(
            "INSERT INTO common_auditentry (id, at, recorded_at, verb, outcome, actor_kind, role,"
            " purpose, target_kind, classes, details) VALUES (%s, now(), now() - interval '90 s',"
            " 'test.slow', 'done', 'visitor', '', 'care', '', '{}', '{}')",
            [late := new_id()],
        )
        write(2)
        assert sealed() == 2, "nobody waits for the slow one"
        slow.commit()
    assert sealed() == 1
    with everything():
        last = Seal.objects.order_by("-number").first()
        assert SealedRow.objects.get(entry_id=late).seal == last.number
    assert verify().whole


def test_a_row_that_says_it_is_old_is_found_once_a_day(superuser):
    """Each minute looks back two days; the first sealing of a day at everything."""
    write(1)
    sealed()
    with acting_as(VISITOR):
        long_ago = timezone.now() - timedelta(days=9)
        told = {"actor_kind": "visitor", "purpose": "care", "verb": "test.old"}
        old = AuditEntry.objects.create(at=long_ago, recorded_at=long_ago, **told)
    assert sealed() == 0
    superuser.execute("UPDATE disclosures_seal SET taken_at = taken_at - interval '1 day'")
    assert sealed() == 1
    with everything():
        assert SealedRow.objects.filter(entry_id=old.pk).exists()


def test_two_sealers_at_once_seal_each_row_once(own_database):
    import threading

    from django.db import connections

    write(200)
    done = []

    def work() -> None:
        try:
            done.append(sealed())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with everything():
        assert sum(done) == AuditEntry.objects.count() == SealedRow.objects.count()
    assert verify().whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO disclosures_seal (number, first_recorded, last_recorded, rows, batch, previous,"
        " chain, taken_at) VALUES (99, now(), now(), 1, '', '', '', now())",
        "INSERT INTO disclosures_sealedrow VALUES (gen_random_uuid(), 1, 1, '')",
        "UPDATE disclosures_seal SET rows = 1",
        "DELETE FROM disclosures_sealedrow",
        "UPDATE common_auditentry SET verb = 'x'",
        "TRUNCATE disclosures_seal",
    ],
)
def test_the_app_writes_no_seals(sql):
    with pytest.raises(ProgrammingError), acting_as(OPERATOR), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_a_visitor_seals_nothing_and_reads_no_seal():
    sealed()
    with acting_as(VISITOR):
        assert not Seal.objects.exists()
        with pytest.raises(Refused):
            actions.seal(by=VISITOR, at=timezone.now())


@pytest.mark.django_db
def test_the_job_may_run_twice():
    write(1)
    jobs.seal(new_id())
    jobs.seal(new_id())
    with everything():
        assert SealedRow.objects.count() == AuditEntry.objects.count()


def test_rows_that_wait_too_long_are_named(own_database):
    sealed()
    write(1)
    assert verify().waiting == 1
    with acting_as(VISITOR):
        AuditEntry.objects.create(
            at=timezone.now(),
            recorded_at=timezone.now() - timedelta(hours=1),
            verb="test.slipped_in",
            actor_kind="visitor",
            purpose="care",
        )
    assert verify().broken.kind == "unsealed"


def test_a_trail_goes_on_by_another_method_and_stays_whole(own_database, settings):
    write(2)
    sealed()
    settings.DIGESTS = ["sha512", "sha256"]
    write(2)
    sealed()
    with everything():
        methods = list(Seal.objects.order_by("number").values_list("method", flat=True))
    assert (methods[0], methods[-1]) == ("sha256", "sha512")
    assert verify().whole


@pytest.mark.parametrize("method", ["sha512", "md5"])
def test_a_seal_that_names_another_method_is_found(own_database, method):
    write(2)
    sealed()
    with psycopg.connect(own_database.address("kw_owner")) as owner:
        owner.execute("ALTER TABLE disclosures_seal NO FORCE ROW LEVEL SECURITY")
        owner.execute("UPDATE disclosures_seal SET method = %s", [method])
    assert verify().broken.kind in ("edit", "reorder")
