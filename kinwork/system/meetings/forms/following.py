"""Forms after a meeting: its minutes, what was promised, what a decision changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.system.common_work.models import Change
from kinwork.system.meetings import words
from kinwork.system.meetings.forms import fields
from kinwork.system.partnerships.models import Member
from kinwork.system.results.models import Measure
from kinwork.web.forms import OnceForm, PlainForm


class EffectForm(PlainForm):
    change = forms.ModelChoiceField(
        label=_("Which change"),
        queryset=Change.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    measure = forms.ModelChoiceField(
        label=_("On which measure one sees it"),
        queryset=Measure.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    told = fields.text(_("In words"), most=500, required=False)

    def __init__(self, *args: Any, changes: Any, measures: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields.offer(self, "change", changes, "words")
        fields.offer(self, "measure", measures)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("change") or said.get("measure")) and not self.errors:
            raise ValidationError(_("Choose a change or a measure."))
        return said


class PromiseForm(OnceForm):
    member = fields.member(_("Who promises"))
    promised = fields.text(_("What they will do"), most=500)
    due_on = fields.day(_("By when"))

    def __init__(self, *args: Any, members: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields.offer(self, "member", members)


class PromiseFilter(PlainForm):
    member = forms.ModelChoiceField(
        label=_("Member"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("All members"),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((key, told[0]) for key, told in words.PROMISE_WORDS.items())],
    )
    late = forms.BooleanField(label=_("Only what is overdue"), required=False)

    def __init__(self, *args: Any, members: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields.offer(self, "member", members)


class KeepForm(PlainForm):
    evidence = fields.text(_("What shows that it is done"), most=1000)
    on = fields.day(_("Done on"))


class PostponeForm(PlainForm):
    due_on = fields.day(_("The new day"))
    why = fields.text(_("Why"), most=500)


class CorrectForm(PlainForm):
    text = forms.CharField(
        label=_("Minutes"), widget=forms.Textarea(attrs={"rows": 24}), max_length=60_000
    )
    why = fields.line(_("What was corrected, and why"), most=300)
