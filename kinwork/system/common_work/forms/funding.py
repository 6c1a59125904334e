"""Forms of joint funding: an opportunity, who applies with whom, what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.system.common_work import rules, words
from kinwork.system.common_work.forms import fields
from kinwork.system.partnerships.models import Member
from kinwork.web.forms import OnceForm, PlainForm


class FundingFilter(PlainForm):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*fields.ANY, *((key, told[0]) for key, told in words.FUNDING_STATE_WORDS.items())],
    )


def _partners() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=_("Together with"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _apart(form: forms.Form, said: dict[str, Any]) -> dict[str, Any]:
    if said.get("applicant") and said["applicant"] in (said.get("partners") or ()):
        form.add_error("partners", _("Who applies is no partner of its own application."))
    return said


class ConsiderForm(OnceForm):
    funder = fields.line(_("Who funds"))
    name = fields.line(_("Name of the funding"))
    amount = fields.Dollars(label=_("How many dollars"), help_text=_("For example: 250,000"))
    deadline = fields.day(_("Deadline"))
    purpose = fields.text(_("What it would pay for"), required=False)
    applicant = fields.member(_("Who applies"), required=False, empty_label=_("Not decided yet"))
    partners = _partners()

    def __init__(self, data: Any = None, *, members: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        for name in ("applicant", "partners"):
            fields.offer(self, name, members)

    def clean(self) -> dict[str, Any]:
        return _apart(self, super().clean() or {})


class PrepareForm(PlainForm):
    applicant = fields.member(_("Who applies"), _("One member signs for all."))
    partners = _partners()
    note = fields.text(_("Who writes what, by when"), most=2000, required=False)

    def __init__(self, data: Any = None, *, members: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        for name in ("applicant", "partners"):
            fields.offer(self, name, members)

    def clean(self) -> dict[str, Any]:
        return _apart(self, super().clean() or {})


class ApplyForm(PlainForm):
    on = fields.day(_("Sent on"))
    note = fields.text(_("What was sent"), most=2000, required=False)


class AnswerForm(PlainForm):
    came = fields.radio(_("What came of it"), words.FUNDING_ANSWER_WORDS)
    on = fields.day(_("Answered on"))
    awarded = fields.Dollars(
        label=_("How many dollars they give"),
        help_text=_("Where it is awarded. It may be less than was asked for."),
        required=False,
    )
    note = fields.text(_("What they said"), most=2000)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        lacks = not said.get("awarded") and "awarded" not in self.errors
        if said.get("came") == rules.AWARDED and lacks:
            self.add_error("awarded", _("Say how many dollars they give."))
        return said


class WithdrawForm(PlainForm):
    note = fields.text(_("Why"), most=2000)
