"""What the family wishes, as boxes to tick."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kinwork.directory.models import Organization
from kinwork.family.doors.words import WISH_WORDS
from kinwork.web.forms import PlainForm


class WishForm(PlainForm):
    """All wishes at once; nothing ticked means that nothing matters more than the rest."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What matters most?"),
        help_text=gettext_lazy("Places that fit come first. No place is taken away by this."),
        choices=list(WISH_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    let_in = forms.MultipleChoiceField(
        label=gettext_lazy("Places that are not shown to you"),
        help_text=gettext_lazy("Tick a place to see it again."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, shut_out: list[Organization], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.organizations = {str(one.pk): one for one in shut_out}
        self.fields["let_in"].choices = [(id, one.name) for id, one in self.organizations.items()]
        if not shut_out:
            del self.fields["let_in"]
