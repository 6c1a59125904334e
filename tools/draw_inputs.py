"""docs/reference/inputs.md: every form and its fields, every question, and what must fit together.

Fields that a class declares are read from it; those that a form makes for what it is asked about
are read from its source. tools/inputs.toml says what must fit together.
"""

import importlib
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tools.form_sources import KINDS, sources

Table = Callable[[list[str], list[list[str]]], str]
FITS = Path(__file__).parent / "inputs.toml"
WORKSHOP = ("web.gallery",)  # shows the kit; no page of a real site
FEW = 8
ALLAUTHS = {
    "allauth.account.forms": (
        "LoginForm", "ReauthenticateForm", "ChangePasswordForm", "SetPasswordForm",
        "ResetPasswordForm", "ResetPasswordKeyForm",
    ),
    "allauth.mfa.base.forms": ("AuthenticateForm",),
    "allauth.mfa.totp.forms": ("ActivateTOTPForm",),
}  # fmt: skip


@cache
def forms_of_ours() -> dict[str, type]:
    """Our form classes that have fields, by name below kinwork."""
    from django import forms

    found = {}
    for name, source in sources().items():
        module, _dot, cls = name.rpartition(".")
        if module in WORKSHOP:
            continue
        one = getattr(importlib.import_module(f"kinwork.{module}"), cls, None)
        told = source.made or source.checks
        if isinstance(one, type) and issubclass(one, forms.BaseForm) and (one.base_fields or told):
            found[name] = one
    return found


@cache
def fields_of_ours() -> dict[str, type]:
    """Our field classes, by name below kinwork."""
    from django import forms

    found = {}
    for name in sources():
        module, _dot, cls = name.rpartition(".")
        if module.endswith(("fields", "forms")):
            one = getattr(importlib.import_module(f"kinwork.{module}"), cls, None)
            if isinstance(one, type) and issubclass(one, forms.Field):
                found[name] = one
    return found


def fits() -> dict[str, str]:
    """What tools/inputs.toml says, by class."""
    return {name: told["fits"] for name, told in tomllib.loads(FITS.read_text()).items()}


def must_be_told() -> set[str]:
    """Classes that check more than their fields' types and limits."""
    ours = {**forms_of_ours(), **fields_of_ours()}
    return {name for name in ours if sources()[name].checks}


def page(table: Table) -> str:
    from django.utils.translation import override

    with override("en"):
        parts = (_forms, _fields, _figures, _questions)
        return "\n".join([HEAD, *(line for part in parts for line in part(table))])


HEAD = """# Inputs

What every form takes, and which inputs must fit together. Texts lose signs that no database can hold; a form is never cut, it says what is too long. A request has at most 5 MB without files, 500 fields and 10 files. Files that families bring stand in [facts and papers](../explanation/facts.md), those of directories in [import a directory](../guides/import-a-directory.md); ceilings of tries in [limits](limits.md). Who may send a form stands in [rights](rights.md).

## Forms
"""


def _forms(table: Table) -> Iterator[str]:
    told = fits()
    for name, form in forms_of_ours().items():
        if rows := _rows(name, form):
            yield f"### {name}\n"
            yield table(["field", "takes", "must be there"], rows)
            if fitting := _fitting(form, told):
                yield "Must fit: " + " ".join(fitting) + "\n"
    yield "## Forms of signing in (allauth's)\n"
    for module, names in ALLAUTHS.items():
        for one in names:
            form = getattr(importlib.import_module(module), one)
            yield f"### {one}\n"
            yield table(["field", "takes", "must be there"], _declared(form))


def _fitting(form: type, told: dict[str, str]) -> list[str]:
    """The lines of the class and of those it is made of; the number of a sending goes unsaid."""
    names = [f"{one.__module__.removeprefix('kinwork.')}.{one.__name__}" for one in form.__mro__]
    return [told[name] for name in names if name in told and not name.startswith("web.")]


def _rows(name: str, form: type) -> list[list[str]]:
    made = [
        line
        for one in form.__mro__
        for line in getattr(
            sources().get(f"{one.__module__.removeprefix('kinwork.')}.{one.__name__}"), "made", ()
        )
    ]
    known = set(form.base_fields)
    return _declared(form) + [
        [f"`{field}`", kind, ""] for field, kind in sorted(dict(made).items()) if field not in known
    ]


def _declared(form: type) -> list[list[str]]:
    return [
        [f"`{name}`", takes(field), "yes" if field.required else ""]
        for name, field in form.base_fields.items()
        if name != "form_id"
    ]


def takes(field: Any) -> str:
    """The kind of a field and its limits, in words."""
    kind = next((KINDS[one.__name__] for one in type(field).__mro__ if one.__name__ in KINDS), None)
    if kind is None:
        raise LookupError(f"tools/form_sources.py has no word for {type(field).__name__}")
    return ", ".join([f"{kind} {_choices(field)}".strip(), *_limits(field)])


def _choices(field: Any) -> str:
    given = getattr(field, "choices", None)
    if given is None:
        return ""
    if not isinstance(given, list):
        return "what is at hand"
    values = [str(value) for value, _words in given if value != ""]
    if not values:
        return "what is at hand"
    return ": ".join(["", " / ".join(values)])[2:] if len(values) <= FEW else f"{len(values)}"


def _limits(field: Any) -> Iterator[str]:
    for name, words in (
        ("min_length", "{} signs or more"),
        ("max_length", "up to {} signs"),
        ("min_value", "{} or more"),
        ("max_value", "{} at most"),
        ("decimal_places", "{} decimals"),
    ):
        value = getattr(field, name, None)
        if value is not None and not callable(value):
            yield words.format(value)


def _fields(table: Table) -> Iterator[str]:
    told = fits()
    yield "## Fields that are read in a way of their own\n"
    rows = [
        [KINDS[name.rpartition(".")[2]], told[name]] for name in fields_of_ours() if name in told
    ]
    yield table(["kind", "what it takes"], rows)


def _figures(table: Table) -> Iterator[str]:
    from kinwork.common.rules import SETTINGS

    yield "## Figures that a community sets\n"
    rows = [
        [f"`{one.name}`", str(one.least), str(one.most), str(one.default), one.unit]
        for one in SETTINGS.values()
    ]
    yield table(["figure", "least", "most", "if not set", "unit"], rows)


ANSWERS = {
    "yesno": "yes or no", "date": "a day that has been",
    "money": "dollars, 0 or more, and how often", "dollars": "dollars, 0 or more, two decimals",
    "dollars_month": "dollars each month, 0 or more, two decimals", "terms": "some of the needs",
    "place": "place", "members": "the people of the home", "text": "text",
    "whose": "whose each is: people of the home",
}  # fmt: skip


def _questions(table: Table) -> Iterator[str]:
    from kinwork.library.questions import bank

    yield (
        "## Questions of the intake\n\nEach may be passed over. Asked of: the household, or each"
        " person that the scope names.\n"
    )
    rows = [
        [f"`{key}`", one.scope, _answer(one), f"{one.good_for_days} days" * bool(one.good_for_days)]
        for key, one in bank().items()
    ]
    yield table(["question", "asked of", "takes", "good for"], rows)


def _answer(question: Any) -> str:
    from kinwork.family.intake.forms.question import MOST_HOURS

    if question.type == "number":
        return f"whole number, 0 to {MOST_HOURS}"
    if not question.options:
        return ANSWERS[question.type]
    how = "some of" if question.type == "many" else "one of"
    values = [one.value for one in question.options]
    return f"{how} {' / '.join(values) if len(values) <= FEW else len(values)}"
