"""The shape of what is typed about waves, and of what a respondent says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.library.continuum import CONTINUUM, TRUST, Instrument, Question, Scale
from kinwork.system.continuum import rules, words
from kinwork.system.meetings.forms import fields
from kinwork.system.partnerships.models import Member
from kinwork.web.forms import Choice, OnceForm, PlainForm

ALSO = {"family": _("Residents and caregivers on seats"), "alternate": _("Alternates of members")}
LANGUAGES = {"en": _("English"), "es": _("Spanish")}


def _until(form: forms.Form, said: dict[str, Any], zone: str) -> dict[str, Any]:
    said["closes_at"] = fields.moment(form, "on", "hour", zone)
    for name in ("on", "hour"):
        said.pop(name, None)
    return said


class PrepareForm(OnceForm):
    title = fields.line(_("What it is called"))
    on = fields.day(_("Last day for answers"))
    hour = fields.hour(_("Until"))
    members = forms.MultipleChoiceField(
        label=_("Which members are rated"), widget=forms.CheckboxSelectMultiple
    )
    also = forms.MultipleChoiceField(
        label=_("Who else is asked about the whole"),
        help_text=_("Nine questions about the whole system, and nothing about single members."),
        choices=list(ALSO.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    dimensions = forms.BooleanField(
        label=_("Also ask about planning, services and money, one by one (optional to answer)"),
        required=False,
    )
    trust = forms.BooleanField(
        label=_("Also ask two questions about trust and value"), required=False
    )

    def __init__(self, *args: Any, zone: str, members: list[Member], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["members"].choices = [(str(one.pk), one.name) for one in members]

    def clean(self) -> dict[str, Any]:
        said = _until(self, super().clean() or {}, self.zone)
        chosen = said.get("members") or []
        if "members" in said and not rules.LEAST_PARTNERS <= len(chosen) <= rules.MOST_PARTNERS:
            self.add_error("members", _("A roster has from 2 to 200 members."))
        said["instruments"] = [CONTINUUM, TRUST] if said.pop("trust", False) else [CONTINUUM]
        return said


class ExtendForm(PlainForm):
    on = fields.day(_("Last day for answers"))
    hour = fields.hour(_("Until"))

    def __init__(self, *args: Any, zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        return _until(self, super().clean() or {}, self.zone)


class WhyForm(PlainForm):
    why = fields.text(_("Why"), most=500)


class SectorForm(PlainForm):
    sector = fields.choice(_("Sector"), words.SECTOR_WORDS, first=[])


class AskForm(PlainForm):
    """partner: for whom they speak; nothing: about the whole alone."""

    partner = forms.ChoiceField(label=_("For whom they speak"), required=False)
    name = fields.line(_("Name"))
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = fields.radio(_("Language of the mail"), LANGUAGES, initial="en")

    def __init__(self, *args: Any, partners: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        first = [("", _("For nobody: about the whole alone"))]
        self.fields["partner"].choices = first + [(str(one.pk), one.name) for one in partners]


class FilterForm(PlainForm):
    """Filters of results; what is no choice is no filter."""

    scale = forms.ChoiceField(label=_("What was asked"))
    level = forms.TypedChoiceField(label=_("A tie is"), coerce=int)
    sector = fields.choice(_("Sector"), words.SECTOR_WORDS, first=[("", _("All"))], required=False)

    def __init__(self, data: Any, *, scales: list[tuple[str, Any]], levels: list[tuple[int, Any]]):
        super().__init__(data)
        self.fields["scale"].choices = scales
        self.fields["level"].choices = levels


class BoardFilter(PlainForm):
    verdict = fields.choice(
        _("What the two say together"),
        {name: word for name, (word, _tone) in words.VERDICT_WORDS.items()},
        first=[("", _("All"))],
        required=False,
    )
    member = forms.ChoiceField(label=_("Member"), required=False)

    def __init__(self, data: Any, *, members: list[tuple[str, str]]):
        super().__init__(data)
        self.fields["member"].choices = [("", _("All")), *members]


class RateForm(PlainForm):
    """Every scale about one partner, in the words of its instrument."""

    def __init__(self, data: Any = None, *, scales: list[tuple[Instrument, Scale]], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.scales = {f"scale_{n}": pair for n, pair in enumerate(scales)}
        for name, (instrument, scale) in self.scales.items():
            self.fields[name] = forms.TypedChoiceField(
                label=words.in_language(scale.asks),
                coerce=int,
                empty_value=None,
                # asked for by finish(), so that somebody may go on and come back
                required=instrument.key == CONTINUUM and not scale.optional,
                choices=[
                    (
                        one.value,
                        Choice(words.in_language(one.words), words.in_language(one.means)),
                    )
                    for one in scale.choices
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one.")},
            )

    def first(self, said: dict[str, int]) -> dict[str, int]:
        return {
            name: said[key]
            for name, (one, scale) in self.scales.items()
            if (key := rules.scale_key(one.key, scale.key)) in said
        }

    def said(self) -> dict[str, int]:
        return {
            rules.scale_key(one.key, scale.key): self.cleaned_data[name]
            for name, (one, scale) in self.scales.items()
            if self.cleaned_data.get(name) is not None
        }

    @property
    def main(self) -> list[Any]:
        return [self[name] for name, (_one, scale) in self.scales.items() if not scale.optional]

    @property
    def more(self) -> list[Any]:
        return [self[name] for name, (_one, scale) in self.scales.items() if scale.optional]


class WholeForm(PlainForm):
    """The questions about the whole: yes, no, not sure."""

    def __init__(self, data: Any = None, *, questions: tuple[Question, ...], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[f"question_{one.number}"] = forms.ChoiceField(
                label=f"{one.number}. {words.in_language(one.words)}",
                choices=list(words.ANSWER_WORDS.items()),
                widget=forms.RadioSelect,
                error_messages={"required": _("Please choose one.")},
            )

    def said(self) -> dict[int, str]:
        return {one.number: self.cleaned_data[f"question_{one.number}"] for one in self.questions}
