"""What each page asks, in the shape people answer it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.common.answers import said
from kinwork.directory.search.places import Place, own
from kinwork.directory.search.places import find as find_place
from kinwork.family.intake.rules import FIRST_TILES, NEVER_ASKED
from kinwork.library.codes import income, vocabulary
from kinwork.library.codes.tables import table
from kinwork.people.rules import NAME_LIMIT
from kinwork.trust.consent.forms import HowGiven
from kinwork.web.forms import Choice, MemorableDateField, OnceForm, PlainForm

LONGEST_WORDS = 2000
PERIODS = table("income")["periods"]
KINDS = table("income")["kinds"]


class Needs(PlainForm):
    """Tiles, several of them, and one's own words."""

    needs = forms.MultipleChoiceField(
        label=_("What do you need?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Or say it in your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any):
        super().__init__(*args, **kwargs)
        shown = [term for term in vocabulary.terms().values() if term.code not in NEVER_ASKED]
        self.fields["needs"].choices = [(term.code, term.name(language)) for term in shown]

    def clean(self) -> dict[str, Any]:
        said_too = vocabulary.matching(self.cleaned_data.get("words", ""))
        chosen = [*self.cleaned_data.get("needs", []), *said_too]
        found = [code for code in dict.fromkeys(chosen) if code not in NEVER_ASKED]
        if self.cleaned_data.get("words", "").strip() and not found:
            found = ["family-navigation"]
        if not found and not self.errors:
            self.add_error("needs", _("Please choose at least one, or write what you need."))
        self.cleaned_data["needs"] = found
        return self.cleaned_data

    @property
    def first(self) -> list[Any]:
        return self._boxes(lambda code: code in FIRST_TILES or code in self._chosen())

    @property
    def more(self) -> list[Any]:
        return self._boxes(lambda code: code not in FIRST_TILES and code not in self._chosen())

    def _boxes(self, wanted: Any) -> list[Any]:
        order = {code: place for place, code in enumerate(FIRST_TILES)}
        boxes = [box for box in self["needs"] if wanted(box.data["value"])]
        return sorted(boxes, key=lambda box: order.get(box.data["value"], len(order)))

    def _chosen(self) -> set[str]:
        return set(self["needs"].value() or ())


class Soon(PlainForm):
    soon = forms.ChoiceField(
        label=_("How soon do you need help?"),
        widget=forms.RadioSelect,
        choices=[
            ("today", Choice(_("Today"), _("We show you a phone number first."))),
            ("2 days", Choice(_("In the next 2 days"))),
            ("routine", Choice(_("I am not in a hurry"))),
        ],
    )


class Where(PlainForm):
    """A ZIP code or a city; or that there is none, or that it is nobody's business."""

    where = forms.CharField(
        label=_("ZIP code or city"),
        max_length=100,
        help_text=_("We use it to find places near you. We do not ask for your street."),
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={
            "required": _(
                "Please write a ZIP code or a city, or choose that you have no address now."
            )
        },
    )

    def __init__(self, *args: Any, community: Any, **kwargs: Any):
        self.community, self.place = community, None
        super().__init__(*args, **kwargs)

    def clean_where(self) -> str:
        text = self.cleaned_data["where"].strip()
        self.place = find_place(text, self.community.state) or own(text, self.community)
        if self.place is None:
            raise forms.ValidationError(
                _("We do not know that place. Try the ZIP code, or a bigger town near you.")
            )
        return text

    @property
    def value(self) -> dict[str, Any]:
        return place_value(self.place)


def place_value(place: Place) -> dict[str, Any]:
    zip_code = place.name if place.kind == "zip" else ""
    return {
        "text": place.said,
        "kind": place.kind,
        "zip": zip_code,
        "city": place.name if place.kind == "city" else "",
        "state": place.state,
        "county": place.county,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


GIVEN = _("First name")
FAMILY = _("Last name")


KIN = [
    ("parent", _("A parent")),
    ("grandparent", _("A grandparent")),
    ("other", _("Another relative, or somebody else")),
]


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


NAMES = {
    "caregiver": _("Your first name"),
    "child": _("Child’s first name"),
}


class Income(PlainForm):
    """One line of money: how much, how often, from what. `period` before the amount is read."""

    amount = forms.CharField(
        label=_("How much money comes in?"),
        max_length=200,
        help_text=_("Before taxes. About is fine. If it changes, write it like 300-500."),
        widget=forms.TextInput(attrs={"inputmode": "text", "class": "kw-short"}),
        error_messages={"required": _("How much is it? Write a number. If it is none, write 0.")},
    )
    period = forms.ChoiceField(label=_("How often?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What kind of money?"), required=False)

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language, self.read = language, None
        self.fields["period"].choices = [
            (code, said(one, language)) for code, one in PERIODS.items()
        ]
        self.fields["kind"].choices = [(code, said(one, language)) for code, one in KINDS.items()]

    def clean(self) -> dict[str, Any]:
        text, period = self.cleaned_data.get("amount"), self.cleaned_data.get("period")
        if text and (period or text.strip() in ("0", "$0")):
            self.read = income.parse_income(text, period or "monthly")
            if isinstance(self.read, income.AskBack):
                self.add_error("amount", self.read.question(self.language))
            elif not period:
                self._errors.pop("period", None)
        return self.cleaned_data

    @property
    def line(self) -> dict[str, Any]:
        return {
            "amount": str(self.read.low),
            "high": None if self.read.high == self.read.low else str(self.read.high),
            "period": self.read.period,
            "kind": self.cleaned_data.get("kind") or "wages",
        }


class Only(PlainForm):
    """One or more programs; the questions are for these alone."""

    only = forms.MultipleChoiceField(
        label=_("Which help do you want to ask about?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one, or choose all help.")},
    )

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = list(offered)


class Reach(PlainForm):
    """How the family can be reached without danger. Nothing is sent where it is not safe."""

    channel = forms.ChoiceField(
        label=_("How can we and the places reach you safely?"),
        widget=forms.RadioSelect,
        choices=[
            ("phone", Choice(_("Call me"))),
            ("text", Choice(_("Send me a text"))),
            ("email", Choice(_("E-mail me"))),
            ("page", Choice(_("Do not contact me"), _("I will look at our page myself."))),
        ],
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "type": "tel"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    safe = forms.ChoiceField(
        label=_("Is it safe to leave a message there?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Yes")),
            ("no", Choice(_("No"), _("Somebody else may hear or read it."))),
        ],
    )
    hours = forms.CharField(label=_("Good times to reach you"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        channel = data.get("channel")
        if channel in ("phone", "text") and sum(c.isdigit() for c in data.get("phone", "")) < 7:
            self.add_error("phone", _("Please write the phone number with its area code."))
        if channel == "email" and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Please write your e-mail."))
        if channel in ("phone", "text", "email") and not data.get("safe"):
            self.add_error("safe", _("Please choose one."))
        return data

    @property
    def value(self) -> dict[str, Any]:
        data = self.cleaned_data
        where = data["email"] if data["channel"] == "email" else data["phone"]
        if data["channel"] == "page":
            return {"channel": "page"}
        return {
            "channel": data["channel"],
            "value": where.strip(),
            "safe": data["safe"] == "yes",
            "hours": data["hours"].strip(),
        }


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


WORD = {
    "label": _("Choose a word that only you know"),
    "max_length": 100,
    "min_length": 4,
    "help_text": _("At least 4 letters. Not your name. You need it with the code."),
    "widget": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    "error_messages": {"min_length": _("Please use at least 4 letters.")},
}


class Word(PlainForm):
    """A word that only the family knows; with the code it opens the way back."""

    word = forms.CharField(**WORD)


class How(HowGiven, PlainForm):
    """How a worker heard the family's yes."""


class Claim(OnceForm):
    """The code of a card, used once, and the word that the family chooses itself.

    `form_id` is this page: it alone may press again when the answer got lost.
    """

    code = forms.CharField(
        label=_("The code of your card"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(**WORD)


class Back(PlainForm):
    code = forms.CharField(
        label=_("Your code"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    word = forms.CharField(
        label=_("Your word"),
        max_length=200,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )
