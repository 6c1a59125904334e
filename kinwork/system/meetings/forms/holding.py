"""Forms in a meeting: who is there, what is said on an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.measure.deciding import WAYS
from kinwork.system.meetings import words
from kinwork.system.meetings.forms import fields
from kinwork.system.meetings.rules import Came
from kinwork.system.partnerships.models import Seat
from kinwork.system.partnerships.words import WAY_WORDS
from kinwork.web.forms import PlainForm

AWAY = [("", _("Not there"))]
NOBODY = [("", _("Nobody: they are there themselves"))]


class ThereForm(PlainForm):
    """Every filled seat: how it is there now, who speaks for it, who carries its voice. taken: lines
    with row, whose, name, way, holder (as it stands)."""

    def __init__(self, data: Any = None, *, taken: list[dict[str, Any]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.taken = taken
        for one in taken:
            number = one["row"].pk
            others = [
                (str(other["row"].pk), other["whose"])
                for other in taken
                if other["row"].pk != one["row"].pk
            ]
            told = {"seat": one["whose"]}
            self.fields[f"way_{number}"] = forms.ChoiceField(
                label=_("%(seat)s: how they are there") % told,
                choices=[*AWAY, *WAY_WORDS.items()],
                required=False,
                initial=one["way"],
            )
            self.fields[f"name_{number}"] = fields.line(
                _("%(seat)s: who speaks for it") % told, required=False, initial=one["name"]
            )
            self.fields[f"holder_{number}"] = forms.ChoiceField(
                label=_("%(seat)s: who carries the voice of a proxy") % told,
                choices=[*NOBODY, *others],
                required=False,
                initial=str(one["holder"] or ""),
            )

    def _keyed(self) -> list[tuple[Any, dict[str, Any]]]:
        """By seat, not by place: whoever comes while the page is open moves nobody's answer."""
        return [(one["row"].pk, one) for one in self.taken]

    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "whose": one["whose"],
                "there": bool(one["way"]),
                "field": self[f"way_{n}"],
                "more": [self[f"{name}_{n}"] for name in ("name", "holder")],
                "is_open": bool(self[f"holder_{n}"].errors or self[f"holder_{n}"].value()),
            }
            for n, one in self._keyed()
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number, _one in self._keyed():
            way, holder = said.get(f"way_{number}"), said.get(f"holder_{number}")
            if (way == "proxy") != bool(holder):
                self.add_error(
                    f"holder_{number}",
                    _("A proxy names the seat that carries the voice; nobody else does."),
                )
        return said

    def came(self) -> list[Came]:
        """Who is there by this form; holders before those whose voice they carry."""
        said = self.cleaned_data
        seats = {str(one["row"].pk): one["row"] for one in self.taken}
        here = {str(n) for n, _one in self._keyed() if said[f"way_{n}"]}
        found = [
            Came(
                one["row"],
                said[f"way_{n}"],
                said[f"name_{n}"],
                seats.get(said[f"holder_{n}"]),
            )
            for n, one in self._keyed()
            # with whoever carries it a voice is gone, too
            if said[f"way_{n}"] in WAYS and (not said[f"holder_{n}"] or said[f"holder_{n}"] in here)
        ]
        return sorted(found, key=lambda one: one.holder is not None)

    def left(self) -> list[Seat]:
        """Who was there and is not any more."""
        said = self.cleaned_data
        return [one["row"] for n, one in self._keyed() if one["way"] and not said[f"way_{n}"]]


class NotesForm(PlainForm):
    notes = fields.text(_("What was said"), most=8000, required=False)


class CloseForm(PlainForm):
    """public: everybody will read the minutes; without it nothing is asked."""

    full_names = forms.BooleanField(
        label=words.FULL_NAMES,
        help_text=_("Otherwise they stand in the minutes with their initials: A. M. C."),
        required=False,
    )

    def __init__(self, *args: Any, public: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not public:
            del self.fields["full_names"]
