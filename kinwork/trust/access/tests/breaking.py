"""Breaking the glass, as its tests need it: the clause, the workers, the hour."""

from datetime import UTC, date, datetime

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor, clock
from kinwork.common.ids import new_id
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoGlass
from kinwork.trust.access.models import Glass
from kinwork.trust.agreements.models import Agreement
from tests.cast import make_cast

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)  # a Monday morning, two hours after the story was told
ROSA = {"given": "Rosa", "family": "Luna Ortega", "born": date(1997, 5, 14)}
WHY = {"reason": "medical", "words": "The mother fainted in our waiting room and cannot speak."}


def glass_cast():
    """Everybody, and an emergency clause in what they signed."""
    made = make_cast()
    clause(True)
    return made


def worker(cast, role: str, agency: str) -> Actor:
    """Somebody new in `role` at `agency`."""
    with acting_as(OPERATOR):
        user = accounts.create_user(
            email=f"{new_id().hex}@example.org", name=role, by=OPERATOR, at=cast.at
        )
        accounts.add_membership(
            user=user,
            agency=cast.agencies[agency],
            community=cast.community,
            role=role,
            by=OPERATOR,
            at=cast.at,
        )
    return Actor("staff", user.pk, cast.agencies[agency].pk, role, cast.community.pk)


def clause(on: bool) -> None:
    with acting_as(OPERATOR):
        Agreement.objects.update(emergency_clause=on)


def breaks(actor: Actor, at: datetime = AT, **said) -> Glass:
    with acting_as(actor, now=at):
        return access.break_glass(by=actor, at=at, **(WHY | (said or ROSA)))


def told(glass: Glass) -> Glass:
    """The job that tells owner, reviewers and family, as the worker does it."""
    at = glass.opened_at
    with acting_as(clock(glass.pk, glass.community_id), now=at) as by:
        return access.tell_glass(glass=Glass.objects.get(pk=glass.pk), by=by, at=at)


def names(actor: Actor, at: datetime = AT) -> set[str]:
    with acting_as(actor, now=at):
        return set(Person.objects.values_list("given_name", flat=True))


def why_not(actor: Actor, at: datetime = AT, **said) -> str:
    try:
        assert breaks(actor, at, **said) is None
    except NoGlass as no:
        return no.why
    return "no"
