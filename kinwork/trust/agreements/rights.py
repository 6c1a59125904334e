"""Who may make, sign, suspend and end agreements here, and who reads them."""

from kinwork.common.actor import STAFF_ROLES, Actor
from kinwork.common.rights import declare, right
from kinwork.trust.agreements.rules import CONVENERS

# Who answers for an agency.
SIGNERS = ("supervisor", "account administrator", "privacy officer")
STAFF = STAFF_ROLES


def signs_for_its_own(actor: Actor, record) -> bool:
    """Each party signs for itself. Ask whoever answers for that agency, or the convening agency to
    record what they signed on paper."""
    if actor.role in CONVENERS:
        return True
    return actor.agency is not None and getattr(record, "agency_id", None) == actor.agency


def holds_the_passkey(actor: Actor, record) -> bool:
    """A passkey speaks for who holds it, and for their own agency alone. Record what others signed on
    paper."""
    return actor.agency is not None and getattr(record, "agency_id", None) == actor.agency


def is_a_partys_or_convenes(actor: Actor, record) -> bool:
    """A text is negotiated by the agencies that it names, and whoever convenes."""
    return signs_for_its_own(actor, record)


def is_of_the_nation(actor: Actor, record) -> bool:
    """A nation speaks for itself: its own supervisor, account administrator or privacy officer."""
    agency = getattr(record, "agency_id", None) or getattr(record, "pk", None)
    return record is None or (actor.agency is not None and agency == actor.agency)


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
        "sign_with_passkey": right(roles=("backbone lead", *SIGNERS), when=(holds_the_passkey,)),
        "add_scan": right(roles=(*CONVENERS, *SIGNERS), when=(signs_for_its_own,)),
        "open_scan": right(roles=(*CONVENERS, *SIGNERS)),
        "check_scan": right(kinds=("clock",)),
        "drop_scans": right(kinds=("clock",)),
        "remark": right(roles=(*CONVENERS, *SIGNERS), when=(is_a_partys_or_convenes,)),
        "settle_remark": right(roles=CONVENERS),
        "drop_party": right(roles=CONVENERS),
        "join": right(roles=(*CONVENERS, *SIGNERS), when=(signs_for_its_own,)),
        "leave": right(roles=(*CONVENERS, *SIGNERS), when=(signs_for_its_own,)),
        "suspend": right(roles=CONVENERS),
        "resume": right(roles=CONVENERS),
        "end": right(kinds=("clock",), roles=CONVENERS),
        "note_renewal": right(kinds=("clock",)),
        "begin": right(kinds=("clock",)),
        "party_left": right(kinds=("clock",)),
        "ask_renewal": right(roles=SIGNERS, when=(signs_for_its_own,)),
        "nation": right(roles=SIGNERS),
        "mark_nation": right(roles=SIGNERS, when=(is_of_the_nation,)),
        "say_figures": right(roles=SIGNERS, when=(is_of_the_nation,)),
        "withhold_figures": right(roles=SIGNERS, when=(is_of_the_nation,)),
        "allow_figures": right(roles=SIGNERS, when=(is_of_the_nation,)),
        "withdraw_figures": right(roles=SIGNERS, when=(is_of_the_nation,)),
    },
)
