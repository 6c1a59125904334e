"""What a program says about people and places: who, age, where, work, health, other help."""

from collections.abc import Iterator
from datetime import date

from kinwork.library.alignment.said import Statement, Words, joined, say, texts
from kinwork.library.programs import limits
from kinwork.library.programs.kinds.births import spans
from kinwork.library.programs.kinds.people import hours_needed
from kinwork.library.programs.kinds.places import says
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import words as word

SITUATIONS = {"homeless", "foster_care", "former_foster_care"}
WORK = {"working_or_training", "student"}
OPENS = {"receives_any": "paths", "receives_none": "excludes"}


def about_people(criterion: Criterion, on: date, state: str) -> Iterator[Statement]:
    """The statements of one criterion that is not about money."""
    found = _find(criterion, on, state)
    if found is not None:
        dimension, key, words, *source = found
        yield Statement(
            dimension, key, words, (source and source[0]) or criterion.source, criterion.id
        )


def _find(criterion: Criterion, on: date, state: str) -> tuple | None:
    kind, options = criterion.kind, criterion.options
    if kind in AGES:
        return AGES[kind](kind, options)
    if kind in ("first_baby", "raised_by_relative", "tax_children", "tax_earned"):
        return "who", (kind, options.get("credit")), say(kind)
    if kind == "elderly_or_disabled":
        return "needs", (kind,), say(kind)
    if kind == "season":
        ends = {name: options[name] for name in ("starts", "ends")}
        return "season", tuple(ends.values()), say("season", **ends)
    if kind == "later":
        return "later", (str(options["note"].get("en")),), options["note"]
    if kind in ("fact_is", "any_member"):
        return _fact(options)
    if kind in OPENS:
        of = sorted(options["of"])
        named = joined(word("aid", code) for code in of)
        whose = options.get("scope", "home")
        return OPENS[kind], (whose, *of), say("receives", of=named)
    if kind == "role_is":
        return "who", ("role", *sorted(options["of"])), say(kind, roles=_roles(options["of"]))
    if kind == "pregnant":
        weeks = options.get("weeks_at_most")
        return "who", ("pregnant", weeks), say("pregnant_weeks" if weeks else kind, weeks=weeks)
    if kind == "recently_pregnant":
        months = spans(criterion, state or None, on)[:2]
        shown = "–".join(dict.fromkeys(map(str, months)))
        return "who", ("birth", *months), say(kind, months=say("months_old", months=shown))
    if kind == "caregivers_active":
        hours, source = hours_needed(criterion, state or None, on)
        name = "caregivers_hours" if hours else kind
        return "work", ("active", hours), say(name, hours=hours), source
    return _place(criterion, on, state)


def _age(kind: str, options: dict) -> tuple:
    months = options.get("months") or options.get("years", 0) * 12
    if kind == "under_school_age":
        return "age", (kind,), say(kind)
    return "age", (kind, months), say(kind, age=old(months))


def _span(kind: str, options: dict) -> tuple:
    low, high = options.get("at_least"), options.get("under")
    named = "span_under" if high is not None else "span_at_least"
    shown = say(named, years=high if high is not None else low)
    return "age", (kind, low, high), say(kind, age=shown)


AGES = {"anyone_aged": _span} | dict.fromkeys(
    ("age_under", "age_at_least", "turns_by_school_day", "under_school_age"), _age
)


def old(months: int) -> Words:
    """An age in words: months below two years, else years."""
    if months == 12:
        return say("one_year")
    if months < 24 or months % 12:
        return say("months_old", months=months)
    return say("years_old", years=months // 12)


def _roles(roles: tuple[str, ...]) -> Words:
    return joined(texts()["roles"][role] for role in roles)


def _fact(options: dict) -> tuple:
    fact, value = options["fact"], options.get("value", True)
    dimension = "paths" if fact in SITUATIONS else "work" if fact in WORK else "needs"
    shown = texts()["facts"].get(fact) or {"en": fact, "es": fact}
    return dimension, (fact, value), say("fact_yes" if value else "fact_no", fact=shown)


def _place(criterion: Criterion, on: date, state: str) -> tuple | None:
    kind, of = criterion.kind, criterion.options.get("of", ())
    if kind == "state_is":
        return "residence", (kind, *sorted(of)), say(kind, places=joined(map(_state, of)))
    if kind in ("county_is", "zip_is"):
        return "residence", (kind, *sorted(of)), say(kind, places=", ".join(of))
    if kind != "state_says":
        shown = {"en": kind, "es": kind}
        return "who", (kind,), say("kind_unknown", kind=shown)
    answer, source = says(criterion, on, state or None)
    group = ", ".join(":".join(named) for named in limits.tables(criterion.options))
    name = {"yes": "state_yes", "no": "state_no"}.get(answer.value, "state_unknown")
    return "residence", (group, answer.value), say(name, group=group), source


def _state(code: str) -> Words:
    return word("states", code)
