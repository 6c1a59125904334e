"""Whose word a deed is, and who does a step."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.family.plans.rules import FAMILY, WORKER


@dataclass(frozen=True)
class With:
    """Whose word it is: staff name the caregiver who is with them; without one it is their own."""

    on_behalf_of: UUID | None = None
    present: bool = False

    def party(self, by: Actor) -> str:
        return FAMILY if by.is_family or self.is_family_word else WORKER

    @property
    def is_family_word(self) -> bool:
        return self.on_behalf_of is not None and self.present


ALONE = With()


@dataclass(frozen=True)
class Doer:
    """Who does a step: somebody of the family, a worker of an agency, or a partner agency."""

    kind: str = "family"
    person: UUID | None = None
    user: UUID | None = None
    agency: UUID | None = None

    def columns(self) -> dict[str, Any]:
        return {
            "doer": self.kind,
            "doer_person_id": self.person,
            "doer_user_id": self.user,
            "doer_agency_id": self.agency,
        }


US = Doer()
