"""Who writes for a Part 2 program without being marked as one of its staff: what is missing, in words.

The database puts the label on what such an agency writes and then lets only its Part 2 staff write it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.accounts import queries
from kinwork.accounts.models import Agency, Membership
from kinwork.accounts.rules import PART_2, PART_2_ROLES, grantable
from kinwork.common.actor import Actor

MOST_NAMES = 3


def missing(actor: Actor) -> str | None:
    """The sentence for a worker whose record was refused for want of the mark; None where it was not
    that: no such agency, a role that works with no family, or who is marked."""
    if not actor.is_staff or actor.role not in PART_2_ROLES:
        return None
    if not Agency.objects.filter(pk=actor.agency, records__contains=[PART_2]).exists():
        return None
    marked = _is_marked(actor)
    if actor.role == "intake worker":
        return _intake(actor, marked)
    return None if marked else f"{_FIRST()} {_ask(actor)}"


def staff_of(agency, community) -> list[Membership]:
    """Who of an agency is Part 2 staff now."""
    found = queries.staff(agency, community, timezone.now()).filter(is_part_2_staff=True)
    return list(found.filter(user__is_active=True))


def _is_marked(actor: Actor) -> bool:
    found = queries.staff(actor.agency, actor.community, timezone.now())
    return found.filter(user=actor.id, role=actor.role, is_part_2_staff=True).exists()


def _FIRST() -> str:
    return _(
        "Nothing was saved. Your organization is a program for drugs or alcohol (42 CFR Part 2), and"
        " only its Part 2 staff can write down what is about a family. You are not marked as one yet."
    )


def _intake(actor: Actor, marked: bool) -> str:
    said = _(
        "Nothing was saved. Your organization is a program for drugs or alcohol (42 CFR Part 2). An"
        " intake worker cannot write its records, with or without the Part 2 mark: that needs another"
        " role as well."
    )
    return f"{said} {_ask(actor)}"


def _ask(actor: Actor) -> str:
    """Who can mark them: those whose own role may give the role that they wear."""
    people = queries.staff(actor.agency, actor.community, timezone.now())
    giving = [role for role in ("supervisor", "account administrator") if _gives(role, actor.role)]
    people = people.filter(role__in=giving, user__is_active=True).exclude(user=actor.id)
    names = list(dict.fromkeys(one.user.name for one in people))[:MOST_NAMES]
    if not names:
        return _("Ask who runs this site to see to it.")
    return _("Who can do that on the page “Staff of my agency”: %(names)s.") % {
        "names": ", ".join(names)
    }


def _gives(giver: str, role: str) -> bool:
    return role in grantable(giver, convenes=False)
