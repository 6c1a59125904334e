"""Forms of research projects: the filter, one project, a file of many."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from kinwork.library.approaches.files import BadFile, decoded
from kinwork.system.approaches import rules, words
from kinwork.system.approaches.forms import fields
from kinwork.system.approaches.rules import MOST_ROWS, About
from kinwork.web.forms import OnceForm, PlainForm

HEADS = ("name", "years", "who", "population", "programs", "level", "kinds", "links")
BIGGEST = 1_000_000  # bytes of a file of a thousand projects, many times over
YEAR = {"min_value": rules.FIRST_YEAR, "max_value": rules.LAST_YEAR}
_is_address = URLValidator(schemes=["http", "https"])


class ProjectFilter(PlainForm):
    """Which projects; all of it stands in the address."""

    text = forms.CharField(
        label=_("A word in it"),
        help_text=_("In its name, who does it, about whom."),
        required=False,
        max_length=100,
    )
    level = fields.choice(_("Level"), words.PROJECT_LEVEL_WORDS, fields.ANY, required=False)
    kind = fields.choice(_("Kind of activity"), words.KIND_WORDS, fields.ANY, required=False)
    year = forms.IntegerField(label=_("Going on in the year"), required=False, **YEAR)


class ProjectForm(OnceForm):
    name = fields.line(_("Name of the project"), most=300)
    who = fields.line(_("Who does it"), most=300)
    population = fields.line(_("About whom"), most=300)
    level = fields.choice(_("Level"), words.PROJECT_LEVEL_WORDS)
    starts = forms.IntegerField(label=_("First year"), **YEAR)
    ends = forms.IntegerField(
        label=_("Last year"), help_text=_("Empty where it goes on."), required=False, **YEAR
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kind of activity"),
        required=False,
        choices=list(words.KIND_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    programs = fields.text(
        _("Programs"), _("One in a line. Only what you can cite."), required=False
    )
    links = fields.text(
        _("Links"), _("One in a line, each beginning with https://."), most=4000, required=False
    )

    def clean_programs(self) -> tuple[str, ...]:
        told = _lines(self.cleaned_data["programs"])
        if any(len(one) > 200 for one in told):
            raise ValidationError(_("The name of a program is too long."))
        return told

    def clean_links(self) -> tuple[str, ...]:
        return _addresses(_lines(self.cleaned_data["links"]))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("starts") and said.get("ends") and said["ends"] < said["starts"]:
            self.add_error("ends", _("The last year lies before the first."))
        return said

    def about(self) -> About:
        said = self.cleaned_data
        told = {name: said[name] for name in said if name != "form_id"}
        return About(**told | {"kinds": tuple(said["kinds"])})


class SheetField(forms.FileField):
    """A table of projects."""


class ProjectsFile(PlainForm):
    file = SheetField(
        label=_("File (CSV)"),
        help_text=_("The columns of the file that this page gives: take that one, and change it."),
    )

    def clean_file(self) -> list[About]:
        given = self.cleaned_data["file"]
        if given.size > BIGGEST:
            raise ValidationError(_("This file is too large."))
        try:
            return read(decoded(given.read()))
        except BadFile as why:
            raise ValidationError(str(why)) from why


def initial(row: Any) -> dict[str, Any]:
    """What the form about a project begins with."""
    names = ("name", "who", "population", "level", "starts", "ends", "kinds")
    told = {name: getattr(row, name) for name in names}
    return told | {"programs": "\n".join(row.programs), "links": "\n".join(row.links)}


def cells(one: Any) -> list[Any]:
    """One line of the file, in the order of HEADS; what was taken from a file goes back into it."""
    years = f"{one.starts}-{one.ends}" if one.ends else f"{one.starts}-"
    lists = {name: "; ".join(getattr(one, name)) for name in ("programs", "kinds", "links")}
    return [
        *(one.name, years, one.who, one.population, lists["programs"], one.level),
        *(lists["kinds"], lists["links"]),
    ]


def read(text: str) -> list[About]:
    """Every project of a table. Raises BadFile with the row and the column."""
    mark = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if any(one.strip() for one in row)]
    except csv.Error as why:
        raise BadFile(_("Row %(n)s: this is no CSV.") % {"n": reader.line_num}) from why
    if not lines:
        raise BadFile(_("The file is empty."))
    heads = [one.strip().casefold() for one in lines[0][1]]
    if sorted(heads) != sorted(HEADS):
        raise BadFile(
            _("The first line has to name these columns: %(all)s.") % {"all": ", ".join(HEADS)}
        )
    if not 1 < len(lines) <= MOST_ROWS + 1:
        raise BadFile(_("A file holds one to 1,000 projects."))
    return [_about(number, heads, row) for number, row in lines[1:]]


def _about(number: int, heads: list[str], row: list[str]) -> About:
    if len(row) != len(heads):
        raise BadFile(_("Row %(n)s has too many cells, or too few.") % {"n": number})
    said = {name: _bare(cell) for name, cell in zip(heads, row, strict=True)}

    def wrong(column: str) -> BadFile:
        told = {"n": number, "column": column, "said": said[column][:60]}
        return BadFile(_("Row %(n)s, column %(column)s: “%(said)s” does not fit.") % told)

    for name in ("name", "who", "population"):
        if not said[name] or len(said[name]) > 300:
            raise wrong(name)
    if said["level"] not in rules.PROJECT_LEVELS:
        raise wrong("level")
    kinds = _parts(said["kinds"])
    if not set(kinds) <= set(rules.KINDS):
        raise wrong("kinds")
    links = _parts(said["links"])
    try:
        _addresses(links)
    except ValidationError as why:
        raise wrong("links") from why
    first, dash, last = said["years"].replace("–", "-").partition("-")
    if not _is_year(first) or (last.strip() and not _is_year(last)):
        raise wrong("years")
    starts = int(first)
    ends = int(last) if last.strip() else None if dash else starts
    if ends is not None and ends < starts:
        raise wrong("years")
    return About(
        name=said["name"],
        who=said["who"],
        population=said["population"],
        level=said["level"],
        starts=starts,
        ends=ends,
        links=links,
        programs=_parts(said["programs"]),
        kinds=kinds,
    )


def _is_year(text: str) -> bool:
    one = text.strip()
    return (
        one.isascii()
        and one.isdigit()
        and len(one) == 4
        and rules.FIRST_YEAR <= int(one) <= rules.LAST_YEAR
    )


def _bare(cell: str) -> str:
    """Without the apostrophe that our own files put before what a spreadsheet would run."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.split(";") if one.strip()))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in text.splitlines() if one.strip()))


def _addresses(told: Iterable[str]) -> tuple[str, ...]:
    for one in told:
        if len(one) > 500:
            raise ValidationError(_("A link begins with https:// and leads to a page."))
        try:
            _is_address(one)
        except ValidationError as why:
            raise ValidationError(_("A link begins with https:// and leads to a page.")) from why
    return tuple(told)
