"""The family's word: few questions, all but one may stay open."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.web.forms import OnceForm

GOT = (("yes", _("Yes")), ("no", _("No")), ("", _("I am not sure")))
HELPED = (("yes", _("Yes, it helped")), ("partly", _("A little")), ("no", _("No")))
RIGHT = (
    ("yes", _("Yes, that is right")),
    ("no", _("No, that is not right")),
    ("", _("I am not sure")),
)
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
