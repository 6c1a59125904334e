"""A quarantined row as a form: one field a cell."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.interop.hsds.words import REASONS
from kinwork.web.forms import PlainForm

LONG = 60


class RowForm(PlainForm):
    """Every cell as it was read, and the one that stands in the way, even when it is blank."""

    def __init__(self, data=None, *, cells: dict[str, str], column: str = ""):
        super().__init__(data)
        self.column = column.rpartition(".")[2]
        names = dict.fromkeys([*([self.column] if self.column else []), *cells])
        for name in names:
            text = cells.get(name, "")
            widget = forms.Textarea(attrs={"rows": 4}) if len(text) > LONG else forms.TextInput()
            self.fields[f"cell-{name}"] = forms.CharField(
                label=name, initial=text, required=False, widget=widget, max_length=100_000
            )

    def cells(self) -> dict[str, str]:
        return {name.removeprefix("cell-"): text for name, text in self.cleaned_data.items()}

    def blame(self, reason: str, column: str) -> None:
        """Say at its field what still stands in the way."""
        name = f"cell-{column.rpartition('.')[2]}"
        self.add_error(name if name in self.fields else None, REASONS[reason])


class DismissForm(PlainForm):
    why = forms.CharField(
        label=_("Why will this row never be loaded?"),
        max_length=300,
        error_messages={"required": _("Please say why, for whoever asks later.")},
    )
