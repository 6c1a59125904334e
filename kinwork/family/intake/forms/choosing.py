"""Which programs, which places; what is agreed to and how that was heard."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.trust.consent.forms import HowGiven
from kinwork.web.forms import PlainForm


class Only(PlainForm):
    """One or more programs; the questions are for these alone."""

    only = forms.MultipleChoiceField(
        label=_("Which help do you want to ask about?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one, or choose all help.")},
    )

    def __init__(self, *args: Any, offered: Iterable[tuple[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = list(offered)


class Services(PlainForm):
    services = forms.MultipleChoiceField(
        label=_("Choose one or more"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one place.")},
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = [(id, id) for id in offered]


class Agree(PlainForm):
    """Nothing is ticked beforehand."""

    agree = forms.ChoiceField(
        label=_("Do you agree?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, I agree. Ask them for help.")), ("no", _("No. Do not ask them."))],
    )


class How(HowGiven, PlainForm):
    """How a worker heard the family's yes."""
