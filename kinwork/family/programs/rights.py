"""Who may hold programs against each other, and write the community's own."""

from kinwork.accounts.queries import convenes
from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.family.programs.models import OwnProgram

PARTNERS = ("supervisor", "coordinator", "backbone lead", "account administrator") + (
    "analyst",
    "evaluator",
    "state viewer",
)
WRITERS = ("supervisor", "backbone lead", "account administrator")


def of_own_community(actor: Actor, own: OwnProgram | None) -> bool:
    """You write the programs of the community that you work in now. Change your hat, or ask its
    backbone lead."""
    return own is None or own.community_id == actor.community


def of_own_agency(actor: Actor, own: OwnProgram | None) -> bool:
    """A supervisor changes the programs that the own agency wrote. Ask the backbone lead."""
    return own is None or actor.role != "supervisor" or own.agency_id == actor.agency


def of_the_convener(actor: Actor, own: OwnProgram | None) -> bool:
    """An account administrator writes programs for the agency that convenes the community. Ask
    its backbone lead."""
    return actor.role != "account administrator" or convenes(actor.agency, actor.community)


_OWN = (of_own_community, of_own_agency, of_the_convener)

declare(
    "programs",
    {
        "align": right(roles=(*PARTNERS, "operator")),
        "read": right(roles=PARTNERS, when=(of_own_community,)),
        "write": right(roles=WRITERS, when=_OWN),
        "discard": right(roles=WRITERS, when=_OWN),
        "publish": right(roles=WRITERS, when=_OWN),
        "withdraw": right(roles=WRITERS, when=_OWN),
    },
)
