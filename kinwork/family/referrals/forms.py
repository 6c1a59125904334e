"""What must be said with each move; one form a verb. What a form cleans, the action takes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.clock import NotThere, at_local
from kinwork.family.referrals.clocks import zone_of
from kinwork.family.referrals.codes import (
    CONTACT_WAYS,
    DECLINE_REASONS,
    NEED_MET,
    NOT_SERVED_REASONS,
)
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import NO_NEXT, NOTHING_FOLLOWS
from kinwork.family.referrals.rules import wrong_date
from kinwork.family.referrals.words import REASON_WORDS, WRONG_DATE
from kinwork.web.forms import MemorableDateField, OnceForm

# After the first four nobody looks for another place; after the others somebody does.
CANCEL_REASONS = (*NOTHING_FOLLOWS, "wrong place", "service has ended", "other")


def _choices(codes) -> list[tuple[str, Any]]:
    return [(code, REASON_WORDS[code]) for code in codes]


def _words(label, required: bool = True, hint="") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=4000, widget=area
    )


def _one_of(label, codes) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_choices(codes), widget=forms.RadioSelect)


class MoveForm(OnceForm):
    """A move with nothing more to say. `version`: that of the page it was opened from."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, referral: Referral, caregivers=(), **kwargs: Any):
        kwargs.setdefault("initial", {})["version"] = referral.version
        super().__init__(data, **kwargs)
        self.referral, self.caregivers = referral, caregivers

    def said(self) -> dict[str, Any]:
        """What the action is told."""
        return dict(self.cleaned_data)


class WaitlistForm(MoveForm):
    place = forms.IntegerField(
        label=gettext_lazy("Their place on the list"), required=False, min_value=1, max_value=9999
    )
    days = forms.IntegerField(
        label=gettext_lazy("About how many days they will wait"),
        required=False,
        min_value=1,
        max_value=3650,
    )


class AskForm(MoveForm):
    message = _words(
        gettext_lazy("What do you need to know?"),
        hint=gettext_lazy("The sender and the family read this."),
    )


class GiveForm(MoveForm):
    message = _words(
        gettext_lazy("Your answer"),
        hint=gettext_lazy("The receiver and the family read this."),
    )


class DeclineForm(MoveForm):
    reason = _one_of(gettext_lazy("Why?"), DECLINE_REASONS)
    message = _words(
        gettext_lazy("A word to the sender"),
        required=False,
        hint=gettext_lazy("The family reads this too."),
    )


class ReturnForm(MoveForm):
    message = _words(
        gettext_lazy("A word to the receiver"),
        hint=gettext_lazy("The sender reads this too. The family does not."),
    )


class ContactForm(MoveForm):
    way = _one_of(gettext_lazy("How did you try?"), CONTACT_WAYS)


class ScheduleForm(MoveForm):
    day = MemorableDateField(label=gettext_lazy("Which day?"))
    hour = forms.TimeField(
        label=gettext_lazy("What time?"),
        help_text=gettext_lazy("For example 9:30 or 14:15"),
        input_formats=["%H:%M", "%I:%M %p", "%I %p", "%H"],
        widget=forms.TextInput(attrs={"class": "kw-short", "autocomplete": "off"}),
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("The family sees this. Do not write what it is about."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("day") and told.get("hour") is not None:
            try:
                told["starts_at"] = at_local(
                    told["day"], told["hour"], zone_of(self.referral, "scheduled")
                )
            except NotThere as skipped:
                self.add_error("hour", not_there(skipped))
            else:
                if why := wrong_date(told["starts_at"], timezone.now()):
                    self.add_error("day", WRONG_DATE[why])
        return told

    def said(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        del told["day"], told["hour"]
        return told


class ServeForm(MoveForm):
    received = forms.CharField(
        label=gettext_lazy("What did the family receive?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    need_met = _one_of(gettext_lazy("Was the need met?"), NEED_MET)


class EndForm(MoveForm):
    reason = _one_of(gettext_lazy("Why?"), NOT_SERVED_REASONS)


class EndSearchForm(MoveForm):
    reason = _one_of(gettext_lazy("Why?"), NO_NEXT)


class CancelForm(MoveForm):
    reason = _one_of(gettext_lazy("Why?"), CANCEL_REASONS)


class WithdrawForm(MoveForm):
    """Staff say which caregiver told them."""

    on_behalf_of = forms.ChoiceField(
        label=gettext_lazy("Who in the family asked for this?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["on_behalf_of"].choices = [
            (str(one.pk), one.full_name) for one in self.caregivers
        ]


def not_there(skipped: NotThere) -> str:
    """Said next to an hour over which the clocks go forward on that day."""
    return _("On this day the clocks go forward over this hour. The next one is %(hour)s.") % {
        "hour": date_format(skipped.after, "TIME_FORMAT")
    }


FORMS: dict[str, type[MoveForm]] = {
    "ask_consent": MoveForm,
    "accept": MoveForm,
    "waitlist": WaitlistForm,
    "ask_information": AskForm,
    "give_information": GiveForm,
    "decline": DeclineForm,
    "uphold_decline": MoveForm,
    "return_decline": ReturnForm,
    "try_contact": ContactForm,
    "schedule": ScheduleForm,
    "mark_no_show": MoveForm,
    "cancel_appointment": MoveForm,
    "start_service": MoveForm,
    "serve": ServeForm,
    "end_unserved": EndForm,
    "withdraw": WithdrawForm,
    "ask_cancellation": CancelForm,
    "cancel": MoveForm,
    "recall": MoveForm,
    "end_search": EndSearchForm,
    "enter_in_error": CancelForm,
}


def form_for(verb: str, party: str) -> type[MoveForm]:
    """The family need not say who in the family it is, and gives no reasons."""
    if verb in ("withdraw", "end_search") and party == "family":
        return MoveForm
    return FORMS[verb]
