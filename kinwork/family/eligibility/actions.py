"""Screening is written down, one dated snapshot a program; and the office's own yes or no."""

from datetime import date, datetime

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import Refused, check
from kinwork.family.eligibility import rights, rules  # noqa: F401  (declares the table)
from kinwork.family.eligibility.models import Determination
from kinwork.family.facts import queries as facts
from kinwork.family.facts.actions import NOT_THEIR_PROGRAM
from kinwork.family.facts.models import Fact
from kinwork.library import programs
from kinwork.people.models import Household


def screen(*, household: Household, by: Actor, at: datetime) -> list[Determination]:
    """Check every program against the facts in force that `by` may see; save what came out.

    A family's own screening is family-owned, an agency's belongs to the agency.
    """
    require(by)
    check(by, "eligibility.screen", household)
    on = today(household.community, at)
    known, used = facts.household_for_screening(household.pk, on)
    made = [_snapshot(household, found, used, by, at) for found in programs.screen(known, on)]
    Determination.objects.bulk_create(made)
    classes = {one.sensitivity for one in made}
    audit.record(
        "eligibility.screen",
        household,
        by=by,
        at=at,
        household=household.pk,
        classes=classes,
        programs=len(made),
        rows=[str(one.pk) for one in made],
    )
    return made


def decide(
    *,
    household: Household,
    program: str,
    verdict: str,
    on: date,
    until: date,
    by: Actor,
    at: datetime,
) -> Determination:
    """The office that decides about `program` says yes or no; the next agency goes by it until
    `until`, if the family lets it see. It takes the class that a check of today would take."""
    require(by)
    check(by, "eligibility.decide", household)
    if program not in facts.decides_about(by.agency, household.community_id):
        raise Refused("eligibility.decide", NOT_THEIR_PROGRAM)
    day = today(household.community, at)
    if not on <= day <= until:
        raise Refused("eligibility.decide", "A decision has been made, and is not over.")
    known, _used = facts.household_for_screening(household.pk, day)
    (found,) = programs.screen(known, day, programs=[program])
    made = Determination.objects.create(
        community_id=household.community_id,
        owner_id=by.agency,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=rules.highest_class(_cited(found)),
        household=household,
        said_in=household.pk,
        program=program,
        verdict=verdict,
        rule_version=found.rule_version,
        basis="certified",
        on=on,
        until=until,
        made_at=at,
        decided=True,
    )
    audit.record(
        "eligibility.decide",
        made,
        by=by,
        at=at,
        household=household.pk,
        classes=[made.sensitivity],
        program=program,
    )
    return made


def _snapshot(
    household: Household,
    found: programs.Determination,
    used: list[Fact],
    by: Actor,
    at: datetime,
) -> Determination:
    cited = _cited(found)
    behind = [fact for fact in used if _name(fact) in cited or fact.key in cited]
    said = found.as_dict()
    flags = [name for name in ("discretion", "already", "failed") if said[name]]
    return Determination(
        community_id=household.community_id,
        owner_id=by.agency,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        sensitivity=rules.highest_class(cited),
        household=household,
        said_in=household.pk,
        program=found.program,
        verdict=found.answer.value,
        flags=flags,
        members=said["members"],
        reasons=said["reasons"],
        missing=[str(ref) for ref in found.missing],
        facts=[fact.pk for fact in behind],
        rule_version=found.rule_version,
        basis=rules.weakest(fact.how for fact in behind),
        on=found.as_of,
        made_at=at,
    )


def _cited(found: programs.Determination) -> set[str]:
    """The keys of the facts that decided, and of those that are missing."""
    keys = {key for reason in found.reasons for key, _value in reason.facts}
    return keys | {str(ref) for ref in found.missing}


def _name(fact: Fact) -> str:
    return fact.key if fact.person_id is None else f"{fact.key}:{fact.person_id}"
