"""The family's word: few questions, all but one may stay open."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.family.followup.rules import UNSURE
from kinwork.web.forms import CHOOSE, OnceForm, PlainForm

GOT = (("yes", _("Yes")), ("no", _("No")), ("", _("I am not sure")))
HELPED = (("yes", _("Yes, it helped")), ("partly", _("A little")), ("no", _("No")))
RIGHT = (
    ("yes", _("Yes, that is right")),
    ("no", _("No, that is not right")),
    ("", _("I am not sure")),
)
DIFFERENCE = (("yes", _("Yes")), ("partly", _("A little")), ("no", _("No")))
TOLD = (
    ("once", _("Once")),
    ("twice", _("Twice")),
    ("3 or more", _("3 times or more")),
    ("not at all", _("Not at all")),
)


class WordForm(OnceForm):
    got_it = forms.ChoiceField(
        label=_("Did you get the help?"), choices=GOT, required=False, widget=forms.RadioSelect
    )
    helped = forms.ChoiceField(
        label=_("Was it what you needed?"), choices=HELPED, widget=forms.RadioSelect
    )
    is_so = forms.ChoiceField(choices=RIGHT, required=False, widget=forms.RadioSelect)
    times_told = forms.ChoiceField(
        label=_("How often did you have to tell your story again?"),
        choices=TOLD,
        required=False,
        widget=forms.RadioSelect,
    )
    difference = forms.ChoiceField(
        label=_("Did it make a difference for your family?"),
        choices=(*DIFFERENCE, ("", _("I cannot say yet"))),
        required=False,
        widget=forms.RadioSelect,
    )
    anything_else = forms.CharField(
        label=_("Do you want to say more?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None, *, caregivers=(), claim: str = "", **kwargs: Any):
        """claim: what the provider says of the family as its reason, to be agreed to or not."""
        super().__init__(data, **kwargs)
        if claim:
            self.fields["is_so"].label = _("They say: “%(claim)s” Is that right?") % {
                "claim": claim
            }
        else:
            del self.fields["is_so"]
        if caregivers:  # a worker writes it down
            self.fields["on_behalf_of"] = forms.ChoiceField(
                label=_("Who in the family told you?"),
                choices=[(str(one.pk), one.full_name) for one in caregivers],
                widget=forms.RadioSelect,
            )

    def clean_is_so(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_so"])

    def clean_got_it(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["got_it"])


class QuestionForm(PlainForm):
    """One question of the five. claim: what the provider says of the family."""

    answer = forms.CharField(required=False)

    def __init__(self, data: Any = None, *, question: str, claim: str = "", **kwargs: Any):
        super().__init__(data, **kwargs)
        like = WordForm.base_fields[question]
        if question == "anything_else":
            self.fields["answer"] = forms.CharField(
                label=like.label,
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
            return
        label = like.label
        if question == "is_so":
            label = _("They say: “%(claim)s” Is that right?") % {"claim": claim}
        self.fields["answer"] = forms.ChoiceField(
            label=label,
            choices=[
                (value or UNSURE_AS.get(question, ""), words) for value, words in like.choices
            ],
            required=question == "helped",
            error_messages={"required": CHOOSE},
            widget=forms.RadioSelect,
        )


# "I am not sure" has to be something that can be chosen, and leads on.
UNSURE_AS = {"is_so": UNSURE, "got_it": UNSURE}
