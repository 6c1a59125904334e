"""The questions of a complaint, a few on a page; and the forms of its office."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import Agency
from kinwork.family.complaints.rules import LONGEST
from kinwork.family.complaints.words import SUBJECT_WORDS
from kinwork.web.forms import CHOOSE, OnceForm, PlainForm

SITE = "site"
# Of each page, its questions; what a page does not ask travels along unseen.
STEPS = (
    ("agency", "worker"),
    ("subject", "happened", "wanted", "is_about_safety"),
    ("known", "allows", "name", "reach"),
)
KNOWN = (
    ("known", _("They may know who I am, to ask me back")),
    ("hidden", _("Do not tell anybody who I am")),
)
ALLOWS = (
    ("words", _("They may read my words")),
    ("name", _("They may know who I am")),
)


class ComplaintForm(OnceForm):
    """Three short pages, or all on one where a worker writes it down. step: the page that is sent."""

    agency = forms.ChoiceField(label=_("Who is it about?"))
    worker = forms.CharField(
        label=_("If it is about one person there, who?"),
        help_text=_("A name, or what they do. You can leave this out."),
        required=False,
        max_length=200,
    )
    subject = forms.ChoiceField(
        label=_("What is it about?"),
        choices=list(SUBJECT_WORDS.items()),
        widget=forms.RadioSelect,
    )
    happened = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words, in any language."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    wanted = forms.CharField(
        label=_("What would make it right?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_about_safety = forms.BooleanField(
        label=_("It is about violence, or about a child who is not safe"),
        help_text=_("Then only one person reads it. In danger? Call 911."),
        required=False,
    )
    known = forms.ChoiceField(
        label=_("May the people who look at it know who you are?"),
        choices=KNOWN,
        initial="known",
        widget=forms.RadioSelect,
    )
    allows = forms.MultipleChoiceField(
        label=_("What may the place that it is about know?"),
        help_text=_("Tick nothing, and they learn nothing of you."),
        choices=ALLOWS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("You can leave this out."),
        required=False,
        max_length=200,
    )
    reach = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("A phone or an e-mail that is safe for you. You can leave this out."),
        required=False,
        max_length=200,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        agencies: Iterable[Agency],
        has_page: bool,
        step: int | None = None,
        caregivers: Iterable[Any] = (),
        **kwargs: Any,
    ):
        """has_page: whoever complains reads the answer on their own page. step None: all at once."""
        super().__init__(data, **kwargs)
        self.known_agencies = {str(one.pk): one for one in agencies}
        self.fields["agency"].choices = [
            ("", _("Please choose")),
            *((key, one.name) for key, one in self.known_agencies.items()),
            (SITE, _("This site")),
        ]
        caregivers = list(caregivers)
        if caregivers:
            self.fields["on_behalf_of"] = forms.ChoiceField(
                label=_("Who in the family told you?"),
                choices=[(str(one.pk), one.full_name) for one in caregivers],
                widget=forms.RadioSelect,
                error_messages={"required": CHOOSE},
            )
        if has_page:
            del self.fields["name"], self.fields["reach"]
        self.step = step
        if step is not None:
            self._only(step)

    def _only(self, step: int) -> None:
        """Questions of later pages are not asked yet, those of earlier ones travel along."""
        later = [name for names in STEPS[step + 1 :] for name in names]
        for name in later:
            self.fields.pop(name, None)
        for name in (name for names in STEPS[:step] for name in names):
            if name in self.fields:
                self.fields[name].widget = forms.HiddenInput()

    def clean_agency(self) -> Agency | None:
        return self.known_agencies.get(self.cleaned_data["agency"])


class WordsForm(PlainForm):
    """Words for one step. version: of the page on which it was begun."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, data: Any = None, *, label: Any, hint: Any = "", **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].help_text = hint


class WorkerForm(PlainForm):
    """About which worker of the agency it is."""

    user = forms.ChoiceField(label=_("Who is it about?"), required=False)

    def __init__(self, data: Any = None, *, staff: Iterable[Any], **kwargs: Any):
        super().__init__(data, **kwargs)
        people = {str(one.user_id): one.user.name for one in staff}
        self.fields["user"].choices = [("", _("Nobody in particular")), *people.items()]


class OfficeForm(PlainForm):
    """Which agency hears complaints about the one that convenes."""

    agency = forms.ChoiceField(label=_("Agency"))

    def __init__(self, data: Any = None, *, agencies: Iterable[Agency], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.known = {str(one.pk): one for one in agencies}
        self.fields["agency"].choices = [(key, one.name) for key, one in self.known.items()]

    def clean_agency(self) -> Agency:
        return self.known[self.cleaned_data["agency"]]
