"""The shape of what people type about accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import ROLE_NAMES, User
from kinwork.web.fields import MemorableDateField
from kinwork.web.forms import PlainForm

PASSKEY, PASSWORD = "passkey", "password"
WAYS = [
    (PASSKEY, _("With a passkey: my finger, my face or a PIN on this device")),
    (PASSWORD, _("With a password and a code from an app")),
]


def role_choices(roles: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(role, ROLE_NAMES[role]) for role in roles]


class RoleForm(PlainForm):
    """One role of those that this person may give."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: tuple[str, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)


class InviteForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address at work"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the message"), widget=forms.RadioSelect)
    field_order = ("email", "role", "language")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["language"].initial = settings.LANGUAGE_CODE


class TrainingForm(PlainForm):
    """The day of somebody's yearly training."""

    on = MemorableDateField(label=_("On which day was the training?"))


class RecoverForm(PlainForm):
    """The code that came by mail after a supervisor asked for it."""

    email = forms.EmailField(label=_("Your e-mail address at work"))
    code = forms.CharField(
        label=_("The code from the message"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class NewAccountForm(PlainForm):
    """The first visit of somebody who was invited: a name and a way to sign in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("Families and partners see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    way = forms.ChoiceField(
        label=_("How do you want to sign in?"),
        choices=WAYS,
        initial=PASSKEY,
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Only if you chose a password: 12 signs or more. A short sentence is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("way") == PASSWORD:
            try:
                validate_password(
                    typed.get("password") or "",
                    User(email=self.email, name=typed.get("name", "")),
                )
            except ValidationError as why:
                self.add_error("password", why)
        else:
            typed["password"] = None
        return typed
