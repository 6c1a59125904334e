"""Which days; which partnership a topic goes to; what was done, in both languages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.system.loop.forms import OutcomeFilter
from kinwork.system.partnerships.models import Partnership
from kinwork.system.voice.words import BY_WORDS
from kinwork.web.forms import PlainForm


class DaysForm(OutcomeFilter):
    """Days and groups, all in the address."""

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, known={}, **kwargs)
        for name in ("side", "program", "partner"):
            del self.fields[name]
        self.fields["by"].choices = list(BY_WORDS.items())


class TopicForm(PlainForm):
    """One tap: which topic, and where there are several, for which partnership."""

    key = forms.CharField(max_length=120)
    partnership = forms.ChoiceField()

    def __init__(self, data: Any = None, *, partnerships: Iterable[Partnership], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.known = {str(one.pk): one for one in partnerships}
        self.fields["partnership"].choices = [(key, one.name) for key, one in self.known.items()]

    def clean_partnership(self) -> Partnership:
        return self.known[self.cleaned_data["partnership"]]


class ToldForm(PlainForm):
    """What the partners did about it, in plain words, for families."""

    english = forms.CharField(
        label=_("What we did, in English"),
        help_text=_("In plain words. Families read it; name nobody."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    spanish = forms.CharField(
        label=_("The same in Spanish"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
