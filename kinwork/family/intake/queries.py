"""Reading drafts, and what a known family has told before."""

from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.family.facts import queries as facts
from kinwork.family.intake.models import Draft
from kinwork.people.models import Household, HouseholdMember
from kinwork.people.queries import members


def open_draft(id: UUID) -> Draft | None:
    """The unfinished draft with this id, if the actor may see it."""
    return (
        Draft.objects.select_related("community", "agency").filter(pk=id, finished_at=None).first()
    )


def draft(id: UUID) -> Draft | None:
    return Draft.objects.select_related("community", "agency").filter(pk=id).first()


def of_agency(actor: Actor) -> list[Draft]:
    """Unfinished intakes on this agency's desk, newest first."""
    found = Draft.objects.filter(agency=actor.agency, finished_at=None)
    return list(found.select_related("user").order_by("-changed_at")[:50])


def told_before(household: Household, on) -> dict[str, Any]:
    """A known family's members and facts as a draft's first answers: nothing is asked twice."""
    people = members(household)
    answers: dict[str, Any] = {
        f"member:{one.person_id}": _member(one, order) for order, one in enumerate(people)
    }
    answers["everyone"] = True
    known = facts.of_household(household.pk, [one.person_id for one in people], on)
    for subject, by_key in known.items():
        for key, fact in by_key.items():
            if key == "place":
                answers["place"] = fact.value
            elif subject == household.pk:
                answers[f"fact:{key}"] = fact.value
            else:
                answers[f"fact:{key}:{subject}"] = fact.value
    return answers


def _member(one: HouseholdMember, order: int) -> dict[str, Any]:
    person = one.person
    return {
        "given": person.given_name,
        "family": person.family_name,
        "relation": one.relation,
        "birth_date": person.birth_date and person.birth_date.isoformat(),
        "due_date": person.due_date and person.due_date.isoformat(),
        "order": order,
        "known": True,
    }
