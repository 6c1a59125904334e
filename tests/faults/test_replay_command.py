"""`kinwork database replay`, as an operator calls it after a backup was put back."""

import os
import subprocess
import sys

from django.utils import timezone

from kinwork.common import audit, journal
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything


def test_the_operators_command(own_database, settings, tmp_path):
    """A process of its own, with the web server's login: it says what it does, once."""
    file = tmp_path / "journal.jsonl"
    cast = casting.make_cast(timezone.now())
    given = casting.consent(cast)
    deed = audit.entry("consent.end", given, by=cast.rosa, at=timezone.now())
    journal._append(file, journal.line_of(deed, given))
    told = {
        **os.environ,
        "KINWORK_JOURNAL_FILE": str(file),
        "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test",
    }
    call = [sys.executable, "-m", "kinwork", "database", "replay"]
    first, second = (
        subprocess.run(call, env=told, capture_output=True, text=True) for _ in range(2)
    )
    assert (first.returncode, first.stderr) == (0, "")
    assert "consent.end" in first.stdout and "1 done again" in first.stdout
    assert second.stdout.startswith("0 done again")
    with everything():
        assert Consent.objects.get(pk=given.pk).ended_at is not None
