"""The form in which a program is written without code, and the small one of a worked case."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import said
from kinwork.family.programs import rules, words
from kinwork.library.codes import vocabulary
from kinwork.library.programs.view import sentences
from kinwork.web.forms import MemorableDateField, MoneyField, PlainForm

LABELS = {
    "name": (_("Name, in English"), _("Name, in Spanish")),
    "explain": (_("What it is, in English"), _("What it is, in Spanish")),
    "gives": (_("What it gives, in English"), _("What it gives, in Spanish")),
    "how_to_apply": (_("How to ask for it, in English"), _("How to ask for it, in Spanish")),
    "documents": (
        _("Papers to bring, in English: one a line"),
        _("Papers to bring, in Spanish: one a line"),
    ),
}
AREA = {"rows": 3, "spellcheck": "true"}
KNOWN = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
TRUTH = {"yes": True, "no": False, "": None}
MOST_CHILDREN = 8
AGE = re.compile(r"[0-9]{1,3}(\.[0-9]{0,3})?|\.[0-9]{1,3}")


def _number(label: Any, most: int, least: int = 0, **more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)


def _aid() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(code, said(text, language)) for code, text in sentences()["aid"].items()]


class OwnForm(PlainForm):
    """A program: words in both languages, whom it is for, what it asks, where that stands."""

    def __init__(self, *args: Any, initial: dict | None = None, **kwargs: Any):
        super().__init__(*args, initial=as_typed(initial) if initial else None, **kwargs)
        for name, labels in LABELS.items():
            for language, label in zip(rules.LANGUAGES, labels, strict=True):
                widget = None if name == "name" else forms.Textarea(attrs=AREA)
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=label, max_length=80 if name == "name" else 600, widget=widget
                )
        self.fields["minutes"] = _number(_("Minutes it takes to ask for it"), 600, 1)
        self.fields["days"] = _number(_("Days until help comes"), 730)
        self.fields["asks_immigration"] = forms.BooleanField(
            label=_("The office asks for immigration status"), required=False
        )
        language = get_language() or "en"
        terms = [(code, said({"en": one.en, "es": one.es}, language)) for code, one in _terms()]
        self.fields["term"] = forms.ChoiceField(
            label=_("The directory’s word for it"), choices=[("", "—"), *terms]
        )
        self.fields["source"] = forms.CharField(
            label=_("Where this is written (resolution, contract, policy)"), max_length=200
        )
        self.fields["who"] = forms.ChoiceField(
            label=_("Whom is the answer for?"),
            choices=list(words.WHO.items()),
            widget=forms.RadioSelect,
        )
        for kind in rules.KINDS:
            self._kind(kind)

    def _kind(self, kind: str) -> None:
        question, value = words.KINDS[kind]
        self.fields[f"how_{kind}"] = forms.ChoiceField(
            label=question, choices=list(words.HOW.items()), required=False
        )
        if kind == "receives":
            self.fields[f"value_{kind}"] = forms.MultipleChoiceField(
                label=value,
                choices=_aid(),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        elif value:
            most = {"income": 1000, "savings": 1_000_000, "child_under": 18}.get(kind, 300)
            self.fields[f"value_{kind}"] = _number(value, most, 1, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        asked = [kind for kind in rules.KINDS if typed.get(f"how_{kind}")]
        for kind in asked:
            if words.KINDS[kind][1] and not typed.get(f"value_{kind}"):
                self.add_error(f"value_{kind}", _("Please fill this in."))
            if typed.get("who") and typed["who"] not in rules.KINDS[kind]:
                self.add_error(f"how_{kind}", words.lack(f"unfit:{kind}"))
        if not asked:
            self.add_error(None, words.LACKS["nothing asked"])
        lines = [_lines(typed.get(f"documents_{language}", "")) for language in rules.LANGUAGES]
        if len(lines[0]) != len(lines[1]):
            self.add_error("documents_es", _("Write each paper in both languages, in one order."))
        return typed

    @property
    def written(self) -> dict[str, Any]:
        """What was typed, as plain data for rules.program."""
        typed = self.cleaned_data
        texts = {
            name: {language: typed[f"{name}_{language}"] for language in rules.LANGUAGES}
            for name in rules.TEXTS
        }
        pairs = zip(_lines(typed["documents_en"]), _lines(typed["documents_es"]), strict=True)
        plain = ("minutes", "days", "asks_immigration", "term", "source", "who")
        return (
            texts
            | {name: typed[name] for name in plain}
            | {"documents": [{"en": en, "es": es} for en, es in pairs]}
            | {"needs": dict(self._needs())}
        )

    def _needs(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for kind in rules.KINDS:
            if how := self.cleaned_data.get(f"how_{kind}"):
                yield kind, {"how": how, "value": self.cleaned_data.get(f"value_{kind}")}


def _terms():
    return sorted(vocabulary.terms().items(), key=lambda one: one[1].en)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def as_typed(written: dict[str, Any]) -> dict[str, Any]:
    """What the form shows for plain data."""
    found = {name: value for name, value in written.items() if not isinstance(value, dict | list)}
    for language in rules.LANGUAGES:
        found |= {f"{name}_{language}": written[name][language] for name in rules.TEXTS}
        found[f"documents_{language}"] = "\n".join(one[language] for one in written["documents"])
    for kind, row in written["needs"].items():
        found |= {f"how_{kind}": row["how"], f"value_{kind}": row.get("value")}
    return found


class CaseForm(PlainForm):
    """A small family, and what must come out for it."""

    title = forms.CharField(label=_("Name of the case"), max_length=80)
    adults = _number(_("Parents or caregivers"), 4)
    ages = forms.CharField(
        label=_("Ages of the children, in years"),
        help_text=_("Such as 0.5, 3. Leave it empty where there are none."),
        required=False,
        max_length=60,
    )
    child_facts = forms.MultipleChoiceField(
        label=_("The children"),
        choices=[(kind, words.KINDS[kind][0]) for kind in ("foster_care", "disability", "concern")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pregnant = forms.ChoiceField(label=words.KINDS["pregnant"][0], choices=KNOWN, required=False)
    income = MoneyField(label=_("Money a month; leave it empty if not known"), required=False)
    savings = MoneyField(label=_("Savings; leave it empty if not known"), required=False)
    county = forms.ChoiceField(
        label=_("Where they live"),
        choices=[
            ("here", _("In this county")),
            ("elsewhere", _("In another county")),
            ("", _("Not known")),
        ],
        required=False,
    )
    homeless = forms.ChoiceField(label=words.KINDS["homeless"][0], choices=KNOWN, required=False)
    work = forms.ChoiceField(label=words.KINDS["work"][0], choices=KNOWN, required=False)
    receives = forms.MultipleChoiceField(
        label=_("Other help that they get"),
        help_text=_("Choose nothing where it is not known."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    expect = forms.ChoiceField(
        label=_("What must come out?"),
        choices=[(name, words.ANSWERS[name]) for name in ("yes", "maybe", "no")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["receives"].choices = [("none", _("None of these")), *_aid()]

    def clean_ages(self) -> list[str]:
        parts = [part.strip() for part in self.cleaned_data["ages"].split(",") if part.strip()]
        if not all(AGE.fullmatch(part) for part in parts):
            raise ValidationError(_("Write ages as numbers with commas between: 0.5, 3."))
        ages = [Decimal(part) for part in parts]
        if len(ages) > MOST_CHILDREN or any(not 0 <= age < 19 for age in ages):
            raise ValidationError(_("Write up to eight ages from 0 to 18."))
        return [f"{age:f}" for age in ages]

    @property
    def case(self) -> dict[str, Any]:
        """The case as plain data for rules.household."""
        typed = self.cleaned_data
        money = {name: typed[name] for name in ("income", "savings")}
        return {
            "title": typed["title"],
            "adults": typed["adults"],
            "ages": typed["ages"],
            "child_facts": {
                name: name in typed["child_facts"]
                for name in ("foster_care", "disability", "concern")
            },
            "county": typed["county"],
            "receives": [one for one in typed["receives"] if one != "none"]
            if typed["receives"]
            else None,
            "expect": typed["expect"],
            **{name: TRUTH[typed[name]] for name in ("pregnant", "homeless", "work")},
            **{name: None if value is None else str(value) for name, value in money.items()},
        }


class SinceForm(PlainForm):
    """From which day."""

    since = MemorableDateField(label=_("From which day?"))
