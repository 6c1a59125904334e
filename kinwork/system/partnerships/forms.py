"""Forms of partnerships: the start, results and numbers, members, seats, the charter, a decision."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.models import Agency
from kinwork.system.partnerships import rules, words
from kinwork.system.partnerships.models import Charter, Member, Partnership
from kinwork.system.partnerships.queries import Taken
from kinwork.trust.agreements.words import KIND_WORDS, STANDING_WORDS
from kinwork.web.forms import PlainForm

LONG = 4000
ANY = [("", _("All"))]
NOBODY = [("", _("Was not there"))]
SILENT = [("", _("Said nothing"))]


def _date(label: Any, help_text: Any = "", **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, help_text=help_text, input_formats=["%Y-%m-%d"], widget=widget, **more
    )


def _text(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONG, widget=area, **more
    )


def _line(label: Any, help_text: Any = "", most: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=most, **more)


def _choice(label: Any, told: dict, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(told.items()), **more)


def _number(label: Any, help_text: Any = "", **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, max_digits=12, decimal_places=3, **more
    )


class MatrixFilter(PlainForm):
    kind = forms.ChoiceField(
        label=_("Kind of agreement"), required=False, choices=[*ANY, *KIND_WORDS.items()]
    )
    standing = forms.ChoiceField(
        label=_("Members who have one that is"),
        required=False,
        choices=[*ANY, *STANDING_WORDS.items()],
    )


class QuestionsForm(PlainForm):
    """The four questions, before any structure."""

    whom = _text(words.QUESTION_WORDS["whom"])
    better_off = _text(words.QUESTION_WORDS["better_off"])
    together = _text(words.QUESTION_WORDS["together"])
    mix = _text(words.QUESTION_WORDS["mix"])


class StartForm(QuestionsForm):
    """The four questions, then what it is called."""

    name = _line(_("Name of the partnership"))
    level = _choice(_("Level"), words.LEVEL_WORDS)
    place = _line(_("Which place it is for"), _("For example: the county, or two neighborhoods."))
    parent = forms.ModelChoiceField(
        label=_("Inside which partnership"),
        queryset=Partnership.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, data: Any = None, *, known: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["parent"].queryset = known
        self.fields["parent"].label_from_instance = lambda one: one.name


class ResultForm(PlainForm):
    """A result, in plain words."""

    words = _line(_("What should be true"), _("For example: children are ready for school."), 300)
    whom = _line(_("For whom"), _("For example: all children under six in the county."), 300)


class MeasureForm(PlainForm):
    """How one would know, with its baseline, if it is known."""

    kind = _choice(_("What it tells"), words.KIND_WORDS)
    name = _line(_("What is counted"))
    unit = _line(_("Unit"), _("For example: percent, children, days."), 40)
    better = _choice(_("Which way is better"), words.BETTER_WORDS)
    source = _line(_("Where the numbers come from"))
    baseline = _number(_("Baseline"), _("Where it stands at the beginning."), required=False)
    baseline_on = _date(_("Day of the baseline"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        named = [said.get(name) is not None for name in ("baseline", "baseline_on")]
        if any(named) and not all(named) and not self.errors:
            raise ValidationError(_("A baseline is a number and the day that it is of."))
        return said


class ValueForm(PlainForm):
    on = _date(_("Day"))
    value = _number(_("Number"))
    source = _line(_("Where it comes from"))


class AgreeForm(PlainForm):
    on = _date(_("Agreed on"))
    how = _line(
        _("How it was agreed on"), _("For example: all members at the spring meeting."), 300
    )


class MemberForm(PlainForm):
    kind = _choice(_("Who it is"), words.MEMBER_WORDS)
    agency = forms.ModelChoiceField(
        label=_("Agency"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=_("None of these"),
        help_text=_("For a program: the agency that runs it. Its people then read along."),
    )
    name = _line(
        _("Name"), _("May stay empty for an agency: then it is the agency's."), required=False
    )
    level = _choice(_("Level at which it works"), words.LEVEL_WORDS)
    starts = _date(_("Member since"))

    def __init__(self, data: Any = None, *, agencies: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["agency"].queryset = agencies

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") == rules.AGENCY and not said.get("agency"):
            self.add_error("agency", _("Choose which agency it is."))
        if said.get("kind") in (rules.PROGRAM, rules.FAMILY_GROUP) and not said.get("name"):
            self.add_error("name", _("Say what it is called."))
        return said


class SeatForm(PlainForm):
    kind = _choice(_("Whose seat"), words.SEAT_WORDS)
    member = forms.ModelChoiceField(
        label=_("Member"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("None: a resident's or caregiver's own seat"),
    )
    role = _line(_("Role"), _("For example: chair, treasurer, voice of parents."), 120)
    stipend = _line(_("Stipend"), _("What is paid for sitting, if anything."), required=False)
    starts = _date(_("Since"))

    def __init__(self, data: Any = None, *, members: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].label_from_instance = lambda one: one.name

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") and (said["kind"] == rules.MEMBER) != bool(said.get("member")):
            self.add_error(
                "member",
                _("A member's seat names the member; a resident's or caregiver's seat none."),
            )
        return said


class SitForm(PlainForm):
    place = _choice(_("As"), words.PLACE_WORDS)
    name = _line(_("Name"))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Where invitations and written votes go."),
        required=False,
        max_length=254,
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, required=False
    )
    starts = _date(_("Since"), _("Whoever sat there before leaves that day."))
    authority = _line(
        _("What shows that they may commit their organization"),
        _("For example: the board's decision of March 3."),
        300,
        required=False,
    )
    seen_on = _date(_("Shown on"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["language"] = said.get("language") or "en"
        if bool(said.get("authority")) != bool(said.get("seen_on")) and not self.errors:
            raise ValidationError(
                _("Say what shows that they may commit their organization, and when it was seen.")
            )
        return said


class CommitForm(PlainForm):
    """What one member promises, item by item of the standard of practice."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in rules.COMMITMENTS:
            self.fields[name] = _text(words.COMMITMENT_WORDS[name])


class CharterForm(PlainForm):
    """Every item of the standard of practice; what stays empty is named before it is adopted."""

    vision = _text(*words.TEXT_WORDS["vision"])
    goals = _text(*words.TEXT_WORDS["goals"])
    structure = _text(*words.TEXT_WORDS["structure"])
    meets = _choice(_("How often it meets"), words.FREQUENCY_WORDS)
    agendas = _text(*words.TEXT_WORDS["agendas"])
    agenda_days = forms.IntegerField(
        label=_("Days before a meeting on which its agenda is sent"), min_value=0, max_value=60
    )
    attendance = _text(*words.TEXT_WORDS["attendance"])
    absences = forms.IntegerField(
        label=_("Meetings that a seat may miss in a year"), min_value=0, max_value=12
    )
    ways = forms.MultipleChoiceField(
        label=_("Ways of being there that count"),
        choices=list(words.WAY_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    quorum = _choice(_("Quorum"), words.QUORUM_WORDS)
    rule = _choice(_("How we decide"), words.RULE_WORDS)
    base = _choice(
        _("Counted"), words.BASE_WORDS, help_text=_("For a majority and for two thirds.")
    )
    impasse = _text(*words.TEXT_WORDS["impasse"])
    communicating = _text(*words.TEXT_WORDS["communicating"])
    results_days = forms.IntegerField(
        label=_("Days until everybody is told what was decided"), min_value=0, max_value=90
    )
    minutes_for = _choice(_("Who reads the minutes"), words.MINUTES_WORDS)
    ratings = _choice(
        _("How answers are shown when members rate how they work together"), words.RATINGS_WORDS
    )
    accountability = _text(*words.TEXT_WORDS["accountability"])
    assessing = _text(*words.TEXT_WORDS["assessing"])
    family_share = forms.IntegerField(
        label=_("Percent of the seats for residents and caregivers"), min_value=0, max_value=100
    )
    stipends = _text(*words.TEXT_WORDS["stipends"])

    @classmethod
    def first(cls, row: Charter) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}


class DecideForm(PlainForm):
    """How each filled seat was there and what it said: four fields a seat."""

    held_on = _date(_("Day of the meeting"))

    def __init__(self, data: Any = None, *, taken: list[Taken], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.taken = [one for one in taken if one.is_filled]
        for number, one in enumerate(self.taken):
            whose = {
                "seat": one.row.member.name if one.row.member else one.row.role,
                "name": one.representative.name,
            }
            self.fields[f"way_{number}"] = forms.ChoiceField(
                label=_("%(seat)s, %(name)s: how they were there") % whose,
                choices=[*NOBODY, *words.WAY_WORDS.items()],
                required=False,
            )
            self.fields[f"said_{number}"] = forms.ChoiceField(
                label=_("%(seat)s, %(name)s: what they said") % whose,
                choices=[*SILENT, *words.VOICE_WORDS.items()],
                required=False,
            )
            self.fields[f"reason_{number}"] = _line(
                _("%(seat)s, %(name)s: why, for an objection") % whose, most=500, required=False
            )
            self.fields[f"recused_{number}"] = forms.BooleanField(
                label=_("%(seat)s, %(name)s declared a conflict of interest") % whose,
                required=False,
            )

    def seats(self) -> list[dict[str, Any]]:
        """The fields of each seat, for the page."""
        return [
            {
                "whose": one.row.member.name if one.row.member else one.row.role,
                "name": one.representative.name,
                "fields": [self[f"{name}_{n}"] for name in ("way", "said", "reason", "recused")],
            }
            for n, one in enumerate(self.taken)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number, _seat in enumerate(self.taken):
            way, voice, reason, recused = (
                said.get(f"{name}_{number}") or "" for name in ("way", "said", "reason", "recused")
            )
            if wrong := rules.wrong_voice(way, voice, reason, bool(recused)):
                field = "reason" if wrong == "reason" else "said"
                self.add_error(f"{field}_{number}", words.WRONG_VOICE[wrong])
        return said

    def heard(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        return [
            {"seat": one.row}
            | {name: said.get(f"{name}_{n}") for name in ("way", "said", "reason", "recused")}
            for n, one in enumerate(self.taken)
        ]
