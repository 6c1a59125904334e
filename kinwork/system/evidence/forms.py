"""The form with which a community says how much of an act it asks for."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.library.evidence import Rule
from kinwork.web.forms import OnceForm


class ThresholdForm(OnceForm):
    """value: as it is typed, in percent where the rule is a share; cleaned, as it is stored."""

    value = forms.DecimalField(max_digits=7, decimal_places=1)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody who reads what is shown reads this too."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, rule: Rule, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.is_share = rule.unit == "share"
        field = self.fields["value"]
        field.label = _("At least how many percent") if self.is_share else _("At least how many")
        field.help_text = _("For example: 80") if self.is_share else _("For example: 3")

    def clean_value(self) -> Decimal:
        typed: Decimal = self.cleaned_data["value"]
        return typed / 100 if self.is_share else typed
