"""Who is in the home, one person after the other."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.people.rules import NAME_LIMIT
from kinwork.web.forms import MemorableDateField, OnceForm

GIVEN = _("First name")
FAMILY = _("Last name")


KIN = [
    ("parent", _("A parent")),
    ("grandparent", _("A grandparent")),
    ("other", _("Another relative, or somebody else")),
]
NAMES = {
    "caregiver": _("Your first name"),
    "child": _("Child’s first name"),
}


class Person(OnceForm):
    """One person of the home. Which fields are shown depends on who it is; `form_id` is their id."""

    given = forms.CharField(label=GIVEN, max_length=NAME_LIMIT)
    family = forms.CharField(label=FAMILY, max_length=NAME_LIMIT, required=False)
    birth_date = MemorableDateField(
        label=_("Birth date"),
        required=False,
        help_text=_("If you do not know it, leave it empty."),
    )
    due_date = MemorableDateField(
        label=_("When is the baby due?"),
        help_text=_("About when is fine."),
        error_messages={"required": _("Please say about when the baby is due.")},
    )

    kin = forms.ChoiceField(
        label=_("Who is this person to the children?"),
        required=False,
        widget=forms.RadioSelect,
        choices=KIN,
    )

    def __init__(self, *args: Any, relation: str, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.relation = relation
        if relation not in ("caregiver", "other adult"):
            del self.fields["kin"]
        elif relation == "caregiver":
            self.fields["kin"].label = _("Who are you to the children?")
        self.fields["birth_date"].latest = today
        self.fields["birth_date"].earliest = date(today.year - 120, 1, 1)
        self.fields["due_date"].earliest = today - timedelta(days=60)
        self.fields["due_date"].latest = today + timedelta(days=310)
        self.fields["given"].label = NAMES.get(relation, GIVEN)
        if relation == "expected child":
            self.fields["given"].required = False
            self.fields["given"].label = _("A name, if you have one")
            self.fields["due_date"].required = False
            self.fields["birth_date"].label = _("If the baby is born: the birth date")
            self.fields["birth_date"].help_text = ""
            if not self.initial:
                del self.fields["birth_date"]
                self.fields["due_date"].required = True
        else:
            del self.fields["due_date"]

    def clean(self) -> dict[str, Any]:
        if (
            self.relation == "expected child"
            and not self.errors
            and not self.cleaned_data.get("due_date")
            and not self.cleaned_data.get("birth_date")
        ):
            self.add_error("due_date", _("Please say about when the baby is due."))
        return self.cleaned_data

    @property
    def kinship(self) -> str | None:
        """parent, grandparent or other; None where it was not said."""
        return self.cleaned_data.get("kin") or None

    @property
    def value(self) -> dict[str, Any]:
        """As kept in the draft. A baby that was expected and is born becomes a child."""
        born, due = self.cleaned_data.get("birth_date"), self.cleaned_data.get("due_date")
        relation = "child" if self.relation == "expected child" and born else self.relation
        return {
            "given": self.cleaned_data["given"].strip(),
            "family": self.cleaned_data["family"].strip(),
            "relation": relation,
            "birth_date": born and born.isoformat(),
            "due_date": None if born else due and due.isoformat(),
        }
