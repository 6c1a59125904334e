"""The account of an import: which rows are new, which unchanged, which were set aside."""

from datetime import datetime

from kinwork.directory.actions.stage import execute, rows
from kinwork.directory.models import Source

COUNTS = ("read", "loaded", "mended", "quarantined", "unchanged")


def count_and_keep(source: Source, *, complete: bool) -> dict[str, dict[str, int]]:
    """Counts per table of the feed (loaded includes mended); the ledger afterwards holds this feed.

    A row is unchanged when the last import loaded one with the same identity and content.
    """
    execute(
        "UPDATE stage_row r SET key = digest FROM (SELECT tbl, key FROM stage_row"
        " GROUP BY tbl, key HAVING count(DISTINCT digest) > 1) twice"
        " WHERE twice.tbl = r.tbl AND twice.key = r.key"
    )
    execute(
        "CREATE TEMP TABLE stage_now ON COMMIT DROP AS SELECT tbl, key, min(digest::text)::uuid"
        " AS digest, count(*)::int AS copies, bool_or(mended) AS mended,"
        " (count(*) FILTER (WHERE mended))::int AS mends"
        " FROM stage_row WHERE reason IS NULL GROUP BY tbl, key"
    )
    execute("ANALYZE stage_now")
    known = rows(
        "SELECT n.tbl, sum(least(n.copies, d.copies)),"
        " sum(least(n.mends, least(n.copies, d.copies)))"
        ' FROM stage_now n JOIN directory_sourcerow d ON d.source_id = %s AND d."table" = n.tbl'
        " AND d.key = n.key AND d.digest = n.digest GROUP BY n.tbl",
        [source.pk],
    )
    unchanged = {name: (int(same), int(mends)) for name, same, mends in known}
    counts = {}
    for name, read, bad, mended in rows(
        "SELECT tbl, count(*), count(reason), count(*) FILTER (WHERE mended AND reason IS NULL)"
        " FROM stage_row GROUP BY tbl ORDER BY tbl"
    ):
        same, old_mends = unchanged.get(name, (0, 0))
        counts[name] = dict(
            zip(COUNTS, (read, read - bad - same, mended - old_mends, bad, same), strict=True)
        )
    _keep(source, complete)
    return counts


def _keep(source: Source, complete: bool) -> None:
    if complete:
        execute(
            "DELETE FROM directory_sourcerow d WHERE source_id = %s AND NOT EXISTS"
            ' (SELECT 1 FROM stage_now n WHERE n.tbl = d."table" AND n.key = d.key)',
            [source.pk],
        )
    execute(
        'INSERT INTO directory_sourcerow AS d (source_id, "table", key, digest, copies, mended)'
        " SELECT %s, tbl, key, digest, copies, mended FROM stage_now"
        ' ON CONFLICT (source_id, "table", key) DO UPDATE SET digest = excluded.digest,'
        " copies = excluded.copies, mended = excluded.mended"
        " WHERE (d.digest, d.copies) <> (excluded.digest, excluded.copies)",
        [source.pk],
    )


def keep_quarantine(source: Source, form: str, at: datetime, *, complete: bool) -> None:
    """Rows set aside are kept as read, once; what is no longer in the feed leaves the list."""
    if complete:
        execute(
            "DELETE FROM directory_quarantined q WHERE source_id = %s AND NOT EXISTS"
            ' (SELECT 1 FROM stage_row r WHERE r.tbl = q."table" AND r.digest = q.digest'
            "  AND (r.reason IS NOT NULL OR q.state = 'mended'))",
            [source.pk],
        )
    execute(
        "INSERT INTO directory_quarantined AS q"
        ' (id, source_id, file, "table", "row", key, digest, field, reason, raw, form, state,'
        "  found_at, why)"
        " SELECT DISTINCT ON (tbl, key, digest) gen_random_uuid(), %s, file, tbl, row_no, key,"
        "  digest, coalesce(field, ''), reason, raw::jsonb, %s, 'open', %s, '' FROM stage_row"
        " WHERE reason IS NOT NULL ORDER BY tbl, key, digest, n"
        ' ON CONFLICT (source_id, "table", key, digest) DO UPDATE SET file = excluded.file,'
        '  "row" = excluded."row", reason = excluded.reason, field = excluded.field,'
        "  raw = excluded.raw",
        [source.pk, form, at],
    )
    # A row that loads today needs nobody to look at it any more.
    execute(
        'DELETE FROM directory_quarantined q USING stage_row r WHERE r.tbl = q."table"'
        " AND r.key = q.key AND r.digest = q.digest AND r.reason IS NULL"
        " AND q.source_id = %s AND q.state = 'open'",
        [source.pk],
    )
