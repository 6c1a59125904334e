"""Hours: as HSDS 3 says them, a row per weekday, and holidays. Pure."""

import json
import re

from kinwork.directory.shape import THINGS
from kinwork.interop.hsds import mend
from kinwork.interop.hsds.codes import DAY_NAMES, WEEKDAYS
from kinwork.interop.hsds.convert.rows import Converted, Problem, id_of, read
from kinwork.interop.hsds.ids import made


def schedule(table, how, cells, context, out) -> None:
    thing = THINGS["schedule"]
    id, old = id_of("schedule", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    _often(values, out)
    for name, allowed in (("freq", ("WEEKLY", "MONTHLY")), ("wkst", WEEKDAYS)):
        if values.get(name) and values[name] not in allowed:
            if values[name].upper() not in allowed:
                raise Problem("bad_word", name)
            values[name] = values[name].upper()
            out.note(name)
    if values.get("byday"):
        values["byday"] = _byday(values["byday"], out)
    out.add("schedule", id, old, values, extra)


def _often(values: dict, out: Converted) -> None:
    """Words for how often that WEEKLY can say as well."""
    word = (values.get("freq") or "").upper().replace("_", "").replace("-", "")
    if word == "DAILY" and not values.get("byday"):
        values |= {"freq": "WEEKLY", "byday": ",".join(WEEKDAYS)}
        out.note("freq")
    elif word == "BIWEEKLY" and not values.get("interval"):
        values |= {"freq": "WEEKLY", "interval": 2.0}
        out.note("freq")


def _byday(text: str, out: Converted) -> str:
    days = []
    for part in re.split(r"[,;]\s*", text):
        if re.fullmatch(r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)", part):
            days.append(part)
        elif part.lower() in DAY_NAMES:
            days.append(DAY_NAMES[part.lower()])
            out.note("weekday")
        else:
            raise Problem("bad_weekday", "byday")
    return ",".join(days)


def regular_schedule(table, how, cells, context, out) -> None:
    """A row per weekday; equal hours of one owner share an id, and become one schedule."""
    thing = THINGS["schedule"]
    values, extra = read(thing, how, table, cells, context, out)
    word = extra.pop("weekday", "")
    day = DAY_NAMES.get(word.lower().strip(". "))
    if not day:
        raise Problem("bad_weekday" if word else "missing", "weekday")
    if not word.isdigit():
        out.note("weekday")
    rest = [str(values.get(name) or "") for name in (*thing.links, "opens_at", "closes_at")]
    rest += [values.get("description") or "", json.dumps(extra, sort_keys=True)]
    values |= {"freq": "WEEKLY", "byday": f"~{day}"}  # ~: rows of one id are put together
    id = made(context.source, "schedule", table, *rest)
    out.add("schedule", id, cells.get("id", ""), values, extra)


def holiday_schedule(table, how, cells, context, out) -> None:
    thing = THINGS["schedule"]
    id, old = id_of("schedule", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    for old_name, name in (("start_date", "valid_from"), ("end_date", "valid_to")):
        raw = extra.pop(old_name, "")
        if not raw:
            raise Problem("missing", old_name)
        try:
            values[name], note = mend.day(raw, context.order)
        except mend.Bad as bad:
            raise Problem(bad.reason, old_name) from None
        out.note(note)
    closed = extra.pop("closed", "")
    try:
        if closed and mend.boolean(closed)[0]:
            values["description"] = "Closed"
            values.pop("opens_at", None), values.pop("closes_at", None)
    except mend.Bad as bad:
        raise Problem(bad.reason, "closed") from None
    out.add("schedule", id, old, values, extra)
