"""How long rows are kept, in SQL: drawn from library.keeping and from the tables of families' rows, so
that neither a law nor a new table is forgotten.

Days are only ever worked out in the database: nobody hands one in (sql/keeping.sql).
"""

# ruff: noqa: S608 (statements of our own tables, columns and lines)
from collections.abc import Iterable, Iterator

from django.db import models

from kinwork.common.rules import DEFAULTS
from kinwork.library.keeping import ADULT, COMMUNITY, CONSENT, Line, digest, lines
from kinwork.library.keeping.table import REPORT
from kinwork.trust.access import rules, sealing

# Who the family is stays as long as anything that is about it.
LAST = ("people_householdmember", "people_person", "people_household")
# What goes with the last of it, beside sealing.ALSO.
GONE = {"people_externalid": "target_id = home OR target_id = ANY (whom)"}
# Rows that stay as numbers for counts and for the trail: their words go with the last of the family.
WIPED = {
    "access_authority": (("holder_name", "evidence", "ended_because"), "person_id = ANY (whom)"),
    "access_withholding": (("evidence",), "household_id = home OR person_id = ANY (whom)"),
    "access_glassreport": (
        ("words", "found"),
        "glass_id IN (SELECT g.id FROM access_glass g WHERE g.household_id = home)",
    ),
    "consent_consent": (("witness", "paper_at", "records", "words"), "household_id = home"),
    "people_identitylink": (("why", "ended_why"), "one_id = ANY (whom) OR other_id = ANY (whom)"),
}


def drawn() -> dict[str, str]:
    """What stands in braces in sql/keeping.sql."""
    return {
        "lines": "\n".join(f"    UNION ALL {_line(one)}" for one in lines()),
        "line_0": f"SELECT '{COMMUNITY}' AS line, kw_years_after(last_day, years) AS day",
        "schedule": digest(),
        "own_years": str(DEFAULTS["keep_years"]),
        "quiet_days": str(rules.QUIET_DAYS),
        "draft_days": str(rules.DRAFT_DAYS),
        "desk_draft_days": str(rules.DESK_DRAFT_DAYS),
        "consent": CONSENT,
        "written": _lines(_written(), " UNION ALL"),
        "clear": _lines(
            f"UPDATE {table} SET keep_until = NULL WHERE keep_until IS NOT NULL AND {about};"
            for table, about in _tables(sealing.owned())
        ),
        "set": _lines(_set(one) for one in _own()),
        "stay": _lines(_stay()),
        "days": _lines(_days(_own()), " UNION ALL"),
        "last": _lines(_last()),
        "all_days": _lines(_days(sealing.owned()), " UNION ALL"),
        "delete": _lines(_delete(one) for one in [*_own(), *_who()]),
        "gone": _lines(
            f"DELETE FROM {table} WHERE {about};"
            for table, about in {**sealing.ALSO, **GONE}.items()
        ),
        "wiped": _lines(
            f"UPDATE {table} SET {_wiped(columns)} WHERE {about};"
            for table, (columns, about) in WIPED.items()
        ),
    }


def _wiped(columns: Iterable[str]) -> str:
    """A dash where something stood: some of them may not be empty."""
    return ", ".join(f"{one} = CASE {one} WHEN '' THEN '' ELSE '-' END" for one in columns)


def _line(one: Line) -> str:
    """One line of law, as a row of (line, day) where it touches."""
    start = "kw_report_of(last_day)" if one.counts == REPORT else "last_day"
    day = f"kw_years_after({start}, {one.years})"
    if one.past_18:
        day = f"greatest({day}, kw_years_after(born, {ADULT + one.past_18}))"
    when = ["typed", f"today >= '{one.starts}'"]
    when += [f"today < '{one.until}'"] if one.until else []
    when += [f"touches && ARRAY[{_quoted(one.touches)}]"] if one.touches else []
    when += [f"class IN ({_quoted(one.classes)})"] if one.classes else [f"class <> '{CONSENT}'"]
    when += [f"state IN ({_quoted(one.states)})"] if one.states else []
    return f"SELECT '{one.key}', {day} WHERE {' AND '.join(when)}"


def _own() -> list[type[models.Model]]:
    return [one for one in sealing.owned() if one._meta.db_table not in LAST]


def _who() -> list[type[models.Model]]:
    found = {one._meta.db_table: one for one in sealing.owned()}
    return [found[table] for table in LAST]


def _tables(chosen: Iterable[type[models.Model]]) -> Iterator[tuple[str, str]]:
    for one in chosen:
        yield one._meta.db_table, sealing.about(one)


def _written() -> Iterator[str]:
    """When each table last heard of this home."""
    for table, about in _tables(sealing.owned()):
        yield f"SELECT max(recorded_at) AS at FROM {table} WHERE {about}"


def _judged(model: type[models.Model]) -> str:
    """Every row of this home, with the day and the line that the schedule gives it."""
    person, _household = getattr(model, "subject", ("person_id", "household_id"))
    who = "NULL::uuid" if person.startswith("NULL") else f"x.{person}"
    return (
        f"FROM {model._meta.db_table} x"
        f" LEFT JOIN unnest(whom, births, lasts, shared) AS w(who, birth, heard, two) ON w.who = {who},"
        " LATERAL kw_keep_until(x.sensitivity, x.owner_id IS NOT NULL OR x.recorded_by_id IS NOT NULL,"
        f" touched, where_, CASE WHEN {who} IS NULL THEN youngest ELSE w.birth END,"
        " coalesce(w.heard, counted), own_years, today) k"
        f" WHERE {sealing.about(model)}"
    )


def _set(model: type[models.Model]) -> str:
    """Whoever has two homes here is kept for the longer of both."""
    table = model._meta.db_table
    return (
        f"UPDATE {table} r SET keep_until = n.fit FROM (SELECT x.id,"
        f" greatest(k.day, CASE WHEN w.two THEN x.keep_until END) AS fit {_judged(model)}) n"
        " WHERE r.id = n.id AND r.sealed_at IS NULL AND r.keep_until IS DISTINCT FROM n.fit;"
    )


def _stay() -> Iterator[str]:
    """What another row points at stays as long as that one: a paper as long as the answer it shows."""
    for source, column, target, about in pointing():
        yield (
            f"UPDATE {target} r SET keep_until = n.fit FROM (SELECT t.id, CASE WHEN"
            f" bool_or(x.keep_until IS NULL) THEN NULL ELSE max(x.keep_until) END AS fit"
            f" FROM (SELECT id FROM {target} WHERE keep_until IS NOT NULL AND {about}) t"
            f" JOIN {source} x ON x.{column} = t.id GROUP BY 1) n"
            " WHERE r.id = n.id AND (n.fit IS NULL OR n.fit > r.keep_until);"
            " moved := moved OR FOUND;"
        )


def pointing() -> list[tuple[str, str, str, str]]:
    """(table, column, table that it points at, which of its rows) among what is deleted whole."""
    whole = [one for one in sealing.owned() if one._meta.db_table not in sealing.EMPTIED]
    return [
        (
            one._meta.db_table,
            field.column,
            field.related_model._meta.db_table,
            sealing.about(field.related_model),
        )
        for one in whole
        for field in one._meta.concrete_fields
        if field.is_relation and field.related_model in whole
    ]


def _days(chosen: Iterable[type[models.Model]]) -> Iterator[str]:
    for table, about in _tables(chosen):
        yield f"SELECT keep_until AS day FROM {table} WHERE sealed_at IS NULL AND {about}"


def _last() -> Iterator[str]:
    for one in _who():
        two = "id = ANY (two_homes)" if one._meta.db_table == "people_person" else "false"
        yield (
            f"UPDATE {one._meta.db_table} SET keep_until = CASE WHEN {two}"
            " THEN greatest(the_end, keep_until) ELSE the_end END"
            f" WHERE sealed_at IS NULL AND {sealing.about(one)};"
        )


def _delete(model: type[models.Model]) -> str:
    """Counted by its lines, sealed, and gone, or emptied where numbers of it are needed."""
    table = model._meta.db_table
    due = f"keep_until <= today AND {sealing.about(model)}"
    if table in LAST:
        count = f"SELECT '{COMMUNITY}' AS line FROM {table} WHERE sealed_at IS NULL AND {due}"
    else:
        count = f"SELECT k.line {_judged(model)} AND x.sealed_at IS NULL AND x.keep_until <= today"
    words = sealing.EMPTIED.get(table)
    if words:
        then = f"UPDATE {table} SET sealed_at = moment, {words} WHERE sealed_at IS NULL AND {due};"
    else:
        then = (
            f"UPDATE {table} SET sealed_at = moment WHERE sealed_at IS NULL AND {due};"
            f" DELETE FROM {table} WHERE sealed_at IS NOT NULL AND {due};"
        )
    return (
        f"SELECT jsonb_object_agg(c.line, c.n) INTO counts FROM (SELECT g.line, count(*) AS n"
        f" FROM ({count}) g GROUP BY 1) c;"
        f" IF counts IS NOT NULL THEN gone := gone || jsonb_build_object('{table}', counts);"
        f" {then} END IF;"
    )


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _lines(statements: Iterable[str], join: str = "") -> str:
    return f"{join}\n".join(f"    {one}" for one in statements)
