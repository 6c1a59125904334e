"""Who is answered yes where no family row is asked for: ties, envelopes, desks, the trail, search.

Written from the description of the rule and the words above each question of the database, as
`policy.py` is for the rule itself: over a world's raw rows, no SQL. `ANSWERS[question](world, actor,
*values)` says yes or no; `tests/access/asking.py` asks the database the same.
"""

from types import SimpleNamespace
from uuid import UUID

from kinwork.accounts.models import AgencyCommunity
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access.models import Tie, Withholding
from tests.access.grounds import case, hat_of
from tests.access.homes import is_, live, members, same
from tests.access.kept import kept_from
from tests.access.policy import CASEWORK, may_see
from tests.access.worlds import World

FINDS_NAMES = CASEWORK | {"intake worker"}
NOT_SENT = {"draft", "awaiting consent", "recalled"}
BY_NAME = {"sud", "safety"}
SIGNATORIES = {"supervisor", "account administrator", "privacy officer", "backbone lead"}


# Whoever acts ---------------------------------------------------------------------------------


def active(world: World, actor: Actor) -> bool:
    return actor.kind == "staff" and hat_of(world, actor, None)["active"]


def coordinates(world: World, actor: Actor) -> bool:
    return actor.role == "coordinator" and active(world, actor)


def works_for(world: World, actor: Actor, agency: UUID | None) -> bool:
    care = actor.purpose == "care"
    return care and agency is not None and agency == actor.hat and active(world, actor)


def signs_for(world: World, actor: Actor, agency: UUID) -> bool:
    """Those who answer for it, and whoever convenes, for its own."""
    return works_for(world, actor, agency) and actor.role in SIGNATORIES


def is_officer_for(world: World, actor: Actor, agency: UUID, place: UUID) -> bool:
    """For one's own agency; the convening one's for every agency of its own community."""
    if actor.role != "privacy officer" or not active(world, actor):
        return False
    here = [one for one in world.made[AgencyCommunity] if one.community.pk == place]
    convenes = any(one.agency.pk == actor.hat and one.convenes for one in here)
    takes_part = any(one.agency.pk == agency for one in here)
    return agency == actor.hat or (place == actor.community and convenes and takes_part)


# Families and their people -----------------------------------------------------------------------


def home_of(world: World, key: UUID | None) -> Household | None:
    return next((one for one in world.made[Household] if one.pk == key), None)


def is_household(world: World, actor: Actor, home: UUID) -> bool:
    """Its own page, of who belongs to it now; while it is being recorded nobody does yet."""
    if actor.kind != "family" or actor.purpose != "care" or home != actor.hat:
        return False
    said = [row for row in world.made[HouseholdMember] if row.household.pk == home]
    return not said or any(live(row) and row.person.pk == actor.id for row in said)


def shares_home(world: World, actor: Actor, home: UUID) -> bool:
    found = home_of(world, home)
    return is_household(world, actor, home) and not (found and kept_from(world, actor, found))


def tied(world: World, actor: Actor, homes, person: UUID | None = None, sort: str = "") -> bool:
    """A live tie of one's own or of the agency, a supervisor's colleague's too; no broken glass."""
    return any(
        live(tie)
        and tie.kind != "glass"
        and is_(tie.agency, actor.hat)
        and (tie.user is None or tie.user.pk == actor.id or actor.role == "supervisor")
        and (not sort or not tie.classes or sort in tie.classes)
        and (is_(tie.person, person) or tie.household and tie.household.pk in homes)
        for tie in world.made[Tie]
    )


def worked_on(world: World, actor: Actor, home: UUID, kinds=()) -> bool:
    """A piece of work's own tie to this home; a link's only while it lives."""
    return any(
        tie.work == actor.id and is_(tie.household, home) and (not kinds or tie.kind in kinds)
        for tie in world.made[Tie]
        if not kinds or live(tie)
    )


def sees_household(world: World, actor: Actor, home: UUID | None) -> bool:
    """That this home is here and who works with it; nothing of what it said."""
    if actor.purpose != "care" or home is None:
        return False
    if actor.kind == "family":
        return is_household(world, actor, home)
    if actor.kind == "link":
        return worked_on(world, actor, home, ("link",))
    if actor.kind == "clock":
        return clock_for(world, actor, home)
    found = home_of(world, home)
    recorded = found is not None and is_(found.recorded_by, actor.hat) and not found.sealed_at
    named = active(world, actor) and actor.role in FINDS_NAMES
    return named and (recorded or tied(world, actor, {home}))


def clock_for(world: World, actor: Actor, home: UUID) -> bool:
    return actor.kind == "clock" and (actor.id == home or worked_on(world, actor, home))


def own_homes(world: World, person: UUID | None, home: UUID | None) -> set[UUID]:
    """Under the row's own person alone: a link between two rows never shows more."""
    lives = {
        row.household.pk
        for row in world.made[HouseholdMember]
        if live(row) and row.person.pk == person
    }
    return lives | ({home} if home else set())


def every_home(world: World, person: UUID | None, home: UUID | None) -> set[UUID]:
    """Under every row that is this human being: where what is kept counts."""
    one = next((one for one in world.made[Person] if one.pk == person), None)
    found = [own_homes(world, other.pk, home) for other in same(world, one)]
    return set().union(*found, {home} if home else set())


def sees_subject(world: World, actor: Actor, person: UUID | None, home: UUID | None) -> bool:
    return any(sees_household(world, actor, one) for one in own_homes(world, person, home))


def sees_target(world: World, actor: Actor, kind: str, target: UUID) -> bool:
    """An organization is for everybody; a piece of work for who sees a home that it is about."""
    if kind == "household":
        return sees_household(world, actor, target)
    if kind == "person":
        return sees_subject(world, actor, target, None)
    homes = {tie.household.pk for tie in world.made[Tie] if tie.work == target and tie.household}
    return kind == "organization" or any(sees_household(world, actor, one) for one in homes)


def own_branch(world: World, actor: Actor, person: UUID) -> bool:
    row = next(one for one in world.made[Person] if one.pk == person)
    plain = SimpleNamespace(
        pk=None, person=row, household=None, owner=None, recorded_by=None,
        sensitivity="identity", labels=[], sealed_at=None,
    )  # fmt: skip
    own = actor.kind == "family" and case(world, actor, plain).own_branch
    return own and is_household(world, actor, actor.hat)


def find_people(world: World, actor: Actor, keys: str, born, person: UUID) -> bool:
    """Of the agency's own families, by every key and the birth date; never by nothing."""
    asked = {one for one in keys.strip("{}").split(",") if one}
    row = next(one for one in world.made[Person] if one.pk == person)
    if actor.purpose != "care" or actor.role not in FINDS_NAMES or not active(world, actor):
        return False
    if row.sealed_at or not (asked or born):
        return False
    ours = is_(row.recorded_by, actor.hat) or tied(
        world, actor, own_homes(world, person, None), person, "identity"
    )
    return ours and asked <= set(row.name_keys) and born in (None, row.birth_date)


def kept_members(world: World, actor: Actor, home: UUID, person: UUID) -> bool:
    """For the clock that writes to a home: whom not to write to."""
    found = home_of(world, home)
    here = [row.person.pk for row in members(world, found)]
    return (
        actor.kind == "clock"
        and person in here
        and kept_from(world, Actor("family", person, home), found)
    )


# Ties --------------------------------------------------------------------------------------------


def sees_tie(world: World, actor: Actor, agency, member, home, person, work) -> bool:
    """The agency's staff; who sees the home; the work itself. Not a caregiver who is kept from
    somebody there: who helps would tell them."""
    if works_for(world, actor, agency):
        return True
    if actor.kind in ("link", "clock") and work == actor.id:
        return True
    if actor.kind == "family" and any(
        kept_from(world, actor, home_of(world, one)) for one in every_home(world, person, home)
    ):
        return False
    return sees_subject(world, actor, person, home)


def opens_tie(world: World, actor: Actor, agency, member, home, person, kind, work) -> bool:
    """The family: for whom it asks help of. Staff: for the receiver of a referral; else only where
    their agency recorded the family; or for a home that nobody has recorded yet, at an intake. A
    referral itself: for its agencies, into the care team."""
    sees = sees_subject(world, actor, person, home)
    if actor.kind == "family":
        return sees and kind in ("referral", "link", "intake")
    if actor.kind == "clock":
        return joins_team(world, actor, agency, member, home, person, kind, work)
    if actor.kind != "staff":
        return False
    known = home_of(world, home) is not None
    if works_for(world, actor, agency) and person is None and kind == "intake" and not known:
        return True
    if kind == "glass" or not sees:
        return False
    sent = kind in ("referral", "link") and work is not None and agency != actor.hat
    return sent or any(
        is_(home_of(world, one).recorded_by, actor.hat) for one in own_homes(world, person, home)
    )


def joins_team(world: World, actor: Actor, agency, member, home, person, kind, work) -> bool:
    """A referral that is sent and open, of no guarded kind: its two agencies, nobody by name."""
    if actor.kind != "clock" or kind != "team" or work != actor.id or member or person:
        return False
    return any(
        row.pk == work
        and row.household_id == home
        and agency is not None
        and agency in (row.sender_id, row.receiver_id)
        and row.sensitivity not in BY_NAME
        and row.sent_at is not None
        and row.ended_at is None
        for row in world.made.get(Referral, [])
    )


def closes_tie(world: World, actor: Actor, agency, home, person, work) -> bool:
    if works_for(world, actor, agency) or coordinates(world, actor):
        return True
    mine = actor.kind in ("link", "clock") and work == actor.id
    return mine or sees_subject(world, actor, person, home)


# Envelopes and the trail -------------------------------------------------------------------------


def named_staff(world: World, actor: Actor, sort: str, about: UUID, sent_by) -> bool:
    """Substance use: Part 2 staff; safety: who is tied to the work by name; both: whoever sent it."""
    if sort not in BY_NAME or (sent_by is not None and sent_by == actor.id):
        return True
    part_2 = actor.kind == "staff" and hat_of(world, actor, None)["part_2"]
    return (sort == "sud" and part_2) or any(
        live(tie) and tie.work == about and is_(tie.agency, actor.hat) and is_(tie.user, actor.id)
        for tie in world.made[Tie]
    )


def private(world: World, actor: Actor, about: UUID) -> bool:
    """Kept from this caregiver by name, or from everybody but whom it is about."""
    me = same(world, next(one for one in world.made[Person] if one.pk == actor.id))
    return any(
        live(one)
        and one.work == about
        and not one.from_agency
        and (one.from_person in me if one.from_person else not is_(one.person, actor.id))
        for one in world.made[Withholding]
    )


def is_private(world: World, actor: Actor, about: UUID) -> bool:
    return actor.kind == "clock" and any(
        live(one) and one.work == about and one.kind == "minor's own service"
        for one in world.made[Withholding]
    )


def made(world: World, actor: Actor, target: UUID) -> bool:
    """The trail begins with a deed of whoever acts, or says nothing yet."""
    said = [one for one in world.made[AuditEntry] if one.target_id == target]
    done = sorted((one for one in said if one.outcome == "done"), key=lambda one: one.recorded_at)
    return not done or done[0].actor_id == actor.id


def sees_envelope(
    world: World, actor: Actor, key, sender, receiver, home, place, state, sort, sent_by
) -> bool:
    """Parties, state, clocks: the family's, the sender's, the receiver's once it was sent, and the
    community's coordinator's unless it is about substance use or safety."""
    if actor.purpose != "care":
        return False
    if actor.kind == "family":
        whole = shares_home(world, actor, home) or made(world, actor, key)
        return is_household(world, actor, home) and whole and not private(world, actor, key)
    if actor.kind == "link":
        return key == actor.id and state not in NOT_SENT
    if actor.kind == "clock":
        return key == actor.id
    if not active(world, actor) or not named_staff(world, actor, sort, key, sent_by):
        return False
    overlooks = coordinates(world, actor) and place == actor.community
    return (
        sender == actor.hat
        or (receiver == actor.hat and state not in NOT_SENT)
        or (overlooks and sort not in BY_NAME and state != "draft")
    )


def may_read_audit(world: World, actor: Actor, who, hat, home, place) -> bool:
    """One's own deeds; a family's by who shares the whole home; an officer's by agency."""
    own = actor.kind in ("staff", "family", "draft") and who is not None and who == actor.id
    return own or shares_home(world, actor, home) or is_officer_for(world, actor, hat, place)


def may_write(world: World, actor: Actor, owner, recorded, sort: str, person: UUID) -> bool:
    """What one sees, in one's own name; nobody writes by breaking glass."""
    row = SimpleNamespace(
        pk=None, person=next(one for one in world.made[Person] if one.pk == person), household=None,
        owner=owner and SimpleNamespace(pk=owner), sensitivity=sort, labels=[], sealed_at=None,
        recorded_by=recorded and SimpleNamespace(pk=recorded),
    )  # fmt: skip
    if may_see(case(world, actor, row)) in (None, "break-glass"):
        return False
    if actor.kind == "staff":
        return (owner or recorded) == actor.hat
    return actor.kind == "clock" or actor.kind == "family" and owner is None


ANSWERS = {
    one.__name__: one
    for one in (
        *(coordinates, works_for, signs_for, is_officer_for, is_household, shares_home),
        *(sees_household, clock_for, sees_subject, sees_target, own_branch, find_people),
        *(kept_members, sees_tie, opens_tie, closes_tie, named_staff, is_private),
        *(sees_envelope, may_read_audit, may_write),
    )
}
