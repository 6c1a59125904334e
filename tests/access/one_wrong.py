"""One thing wrong at a time: grounds that hold entirely, and beside each its twins with one flaw.

Thrown worlds seldom have everything right but one thing; here nothing else is. `questions()` stores
the rows and returns (acting actor, SQL, its values, the answer that the description wants).
"""

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from tests.access.dice import DAY, NOW
from tests.access.one_wrong_homes import OF_HOMES
from tests.access.one_wrong_kept import OF_KEPT
from tests.access.one_wrong_meeting import OF_MEETING
from tests.access.one_wrong_parties import OF_PARTIES
from tests.access.one_wrong_work import OF_WORK
from tests.access.right import (
    ANYBODY,
    LIVE,
    NOT_IN_FORCE,
    WINDOWS,
    agency_,
    agreement_,
    join,
)
from tests.seeing import everything


def questions() -> list[tuple]:
    with everything():
        place = Community.objects.create(slug=f"one-{new_id().hex[:8]}", name="One", state="AZ")
        return [one for asked in ALL for one in asked(place)]


def _party(place):
    ask = "SELECT kw_party(%s, %s)"
    for wrong in ({}, *NOT_IN_FORCE, {"kind": "mou", "emergency_clause": False}):
        agency = agency_()
        join(agreement_(place, **{"kind": "participation"} | wrong), agency)
        yield ANYBODY, ask, (agency.pk, "participation"), not wrong
        yield ANYBODY, ask, (agency.pk, "emergency"), not wrong
        yield ANYBODY, ask, (new_id(), "participation"), False
    for window in WINDOWS:
        agency = agency_()
        join(agreement_(place, "participation"), agency, live=window)
        yield ANYBODY, ask, (agency.pk, "participation"), False


def _memorandum(place):
    ask = "SELECT kw_same_mou(%s, %s)"
    for wrong in ({}, *NOT_IN_FORCE, {"kind": "participation"}):
        one, other, third = agency_(), agency_(), agency_()
        pact = agreement_(place, **{"kind": "mou"} | wrong)
        for agency in (one, other):
            join(pact, agency)
        join(agreement_(place, "mou"), third)
        yield ANYBODY, ask, (one.pk, other.pk), not wrong
        yield ANYBODY, ask, (one.pk, third.pk), False
        yield ANYBODY, ask, (third.pk, other.pk), False
    for window in WINDOWS:
        for late in (0, 1):
            pact, both = agreement_(place, "mou"), (agency_(), agency_())
            for number, agency in enumerate(both):
                join(pact, agency, live=window if number == late else LIVE)
            yield ANYBODY, ask, tuple(agency.pk for agency in both), False


def _licence(place):
    ask = "SELECT kw_licensed(%s, %s, %s)"
    wrongs = ({}, *NOT_IN_FORCE, {"kind": "mou"}, {"classes": ["means"]}, {"purposes": ["audit"]})
    for wrong in wrongs:
        owner, towards, third = agency_(), agency_(), agency_()
        named = agreement_(place, **{"kind": "data-sharing"} | wrong)
        join(named, owner, "provider")
        join(named, towards, "recipient")
        yield ANYBODY, ask, (owner.pk, "health", towards.pk), not wrong
        yield ANYBODY, ask, (owner.pk, "health", third.pk), False
        yield ANYBODY, ask, (towards.pk, "health", towards.pk), False
        yield ANYBODY, ask, (third.pk, "health", towards.pk), False
        # a party, but none of the recipients; a recipient, but of another one
        within, beside = agency_(), agency_()
        join(named, within)
        join(agreement_(place, "data-sharing"), beside, "recipient")
        for nobody in (within, beside):
            yield ANYBODY, ask, (owner.pk, "health", nobody.pk), False
        yield ANYBODY, ask, (owner.pk, "education", towards.pk), False
        alone = agency_()
        join(agreement_(place, **{"kind": "data-sharing"} | wrong), alone)
        yield ANYBODY, ask, (alone.pk, "health", third.pk), not wrong
    for window in WINDOWS:
        for late in (0, 1):
            pact, both = agreement_(place, "data-sharing"), (agency_(), agency_())
            for number, role in enumerate(("provider", "recipient")):
                join(pact, both[number], role, window if number == late else LIVE)
            yield ANYBODY, ask, (both[0].pk, "health", both[1].pk), False


def _active(place):
    wrongs = [
        {},
        *({"hat": window} for window in WINDOWS),
        {"user": {"is_active": False}},
        *({"user": {name: NOW}} for name in ("mfa_due", "training_due")),
        {"agency": {"active": False}},
        {"agency": {"is_victim_service_provider": True}},
    ]
    for wrong in wrongs:
        agency = Agency.objects.create(name=f"A {new_id().hex[:6]}", **wrong.get("agency", {}))
        due = {"mfa_due": NOW + DAY, "training_due": NOW + DAY}
        user = User.objects.create(
            email=f"{new_id().hex}@example.org", **due | wrong.get("user", {})
        )
        Membership.objects.create(
            user=user, agency=agency, community=place, role="coordinator",
            is_part_2_staff=True, **LIVE | wrong.get("hat", {}),
        )  # fmt: skip
        ids = (user.pk, agency.pk, "coordinator", place.pk)
        worn = not wrong.get("hat")
        for role, holds in (("coordinator", not wrong), ("navigator", False)):
            actor = Actor("staff", *ids[:2], role, place.pk)
            yield actor, "SELECT kw_active()", (), holds
            yield actor, "SELECT kw_coordinates()", (), holds
            yield actor, "SELECT kw_works_for(%s)", (agency.pk,), holds
            yield actor, "SELECT kw_part_2_staff()", (), worn and role == "coordinator"
        stranger = Actor("staff", new_id(), *ids[1:])
        yield stranger, "SELECT kw_active()", (), False
        yield Actor("staff", ids[0], new_id(), *ids[2:]), "SELECT kw_active()", (), False
        yield Actor("machine", *ids), "SELECT kw_active()", (), False
        yield Actor("staff", *ids, "audit"), "SELECT kw_works_for(%s)", (agency.pk,), False


ALL = (
    *(_party, _memorandum, _licence, _active),
    *(*OF_HOMES, *OF_PARTIES, *OF_KEPT, *OF_MEETING, *OF_WORK),
)
