"""A record that must stay: whose, why, until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kinwork.trust.retention.rules import WORDS_LIMIT, why_not_held
from kinwork.trust.retention.words import REASON_WORDS, WRONG
from kinwork.web.forms import PlainForm


class HoldForm(PlainForm):
    household = forms.UUIDField(
        label=_("Family (its number)"),
        widget=forms.TextInput,
        help_text=_("All of it, as it stands in the trail."),
        error_messages={"invalid": _("This is no number of a family. Copy it from the trail.")},
    )
    reason = forms.ChoiceField(
        label=_("Why must it stay?"),
        choices=list(REASON_WORDS.items()),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A file number, or who asked. Write nothing about the family."),
    )
    until = forms.DateField(
        label=_("Until day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Leave it empty if you do not know yet. Somebody releases it then."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.errors:
            return said
        today = timezone.now().date()
        wrong = why_not_held(said["reason"], said["words"], said["until"], today)
        if wrong:
            self.add_error(wrong, WRONG[wrong])
        return said
