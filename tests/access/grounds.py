"""What the rule needs to know, derived from a world's raw rows in plain Python: no SQL is asked.

`case(world, actor, row)` gives the values for `policy.may_see`; `judge(world, actor)` the verdicts.
"""

from kinwork.accounts.models import Membership
from kinwork.common.actor import Actor
from kinwork.family.referrals.models import ReferralSubject
from kinwork.people.models import Household, HouseholdMember, IdentityLink, Person
from kinwork.trust.access.models import Authority, Block, RowShare, Tie, Withholding
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.consent.models import Consent
from tests.access.policy import Case, may_see
from tests.access.worlds import FAMILY_ROWS, NOW, World


def judge(world: World, actor: Actor) -> dict[tuple[str, object], str | None]:
    """For every family row, as (table, id), the line that lets this actor see it, or None."""
    return {
        (model._meta.db_table, row.pk): may_see(case(world, actor, row))
        for model in FAMILY_ROWS
        for row in world.made[model]
    }


def live(row) -> bool:
    return row.starts is not None and row.starts <= NOW and (row.ends is None or row.ends > NOW)


def subject(row) -> tuple[Person | None, Household | None]:
    if isinstance(row, Person):
        return row, None
    if isinstance(row, Household):
        return None, row
    return (None if isinstance(row, HouseholdMember) else row.person), row.household


def case(world: World, actor: Actor, row) -> Case:
    """Everything known of this actor and this row."""
    facts = {
        "kind": actor.kind,
        "role": actor.role,
        "purpose": actor.purpose,
        **_row(row),
        "withheld": _unreachable(world, actor, row)
        or _said_by_others(world, actor, row)
        or any(live(one) and _withholds(world, one, actor, row) for one in world.made[Withholding]),
        "opened": actor.kind == "clock" and _opened(world, actor, row),
        "own_branch": actor.kind == "family" and _own_branch(world, actor, row),
        "named": actor.kind == "link" and _named(world, actor, row),
    }
    if actor.kind == "staff":
        for ground in (_hat, _mine, _ties, _agreed, _said):
            facts |= ground(world, actor, row)
    return Case(**facts)


def _row(row) -> dict:
    labels = set(row.labels)
    return {
        "sensitivity": row.sensitivity,
        "family_owned": row.owner is None,
        "sealed": row.sealed_at is not None,
        "part_2_record": row.sensitivity == "sud" or "part 2" in labels,
        "safety_record": row.sensitivity == "safety" or "safety" in labels,
        "written_only": row.sensitivity == "education"
        or bool(labels & {"ferpa", "idea part c", "head start"}),
        "confidential_address": "address confidentiality" in labels,
    }


def _hat(world: World, actor: Actor, row) -> dict:
    worn = [
        hat
        for hat in world.made[Membership]
        if live(hat)
        and (hat.user.pk, hat.agency.pk, hat.community.pk, hat.role)
        == (actor.id, actor.hat, actor.community, actor.role)
    ]
    fit = [
        hat
        for hat in worn
        if hat.user.is_active
        and hat.agency.active
        and not hat.agency.is_victim_service_provider
        and (hat.user.mfa_due is None or hat.user.mfa_due > NOW)
        and (hat.user.training_due is None or hat.user.training_due > NOW)
    ]
    return {"active": bool(fit), "part_2": any(hat.is_part_2_staff for hat in worn)}


def _mine(world: World, actor: Actor, row) -> dict:
    """Who owns and typed the row, and whom the family shut out or showed it to."""
    homes = _homes(world, row)
    return {
        "owns": row.owner is not None and row.owner.pk == actor.hat,
        "recorded": row.recorded_by is not None and row.recorded_by.pk == actor.hat,
        "blocked": any(
            live(block)
            and block.household in homes
            and (_is(block.user, actor.id) or _is(block.agency, actor.hat))
            for block in world.made[Block]
        ),
        "note_shared": any(
            live(share)
            and share.row == row.pk
            and share.agency.pk == actor.hat
            and _within(world, share.household, *subject(row))
            for share in world.made[RowShare]
        ),
    }


def _is(named, key) -> bool:
    return named is not None and named.pk == key


def same(world: World, person: Person | None) -> list[Person]:
    """The rows that are one human being with this one, by live links; the stricter of all counts."""
    found = [person] if person else []
    for one in found:
        for link in world.made[IdentityLink]:
            if live(link) and one in (link.one, link.other):
                found += [other for other in (link.one, link.other) if other not in found]
    return found


def _homes(world: World, row) -> list[Household]:
    """The households that may speak about the row: its own, or where its person lives."""
    person, household = subject(row)
    if household:
        return [household]
    return [
        home
        for home in world.households
        if any(one.person in same(world, person) for one in members(world, home))
    ]


def _about(world: World, ground, row) -> bool:
    """Is a protection (of a person, or a whole household) about this row's subject?"""
    person, _household = subject(row)
    if ground.person:
        return ground.person in same(world, person)
    return ground.household in _homes(world, row)


def _withholds(world: World, one: Withholding, actor: Actor, row) -> bool:
    if not _about(world, one, row) or one.classes and row.sensitivity not in one.classes:
        return False
    if one.from_agency:
        return actor.kind == "staff" and one.from_agency.pk == actor.hat
    if actor.kind != "family":
        return False
    return _against(world, one, actor, one.household or _home(world, actor))


def _home(world: World, actor: Actor) -> Household:
    return next(home for home in world.households if home.pk == actor.hat)


def _against(world: World, one: Withholding, actor: Actor, home: Household) -> bool:
    """Held against this caregiver: named, or (nobody is named) not of its branch in this home."""
    myself = same(world, next(p for p in world.persons if p.pk == actor.id))
    if one.from_person:
        return one.from_person in myself
    mine = {row.branch for row in members(world, home) if row.person.pk == actor.id}
    return not _is(one.person, actor.id) and one.branch not in mine


def _unreachable(world: World, actor: Actor, row) -> bool:
    """Whoever is kept from somebody of a home learns of nobody there how to reach them, or where."""
    if actor.kind != "family" or row.sensitivity not in ("contact", "location"):
        return False
    if _is(subject(row)[0], actor.id):
        return False
    return any(_kept(world, actor, home) for home in _homes(world, row))


def _kept(world: World, actor: Actor, home: Household) -> bool:
    """Something of this home is kept from this caregiver."""
    return any(
        live(one)
        and not one.from_agency
        and one.kind != "minor's own service"
        and (one.household is home or one.person in _living(world, home))
        and _against(world, one, actor, home)
        for one in world.made[Withholding]
    )


def _said_by_others(world: World, actor: Actor, row) -> bool:
    """What is said of the whole home is for whoever is kept from somebody there only if they said it
    themselves: here, if no agency typed it. Who lives there stays, but for whom they are kept from."""
    _person, home = subject(row)
    if actor.kind != "family" or home is None or row is home or not _kept(world, actor, home):
        return False
    if isinstance(row, HouseholdMember):
        return any(
            live(one)
            and one.person in same(world, row.person)
            and (not one.classes or row.sensitivity in one.classes)
            and not one.from_agency
            and _against(world, one, actor, _home(world, actor))
            for one in world.made[Withholding]
            if one.person
        )
    return row.owner is not None or row.recorded_by is not None


def _living(world: World, home: Household) -> list[Person]:
    return [one for row in members(world, home) for one in same(world, row.person)]


def members(world: World, household: Household) -> list[HouseholdMember]:
    rows = world.made[HouseholdMember]
    return [row for row in rows if row.household is household and live(row)]


def _within(world, ground: Household, person: Person | None, household: Household | None) -> bool:
    """Is the subject this household, or somebody who lives in it now?"""
    if household:
        return household is ground
    return any(row.person is person for row in members(world, ground))


def _covers(world: World, tie: Tie, row) -> bool:
    """The class and the subject."""
    return (not tie.classes or row.sensitivity in tie.classes) and _subject_of(world, tie, row)


def _subject_of(world: World, tie: Tie, row) -> bool:
    """The person, or the household and who lives in it."""
    person, household = subject(row)
    return tie.person is person if tie.person else _within(world, tie.household, person, household)


def _ties(world: World, actor: Actor, row) -> dict:
    covering = [
        tie
        for tie in world.made[Tie]
        if live(tie) and _is(tie.agency, actor.hat) and _covers(world, tie, row)
    ]
    glass = [tie for tie in covering if tie.kind == "glass" and _is(tie.user, actor.id)]
    covering = [tie for tie in covering if tie.kind != "glass"]
    mine = [tie for tie in covering if _is(tie.user, actor.id)]
    return {
        "tie": any(
            tie.user is None or tie.user.pk == actor.id or actor.role == "supervisor"
            for tie in covering
        ),
        "by_name": bool(mine),
        "intake": any(tie.kind == "intake" for tie in mine),
        "glass": bool(glass),
    }


def _agreed(world: World, actor: Actor, row) -> dict:
    alive = [
        one
        for one in world.made[Agreement]
        if one.state == "in force" and not one.suspended_at and live(one)
    ]

    def binds(agreement: Agreement, agency, roles=("party", "provider", "recipient")) -> bool:
        return any(
            bound.agreement is agreement
            and bound.agency.pk == agency
            and bound.role in roles
            and live(bound)
            for bound in world.made[Party]
        )

    def licenses(agreement: Agreement) -> bool:
        """The owner gives class and purpose; where recipients are named, to them alone."""
        covered = row.sensitivity in agreement.classes and actor.purpose in agreement.purposes
        named = any(
            bound.agreement is agreement and bound.role == "recipient"
            for bound in world.made[Party]
        )
        to_us = not named or binds(agreement, actor.hat, ("recipient",))
        return covered and to_us and binds(agreement, owner, ("party", "provider"))

    owner = row.owner.pk if row.owner else None
    return {
        "emergency": any(one.emergency_clause and binds(one, actor.hat) for one in alive),
        "party": any(one.kind == "participation" and binds(one, actor.hat) for one in alive),
        "mou": any(
            one.kind == "mou" and binds(one, actor.hat) and binds(one, owner) for one in alive
        ),
        "licensed": any(one.kind == "data-sharing" and licenses(one) for one in alive),
    }


def _said(world: World, actor: Actor, row) -> dict:
    said = [
        consent
        for consent in world.made[Consent]
        if live(consent)
        and not (consent.ended_at and consent.ended_at <= NOW)
        and consent.agency.pk == actor.hat
        and (consent.deny or consent.named_user is None or consent.named_user.pk == actor.id)
        and row.sensitivity in consent.classes
        and actor.purpose in consent.purposes
    ]
    permits = [one for one in said if not one.deny and _permits(world, one, row)]
    return {
        "consent": bool(permits),
        "consent_part_2": any(one.part_2 for one in permits),
        "consent_written": any(
            one.records and one.way in ("on paper", "on screen") for one in permits
        ),
        "consent_by_name": any(one.named_user for one in permits),
        "denied": any(one.deny and _refuses(world, one, row) for one in said),
    }


def _permits(world: World, consent: Consent, row) -> bool:
    """Said by who governs the subject, in the household that the subject belongs to."""
    person, household = subject(row)
    if not _within(world, consent.household, person, household):
        return False
    return consent.given_by in _governing(world, person, household, row)


def _refuses(world: World, consent: Consent, row) -> bool:
    """The same for every row that is this human being, in any of its homes: the stricter counts."""
    person, household = subject(row)
    return consent.household in _homes(world, row) and any(
        consent.given_by in _governing(world, one, household, row)
        for one in same(world, person) or [None]
    )


def _governing(world: World, person, household, row) -> list[Person]:
    """Who may speak for the subject, without those whose standing an order or flag has ended."""
    if household:
        speak = adults(world, household)
    else:
        speak = governing(world, person, row.sensitivity)
        if row.sensitivity == "identity" and is_child(world, person):
            speak += _named_by(world, person)
    return [one for one in speak if not _fallen(world, one, row)]


def _named_by(world: World, child: Person) -> list[Person]:
    """The name of a child for whom nobody holds authority: the caregivers of its branch."""
    if any(one.person is child and live(one) for one in world.made[Authority]):
        return []
    return [
        row.person
        for home in world.households
        for place in members(world, home)
        for row in members(world, home)
        if place.person is child and place.relation == "child"
        if row.relation == "caregiver" and row.branch == place.branch
    ]


def _fallen(world: World, speaker: Person, row) -> bool:
    return any(
        live(one)
        and one.kind in ("court order", "safety flag")
        and one.from_person in same(world, speaker)
        and speaker is not subject(row)[0]
        and (not one.classes or row.sensitivity in one.classes)
        and _about(world, one, row)
        for one in world.made[Withholding]
        if one.from_person
    )


def adults(world: World, household: Household) -> list[Person]:
    return [row.person for row in members(world, household) if row.relation != "child"]


def governing(world: World, person: Person, sensitivity: str) -> list[Person]:
    """A child's holders of authority for this class; an adult governs their own rows."""
    if not is_child(world, person):
        return [person]
    return [
        one.holder_person
        for one in world.made[Authority]
        if one.person is person and live(one) and (not one.scope or sensitivity in one.scope)
    ]


def _own_branch(world: World, actor: Actor, row) -> bool:
    person, household = subject(row)
    for home in world.households:
        if home.pk != actor.hat:
            continue
        branches = {row.person.pk: row.branch for row in members(world, home)}
        if actor.id not in branches:
            return False
        if household:
            return household is home
        if person.pk not in branches:
            return False
        mine = any(
            one.person is person and one.holder_person.pk == actor.id and live(one)
            for one in world.made[Authority]
        )
        return mine or branches[person.pk] == branches[actor.id]
    return False


def _named(world: World, actor: Actor, row) -> bool:
    """The household of a live link, its adults, and the children whom the referral names."""
    person, _household = subject(row)
    child = person is not None and is_child(world, person)
    named = any(one.person is person for one in world.made[ReferralSubject])
    return any(
        tie.kind == "link"
        and tie.work == actor.id
        and live(tie)
        and _covers(world, tie, row)
        and (named or not child)
        for tie in world.made[Tie]
    )


def _opened(world: World, actor: Actor, row) -> bool:
    """The one row of the clock; of a piece of work, or of a household, also how to reach whom it is
    about."""
    if row.pk == actor.id:
        return True
    if row.sensitivity not in ("identity", "contact"):
        return False
    homes = (home for home in world.made[Household] if home.pk == actor.id)
    about = (tie for tie in world.made[Tie] if tie.work == actor.id)
    return any(_within(world, home, *subject(row)) for home in homes) or any(
        _subject_of(world, tie, row) for tie in about
    )


def is_child(world: World, person: Person) -> bool:
    rows = world.made[HouseholdMember]
    return any(row.person is person and row.relation == "child" and live(row) for row in rows)
