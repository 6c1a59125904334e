"""Who is acting: every page, job, command, demo event and test enters as one Actor."""

from dataclasses import dataclass, replace
from uuid import UUID

KINDS = ("staff", "family", "draft", "link", "machine", "clock", "report", "visitor")
ROLES = (
    "family member",
    "intake worker",
    "navigator",
    "caseworker",
    "provider staff",
    "supervisor",
    "coordinator",
    "privacy officer",
    "backbone lead",
    "analyst",
    "state viewer",
    "evaluator",
    "account administrator",
    "operator",
)
STAFF_ROLES = tuple(role for role in ROLES if role != "family member")


@dataclass(frozen=True)
class Actor:
    """Somebody, or something, that does a deed.

    kind: one of KINDS. id: the user, the caregiver's person, the draft, the referral of a link,
    or the row that a clock opens. hat: the agency somebody works for now, or the household of a
    family member. role: one of ROLES. community: where they work now.
    """

    kind: str
    id: UUID | None = None
    hat: UUID | None = None
    role: str = ""
    community: UUID | None = None
    purpose: str = "care"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of actor")
        if self.role and self.role not in ROLES:
            raise ValueError(f"{self.role!r} is no role")

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def is_family(self) -> bool:
        return self.kind == "family"

    @property
    def agency(self) -> UUID | None:
        """The agency this actor works for now, or None."""
        return self.hat if self.kind in ("staff", "machine") else None

    @property
    def household(self) -> UUID | None:
        """The household whose own page this actor is on, or None."""
        return self.hat if self.kind == "family" else None

    def for_purpose(self, purpose: str) -> "Actor":
        return replace(self, purpose=purpose)


VISITOR = Actor("visitor")
# Whoever sits at the machine itself: sets up, imports, sees no family's row.
OPERATOR = Actor("staff", role="operator")


def clock(row_id: UUID, community: UUID | None = None) -> Actor:
    """The clock, which may open the one row `row_id`."""
    return Actor("clock", id=row_id, community=community)
