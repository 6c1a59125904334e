"""A young person asks for something on their own: where a text of law says that they may, it is kept
from the caregivers from the first line on. The table: kinwork/library/minors."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused, may
from kinwork.directory.models import Service
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.codes import class_of_need
from kinwork.family.referrals.models import Referral
from kinwork.home import protection_forms as asked
from kinwork.library import minors
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import withhold_minors_service
from kinwork.trust.access.models import Withholding
from kinwork.trust.access.standing import MINORS
from kinwork.trust.consent.queries import lock_grounds
from kinwork.web.forms import OnceForm

# Need -> the services of the table that answer it; their rows have the same class.
ANSWERS = {
    "prenatal-care": ("pregnancy", "care"),
    "pediatric-care": ("care", "sti", "pregnancy", "family-planning", "assault-exam"),
    "dental-care": ("care",),
    "mental-health": ("mental-health",),
}
# The name alone: a phone of the home rings at home.
SHARED = ("identity",)


class AloneForm(OnceForm):
    """Who, which service, by which text; and what was found true where the text asks for it."""

    which = forms.ChoiceField(
        label=gettext_lazy("Who asked, and for what?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Each with the text of law that says it."),
    )
    found = forms.BooleanField(
        label=gettext_lazy("What stands after “if” was found true by somebody whose work that is."),
        required=False,
    )
    wishes = forms.BooleanField(
        label=gettext_lazy("I asked the teen alone: the parents are not to read it."),
        error_messages={
            "required": gettext_lazy("Ask the teen alone. What the teen wants counts.")
        },
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], **kwargs: Any):
        super().__init__(data, prefix="alone", **kwargs)
        self.fields["which"].choices = choices

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        line = told.get("which") and asked.chosen(told["which"])[1]
        if line and line.condition and not told.get("found"):
            raise ValidationError({"found": asked.MUST_BE_FOUND})
        return told


def choices(
    row: Household, people: list[Person], code: str, on: date, actor: Actor
) -> list[tuple[str, str]]:
    """What the page offers: only where the table has a line for this state, service and age."""
    if code not in ANSWERS or not may(actor, "access.withhold_minors_service"):
        return []
    return [
        (key, words)
        for key, words in asked.own_services(people, row.community.state, on)
        if _answers(asked.chosen(key)[1].service, code)
    ]


def _answers(service: str, code: str) -> bool:
    same_class = minors.services()[service].sensitivity == class_of_need(code)
    return service in ANSWERS[code] and same_class


def is_kept(row: Referral) -> bool:
    """Did a young person ask this alone? As far as our own office wrote it down: then it goes on
    where a yes stands already, and nobody writes down a new one."""
    about = [row.pk, row.need_id]
    return Withholding.objects.filter(work__in=about, kind=MINORS, ends=None).exists()


def on_a_yes_that_stands(home: UUID, agency: UUID | None, whom: Iterable[UUID]) -> None:
    """Raises Refused where it would need a new one, or goes to somebody who has signed nothing."""
    if agency is None or not lock_grounds(home, agency, whom, SHARED).allowed:
        raise Refused(
            "referrals.send",
            _(
                "The family shares nothing with this place yet, and a new yes would stand on the "
                "family's page. Give the teen the phone number."
            ),
        )


def form_for(
    data: Any, own: list[tuple[str, str]], row: Household, agency: Agency | None
) -> AloneForm | None:
    """Bound where it is the one that was sent. None where there is no yes yet to send it on: a new
    one would stand on the family's page."""
    whom = {UUID(asked.chosen(key)[0]) for key, _words in own}
    if not own or agency is None or not lock_grounds(row.pk, agency.pk, whom, SHARED).allowed:
        return None
    return AloneForm(data if data and data.get("deed") == "alone" else None, choices=own)


@transaction.atomic
def send(
    row: Household,
    service: Service,
    code: str,
    told: dict[str, Any],
    people: list[Person],
    actor: Actor,
    now: datetime,
) -> Referral:
    """Need, protection of both, referral, sent: all of it or nothing; the same form twice is once."""
    form_id = told["form_id"]
    one_family_at_a_time(row.pk)
    if known := Referral.objects.filter(household=row.pk, form_id=form_id).first():
        return known
    key, line = asked.chosen(told["which"])
    teen = next(one for one in people if str(one.pk) == key)
    open_one = Referral.objects.filter(
        need__person=teen, need_code=code, service=service, sender=actor.agency, ended_at=None
    ).first()
    if open_one and is_kept(open_one):  # under way already
        return open_one
    keep = partial(
        withhold_minors_service,
        person=teen,
        service=line.service,
        state=row.community.state,
        found=[line.condition] if line.condition else [],
        by=actor,
        at=now,
    )
    need_id = uuid5(form_id, "need")
    keep(work=need_id)
    need = actions.make_need(
        household=row, person=teen, code=code, urgency="2 days", need_id=need_id, by=actor, at=now
    )
    made = actions.make_referral(
        need=need,
        service=service,
        subjects=[teen],
        classes=SHARED,
        form_id=form_id,
        by=actor,
        at=now,
    )
    keep(work=made.pk)
    return actions.send(referral=made, form_id=form_id, on_behalf_of=teen.pk, by=actor, at=now)
