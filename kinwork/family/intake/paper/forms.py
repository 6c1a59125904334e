"""What is typed in from paper, page by page, in the paper's own order. Anything may stay empty."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.family.intake import asking
from kinwork.family.intake.forms import KIN, Needs, Reach
from kinwork.family.intake.paper.fields import EMPTY, DayField, one_of
from kinwork.family.intake.paper.saying import OLD
from kinwork.people.rules import NAME_LIMIT
from kinwork.web.forms import PlainForm

NEAREST_HELP = "family-navigation"  # who ticks nothing gets somebody to look with


class About(PlainForm):
    """The paper itself: of which day, by whom, in which words."""

    day = DayField(
        label=_("On what day was it filled in?"),
        help_text=_("Month, day and year, like 3 14 2025."),
        error_messages={"required": _("Write the day that stands on the paper.")},
    )
    filled_by = forms.ChoiceField(
        label=_("Who filled it in?"),
        widget=forms.RadioSelect,
        choices=[("family", _("The family")), ("other", _("Somebody for them"))],
        initial="family",
    )
    filler = forms.CharField(label=_("Who was that?"), required=False, max_length=200)
    kept_at = forms.CharField(
        label=_("Where is the paper kept?"),
        required=False,
        max_length=200,
        help_text=_("For example: the locked cabinet at the front desk."),
    )
    form_version = forms.CharField(
        label=_("Which form is it?"),
        required=False,
        max_length=20,
        help_text=_("The letters and numbers after “Form” at its top."),
        widget=forms.TextInput(attrs={"class": "kw-short", "autocapitalize": "none"}),
    )
    language = forms.ChoiceField(label=_("In which language?"), widget=forms.RadioSelect)
    only = forms.MultipleChoiceField(
        label=_("Only for some help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As it stands at the top of the paper. None of them: all help."),
    )
    old = forms.BooleanField(
        label=_("It is more than 90 days old. Type it in all the same."), required=False
    )

    def __init__(self, *args: Any, today: date, begun: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].latest = today
        self.fields["day"].earliest = date(today.year - 10, 1, 1)
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["only"].choices = asking.programs_by_subject(get_language() or "en")
        if begun:
            del self.fields["language"]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        day = told.get("day")
        if told.get("filled_by") == "other" and not told.get("filler"):
            self.add_error("filler", _("Write the name, or who it was: a neighbor, a teacher."))
        if day and self.is_old(day) and not told.get("old"):
            self.add_error(
                "old",
                _(
                    "Much may have changed since. Ask the family if you can. "
                    "What is too old to count is kept, and asked again."
                ),
            )
        return told

    def is_old(self, day: date) -> bool:
        return day < self.today - timedelta(days=OLD)

    @property
    def warns(self) -> bool:
        """Is the box shown that says: all the same?"""
        return "old" in self.errors or bool(self["old"].value())

    @property
    def value(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "day": told["day"].isoformat(),
            "by": told["filler"] if told["filled_by"] == "other" else "family",
            "kept_at": told["kept_at"],
            "version": told["form_version"].strip().upper(),
        }


class PaperNeeds(Needs):
    """The paper may have no mark here; then somebody looks with the family for what fits."""

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not told.get("needs"):
            self._errors.pop("needs", None)
            told["needs"] = [NEAREST_HELP]
        return told


class Row(PlainForm):
    """One person of the paper; `prefix` is their id. An empty row is nobody."""

    given = forms.CharField(label=_("First name"), required=False, max_length=NAME_LIMIT)
    family = forms.CharField(label=_("Last name"), required=False, max_length=NAME_LIMIT)
    born = DayField(label=_("Birth date"), required=False)
    coming = forms.BooleanField(label=_("On the way: this is the due date"), required=False)
    cares = forms.ChoiceField(
        label=_("Takes care of the children"),
        required=False,
        choices=[EMPTY, ("yes", _("Yes")), ("no", _("No"))],
    )
    kin = one_of(_("To the children"), KIN)

    def __init__(self, *args: Any, child: bool, first: bool, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.child, self.first, self.today = child, first, today
        self.fields["born"].earliest = date(today.year - 120, 1, 1)
        for name in ("cares", "kin") if child else ("coming",):
            del self.fields[name]

    @property
    def is_empty(self) -> bool:
        told = self.cleaned_data
        return not any(told.get(name) for name in ("given", "family", "born", "coming"))

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        day = told.get("born")
        coming = self.child and (told.get("coming") or (day and day > self.today))
        told["coming"] = bool(coming)
        if coming and day and day > self.today + timedelta(days=310):
            self.add_error("born", _("A baby is not due so late. Please check the year."))
        if not self.child and day and day > self.today:
            self.add_error("born", _("This date has not come yet. Please check the year."))
        if coming and not day and not self.errors:
            self.add_error("born", _("Please say about when the baby is due."))
        if not coming and not told.get("given") and not self.is_empty:
            self.add_error("given", _("Write the first name, or empty the whole row."))
        return told

    @property
    def value(self) -> dict[str, Any]:
        told = self.cleaned_data
        day = told["born"] and told["born"].isoformat()
        return {
            "given": told["given"].strip(),
            "family": told["family"].strip(),
            "relation": self._relation(),
            "birth_date": None if told["coming"] else day,
            "due_date": day if told["coming"] else None,
        }

    def _relation(self) -> str:
        told = self.cleaned_data
        if self.child:
            return "expected child" if told["coming"] else "child"
        cares = told.get("cares") or ("yes" if self.first else "no")
        return "caregiver" if cares == "yes" else "other adult"

    @property
    def kinship(self) -> str | None:
        return self.cleaned_data.get("kin") or None


class PaperReach(Reach):
    """How to reach them, if the paper says so; else it is asked later."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, words in (("channel", EMPTY), ("safe", EMPTY)):
            choices = [(value, str(label)) for value, label in self.fields[name].choices]
            self.fields[name] = one_of(self.fields[name].label, choices)
            self.fields[name].choices = [words, *choices]

    def clean(self) -> dict[str, Any]:
        return super().clean() if self.cleaned_data.get("channel") else self.cleaned_data

    @property
    def value(self) -> dict[str, Any] | None:
        return super().value if self.cleaned_data.get("channel") else None


def reach_of(known: Mapping[str, Any]) -> dict[str, Any]:
    """A kept way to reach them, as the form's first values."""
    channel = known.get("channel")
    return {
        "channel": channel,
        "phone": known.get("value") if channel in ("phone", "text") else "",
        "email": known.get("value") if channel == "email" else "",
        "safe": {True: "yes", False: "no"}.get(known.get("safe")),
        "hours": known.get("hours", ""),
    }
