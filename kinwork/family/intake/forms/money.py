"""Money that comes in, line by line."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import said
from kinwork.library.codes import income
from kinwork.library.codes.tables import table
from kinwork.web.forms import PlainForm

PERIODS = table("income")["periods"]
KINDS = table("income")["kinds"]


class Income(PlainForm):
    """One line of money: how much, how often, from what. `period` before the amount is read."""

    amount = forms.CharField(
        label=_("How much money comes in?"),
        max_length=200,
        help_text=_("Before taxes. About is fine. If it changes, write it like 300-500."),
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "kw-short"}),
        error_messages={"required": _("How much is it? Write a number. If it is none, write 0.")},
    )
    period = forms.ChoiceField(label=_("How often?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What kind of money?"), required=False)

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language, self.read = language, None
        self.fields["period"].choices = [
            (code, said(one, language)) for code, one in PERIODS.items()
        ]
        self.fields["kind"].choices = [(code, said(one, language)) for code, one in KINDS.items()]

    def clean(self) -> dict[str, Any]:
        text, period = self.cleaned_data.get("amount"), self.cleaned_data.get("period")
        if text and (period or text.strip() in ("0", "$0")):
            self.read = income.parse_income(text, period or "monthly")
            if isinstance(self.read, income.AskBack):
                self.add_error("amount", self.read.question(self.language))
            elif not period:
                self._errors.pop("period", None)
        return self.cleaned_data

    @property
    def line(self) -> dict[str, Any]:
        return {
            "amount": str(self.read.low),
            "high": None if self.read.high == self.read.low else str(self.read.high),
            "period": self.read.period,
            "kind": self.cleaned_data.get("kind") or "wages",
        }
