"""The shape of what people type about accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import ROLE_NAMES, User
from kinwork.accounts.rules import PART_2_ROLES
from kinwork.web.fields import MemorableDateField
from kinwork.web.forms import PlainForm

NOT_IN_PART_2 = _("Who has this role opens no families' records, of Part 2 either.")
PASSKEY, PASSWORD = "passkey", "password"
WAYS = [
    (PASSKEY, _("With a passkey: my finger, my face or a PIN on this device")),
    (PASSWORD, _("With a password and a code from an app")),
]


def role_choices(roles: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(role, ROLE_NAMES[role]) for role in roles]


class RoleForm(PlainForm):
    """One role of those that this person may give. Where the agency is a Part 2 program (part_2), also
    whether they work in it."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    is_part_2_staff = forms.BooleanField(
        label=_("Works in our Part 2 program"),
        help_text=_(
            "They open records of treatment for drugs or alcohol (42 CFR Part 2). Only for who works"
            " with families there."
        ),
        required=False,
    )

    def __init__(self, *args: Any, roles: tuple[str, ...], part_2: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)
        if not part_2:
            del self.fields["is_part_2_staff"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("is_part_2_staff") and typed.get("role") not in (None, *PART_2_ROLES):
            self.add_error("is_part_2_staff", NOT_IN_PART_2)
        return typed


class InviteForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address at work"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the message"), widget=forms.RadioSelect)
    field_order = ("email", "role", "is_part_2_staff", "language")

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
