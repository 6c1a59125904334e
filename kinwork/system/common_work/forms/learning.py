"""Forms of the self-check, of help, of events and of questions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kinwork.library.coordination import items, sets
from kinwork.system.common_work import rules, words
from kinwork.system.common_work.forms import fields
from kinwork.system.common_work.forms.doing import not_before
from kinwork.system.partnerships.models import Member
from kinwork.web.forms import OnceForm, PlainForm

OPEN = [("", _("Left open"))]


class RateForm(OnceForm):
    """Every capacity and function: a step and what shows it. Each may be left open."""

    on = fields.day(_("Day of the self-check"))
    who = fields.line(
        _("Who looked at it together"),
        _("For example: the steering group, with two parents. No names."),
        300,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        steps = [(key, told[0]) for key, told in words.STEP_WORDS.items()]
        for key in items():
            self.fields[f"step_{key}"] = forms.ChoiceField(
                label=words.item(key), choices=[*OPEN, *steps], required=False
            )
            self.fields[f"shows_{key}"] = fields.line(
                format_html(
                    '{}<span class="usa-sr-only">: {}</span>', _("How we can tell"), words.item(key)
                ),
                most=500,
                required=False,
            )

    def groups(self) -> list[dict[str, Any]]:
        """The fields by set, for the page."""
        return [
            {
                "words": words.set_of_items(name),
                "items": [
                    {"step": self[f"step_{key}"], "shows": self[f"shows_{key}"]}
                    for key, one in items().items()
                    if one.set == name
                ],
            }
            for name in sets()
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key in items():
            if said.get(f"shows_{key}") and not said.get(f"step_{key}"):
                self.add_error(f"step_{key}", _("Choose a step for what you wrote."))
        if not self.errors and not self.steps():
            raise ValidationError(_("Rate at least one of them."))
        return said

    def steps(self) -> dict[str, tuple[str, str]]:
        said = self.cleaned_data
        return {
            key: (said[f"step_{key}"], said.get(f"shows_{key}") or "")
            for key in items()
            if said.get(f"step_{key}")
        }


class CompareForm(PlainForm):
    """Two rounds, by their days; it stands in the address."""

    before = forms.ChoiceField(label=_("Earlier round"), required=False)
    after = forms.ChoiceField(label=_("Later round"), required=False)

    def __init__(self, data: Any = None, *, rounds: list, **kwargs: Any):
        super().__init__(data, **kwargs)
        known = [(str(one.pk), words.day(one.on)) for one in rounds]
        for name in ("before", "after"):
            self.fields[name].choices = known


class PlanForm(OnceForm):
    item = forms.ChoiceField(
        label=_("For what"),
        choices=lambda: [*fields.CHOOSE, *((key, words.item(key)) for key in items())],
    )
    need = fields.line(_("Which help is needed"), most=300)
    helper = fields.line(_("Who helps"), _("An organization or an office, no name of a person."))
    due_on = fields.day(_("By when"))


class DoneForm(PlainForm):
    on = fields.day(_("Done on"))
    done = fields.text(_("What came of it"), most=500)


class EventForm(OnceForm):
    kind = fields.choice(_("Kind"), words.EVENT_WORDS)
    name = fields.line(_("What it is called"))
    on = fields.day(_("Day"), _("Behind us or ahead."))
    host = fields.member(_("Which member hosts it"))
    topics = fields.text(_("Topics"))

    def __init__(self, data: Any = None, *, members: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        fields.offer(self, "host", members)


class CountForm(PlainForm):
    """How many people of each member came. Numbers only."""

    def __init__(self, data: Any = None, *, members: list[Member], **kwargs: Any):
        self.members = members
        super().__init__(data, **kwargs)
        for number, one in enumerate(members):
            self.fields[f"people_{number}"] = forms.IntegerField(
                label=one.name, min_value=0, max_value=rules.MOST_PEOPLE, required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            raise ValidationError(_("Say for at least one member how many people came."))
        return said

    def people(self) -> dict[Member, int]:
        said = self.cleaned_data
        found = {one: said.get(f"people_{number}") for number, one in enumerate(self.members)}
        return {one: number for one, number in found.items() if number is not None}


class AskForm(OnceForm):
    member = fields.member(_("Which member asks"))
    question = fields.text(_("What it asks"))
    asked_on = fields.day(_("Asked on"))
    due_on = fields.day(_("Answer expected by"), required=False)

    def __init__(self, data: Any = None, *, members: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        fields.offer(self, "member", members)

    def clean(self) -> dict[str, Any]:
        return not_before(self, super().clean() or {}, "asked_on", "due_on")


class AnswerHelpForm(PlainForm):
    answered_by = fields.line(
        _("Who answers"), _("An organization or an office, no name of a person.")
    )
    on = fields.day(_("Answered on"))
    answer = fields.text(_("The answer"), most=2000)
