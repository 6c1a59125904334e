"""Forms before a meeting: its time and place, its agenda, a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kinwork.system.meetings import rules, words
from kinwork.system.meetings.forms import fields
from kinwork.system.meetings.models import AgendaItem, Meeting
from kinwork.web.forms import OnceForm, PlainForm


def _length() -> forms.IntegerField:
    return fields.number(_("How many minutes"), rules.SHORTEST, rules.LONGEST, initial=90)


def _place() -> forms.CharField:
    return fields.line(_("Where"), _("An address or a room."), 300, required=False)


def _online() -> forms.CharField:
    return fields.line(
        _("By phone or online"), _("A number to call, or a web address."), 300, required=False
    )


def _somewhere(form: forms.Form, said: dict[str, Any]) -> None:
    if not form.errors and not (said.get("place") or said.get("online")):
        form.add_error("place", _("Say where it is, or how one joins by phone or online."))


class PlanForm(OnceForm):
    kind = fields.radio(_("Kind"), words.KIND_WORDS, initial=rules.REGULAR)
    title = fields.line(_("What it is called"))
    on = fields.day(_("Day"))
    hour = fields.hour(_("Begins at"))
    minutes = _length()
    place = _place()
    online = _online()

    def __init__(self, *args: Any, zone: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _somewhere(self, said)
        said["starts_at"] = fields.moment(self, "on", "hour", self.zone)
        for name in ("on", "hour"):
            said.pop(name, None)
        return said


class ChangeForm(PlanForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["kind"], self.fields["form_id"]

    @classmethod
    def first(cls, row: Meeting) -> dict[str, Any]:
        """starts_at is put in the place's own time by the page."""
        return {name: getattr(row, name) for name in ("title", "minutes", "place", "online")}


class YearForm(PlainForm):
    title = fields.line(_("What they are called"))
    first = fields.day(
        _("Day of the first one"),
        _("The others fall on the same weekday of the month, as often as the charter says."),
    )
    hour = fields.hour(_("Begins at"))
    count = fields.number(_("How many meetings"), 1, 24)
    minutes = _length()
    place = _place()
    online = _online()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        _somewhere(self, said)
        return said


class WhyForm(PlainForm):
    why = fields.text(_("Why"), most=500)


class ItemForm(OnceForm):
    title = fields.line(_("What it is about"))
    kind = fields.radio(_("What for"), words.ITEM_WORDS, initial=rules.DISCUSS)
    minutes = fields.number(_("How many minutes"), 1, rules.LONGEST, initial=10)
    owner = fields.line(_("Who brings it"), required=False)
    about = fields.text(_("What one should know"), most=4000, required=False)
    papers = fields.text(
        _("Papers"), _("Web addresses or names of papers, one a line."), most=2000, required=False
    )

    @classmethod
    def first(cls, row: AgendaItem) -> dict[str, Any]:
        names = ("title", "kind", "minutes", "owner", "about", "papers")
        return {name: getattr(row, name) for name in names}


class ProposalForm(OnceForm):
    title = fields.line(_("What should be talked about"))
    why = fields.text(_("Why"), most=2000, required=False)
    from_family = forms.BooleanField(
        label=_("A family or a group of families proposes it"),
        help_text=_("Use their words, and no names."),
        required=False,
    )
    member = fields.member(
        _("Which member proposes it"), required=False, empty_label=_("None of these")
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields.offer(self, "member", members)


class AnswerForm(PlainForm):
    answer = fields.text(_("Why it comes on no agenda"), most=500)


class OffersForm(PlainForm):
    """What stands open, as boxes to tick; each becomes an item."""

    chosen = forms.MultipleChoiceField(
        label=_("What comes on the agenda"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offers: list, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offers = {f"{one.source}:{one.source_id}": one for one in offers}
        self.fields["chosen"].choices = [(key, one.title) for key, one in self.offers.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return {"found": [self.offers[key] for key in said.get("chosen", [])]}
