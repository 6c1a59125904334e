"""A time on a page is the community's: the process runs in UTC, and a bare date filter shows that."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Days, not moments: they are the same everywhere. So is what is called ..._on.
DAYS = {
    "each.line.by",
    "each.by",
    "line.by",
    "row.by",
    "one.day",
    "one.child.referred",
    "one.person.birth_date",
    "one.person.due_date",
    "until",
    "one.until",
    "why.since",
    "today",
    "on",
    "one.signed_on",
    "one.good_until",
    "one.decision.on",
    "one.decision.until",
    "day",
    "point.on",
    "line.one.representative.starts",
    "line.one.ends",
    "row.relieved_until",
    "event.on",
    "person.training_due",
    # the days of a plan
    "early",
    "late",
    "review.planned_for",
    # the days of common work
    "after.on",
    "before.on",
    "line.one.on",
    "line.one.since",
    "one.ends",
    "one.on",
    "one.since",
    "step.one.on",
    "due",
    # the days of evidence
    "counted.period.ends",
    "counted.period.referrals_until",
    "counted.period.starts",
    "board.shown.period.ends",
    "board.shown.period.starts",
    # the days of meetings
    "agenda_due",
    "line.one.starts",
    # the days of a half year
    "ready.ends",
    *(
        f"{one}.{end}"
        for one in ("row", "line.row", "row.release", "mine.release", "half")
        for end in ("starts", "ends")
    ),
}
USED = re.compile(r"([\w.]+)((?:\|timezone:[\w.]+)?)\|date:")


def bare(text: str) -> set[str]:
    found = {name for name, zone in USED.findall(text) if not zone}
    return {name for name in found if name not in DAYS and not name.endswith("_on")}


def test_every_moment_names_its_zone():
    templates = sorted((ROOT / "kinwork").rglob("templates/**/*.html"))
    found = {str(path.relative_to(ROOT)): bare(path.read_text()) for path in templates}
    assert templates and {path: names for path, names in found.items() if names} == {}


def test_a_bare_moment_is_found():
    assert bare('{{ one.starts_at|date:"DATETIME_FORMAT" }}') == {"one.starts_at"}
    assert bare('{{ one.at|timezone:zone|date:"DATE_FORMAT" }}') == set()
