"""What is chosen for the numbers, all of it in the URL; and a partner's comment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.system.loop.rules import BY
from kinwork.system.loop.words import BY_WORDS
from kinwork.web.forms import PlainForm

ISO = ["%Y-%m-%d"]
LONGEST = 366 * 5


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=ISO,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Please write the day like 2026-01-31.")},
    )


class OutcomeFilter(PlainForm):
    """Which days, which groups, grouped by what."""

    since = _day(_("Sent from"))
    until = _day(_("Sent until"))
    side = forms.ChoiceField(
        label=_("Which referrals"),
        required=False,
        choices=[("received", _("Those we received")), ("sent", _("Those we sent"))],
    )
    by = forms.ChoiceField(label=_("Grouped by"), required=False)
    program = forms.ChoiceField(label=_("Kind of help"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)

    def __init__(self, data: Any = None, *, known: Mapping[str, list], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["by"].choices = [(name, BY_WORDS[name]) for name in BY]
        for name in ("program", "partner"):
            self.fields[name].choices = [("", _("All")), *known.get(name, [])]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        for name, day in (("since", since), ("until", until)):
            if day and not date(2000, 1, 1) <= day <= date(2099, 12, 31):
                self.add_error(name, _("Please choose a day of this century."))
        if since and until and since > until:
            self.add_error("until", _("The last day lies before the first one."))
        elif since and until and (until - since).days > LONGEST:
            self.add_error("since", _("Please choose five years at most."))
        return said


class CommentForm(PlainForm):
    """What a partner says about its numbers."""

    words = forms.CharField(
        label=_("What should others know about these numbers?"),
        help_text=_(
            "For example a closed month, staff who were away, referrals meant for others. Nothing about a family."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    contests = forms.BooleanField(
        label=_("These numbers are wrong"),
        help_text=_("They are then shown as contested, with your words."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("words"):
            self.add_error("words", _("Please write what others should know."))
        return said
