"""Recording that something was done, or why it does not apply; and the dates that clocks rest on."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.timelines import rules
from kinwork.family.timelines.words import EVIDENCE, REASONS
from kinwork.library.timelines import Line
from kinwork.library.timelines.model import MOST_WEEKS_EARLY
from kinwork.web.forms import MemorableDateField, OnceForm

DID = (("done", _("It was done")), ("not", _("It does not apply")))
SAY_DAY = _("Say on which day it was done.")
SAY_WHY = _("Say why it does not apply.")


class MarkForm(OnceForm):
    """A day, or a reason. A family says only the day."""

    did = forms.ChoiceField(label=_("What happened?"), choices=DID, widget=forms.RadioSelect)
    done_on = MemorableDateField(label=_("On which day was it done?"), required=False)
    evidence = forms.ChoiceField(
        label=_("What shows it?"),
        choices=[(key, words) for key, words in EVIDENCE.items() if key != "screening"],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("If it does not apply: why?"), required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("A short note"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, line: Line, today: date, family: bool = False):
        super().__init__(data)
        self.fields["done_on"].latest = today
        if family or not line.rule.excuses:
            for name in ("did", "reason"):
                del self.fields[name]
        else:
            self.fields["reason"].choices = [(one, REASONS[one]) for one in line.rule.excuses]
        if family:
            del self.fields["evidence"]
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("did", "done") == "done":
            told["reason"] = ""
            if not told.get("done_on") and "done_on" not in self.errors:
                self.add_error("done_on", SAY_DAY)
        else:
            told["done_on"] = None
            self.errors.pop("done_on", None)
            if not told.get("reason"):
                self.add_error("reason", SAY_WHY)
        told.pop("did", None)
        return told


class ReferredForm(OnceForm):
    day = MemorableDateField(label=_("On which day did early intervention receive the referral?"))

    def __init__(self, data: Any = None, *, today: date):
        super().__init__(data)
        self.fields["day"].latest = today


class EarlyForm(OnceForm):
    number = forms.IntegerField(
        label=_("How many weeks before the due date was the child born?"),
        help_text=_("0 if it came in time."),
        min_value=0,
        max_value=MOST_WEEKS_EARLY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"}),
    )


TOLD_FORMS: dict[str, Any] = {rules.REFERRED: ReferredForm, rules.WEEKS_EARLY: EarlyForm}
