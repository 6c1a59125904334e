"""Who may hold programs against each other."""

from kinwork.common.rights import declare, right

PARTNERS = ("supervisor", "coordinator", "backbone lead", "analyst", "evaluator", "state viewer")

declare("programs", {"align": right(roles=(*PARTNERS, "operator"))})
