"""Complaints in the cast's community: about the clinic, heard by the convening agency."""

from kinwork.accounts.models import Agency
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.family.complaints import actions
from kinwork.family.complaints.models import Complaint
from tests import cast as casting
from tests.cast import Cast

WORDS = "They laughed at my Spanish and sent me away."


def said(**more) -> actions.Said:
    return actions.Said(**({"happened": WORDS, "subject": "language"} | more))


def made(cast: Cast, name: str = "rosa", agency: str | None = "clinic", **more) -> Complaint:
    """As an actor of the cast, or as a visitor; read back as it is kept."""
    by = VISITOR if name == "visitor" else cast.actors[name]
    told = {one: more.pop(one) for one in ("who", "form_id") if one in more}
    about = more.pop("about", "site" if agency is None else "agency")
    with acting_as(by, now=cast.at):
        return actions.make(
            community=cast.community,
            about=about,
            agency=cast.agencies[agency] if agency else None,
            said=said(**more),
            language="es",
            by=by,
            at=cast.at,
            **told,
        )


def do(cast: Cast, name: str, verb: str, row: Complaint, hours: int = 1, **told):
    """One deed of somebody of the cast, as long after the start."""
    by, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(by, now=at):
        return getattr(actions, verb)(complaint=row, by=by, at=at, **told)


def taken(cast: Cast, **more) -> Complaint:
    row = made(cast, **more)
    return do(cast, "cora", "take", row)


def answered(cast: Cast, **more) -> Complaint:
    row = taken(cast, **more)
    words = "Pedimos perdón. Ahora hay una persona que habla español."
    return do(cast, "cora", "answer", row, hours=2, words=words)


def other_office(cast: Cast) -> Agency:
    """The library hears complaints about the agency that convenes."""
    casting.hire(cast, "pia", "library", "privacy officer")
    with acting_as(cast.dana, now=cast.at):
        actions.name_office(
            community=cast.community, agency=cast.agencies["library"], by=cast.dana, at=cast.at
        )
    return cast.agencies["library"]


def link_to(row: Complaint) -> Actor:
    return Actor("link", row.pk)
