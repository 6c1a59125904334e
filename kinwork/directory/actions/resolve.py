"""Set right what only the whole feed can tell: ids used twice, links to nothing, circles.

Works on the temporary tables alone. Rows that cannot be served get a reason in stage_row and
leave the other tables; rows that were helped are marked as mended. Nothing here depends on the
order in which rows were read.
"""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from kinwork.directory.actions.stage import execute, rows, table
from kinwork.directory.shape import LASTING, THINGS, Thing

# Others point at these by id, so two different rows under one id cannot both stay.
POINTED_AT = (*LASTING, "taxonomy", "taxonomy_term", "unit")
PLACEHOLDER = "Organization not named by its source"


def set_aside(name: str, condition: str, reason: str, field: str) -> None:
    """Quarantine the rows behind stage_<name> records that meet `condition` (alias s)."""
    found = execute(
        f"UPDATE stage_row r SET reason = %s, field = %s FROM stage_{name} s"
        f" WHERE r.n = s.n AND r.reason IS NULL AND {condition}",
        [reason, field],
    )
    if found:
        sweep()


def sweep() -> None:
    """Take every record whose row was set aside out of the stage."""
    for name in THINGS:
        execute(
            f"DELETE FROM stage_{name} s USING stage_row r WHERE r.n = s.n AND r.reason IS NOT NULL"
        )
    execute("DELETE FROM stage_patch s USING stage_row r WHERE r.n = s.n AND r.reason IS NOT NULL")


def mark_mended(name: str, condition: str) -> int:
    return execute(
        f"UPDATE stage_row r SET mended = true FROM stage_{name} s WHERE r.n = s.n AND {condition}"
    )


def _compared(column: str) -> str:
    """A day marked with ~ is one of several rows of one schedule: they are meant to differ."""
    if column == "byday":
        return "count(DISTINCT byday) FILTER (WHERE byday NOT LIKE '~%') > 1"
    return f'count(DISTINCT "{column}") > 1'


def ids_used_twice(thing: Thing) -> None:
    """Equal or complementary rows under one id become one; others get an id of their own
    (details) or are set aside (what others point at): the fullest row keeps the id."""
    name = thing.name
    differ = " OR ".join(_compared(column) for column in thing.fields)
    execute("DROP TABLE IF EXISTS stage_twice")
    execute(
        f"CREATE TEMP TABLE stage_twice ON COMMIT DROP AS SELECT id, ({differ}) AS differ"
        f" FROM stage_{name} GROUP BY id HAVING count(*) > 1"
    )
    if not rows("SELECT 1 FROM stage_twice LIMIT 1"):
        return
    content = ", ".join(f's."{column}"' for column in thing.fields)
    execute("DROP TABLE IF EXISTS stage_rank")
    execute(
        "CREATE TEMP TABLE stage_rank ON COMMIT DROP AS"
        " SELECT n, id, content, first_value(content) OVER ("
        "   PARTITION BY id ORDER BY said DESC, content) AS best FROM ("
        f" SELECT s.n, s.id, md5(ROW({content})::text)::uuid AS content,"
        f" num_nonnulls({content}) AS said FROM stage_{name} s"
        " JOIN stage_twice t ON t.id = s.id AND t.differ) ranked"
    )
    losers = "EXISTS (SELECT 1 FROM stage_rank k WHERE k.n = s.n AND k.id = s.id AND k.content <> k.best)"
    if name in POINTED_AT:
        set_aside(name, losers, "id_twice", "id")
    else:
        mark_mended(name, losers)
        execute(
            f"UPDATE stage_{name} s SET id = k.content FROM stage_rank k"
            f" WHERE k.n = s.n AND k.id = s.id AND k.content <> k.best"
            f" AND s.id IN (SELECT id FROM stage_twice)"
        )
    _merge(thing)


def _merge(thing: Thing) -> None:
    """Rows that still share an id agree wherever both speak: keep one that says all of it."""
    name = thing.name
    picked = []
    for column in ("external_id", *thing.fields, "extra"):
        if name == "schedule" and column == "byday":
            picked.append(
                "CASE WHEN min(byday) LIKE '~%' THEN string_agg(DISTINCT byday, ',')"
                " ELSE min(byday) END AS byday"
            )
        else:
            picked.append(
                f'(array_agg("{column}" ORDER BY n) FILTER (WHERE "{column}" IS NOT NULL))[1]'
                f' AS "{column}"'
            )
    execute("DROP TABLE IF EXISTS stage_merged")
    execute(
        f"CREATE TEMP TABLE stage_merged ON COMMIT DROP AS SELECT min(n) AS n, id,"
        f" {', '.join(picked)} FROM stage_{name} GROUP BY id HAVING count(*) > 1"
    )
    names = ", ".join(
        f'"{column}"' for column in ("n", "id", "external_id", *thing.fields, "extra")
    )
    execute(f"DELETE FROM stage_{name} s USING stage_merged m WHERE m.id = s.id")
    execute(f"INSERT INTO stage_{name} ({names}) SELECT {names} FROM stage_merged")


def weekdays() -> None:
    """The marked days of a schedule, in the order of the week."""
    execute(
        "UPDATE stage_schedule SET byday = array_to_string(ARRAY(SELECT day FROM"
        " unnest(ARRAY['MO','TU','WE','TH','FR','SA','SU']) WITH ORDINALITY AS d(day, i)"
        " WHERE '~' || day = ANY(string_to_array(byday, ',')) ORDER BY i), ',')"
        " WHERE byday LIKE '~%'"
    )


def _exists(target: str, column: str) -> str:
    return (
        f'(EXISTS (SELECT 1 FROM stage_{target} p WHERE p.id = s."{column}")'
        f' OR EXISTS (SELECT 1 FROM {table(target)} p WHERE p.id = s."{column}"))'
    )


def unnamed_organizations() -> int:
    """A service whose organization the feed does not hold is still a door for a family: it gets
    a placeholder under that organization's id, which a later feed may fill."""
    lost = f"s.organization_id IS NOT NULL AND NOT {_exists('organization', 'organization_id')}"
    if not mark_mended("service", lost):
        return 0
    return execute(
        "INSERT INTO stage_organization (n, id, external_id, name, description)"
        f" SELECT DISTINCT ON (organization_id) -1, organization_id, '', %s, ''"
        f" FROM stage_service s WHERE {lost} ORDER BY organization_id",
        [PLACEHOLDER],
    )


def links(thing: Thing) -> None:
    """Links to nothing: emptied where the row stands without them, else the row is set aside."""
    name = thing.name
    for column, target in thing.links.items():
        lost = f's."{column}" IS NOT NULL AND NOT {_exists(target, column)}'
        if column in thing.required:
            set_aside(name, f's."{column}" IS NULL', "missing", column)
            set_aside(name, lost, "dangling", column)
        elif mark_mended(name, lost):
            execute(f'UPDATE stage_{name} s SET "{column}" = NULL WHERE {lost}')
    if thing.owned:
        nobody = " AND ".join(f's."{column}" IS NULL' for column in thing.owned)
        set_aside(name, nobody, "nobody", thing.owned[0])


def loose_links(name: str, id_column: str, type_column: str) -> None:
    """Attributes and metadata hang on any object by its name: where we know the name, we look."""
    for target in THINGS:
        set_aside(
            name,
            f"s.{type_column} = '{target}' AND NOT {_exists(target, id_column)}",
            "dangling",
            id_column,
        )


def name_resources() -> None:
    """Metadata of old packages does not say what kind of row it speaks of: look for it."""
    for target in THINGS:
        execute(
            f"UPDATE stage_metadata s SET resource_type = '{target}'"
            f" WHERE resource_type IS NULL AND {_exists(target, 'resource_id')}"
        )


def circles(name: str, column: str) -> None:
    """A row that is its own ancestor loses its parent; the row stays."""
    execute("DROP TABLE IF EXISTS stage_circle")
    execute(
        f"CREATE TEMP TABLE stage_circle ON COMMIT DROP AS"
        f" WITH RECURSIVE up(start, at, depth) AS ("
        f"  SELECT id, {column}, 1 FROM stage_{name} WHERE {column} IS NOT NULL"
        f"  UNION ALL SELECT up.start, s.{column}, depth + 1 FROM up"
        f"  JOIN stage_{name} s ON s.id = up.at WHERE up.at <> up.start AND depth < 50"
        f"   AND s.{column} IS NOT NULL)"
        f" SELECT DISTINCT start AS id FROM up WHERE at = start"
    )
    inside = "s.id IN (SELECT id FROM stage_circle)"
    if mark_mended(name, inside):
        execute(f"UPDATE stage_{name} s SET {column} = NULL WHERE {inside}")


def patches() -> None:
    """Texts of old side tables (eligibility) that become a field of their service."""
    execute(
        "UPDATE stage_row r SET reason = 'dangling', field = 'service_id' FROM stage_patch p"
        " WHERE p.n = r.n AND NOT EXISTS (SELECT 1 FROM stage_service s WHERE s.id = p.id)"
    )
    sweep()
    # Ohana's services belong to the organization of their place.
    execute(
        "UPDATE stage_service s SET organization_id = l.organization_id"
        " FROM stage_patch p JOIN stage_location l ON l.id = p.words::uuid"
        " WHERE p.field = 'organization_of_location' AND p.id = s.id"
        " AND s.organization_id IS NULL"
    )
    execute(
        "UPDATE stage_service s SET eligibility_description ="
        " concat_ws(E'\\n', s.eligibility_description, p.words) FROM ("
        "  SELECT id, string_agg(DISTINCT words, E'\\n' ORDER BY words) AS words FROM stage_patch"
        "  WHERE field = 'eligibility_description' GROUP BY id) p WHERE p.id = s.id"
    )


def resolve() -> None:
    for thing in THINGS.values():
        ids_used_twice(thing)
    weekdays()
    patches()
    unnamed_organizations()
    for name, column in (
        ("organization", "parent_organization_id"),
        ("taxonomy_term", "parent_id"),
    ):
        circles(name, column)
    for thing in THINGS.values():
        links(thing)
    name_resources()
    loose_links("attribute", "link_id", "link_entity")
    loose_links("metadata", "resource_id", "resource_type")
