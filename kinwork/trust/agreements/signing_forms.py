"""Forms of whoever signs: by name, with a passkey, on paper; alone, or together with joining."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.common import clock
from kinwork.trust.agreements.forms import date_field
from kinwork.trust.agreements.models import Agreement, Nation
from kinwork.trust.agreements.rules import why_not_signed_on
from kinwork.trust.agreements.words import DAY_ON_PAPER
from kinwork.web.forms import PlainForm
from kinwork.web.papers.fields import Files, FilesField

OFFICE = "office of "


class SignForm(PlainForm):
    name = forms.CharField(label=_("Who signs"), max_length=200)
    title = forms.CharField(
        label=_("As what"), max_length=200, help_text=_("For example: director")
    )
    authority = forms.CharField(
        label=_("What shows that they may sign"),
        max_length=200,
        help_text=_("For example: bylaws, article 4; or the board's decision of March 3."),
    )


class PasskeyForm(PlainForm):
    """The name is the account's own."""

    title = forms.CharField(
        label=_("As what"), max_length=200, help_text=_("For example: director")
    )
    authority = forms.CharField(
        label=_("What shows that you may sign"),
        max_length=200,
        help_text=_("For example: bylaws, article 4; or the board's decision of March 3."),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)


def _files() -> FilesField:
    return FilesField(
        label=_("Scan or photos of the signed paper"),
        help_text=_("PDF, JPEG or PNG; up to 10 pages as photos. 25 MB at most."),
        widget=Files(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Please choose a photo or a file.")},
    )


class PaperForm(SignForm):
    """What stands on the paper, and the paper."""

    signed_on = date_field(_("Day that stands on the paper"))
    files = _files()

    def __init__(self, data: Any = None, *, row: Agreement, now: datetime, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.today = clock.local_day(now, row.community.time_zone)

    def clean_signed_on(self) -> date:
        day = self.cleaned_data["signed_on"]
        if why := why_not_signed_on(day, self.today):
            raise ValidationError(DAY_ON_PAPER[why])
        return day


class ScanForm(PlainForm):
    files = _files()


NATION = _("Is your organization a sovereign nation, or an office of one?")
EVIDENCE = {
    "label": _("What shows it"),
    "max_length": 300,
    "help_text": _("For example: the list of federally recognized tribes, with its year."),
}


class NationForm(PlainForm):
    """Asked of an officer about their own organization alone."""

    nation = forms.ChoiceField(label=NATION, widget=forms.RadioSelect)
    evidence = forms.CharField(**EVIDENCE)

    def __init__(self, data: Any = None, *, nations: list[Nation], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.nations = nations
        offices = [
            (f"{OFFICE}{one.pk}", _("An office of %(nation)s") % {"nation": one.agency.name})
            for one in nations
        ]
        self.fields["nation"].choices = [("self", _("It is a sovereign nation")), *offices]

    def chosen(self) -> Nation | None:
        """The nation whose office it is; None: it is the nation."""
        key = self.cleaned_data["nation"].removeprefix(OFFICE)
        return next((one for one in self.nations if str(one.pk) == key), None)


class Joining(NationForm):
    """Beside a new partner's signature: whether a nation answers for it; `marked`: that was said."""

    def __init__(self, data: Any = None, *, nations: list[Nation], marked: bool, **kwargs: Any):
        super().__init__(data, nations=nations, **kwargs)
        self.fields["nation"].choices = [("", _("No")), *self.fields["nation"].choices]
        self.fields["nation"].required = self.fields["evidence"].required = False
        if marked:
            del self.fields["nation"], self.fields["evidence"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("nation") and not said.get("evidence", "").strip():
            raise ValidationError({"evidence": _("Say what shows it.")})
        return said


class JoinForm(SignForm, Joining):
    field_order = ("name", "title", "authority", "nation", "evidence")


class PasskeyJoinForm(PasskeyForm, Joining):
    field_order = ("title", "authority", "nation", "evidence")


class PaperJoinForm(PaperForm, Joining):
    field_order = ("name", "title", "authority", "signed_on", "files", "nation", "evidence")
