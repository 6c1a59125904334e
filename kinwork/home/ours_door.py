"""Who may open the family's own page, said once."""

from kinwork.common.actor import Actor
from kinwork.web.pages import page as declared

CLASSES = ("identity", "contact", "household")


def FAMILY_ITSELF(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


def family_page(action: str, classes: tuple[str, ...] = CLASSES):
    """A page of the family's own. Whoever is not signed in is asked for code and word."""
    return declared(action=action, classes=classes, who=FAMILY_ITSELF, enter="ours:enter")
