"""What the rule needs to know, derived from a world's raw rows in plain Python: no SQL is asked.

`case(world, actor, row)` gives the values for `policy.may_see`; `judge(world, actor)` the verdicts.
"""

from kinwork.accounts.models import Membership
from kinwork.common.actor import Actor
from kinwork.family.referrals.models import ReferralSubject
from kinwork.people.models import Household
from kinwork.trust.access.models import Authority, Block, RowShare, Tie
from kinwork.trust.agreements.models import Agreement, Party
from tests.access.homes import homes, is_, live, members, subject, within
from tests.access.kept import withheld
from tests.access.policy import Case, may_see
from tests.access.speaking import said
from tests.access.worlds import FAMILY_ROWS, NOW, World


def judge(world: World, actor: Actor) -> dict[tuple[str, object], str | None]:
    """For every family row, as (table, id), the line that lets this actor see it, or None."""
    return {
        (model._meta.db_table, row.pk): may_see(case(world, actor, row))
        for model in FAMILY_ROWS
        for row in world.made[model]
    }


def case(world: World, actor: Actor, row) -> Case:
    """Everything known of this actor and this row."""
    facts = {
        "kind": actor.kind,
        "role": actor.role,
        "purpose": actor.purpose,
        **_row(row),
        "withheld": withheld(world, actor, row),
        "opened": actor.kind == "clock" and _opened(world, actor, row),
        "own_branch": actor.kind == "family" and _own_branch(world, actor, row),
        "named": actor.kind == "link" and _named(world, actor, row),
    }
    if actor.kind == "staff":
        for ground in (hat_of, _mine, _ties, _agreed, said):
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


def hat_of(world: World, actor: Actor, row) -> dict:
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
    theirs = homes(world, row)
    return {
        "owns": row.owner is not None and row.owner.pk == actor.hat,
        "recorded": row.recorded_by is not None and row.recorded_by.pk == actor.hat,
        "blocked": any(
            live(block)
            and block.household in theirs
            and (is_(block.user, actor.id) or is_(block.agency, actor.hat))
            for block in world.made[Block]
        ),
        "note_shared": any(
            live(share)
            and share.row == row.pk
            and share.agency.pk == actor.hat
            and within(world, share.household, *subject(row))
            for share in world.made[RowShare]
        ),
    }


def _covers(world: World, tie: Tie, row) -> bool:
    """The class and the subject."""
    return (not tie.classes or row.sensitivity in tie.classes) and _subject_of(world, tie, row)


def _subject_of(world: World, tie: Tie, row) -> bool:
    """The person, or the household and who lives in it."""
    person, household = subject(row)
    return tie.person is person if tie.person else within(world, tie.household, person, household)


def _ties(world: World, actor: Actor, row) -> dict:
    covering = [
        tie
        for tie in world.made[Tie]
        if live(tie) and is_(tie.agency, actor.hat) and _covers(world, tie, row)
    ]
    glass = [tie for tie in covering if tie.kind == "glass" and is_(tie.user, actor.id)]
    covering = [tie for tie in covering if tie.kind != "glass"]
    mine = [tie for tie in covering if is_(tie.user, actor.id)]
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
            one.person is person and is_(one.holder_person, actor.id) and live(one)
            for one in world.made[Authority]
        )
        return mine or branches[person.pk] == branches[actor.id]
    return False


def _named(world: World, actor: Actor, row) -> bool:
    """The household of a live link, its caregivers, and whom the referral names."""
    person, _household = subject(row)
    named = any(one.person is person for one in world.made[ReferralSubject])
    return any(
        tie.kind == "link"
        and tie.work == actor.id
        and live(tie)
        and _covers(world, tie, row)
        and (person is None or named or _cares(world, tie.household, person))
        for tie in world.made[Tie]
    )


def _cares(world: World, home: Household | None, person) -> bool:
    rows = members(world, home) if home else []
    return any(row.person is person and row.relation == "caregiver" for row in rows)


def _opened(world: World, actor: Actor, row) -> bool:
    """The one row of the clock; of a piece of work, or of a household, also how to reach whom it is
    about."""
    if row.pk == actor.id:
        return True
    if row.sensitivity not in ("identity", "contact"):
        return False
    itself = (home for home in world.made[Household] if home.pk == actor.id)
    about = (tie for tie in world.made[Tie] if tie.work == actor.id)
    return any(within(world, home, *subject(row)) for home in itself) or any(
        _subject_of(world, tie, row) for tie in about
    )
