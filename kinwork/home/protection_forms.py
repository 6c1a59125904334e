"""What is asked about protections, and the words of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.library import minors
from kinwork.people.models import Person
from kinwork.trust.access.standing import may_be_offered
from kinwork.web.forms import PlainForm

KIND_WORDS = {
    "protected branch": gettext_lazy("Protected branch of the home"),
    "court order": gettext_lazy("Court order"),
    "safety flag": gettext_lazy("Safety: one person must not know"),
    "minor's own service": gettext_lazy("A minor's own service"),
}
PARENTS = {
    "may be told": gettext_lazy("The text lets the clinician tell a parent. Ask first."),
    "in danger": gettext_lazy("The clinician may tell a parent where there is danger."),
}
AGENCY = "agency:"
# What access says of a protection that cannot be set (NoProtection), for the translation.
SAID = (
    gettext_lazy("An order or a safety flag names whom it is against."),
    gettext_lazy("Write the court, the number and the date of the order."),
    gettext_lazy("A family member protects what is their own."),
    gettext_lazy("An agency keeps nothing from itself. Say who else should not see it."),
    gettext_lazy("Nothing written says that a minor may have this alone here."),
)


class ProtectionForm(PlainForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(name, KIND_WORDS[name]) for name in list(KIND_WORDS)[:3]],
        widget=forms.RadioSelect,
    )
    person = forms.ChoiceField(label=gettext_lazy("Whose record is protected?"))
    from_person = forms.ChoiceField(
        label=gettext_lazy("Who must not see it?"),
        help_text=gettext_lazy("This person or agency is not told, and finds no sign of it."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("What is it based on?"),
        max_length=200,
        help_text=gettext_lazy("For a court order: the court, the number and its dates."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: list[tuple[str, str]],
        agencies: list[tuple[str, str]],
        **kwargs: Any,
    ):
        super().__init__(data, **kwargs)
        self.fields["person"].choices = people
        named = [(f"{AGENCY}{key}", name) for key, name in agencies]
        groups = [(_("In this family"), people), (_("Agencies"), named)]
        self.fields["from_person"].choices = groups if named else people

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("person") and told["person"] == told.get("from_person"):
            raise ValidationError(_("Choose two different people."))
        return told


MUST_BE_FOUND = gettext_lazy("It holds only if that was found true.")


class OwnServiceForm(PlainForm):
    """One teen, one of the services that a text lets them have alone."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which service?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Each with the text of law that says it."),
    )
    found = forms.BooleanField(
        label=gettext_lazy("What stands after “if” was found true by somebody whose work that is."),
        required=False,
    )
    wishes = forms.ChoiceField(
        label=gettext_lazy("What does the teen want?"),
        choices=[
            ("private", gettext_lazy("My parents are not to read it")),
            ("open", gettext_lazy("My parents may read it")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Ask the teen alone. What the teen wants counts."),
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, prefix="own", **kwargs)
        self.fields["which"].choices = choices

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        line = told.get("which") and chosen(told["which"])[1]
        if line and line.condition and not told.get("found"):
            raise ValidationError({"found": MUST_BE_FOUND})
        return told


class AddressForm(PlainForm):
    person = forms.ChoiceField(label=gettext_lazy("Who is in the program?"))
    address = forms.CharField(
        label=gettext_lazy("The program's address for them"),
        max_length=250,
        help_text=gettext_lazy(
            "Others read this one. Where they really are stays with whoever wrote it down."
        ),
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, prefix="mail", **kwargs)
        self.fields["person"].choices = people


def own_services(people: list[Person], state: str, on: date) -> list[tuple[str, str]]:
    """What may be kept for each teen whom this worker sees: (key, sentence with its text of law)."""
    return [
        (f"{one.pk}:{number}", _sentence(one, line))
        for one in people
        for number, line in enumerate(minors.lines())
        if line in may_be_offered(state, one.birth_date, on)
    ]


def chosen(key: str) -> tuple[str, minors.Line]:
    """(person, line) of a key."""
    person, number = key.rsplit(":", 1)
    return person, minors.lines()[int(number)]


def _sentence(person: Person, line: minors.Line) -> str:
    language = (get_language() or "en")[:2]
    told = {"who": person.given_name, "cites": line.citation}
    told["service"] = minors.services()[line.service].words[language]
    if line.condition:
        told["if"] = minors.condition_words()[line.condition][language]
        words = _("%(who)s: %(service)s, if: %(if)s (%(cites)s)") % told
    else:
        words = _("%(who)s: %(service)s (%(cites)s)") % told
    return f"{words} {PARENTS[line.parents]}" if line.parents else words
