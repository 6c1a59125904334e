"""Terms, what hangs on a service by a term, and rows that point at anything. Pure."""

from uuid import UUID

from kinwork.directory.shape import THINGS
from kinwork.interop.hsds import mapping
from kinwork.interop.hsds.convert.records import plain
from kinwork.interop.hsds.convert.rows import Context, Problem, id_of, read
from kinwork.interop.hsds.ids import ident, made


def old_term(table, how, cells, context, out) -> None:
    """HSDS 1.x and Ohana: vocabulary is the taxonomy, and Ohana's taxonomy_id is the term's code."""
    cells = dict(cells)
    code = cells.pop("taxonomy_id", "")
    if code:
        cells["id"] = code
    if not cells.get("id"):
        raise Problem("missing", "id")
    if not cells.get("name"):
        raise Problem("missing", "name")
    thing = THINGS["taxonomy_term"]
    values, extra = read(thing, how, table, cells, context, out)
    vocabulary = extra.pop("vocabulary", "")
    extra.pop("parent_name", None)
    if vocabulary:
        taxonomy = made(context.source, "taxonomy", vocabulary)
        out.add("taxonomy", taxonomy, vocabulary, {"name": vocabulary, "description": ""})
        values |= {"taxonomy": vocabulary, "taxonomy_id": taxonomy}
    id = ident(context.source, "taxonomy_term", cells["id"])
    values["code"] = cells["id"] if str(id) != cells["id"].lower() else None
    out.add("taxonomy_term", id, cells["id"], values, extra)


def service_term(table, how, cells, context, out) -> None:
    term = cells.get("taxonomy_id") or cells.get("taxonomy_term_id")
    if not cells.get("service_id"):
        raise Problem("missing", "service_id")
    if not term:
        raise Problem("missing", "taxonomy_id")
    id, old = id_of("attribute", how, table, cells, context, out)
    values = {
        "link_id": ident(context.source, "service", cells["service_id"]),
        "link_entity": "service",
        "taxonomy_term_id": ident(context.source, "taxonomy_term", term),
        "value": cells.get("taxonomy_detail"),
    }
    out.add("attribute", id, old, values)


def attribute(table, how, cells, context, out) -> None:
    cells = dict(cells)
    target = cells.pop("link_id", "")
    entity = cells.get("link_entity") or cells.get("link_type", "")
    known = _entity(entity)
    if not target:
        raise Problem("missing", "link_id")
    plain(table, how, cells, context, out)
    values = out.records[-1][3]
    values["link_id"] = _loose(target, known, context, "link_id")
    if known and not cells.get("link_entity"):
        values["link_entity"], values["link_type"] = known, None
    elif known:
        values["link_entity"] = known


def metadata(table, how, cells, context, out) -> None:
    cells = dict(cells)
    target = cells.pop("resource_id", "")
    if not target:
        raise Problem("missing", "resource_id")
    plain(table, how, cells, context, out)
    values = out.records[-1][3]
    known = _entity(cells.get("resource_type", ""))
    values["resource_id"] = _loose(target, known, context, "resource_id")
    if known:
        values["resource_type"] = known


def _entity(word: str) -> str:
    """`services`, `service`, `Service` as the object's name; '' when it is none."""
    word = word.lower()
    if word in THINGS:
        return word
    table = mapping.table_of(word)
    return mapping.TABLES[table].thing if table else ""


def _loose(target: str, entity: str, context: Context, column: str) -> UUID:
    if entity:
        return ident(context.source, entity, target)
    try:
        return UUID(target)
    except ValueError:
        raise Problem("bad_id", column) from None
