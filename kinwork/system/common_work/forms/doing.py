"""Forms of strategies, changes and support from above."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.system.barriers.models import Barrier
from kinwork.system.common_work import rules, words
from kinwork.system.common_work.forms import fields
from kinwork.system.results.models import Result
from kinwork.web.forms import OnceForm, PlainForm

ADOPTED = {"yes": _("Yes, it is adopted"), "no": _("No, not adopted")}


class ReviewForm(OnceForm):
    """Where one strategy stands today."""

    adopted = fields.radio(_("Is it adopted?"), ADOPTED)
    since = fields.day(_("Adopted since"), required=False)
    intensity = fields.choice(_("How many do it"), words.INTENSITY_WORDS, required=False)
    evidence = fields.text(
        _("How we can tell"),
        _("A paper, a number, what members do. Nothing about a family."),
        2000,
        required=False,
    )
    next_step = fields.line(_("Next step"), most=300, required=False)
    next_on = fields.day(_("By when"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("adopted") == "yes":
            if not said.get("since") and "since" not in self.errors:
                self.add_error("since", _("Say since when it is adopted."))
            if not said.get("intensity") and "intensity" not in self.errors:
                self.add_error("intensity", _("Say how many members do it."))
        if said.get("next_step") and not said.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Say by when this step is done."))
        if said.get("next_on") and not said.get("next_step"):
            self.add_error("next_step", _("Say what is done by that day."))
        return said

    def told(self) -> dict[str, Any]:
        return self.cleaned_data | {"adopted": self.cleaned_data["adopted"] == "yes"}


class ChangeFilter(PlainForm):
    """Which changes; all of it stands in the address."""

    kind = fields.choice(_("Kind"), words.CHANGE_WORDS, fields.ANY, required=False)
    strategy = fields.strategy(_("Strategy that it serves"), fields.ANY, required=False)
    result = forms.ModelChoiceField(
        label=_("Result that it serves"),
        queryset=Result.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    holds = forms.BooleanField(label=_("Only what still holds"), required=False)

    def __init__(self, data: Any = None, *, results: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        fields.offer(self, "result", results, "words")


class ChangeForm(OnceForm):
    """What is other than it was; what it serves may stay open."""

    kind = fields.radio(_("What changed"), words.CHANGE_CHOICES)
    said_words = fields.text(_("In plain words"), _("Nothing about a family."))
    whom = fields.line(_("For whom"), _("For example: families who move within the county."), 300)
    since = fields.day(_("Since"))
    evidence = fields.text(
        _("How we can tell"),
        _("A paper, a number, what members do. Nothing about a family."),
        2000,
        required=False,
    )
    result = forms.ModelChoiceField(
        label=_("Result that it serves"),
        queryset=Result.objects.none(),
        required=False,
        empty_label=_("None, or not known yet"),
    )
    barrier = forms.ModelChoiceField(
        label=_("Barrier that it takes away"),
        queryset=Barrier.objects.none(),
        required=False,
        empty_label=_("None, or not known yet"),
    )
    strategy = fields.strategy(
        _("Strategy that it serves"), [("", _("None, or not known yet"))], required=False
    )
    decision = fields.line(
        _("Decision behind it"),
        _("For example: vote of the council on March 3."),
        300,
        required=False,
    )

    def __init__(self, data: Any = None, *, results: Any, barriers: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        fields.offer(self, "result", results, "words")
        fields.offer(self, "barrier", barriers, "words")


class EndChangeForm(PlainForm):
    ends = fields.day(_("Holds no longer since"))
    why = fields.text(_("Why"), most=500)


class SupportForm(OnceForm):
    """What a member from above is asked for."""

    member = fields.member(_("Who is asked"))
    kind = fields.choice(_("Kind of support"), words.SUPPORT_WORDS)
    said_words = fields.text(_("What is asked for"))
    asked_on = fields.day(_("Asked on"))
    due_on = fields.day(_("Answer expected by"), required=False)

    def __init__(self, data: Any = None, *, members: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        fields.offer(self, "member", members)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return not_before(self, said, "asked_on", "due_on")


class AnswerSupportForm(PlainForm):
    came = fields.radio(
        _("What came of it"),
        {rules.GIVEN: _("It was given"), rules.NOT_GIVEN: _("It was not given")},
    )
    on = fields.day(_("Answered on"))
    by_whom = fields.line(_("By which office"), _("An office or a role, no name of a person."))
    answer = fields.text(_("What they said"), most=2000, required=False)
    enabled = fields.text(
        _("What it makes possible"),
        _("May follow later, when it is known."),
        2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("came") == rules.NOT_GIVEN and not said.get("answer"):
            self.add_error("answer", _("Say what they said: it helps whoever asks again."))
        return said


class EffectForm(PlainForm):
    enabled = fields.text(_("What it made possible"), most=2000)


def not_before(form: forms.Form, said: dict[str, Any], first: str, second: str) -> dict[str, Any]:
    """The second day does not lie before the first."""
    if said.get(first) and said.get(second) and said[second] < said[first]:
        form.add_error(second, _("An answer is expected after it was asked for."))
    return said
