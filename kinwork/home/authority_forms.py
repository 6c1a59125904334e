"""What is asked about who may decide, and the words of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.actor import Actor
from kinwork.people.models import HouseholdMember
from kinwork.trust.access.actions import NoAuthority
from kinwork.trust.access.models import Authority
from kinwork.web.forms import MemorableDateField, PlainForm

TOLD_BY_FAMILY = "told by the family"
KINDS = {
    "parent": gettext_lazy("Parent"),
    "guardian": gettext_lazy("Guardian"),
    "foster agency": gettext_lazy("Foster agency"),
    "court": gettext_lazy("Court"),
    "self": gettext_lazy("The teen alone"),
}
SCOPES = {
    "all": (),
    "health": ("development", "health"),
    "school": ("development", "education"),
}
SCOPE_WORDS = {
    "all": gettext_lazy("Everything"),
    "health": gettext_lazy("Health and growth alone"),
    "school": gettext_lazy("School and growth alone"),
}
REFUSALS = {
    "kind": gettext_lazy("Please choose one."),
    "holder": gettext_lazy(
        "A parent or guardian is somebody from the list. A court or a foster agency is a name."
    ),
    "oneself": gettext_lazy("For a teen alone, choose the teen in both lists. Nobody else does."),
    "scope": gettext_lazy("Please choose one."),
    "evidence": gettext_lazy("Write what you saw: the paper, its number and its date."),
    "ends": gettext_lazy("The last day must come after the first."),
}
RELATIONS = {
    "child": gettext_lazy("A child"),
    "expected child": gettext_lazy("A child who is expected"),
    "caregiver": gettext_lazy("A caregiver"),
    "other adult": gettext_lazy("Another adult"),
}
FIELDS = {"given_name": "given", "birth_date": "born"}
IMPOSSIBLE = {
    "given_name": gettext_lazy("Please write a name that can be kept."),
    "birth_date": gettext_lazy("A birth date cannot be in the future."),
}


class AuthorityForm(PlainForm):
    person = forms.ChoiceField(label=gettext_lazy("For which child?"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Who may decide?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    holder = forms.ChoiceField(label=gettext_lazy("Somebody of this family"), required=False)
    holder_name = forms.CharField(
        label=gettext_lazy("Or the name of the court or agency"), required=False, max_length=200
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("About what?"),
        choices=list(SCOPE_WORDS.items()),
        widget=forms.RadioSelect,
        initial="all",
    )
    evidence = forms.CharField(
        label=gettext_lazy("What did you see?"),
        max_length=200,
        help_text=gettext_lazy(
            "For example: an order, its court, its number and its date. For a parent, “told” will do."
        ),
    )
    starts = MemorableDateField(label=gettext_lazy("From (if not today)"), required=False)
    ends = MemorableDateField(label=gettext_lazy("Until (if it has a last day)"), required=False)

    def __init__(self, data: Any = None, *, belong: list[HouseholdMember], **kwargs: Any):
        super().__init__(data, **kwargs)
        children = [one for one in belong if one.relation in ("child", "expected child")]
        self.fields["person"].choices = _choices(children)
        self.fields["holder"].choices = [("", "–"), *_choices(belong)]


class EndForm(PlainForm):
    because = forms.CharField(
        label=gettext_lazy("Why does it end?"),
        max_length=200,
        help_text=gettext_lazy("For example: an order, its court, its number and its date."),
    )


class MemberForm(PlainForm):
    relation = forms.ChoiceField(
        label=gettext_lazy("Who is it?"), choices=list(RELATIONS.items()), widget=forms.RadioSelect
    )
    given = forms.CharField(label=gettext_lazy("First name"), max_length=100)
    family = forms.CharField(label=gettext_lazy("Last name"), required=False, max_length=100)
    born = MemorableDateField(label=gettext_lazy("Birth date, or due date"), required=False)
    deciders = forms.MultipleChoiceField(
        label=gettext_lazy("Who may decide for this child?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Two people may. If nobody here may, leave it empty: then nobody agrees for this child"
            " until somebody is written down."
        ),
    )

    def __init__(self, data: Any = None, *, belong: list[HouseholdMember], **kwargs: Any):
        super().__init__(data, **kwargs)
        caregivers = [one for one in belong if one.relation == "caregiver"]
        self.fields["deciders"].choices = _choices(caregivers)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("relation") in ("child", "expected child") and not told.get("born"):
            raise ValidationError({"born": _("Please write the date.")})
        return told


def _choices(belong: list[HouseholdMember]) -> list[tuple[str, str]]:
    return [(str(one.person_id), one.person.full_name) for one in belong]


def say(form: AuthorityForm, no: NoAuthority) -> None:
    form.add_error(no.field if no.field in form.fields else None, REFUSALS[no.why])


def line(
    one: Authority, names: dict[UUID, str], fallen: set[tuple[UUID, UUID]], actor: Actor
) -> dict[str, Any]:
    """One holder in words. fallen: (child, holder) whose standing an order or a flag has ended."""
    holder = names.get(one.holder_person_id) or one.holder_name
    scope = next((key for key, classes in SCOPES.items() if sorted(classes) == one.scope), None)
    return {
        "row": one,
        "who": holder or (one.holder_agency and one.holder_agency.name) or _("Somebody else"),
        "kind": KINDS[one.kind],
        "scope": "" if scope == "all" else SCOPE_WORDS.get(scope, ", ".join(one.scope)),
        "fallen": (one.person_id, one.holder_person_id) in fallen,
        "may_end": one.recorded_by_id in (None, actor.agency),
    }
