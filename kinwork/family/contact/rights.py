"""Who may say how a family is reached, and who may write to it."""

from typing import Any

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.rights import declare, right
from kinwork.family.contact import queries

WORKERS = ("intake worker", "navigator", "caseworker", "supervisor", "provider staff")
SEES_FAILED = ("supervisor", "operator")
STAFF_ROLES = (*WORKERS, "account administrator", "coordinator", "privacy officer", "backbone lead")


def is_ours(actor: Actor, delivery: Any) -> bool:
    """This message is for another agency's people. Ask your supervisor whose it is."""
    return delivery is None or actor.role == "operator" or delivery.agency_id == actor.agency


def sees_the_family(actor: Actor, delivery: Any) -> bool:
    """Only who works with this family now can do this. Ask your supervisor who that is."""
    return not _is_of_a_family(actor, delivery) or queries.works_with(delivery.household)


def looks_after_it(actor: Actor, delivery: Any) -> bool:
    """Only who works with this family now can do this. Ask your supervisor who that is."""
    if sees_the_family(actor, delivery):
        return True
    # with nobody in particular it fell to whoever convenes, and must not lie there for ever
    if not queries.is_let_in(delivery.household):
        return False
    with acting_as(clock(delivery.household, delivery.community_id)):
        return not queries.is_followed(delivery.household)


def _is_of_a_family(actor: Actor, delivery: Any) -> bool:
    return delivery is not None and delivery.kind == "notice" and actor.role != "operator"


declare(
    "contact",
    {
        "record_contact": right(kinds=("family",), roles=WORKERS),
        "end_contact": right(kinds=("family",), roles=WORKERS),
        "say_hours": right(kinds=("family",)),
        "substitute_address": right(roles=("navigator", "caseworker", "supervisor")),
        "read_messages": right(kinds=("family",)),
        "failed": right(roles=(*WORKERS, "coordinator", "operator", "account administrator")),
        "retry": right(
            roles=(*WORKERS, "coordinator", "operator", "account administrator"),
            when=(is_ours, looks_after_it),
        ),
        "give_up": right(
            roles=(*WORKERS, "coordinator", "operator", "account administrator"),
            when=(is_ours, looks_after_it),
        ),
        "tell": right(roles=WORKERS, when=(is_ours, sees_the_family)),
        "miss": right(roles=WORKERS, when=(is_ours, sees_the_family)),
        "go_another_way": right(roles=WORKERS, when=(is_ours, sees_the_family)),
        # Whoever holds the address: by its page, by a link in a letter, by an answer.
        "stop": right(kinds=("family", "visitor", "staff", "draft", "link")),
        "start": right(kinds=("family", "visitor", "staff", "draft", "link")),
        "endpoint": right(roles=("account administrator", "supervisor")),
        "choose_mails": right(kinds=("staff",)),
    },
)
