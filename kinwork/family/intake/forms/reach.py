"""How the family can be reached without danger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.web.forms import Choice, PlainForm


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
