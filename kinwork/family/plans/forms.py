"""What is typed about a plan: one question a form; a worker says who of the family is there."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from kinwork.family.plans.rules import CHANGED, LEVEL_WORDS, LEVELS, WORDS
from kinwork.family.plans.saying import Doer, With
from kinwork.family.plans.words import LEVEL
from kinwork.people.models import Person
from kinwork.web.forms import Choice, MemorableDateField, OnceForm

ALONE = ""


class PlanForm(OnceForm):
    """version: that of the row that the form was drawn from. beside: caregivers whom a worker may have
    with them; must: nothing goes without one of them."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, beside=(), must: bool = False, **kwargs: Any):
        super().__init__(data, **kwargs)
        if beside:
            alone = [] if must else [(ALONE, _("Nobody: I write it in my own name"))]
            self.fields["beside"] = forms.ChoiceField(
                label=_("Who of the family is with you?"),
                choices=[*alone, *((str(one.pk), one.full_name) for one in beside)],
                required=must,
                widget=forms.RadioSelect,
            )

    def whose(self) -> With:
        chosen = self.cleaned_data.get("beside")
        return With(on_behalf_of=UUID(chosen), present=True) if chosen else With()


class GoalForm(PlanForm):
    words = forms.CharField(
        label=_("What do you want for your family?"),
        help_text=_("In your own words. One thing at a time."),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ScaleForm(PlanForm):
    """Five texts, what was hoped first in the middle."""

    def __init__(self, data: Any = None, *, levels=(), **kwargs: Any):
        super().__init__(data, **kwargs)
        for number, level in enumerate(LEVELS):
            self.fields[f"level_{number}"] = forms.CharField(
                label=LEVEL[level],
                max_length=LEVEL_WORDS,
                initial=levels[number] if levels else "",
            )

    def levels(self) -> list[str]:
        return [self.cleaned_data[f"level_{number}"] for number in range(len(LEVELS))]


class LevelForm(PlanForm):
    """How far it is, on the goal's own scale."""

    level = forms.TypedChoiceField(
        label=_("How far is it?"), coerce=int, empty_value=None, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, levels, needed: bool = True, **kwargs: Any):
        super().__init__(data, **kwargs)
        if not levels:
            del self.fields["level"]
            return
        self.fields["level"].choices = [
            (str(level), Choice(words, LEVEL[level]))
            for level, words in zip(LEVELS, levels, strict=True)
        ]
        self.fields["level"].required = needed


class StepForm(PlanForm):
    words = forms.CharField(
        label=_("What is the next step?"),
        help_text=_("Small enough to tick off."),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    doer = forms.ChoiceField(label=_("Who does it?"), widget=forms.RadioSelect)
    due_on = MemorableDateField(
        label=_("Until when?"), help_text=_("You can leave this open."), required=False
    )
    referral = forms.ChoiceField(
        label=_("Does it follow a request?"),
        help_text=_("Then it moves on by itself when the request does."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, doers: dict[str, tuple[Any, Doer]], requests=(), **kwargs
    ):
        super().__init__(data, **kwargs)
        self.doers = doers
        self.fields["doer"].choices = [(key, words) for key, (words, _doer) in doers.items()]
        self.fields["doer"].initial = next(iter(doers))
        if requests:
            self.fields["referral"].choices = [("", now_("No")), *requests]
        else:
            del self.fields["referral"]

    def clean_doer(self) -> Doer:
        return self.doers[self.cleaned_data["doer"]][1]


class ReviewForm(PlanForm):
    day = MemorableDateField(label=_("On which day do we look at the plan again?"))


class HeldForm(PlanForm):
    held_on = MemorableDateField(label=_("On which day was it?"))
    who = forms.CharField(label=_("Who was there?"), max_length=WORDS)
    family_present = forms.BooleanField(label=_("The family was there"), required=False)
    changed = forms.CharField(
        label=_("What changed by it?"),
        max_length=CHANGED,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_on = MemorableDateField(label=_("The next time"), required=False)


def caregivers(people: list) -> list[Person]:
    return [one.person for one in people if one.relation in ("caregiver", "other adult")]
