"""The sealed trail as lines for another system, where whoever owns this server cannot change it."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from kinwork.common import audit
from kinwork.common.actor import OPERATOR
from kinwork.common.rights import check
from kinwork.common.trouble import Trouble
from kinwork.trust.disclosures import rights  # noqa: F401  (declares the table)
from kinwork.trust.disclosures.verify import CHUNK, everything_read_only

# As JSON of the database: times in UTC, whatever the server's own zone is.
LINES = """
    SELECT s.seal, (to_jsonb(e) || jsonb_build_object(
      'seal', s.seal, 'position', s.position, 'digest', encode(s.digest, 'hex'),
      'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'recorded_at', to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text
    FROM disclosures_sealedrow s JOIN common_auditentry e ON e.id = s.entry_id
    WHERE s.seal > %s ORDER BY s.seal, s.position"""


def lines(after: int) -> Iterator[tuple[int, str]]:
    """Each row of every seal after this one, in order: (seal, one line of JSON).

    Ids, verbs and names of classes, with the row's digest in its seal; never what a record says.
    That it was copied is written down first.
    """
    check(OPERATOR, "disclosures.copy_trail")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE kw_migrator")
        audit.record("disclosures.copy_trail", by=OPERATOR, at=timezone.now(), after=after)
    with everything_read_only(), closing(connection.chunked_cursor()) as cursor:
        cursor.execute(LINES, [after])
        while found := cursor.fetchmany(CHUNK):
            yield from found


def copied_to(state: Path) -> int:
    """The last seal that this file says was copied; 0 where it is not there yet."""
    try:
        return int(json.loads(state.read_text())["seal"])
    except FileNotFoundError:
        return 0
    except (ValueError, KeyError, TypeError) as why:
        raise Trouble(f"{state} does not say which seal was copied last.") from why
