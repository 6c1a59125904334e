"""Who may write down what a family wishes of the places that help it."""

from kinwork.common.actor import Actor
from kinwork.common.rights import declare, right
from kinwork.people.models import Household

WORKERS = ("intake worker", "navigator", "caseworker", "provider staff", "supervisor")


def is_theirs(actor: Actor, record: Household | None) -> bool:
    """Only the family itself, or a worker who is with it, can say what it wishes."""
    return record is None or actor.is_staff or actor.household == record.pk


declare("doors", {"wish": right(kinds=("family",), roles=WORKERS, when=(is_theirs,))})
