"""One row of a feed -> records of HSDS 3, with what was mended on the way. Pure.

`convert(table, cells, context)` gives a Converted; raises Problem when the row cannot be served.
Each table is read by the function that mapping.TABLES names: records, places, schedules, terms.
"""

from kinwork.interop.hsds import mapping
from kinwork.interop.hsds.convert import places, records, schedules, terms
from kinwork.interop.hsds.convert.rows import Context, Converted, Problem, content_id
from kinwork.interop.hsds.near import MADE

__all__ = ["Context", "Converted", "Problem", "content_id", "convert"]

READ_BY = (records, places, schedules, terms)


def convert(table: str, cells: dict[str, str], context: Context) -> Converted:
    """cells: column -> text as read (no blank ones)."""
    how = mapping.TABLES[table]
    out = Converted()
    if MADE in cells:
        cells = {name: text for name, text in cells.items() if name != MADE}
        out.note("made_id")
    CONVERTERS[how.by](table, how, cells, context, out)
    return out


def _converter(name: str):
    return next(vars(part)[name] for part in READ_BY if name in vars(part))


CONVERTERS = {
    name: _converter(name) for name in dict.fromkeys(table.by for table in mapping.TABLES.values())
}
