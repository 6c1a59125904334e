"""What is typed on the pages of a care team."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.family.teams.rules import MOST_LETTERS
from kinwork.family.teams.showing import Card
from kinwork.web.forms import Choice, OnceForm, PlainForm

STOP, PLACE = "stop", "place"


class LetterForm(OnceForm):
    """Words to the lead, or to the family."""

    body = forms.CharField(
        label=gettext_lazy("Your message"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HandOverForm(OnceForm):
    taker = forms.ChoiceField(
        label=gettext_lazy("Who should lead from now on?"), widget=forms.RadioSelect
    )
    summary = forms.CharField(
        label=gettext_lazy("How do things stand?"),
        help_text=gettext_lazy("They and the family can read this."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: Any = None, *, cards: list[Card], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["taker"].choices = [(str(one.agency), one.name) for one in cards]


class RemoveForm(PlainForm):
    """How far somebody goes: what each choice does is said beside it."""

    how = forms.ChoiceField(label=gettext_lazy("What should happen?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, card: Card, may_shut: bool, **kwargs: Any):
        super().__init__(data, **kwargs)
        name, told = card.name, []
        if card.requests:
            hint = _("They are told, and stop to see your answers. You can ask again at any time.")
            told.append((STOP, Choice(_("Take back what you asked them for"), hint)))
        if may_shut and card.agency:
            for user, worker in card.workers.items():
                words = _("Keep %(worker)s out") % {"worker": worker}
                hint = _("Somebody else at %(name)s helps you. You can undo this.") % {"name": name}
                told.append((str(user), Choice(words, hint)))
            words = _("Keep all of %(name)s out") % {"name": name}
            hint = _(
                "Nobody there sees anything about you, and what you asked them for stops."
                " You can let them in again; what stopped does not start again by itself."
            )
            told.append((PLACE, Choice(words, hint)))
        self.fields["how"].choices = told
