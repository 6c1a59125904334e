"""Forms of coding: every criterion with what shows it, what is settled, the own partnership's answer."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kinwork.library.approaches import scheme
from kinwork.system.approaches import rules, words
from kinwork.system.approaches.forms import fields
from kinwork.system.approaches.forms.registry import scheme_models
from kinwork.system.approaches.rules import Judged
from kinwork.web.forms import PlainForm

SHOWS = _("Say what shows it.")


class CodeForm(PlainForm):
    """Every criterion of the level, then the coder's own judgement of the model."""

    model = forms.ChoiceField(label=_("Which model you judge it to be"), widget=forms.RadioSelect)
    why = fields.text(_("Why you judge so"), most=2000)

    def __init__(self, data: Any = None, *, level: str, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.asked = [one.key for one in scheme().asked(level)]
        self.fields["model"].choices = scheme_models(level)
        for key in self.asked:
            name = words.criterion(key)
            self.fields[f"answer_{key}"] = fields.radio(name, words.ANSWER_WORDS)
            self.fields[f"shows_{key}"] = fields.text(
                format_html('{}<span class="usa-sr-only">: {}</span>', _("What shows it"), name),
                required=False,
            )

    def groups(self) -> list[dict[str, Any]]:
        return [
            {"answer": self[f"answer_{key}"], "shows": self[f"shows_{key}"]} for key in self.asked
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key in self.asked:
            if said.get(f"answer_{key}") in ("yes", "no") and not said.get(f"shows_{key}"):
                self.add_error(f"shows_{key}", SHOWS)
        return said

    def answers(self) -> dict[str, Judged]:
        said = self.cleaned_data
        return {
            key: Judged(said[f"answer_{key}"], said.get(f"shows_{key}") or "") for key in self.asked
        }


class ReconcileForm(PlainForm):
    answer = fields.radio(_("What you agree on"), words.ANSWER_WORDS)
    why = fields.text(_("Why"))


class OwnForm(PlainForm):
    answer = fields.radio(_("Your answer"), words.ANSWER_WORDS)
    why = fields.text(_("What shows it"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") in (rules.YES, rules.NO) and not said.get("why"):
            self.add_error("why", SHOWS)
        return said
