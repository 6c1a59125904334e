"""kill -9 between sending and noting it: the family reads it once (G8)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kinwork.config.sms_sink import texts
from kinwork.family.contact.tests import scenes
from tests import cast as casting
from tests.faults.test_jobs import wait_until

ROOT = Path(__file__).resolve().parents[4]
WORK = (
    "import django; django.setup()\n"
    "from kinwork.family.contact import hours\n"
    "hours.next_safe = lambda now, *_: now\n"  # at whatever hour this test runs
    "from procrastinate.contrib.django import app\n"
    "w = app.connector.get_worker_connector()\n"
    "with app.replace_connector(w) as worker:\n"
    "    worker.perform_import_paths()\n"
    "    worker.periodic_registry.periodic_tasks.clear()\n"  # only what this test asks for
    "    worker.run_worker(wait=False, concurrency=1, delete_jobs='never')"
)


@pytest.mark.own_database
def test_a_text_whose_sender_was_killed_reaches_the_phone_once(own_database, tmp_path, settings):
    with scenes.gateway(tmp_path / "texts", settings) as phone:
        cast = casting.make_cast()
        scenes.reach(cast)
        casting.sent(cast)
        phone.manners = {"slow_after": 15}
        killed = _worker(own_database, settings)
        wait_until(lambda: len(texts(phone.folder)) == 1, 90)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        phone.manners = {}
        with psycopg.connect(own_database.address("kw_owner"), autocommit=True) as owner:
            assert _states(owner) == ["sending"], "killed in the middle"
            owner.execute("SET ROLE kw_migrator")
            owner.execute("UPDATE contact_delivery SET claimed_at = now() - interval '2 minutes'")
            owner.execute("RESET ROLE")
            owner.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default',"
                ' \'kinwork.run\', \'{"name": "contact.clock",'
                ' "id": "00000000-0000-0000-0000-000000000000"}\')'
            )
            for _round in range(2):
                assert _worker(own_database, settings).wait(120) == 0
            assert _states(owner) == ["sent"]
        assert len(phone.tries) == 2 and len(texts(phone.folder)) == 1


def _states(owner) -> list[str]:
    owner.execute("SET ROLE kw_migrator")
    found = [state for (state,) in owner.execute("SELECT state FROM contact_delivery")]
    owner.execute("RESET ROLE")
    return found


def _worker(database, settings) -> subprocess.Popen:
    said = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test",
        "DATABASE_URL": database.address("kw_web"),
        "DATABASE_WORKER_URL": database.address("kw_worker"),
        "KINWORK_LOGIN": "kw_worker",
        "KINWORK_SMS_URL": settings.SMS_URL,
        "KINWORK_SMS_KEY": settings.SMS_KEY,
    }
    return subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORK], cwd=ROOT, env=said)
