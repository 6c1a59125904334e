"""Who may make, sign, suspend and end agreements here, and who reads them."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.trust.agreements.rules import CONVENERS

# Who answers for an agency.
SIGNERS = ("supervisor", "account administrator", "privacy officer")
STAFF = (
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


def signs_for_its_own(actor: Actor, record) -> bool:
    """Each party signs for itself. Ask whoever answers for that agency, or the convening agency to
    record what they signed on paper."""
    return actor.role in CONVENERS or getattr(record, "agency_id", None) == actor.agency


declare(
    "agreements",
    {
        "list": right(roles=STAFF),
        "see": right(roles=STAFF),
        "make_agreement": right(roles=CONVENERS),
        "make_version": right(roles=CONVENERS),
        "change": right(roles=CONVENERS),
        "name_party": right(roles=CONVENERS),
        "submit": right(roles=CONVENERS),
        "withdraw": right(roles=CONVENERS),
        "sign": right(roles=(*CONVENERS, *SIGNERS), when=(signs_for_its_own,)),
        "join": right(roles=CONVENERS),
        "leave": right(roles=(*CONVENERS, *SIGNERS), when=(signs_for_its_own,)),
        "suspend": right(roles=CONVENERS),
        "resume": right(roles=CONVENERS),
        "end": right(kinds=("clock",), roles=CONVENERS),
        "note_renewal": right(kinds=("clock",)),
    },
)
