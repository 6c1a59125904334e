"""Forms of barriers: the filter, a note, what is put to an authority, its answer, an end."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.library.relief import Lane
from kinwork.system.barriers import rules, words
from kinwork.system.barriers.queries import Count
from kinwork.system.results.models import Result
from kinwork.web.forms import OnceForm, PlainForm

ANY = [("", _("All"))]
CHOOSE = [("", _("Choose one"))]


def _text(label: Any, help_text: Any = "", most: int = 2000, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=most, widget=area, **more)


def _line(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=200, **more)


def _day(label: Any, help_text: Any = "", **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, help_text=help_text, input_formats=["%Y-%m-%d"], widget=widget, **more
    )


def _choice(label: Any, told: dict, first: list = CHOOSE, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[*first, *told.items()], **more)


def _level(label: Any, **more: Any) -> forms.ChoiceField:
    return _choice(label, words.LEVEL_WORDS, **more)


def _lane() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("A known way"),
        help_text=_("Where a text of law lets this authority give relief."),
        required=False,
    )


def _lanes(known: Iterable[Lane]) -> list[tuple[str, Any]]:
    return [("", _("None of these")), *((one.key, words.lane(one.key)) for one in known)]


class BarrierFilter(PlainForm):
    """Which barriers; all of it stands in the address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*ANY, *((state, told[0]) for state, told in words.STATE_WORDS.items())],
    )
    kind = _choice(_("Kind"), words.KIND_WORDS, ANY, required=False)
    level = _choice(_("Whose authority it is"), words.LEVEL_WORDS, ANY, required=False)
    late = forms.BooleanField(label=_("Only where the answer is late"), required=False)


class NoteForm(OnceForm):
    """What stands in the way, and who could change it; the rest may stay empty."""

    said = _text(
        _("What stands in the way"),
        _("In plain words. Nothing about a family."),
        1000,
    )
    kind = _choice(_("Kind"), words.KIND_WORDS)
    level = _level(_("Whose authority could change it"))
    office = _line(_("Name of the office"), _("For example: the state child care office."))
    result = forms.ModelChoiceField(
        label=_("Which result it hinders"),
        queryset=Result.objects.none(),
        required=False,
        empty_label=_("None, or not known yet"),
    )
    evidence = _text(
        _("How we know"),
        _("What partners saw, a letter, a rule. Nothing about a family."),
        required=False,
    )
    count = forms.ChoiceField(
        label=_("What the numbers say"),
        help_text=_(
            "Why help did not come, counted for a whole half year and all partners. Numbers below 11"
            " are never told."
        ),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, results: Any, counts: dict[str, Count], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["result"].queryset = results
        self.fields["result"].label_from_instance = lambda one: one.words
        if counts:
            self.fields["count"].choices = [("", _("None")), *_grouped(counts)]
        else:
            del self.fields["count"]


def _grouped(counts: dict[str, Count]) -> list[tuple[str, list[tuple[str, str]]]]:
    """One group a half year."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, one in counts.items():
        name = f"{words.day(one.starts)} – {words.day(one.ends)}"
        groups.setdefault(name, []).append((key, words.choice(one.reason, one.n)))
    return list(groups.items())


class PutForm(PlainForm):
    level = _level(_("Whose authority it is"))
    office = _line(_("Put to"))
    how = _line(_("How"), _("For example: by letter, at their hearing, in a waiver request."))
    on = _day(_("Put on"))
    due_on = _day(_("Answer expected by"))
    lane = _lane()
    said = _text(_("What was asked for"), required=False)

    def __init__(self, data: Any = None, *, known: Iterable[Lane], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["lane"].choices = _lanes(known)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("on") and said.get("due_on") and said["due_on"] < said["on"]:
            self.add_error("due_on", _("An answer is expected after it was put."))
        return said


class AnswerForm(PlainForm):
    """What the authority answered; which of the last four is asked follows from it."""

    came = forms.ChoiceField(
        label=_("What came of it"),
        choices=list(words.ANSWER_WORDS.items()),
        widget=forms.RadioSelect,
    )
    on = _day(_("Answered on"))
    said = _text(_("What they said"))
    until = _day(_("Relieved until"), _("For a relief for a time."), required=False)
    lane = _lane()
    level = _level(_("Whose authority it is instead"), required=False)
    office = _line(
        _("Name of that office"), _("Where the answer is that it is not theirs."), required=False
    )

    def __init__(self, data: Any = None, *, known: Iterable[Lane], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["lane"].choices = _lanes(known)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        came = said.get("came")
        if came == rules.FOR_A_TIME and "until" not in self.errors:
            if not said.get("until"):
                self.add_error("until", _("Say until which day the relief holds."))
            elif said.get("on") and said["until"] < said["on"]:
                self.add_error("until", _("This day lies before the answer."))
        if came == rules.NOT_THEIRS:
            if not said.get("level"):
                self.add_error("level", _("Say whose authority could change it."))
            if not said.get("office"):
                self.add_error("office", _("Say which office could change it."))
        return said


class EvidenceForm(PlainForm):
    said = _text(
        _("What we learned since"),
        _("What partners saw, a letter, a rule. Nothing about a family."),
    )


class EndForm(PlainForm):
    """Why it is closed or withdrawn."""

    said = _text(_("In your words"))
