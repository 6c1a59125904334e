"""Reading drafts, and what a known family has told before."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.family.facts import queries as facts
from kinwork.family.intake.models import Draft, Interpreting, Kiosk, Seat
from kinwork.people.models import Household, HouseholdMember
from kinwork.people.queries import members


def open_draft(id: UUID) -> Draft | None:
    """The unfinished draft with this id, if the actor may see it."""
    return (
        Draft.objects.select_related("community", "agency").filter(pk=id, finished_at=None).first()
    )


def draft(id: UUID) -> Draft | None:
    return Draft.objects.select_related("community", "agency").filter(pk=id).first()


def held(id: UUID) -> Draft | None:
    """The draft that a family's browser holds: by its own id, or by that of a seat at a desk's."""
    if found := draft(id):
        return found
    seat = Seat.objects.filter(pk=id, ended_at=None).first()
    return draft(seat.draft) if seat else None


def at_desk(actor: Actor, id: UUID) -> Draft | None:
    """The draft behind an address at the desk: the office's own, or by a seat at a family's.

    A family's own draft has no address here: whoever knows its id holds it.
    """
    found = draft(id)
    if found:
        return found if found.agency_id == actor.agency else None
    seat = Seat.objects.filter(pk=id, side="desk", agency=actor.agency, ended_at=None).first()
    return draft(seat.draft) if seat else None


def sits(actor: Actor, draft: Draft) -> bool:
    """Was this actor let in at an intake that somebody else began?"""
    at = Seat.objects.filter(draft=draft.pk, ended_at=None, joined_at__isnull=False)
    if actor.is_staff:
        return draft.agency_id is None and at.filter(side="desk", agency=actor.agency).exists()
    if actor.kind != "draft":
        return False
    return at.filter(pk=actor.id, side="family", agency=draft.agency_id).exists()


def helps_a_known_family(actor: Actor) -> bool:
    """Let in at one intake of a family that has a page: that page is not opened by it."""
    at = Seat.objects.filter(pk=actor.id, household__isnull=False)
    return actor.kind == "draft" and at.exists()


def seats(draft: Draft) -> list[Seat]:
    """Whoever was let in and is still there, in the order of coming."""
    found = Seat.objects.filter(draft=draft.pk, ended_at=None, joined_at__isnull=False)
    return list(found.select_related("agency", "user").order_by("joined_at"))


def seats_of_agency(actor: Actor) -> list[tuple[Seat, Draft]]:
    """Families' own intakes at which somebody of this agency sits, newest first."""
    found = Seat.objects.filter(
        side="desk", agency=actor.agency, ended_at=None, joined_at__isnull=False
    ).order_by("-joined_at")[:20]
    at = {one.draft: one for one in found}
    drafts = Draft.objects.filter(pk__in=at, finished_at=None).order_by("-changed_at")
    return [(at[one.pk], one) for one in drafts]


def interpreting(draft: Draft) -> Interpreting | None:
    """Who carries the words now."""
    found = Interpreting.objects.filter(draft=draft.pk, ended_at=None)
    return found.select_related("agency", "user").first()


def interpreted(draft: Draft) -> list[Interpreting]:
    """Whoever carried the words at this intake, in order."""
    return list(Interpreting.objects.filter(draft=draft.pk).order_by("at"))


def kiosk(id: UUID, now: datetime) -> Kiosk | None:
    """The shared computer with this id, while it is one."""
    found = Kiosk.objects.filter(pk=id, ended_at=None, expires_at__gt=now)
    return found.select_related("agency", "community").first()


def kiosks(actor: Actor, now: datetime) -> list[Kiosk]:
    """This agency's shared computers that are set up now, newest first."""
    found = Kiosk.objects.filter(agency=actor.agency, ended_at=None, expires_at__gt=now)
    return list(found.select_related("began_by").order_by("-began_at")[:50])


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
