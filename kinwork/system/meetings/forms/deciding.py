"""Forms of a decision: what is put, in a meeting or in writing, and what each seat says."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kinwork.system.meetings import rules, words
from kinwork.system.meetings.forms import fields
from kinwork.system.meetings.rules import Said
from kinwork.system.partnerships.models import Seat
from kinwork.web.forms import OnceForm, PlainForm

SILENT = [("", _("Says nothing"))]
LIKE_ALL = [("all", _("As everybody"))]
CONFLICT = ("recused", _("Has a conflict of interest"))


class PutForm(OnceForm):
    """What is put to the seats. how: yes or no, an order, or dots; the page says which, and only its
    own fields are here."""

    text = fields.text(_("What is decided"), _("As it shall stand in the minutes."), most=2000)
    options = fields.text(_("Options"), _("Two to eight of them, one a line."))
    dots = fields.number(_("Dots a seat has"), 1, rules.MOST_DOTS, initial=3)

    def __init__(self, *args: Any, how: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.how = how
        if how != rules.DOTS:
            del self.fields["dots"]
        if how == rules.VOICES:
            del self.fields["options"]

    def clean_options(self) -> list[str]:
        found = [one.strip() for one in self.cleaned_data["options"].splitlines() if one.strip()]
        if not 2 <= len(set(found)) == len(found) <= rules.MOST_OPTIONS:
            raise ValidationError(_("Name two to eight options, each of them once."))
        if max(map(len, found)) > rules.LONGEST_OPTION:
            raise ValidationError(words.LONG_OPTION)
        return found

    def put(self) -> dict[str, Any]:
        """What the deed is told."""
        said = self.cleaned_data
        told = {name: said[name] for name in ("text", "form_id")}
        return told | {
            "how": self.how,
            "options": said.get("options", []),
            "dots": said.get("dots") or 0,
        }


class DecideForm(PutForm):
    """The same, and what each seat that is there says: everybody at once, then who says otherwise; of
    an order or of dots, each seat's letters."""

    everybody = forms.ChoiceField(
        label=_("Everybody who is there says"),
        choices=[*SILENT, *words.VOICE_WORDS.items()],
        initial="yes",
        required=False,
        help_text=_("Below, choose only for seats that say something else."),
    )

    def __init__(self, *args: Any, there: list[tuple[Seat, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.there = there
        by_voice = self.how == rules.VOICES
        if not by_voice:
            del self.fields["everybody"]
        for seat, whose in there:
            self._ask(seat.pk, {"seat": whose}, by_voice)

    def _ask(self, number: UUID, told: dict[str, str], by_voice: bool) -> None:
        if by_voice:
            self.fields[f"voice_{number}"] = forms.ChoiceField(
                label=_("%(seat)s says") % told,
                choices=[*LIKE_ALL, *SILENT, *words.VOICE_WORDS.items(), CONFLICT],
                initial="all",
                required=False,
            )
        else:
            self.fields[f"marks_{number}"] = fields.line(
                _("%(seat)s: letters of the options") % told,
                _("The dearest first: BAC") if self.how == rules.RANKED else _("One a dot: AAB"),
                most=40,
                required=False,
            )
            self.fields[f"recused_{number}"] = forms.BooleanField(
                label=_("%(seat)s has a conflict of interest") % told, required=False
            )
        self.fields[f"reason_{number}"] = fields.line(
            _("%(seat)s: why") % told,
            _("For an objection, or if they want it in the minutes."),
            most=500,
            required=False,
        )

    def general(self) -> list[Any]:
        """The fields that are of no seat."""
        names = ("text", "options", "dots", "everybody")
        return [self[name] for name in names if name in self.fields]

    def lines(self) -> list[dict[str, Any]]:
        """Of each seat: what is always asked, and what is asked sometimes."""
        first = "voice" if self.how == rules.VOICES else "marks"
        more = ("reason",) if self.how == rules.VOICES else ("recused", "reason")
        return [
            {
                "whose": whose,
                "field": self[f"{first}_{n}"],
                "more": [self[f"{name}_{n}"] for name in more],
                "is_open": any(self[f"{name}_{n}"].errors for name in more)
                or bool(self[f"reason_{n}"].value()),
            }
            for n, whose in ((seat.pk, whose) for seat, whose in self.there)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for number in [seat.pk for seat, _whose in self.there]:
            if self._voice(number) == "object" and not said.get(f"reason_{number}"):
                self.add_error(f"reason_{number}", words.OBJECTS_WHY)
            if marks := said.get(f"marks_{number}"):
                self._checked(number, marks, said)
        return said

    def _checked(self, number: UUID, marks: str, said: dict[str, Any]) -> None:
        if said.get(f"recused_{number}"):
            self.add_error(f"marks_{number}", words.RECUSED)
        options = len(said.get("options") or ())
        try:
            if options:
                rules.marked(self.how, marks, options, said.get("dots") or 0)
        except rules.WrongBallot as why:
            self.add_error(f"marks_{number}", words.WRONG_BALLOT[str(why)])

    def _voice(self, number: UUID) -> str:
        voice = self.cleaned_data.get(f"voice_{number}") or ""
        return (self.cleaned_data.get("everybody") or "") if voice == "all" else voice

    def heard(self) -> list[Said]:
        said = self.cleaned_data
        found = []
        for seat, _whose in self.there:
            number = seat.pk
            voice, reason = self._voice(number), said.get(f"reason_{number}") or ""
            marks = said.get(f"marks_{number}") or ""
            if voice == "recused" or said.get(f"recused_{number}"):
                found.append(Said(seat, reason=reason, recused=True))
            elif voice or marks:
                found.append(Said(seat, voice, marks, reason))
        return found


class WritingForm(PutForm):
    """A written vote: the same, with its deadline."""

    on = fields.day(_("Until which day"))
    hour = fields.hour(_("At what time it ends"), initial="17:00")

    def __init__(self, *args: Any, zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.closes_at = fields.moment(self, "on", "hour", self.zone)
        return said

    def put(self) -> dict[str, Any]:
        return super().put() | {"closes_at": self.closes_at}


class VoteForm(PlainForm):
    """One seat's voice. how, options, dots: of the decision. What was said before can be taken back for
    a conflict of interest."""

    voice = fields.radio(
        _("How do you vote?"), {**words.VOICE_WORDS, "recused": words.CONFLICT}, required=False
    )
    marks = fields.line(_("Letters of the options"), most=40, required=False)
    recused = forms.BooleanField(label=words.CONFLICT, required=False)
    reason = fields.text(_("Why"), _("Needed for an objection."), most=500, required=False)

    def __init__(self, *args: Any, how: str, options: int, dots: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.how, self.options, self.dots = how, options, dots
        if how == rules.VOICES:
            del self.fields["marks"], self.fields["recused"]
            return
        del self.fields["voice"]
        self.fields["marks"].help_text = _("The dearest first, for example: BAC")
        if how == rules.DOTS:
            told = _("One letter a dot, for example: AAB. You have %(dots)s dots.")
            self.fields["marks"].help_text = told % {"dots": dots}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["recused"] = bool(said.get("recused")) or said.get("voice") == "recused"
        if said["recused"]:
            return said | {"voice": "", "marks": ""}
        if not (said.get("voice") or said.get("marks")) and not self.errors:
            raise ValidationError(_("Say how you vote."))
        if said.get("voice") == "object" and not said.get("reason"):
            self.add_error("reason", words.OBJECTS_WHY)
        if said.get("marks"):
            try:
                rules.marked(self.how, said["marks"], self.options, self.dots)
            except rules.WrongBallot as why:
                self.add_error("marks", words.WRONG_BALLOT[str(why)])
        return said


class PaperVoteForm(VoteForm):
    """The same, written down by whoever leads."""

    by_name = fields.line(_("Who voted for the seat"))
    came_by = fields.line(_("How it reached you"), _("For example: by phone, on paper."), 100)
