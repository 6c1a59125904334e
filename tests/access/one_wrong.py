"""One thing wrong at a time: grounds that hold entirely, and beside each its twins with one flaw.

Thrown worlds seldom have everything right but one thing; here nothing else is. `questions()` stores
the rows and returns (acting actor, SQL, its values, the answer that the description wants).
"""

from datetime import timedelta

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Community
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access.models import Authority, Withholding
from kinwork.trust.agreements.models import Agreement, Party
from tests.access.worlds import NOW
from tests.seeing import everything

DAY = timedelta(days=1)
LIVE = {"starts": NOW - DAY, "ends": None}
# Windows that do not hold now.
WINDOWS = ({"starts": NOW - DAY, "ends": NOW}, {"starts": NOW + DAY, "ends": None})
OVER_OR_NOT_YET = [{"live": window} for window in WINDOWS]
NOT_IN_FORCE = [
    {"state": "suspended", "suspended_at": NOW},
    {"suspended_at": NOW},
    {"state": "draft"},
    *WINDOWS,
]


def questions() -> list[tuple]:
    with everything():
        place = Community.objects.create(slug=f"one-{new_id().hex[:8]}", name="One", state="AZ")
        return [
            one
            for asked in (_party, _memorandum, _licence, _active, _governs, _told, _answers)
            for one in asked(place)
        ]


def _agency() -> Agency:
    return Agency.objects.create(name=f"Agency {new_id().hex[:6]}")


def _agreement(place: Community, kind: str, **wrong) -> Agreement:
    fields = {"classes": ["health"], "purposes": ["care"], "emergency_clause": True, **LIVE}
    return Agreement.objects.create(community=place, kind=kind, title="One", **fields | wrong)


def _join(agreement: Agreement, agency: Agency, role: str = "party", live=None) -> None:
    Party.objects.create(agreement=agreement, agency=agency, role=role, **live or LIVE)


ANYBODY = Actor("staff", new_id(), new_id(), "caseworker", new_id())


def _party(place):
    ask = "SELECT kw_party(%s, %s)"
    for wrong in ({}, *NOT_IN_FORCE, {"kind": "mou", "emergency_clause": False}):
        agency = _agency()
        _join(_agreement(place, **{"kind": "participation"} | wrong), agency)
        yield ANYBODY, ask, (agency.pk, "participation"), not wrong
        yield ANYBODY, ask, (agency.pk, "emergency"), not wrong
        yield ANYBODY, ask, (new_id(), "participation"), False
    for window in WINDOWS:
        agency = _agency()
        _join(_agreement(place, "participation"), agency, live=window)
        yield ANYBODY, ask, (agency.pk, "participation"), False


def _memorandum(place):
    ask = "SELECT kw_same_mou(%s, %s)"
    for wrong in ({}, *NOT_IN_FORCE, {"kind": "participation"}):
        one, other, third = _agency(), _agency(), _agency()
        pact = _agreement(place, **{"kind": "mou"} | wrong)
        for agency in (one, other):
            _join(pact, agency)
        _join(_agreement(place, "mou"), third)
        yield ANYBODY, ask, (one.pk, other.pk), not wrong
        yield ANYBODY, ask, (one.pk, third.pk), False
        yield ANYBODY, ask, (third.pk, other.pk), False
    for window in WINDOWS:
        for late in (0, 1):
            pact, both = _agreement(place, "mou"), (_agency(), _agency())
            for number, agency in enumerate(both):
                _join(pact, agency, live=window if number == late else LIVE)
            yield ANYBODY, ask, tuple(agency.pk for agency in both), False


def _licence(place):
    ask = "SELECT kw_licensed(%s, %s, %s)"
    wrongs = ({}, *NOT_IN_FORCE, {"kind": "mou"}, {"classes": ["means"]}, {"purposes": ["audit"]})
    for wrong in wrongs:
        owner, towards, third = _agency(), _agency(), _agency()
        named = _agreement(place, **{"kind": "data-sharing"} | wrong)
        _join(named, owner, "provider")
        _join(named, towards, "recipient")
        yield ANYBODY, ask, (owner.pk, "health", towards.pk), not wrong
        yield ANYBODY, ask, (owner.pk, "health", third.pk), False
        yield ANYBODY, ask, (towards.pk, "health", towards.pk), False
        yield ANYBODY, ask, (third.pk, "health", towards.pk), False
        yield ANYBODY, ask, (owner.pk, "education", towards.pk), False
        alone = _agency()
        _join(_agreement(place, **{"kind": "data-sharing"} | wrong), alone)
        yield ANYBODY, ask, (alone.pk, "health", third.pk), not wrong
    for window in WINDOWS:
        for late in (0, 1):
            pact, both = _agreement(place, "data-sharing"), (_agency(), _agency())
            for number, role in enumerate(("provider", "recipient")):
                _join(pact, both[number], role, window if number == late else LIVE)
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


GOVERNS = "SELECT kw_governs(%s, %s, %s::uuid[], %s::uuid[], %s)"


def _home(place, *, branches=("main", "main"), lives=(LIVE, LIVE), relation="caregiver"):
    """A household with an adult and a child; nothing says who has authority."""
    told = {"community": place, "sensitivity": "identity"}
    home = Household.objects.create(**told)
    both = [Person.objects.create(given_name="One", **told) for _ in range(2)]
    for person, role, branch, live in zip(both, (relation, "child"), branches, lives, strict=True):
        HouseholdMember.objects.create(
            household=home, person=person, relation=role, branch=branch,
            community=place, sensitivity="household", **live,
        )  # fmt: skip
    return home, *both


def _governs(place):
    def asked(home, giver, about, sensitivity="identity", row_home=None):
        values = ([about.pk] if about else [], [home.pk], row_home and row_home.pk)
        return GOVERNS, (giver.pk, sensitivity, *values)

    home, adult, child = _home(place)
    elsewhere, stranger, _other = _home(place)
    yield ANYBODY, *asked(home, adult, adult, "health"), True
    yield ANYBODY, *asked(home, child, child, "health"), False
    yield ANYBODY, *asked(home, adult, child), True  # nobody else may: identity alone
    yield ANYBODY, *asked(home, adult, child, "health"), False
    yield ANYBODY, *asked(home, stranger, child), False
    yield ANYBODY, *asked(home, adult, None, "means", home), True
    yield ANYBODY, *asked(home, stranger, None, "means", home), False
    yield ANYBODY, *asked(elsewhere, adult, None, "means", elsewhere), False
    flaws = [{"branches": ("main", "other")}, {"relation": "other adult"}]
    flaws += [{"lives": (window, LIVE)} for window in WINDOWS]
    flaws += [{"lives": (LIVE, window)} for window in WINDOWS]
    for flaw in flaws:
        there, grown, small = _home(place, **flaw)
        yield ANYBODY, *asked(there, grown, small), False
    for window in WINDOWS:
        there, grown, _small = _home(place, lives=(window, LIVE))
        yield ANYBODY, *asked(there, grown, None, "means", there), False
    for scope, window, health, means in (
        ([], LIVE, True, True),
        (["health"], LIVE, True, False),
        *(([], window, False, False) for window in WINDOWS),
    ):
        there, grown, small = _home(place)
        _elsewhere, holder, _small = _home(place)
        Authority.objects.create(
            person=small, holder_person=holder, kind="parent", scope=scope, **window
        )
        yield ANYBODY, *asked(there, holder, small, "health"), health
        yield ANYBODY, *asked(there, holder, small, "means"), means
        # who lives with the child speaks for it only while nobody holds authority
        yield ANYBODY, *asked(there, grown, small), window is not LIVE
    for kind, about, window, classes, stands in (
        ("court order", "person", LIVE, [], False),
        ("safety flag", "household", LIVE, ["means"], False),
        ("safety flag", "household", LIVE, ["health"], True),
        ("protected branch", "person", LIVE, [], True),
        *(("court order", "person", window, [], True) for window in WINDOWS),
    ):
        there, grown, small = _home(place)
        Authority.objects.create(person=small, holder_person=grown, kind="parent", **LIVE)
        Withholding.objects.create(
            community=place, kind=kind, from_person=grown, classes=classes,
            recorded_by=_agency(), **({"person": small} if about == "person" else {"household": there}),
            **window,
        )  # fmt: skip
        yield ANYBODY, *asked(there, grown, small, "means"), stands
        yield ANYBODY, *asked(there, grown, grown, "means"), True


SEES = "SELECT kw_may_see(%s, %s, %s, 'means', NULL, %s, NULL, '{}')"


def _told(place):
    """What was said of a home in which somebody is kept from one of the caregivers."""
    ask = "SELECT kw_said_by_others(%s, %s, %s, 'means')"
    for kept in (True, False):
        home, adult, child = _home(place)
        if kept:
            Withholding.objects.create(
                community=place, kind="protected branch", person=child, from_person=adult,
                recorded_by=_agency(), **LIVE,
            )  # fmt: skip
        me, mine, theirs = Actor("family", adult.pk, home.pk), new_id(), new_id()
        for row, who in ((mine, adult.pk), (theirs, new_id())):
            AuditEntry.objects.create(
                at=NOW,
                verb="facts.say",
                actor_kind="family",
                actor_id=who,
                purpose="care",
                target_id=row,
            )
        judged, together = new_id(), new_id()
        for row, who, where in (
            (judged, new_id(), home.pk), (together, adult.pk, home.pk), (mine, new_id(), new_id()),
        ):  # fmt: skip
            AuditEntry.objects.create(
                at=NOW, verb="eligibility.screen", actor_kind="family", actor_id=who, purpose="care",
                household_id=where, details={"rows": [str(row), str(new_id())]},
            )  # fmt: skip
        for row, typed, others in (
            (home.pk, True, False), (mine, False, False), (mine, True, True), (theirs, False, True),
            (new_id(), False, False), (judged, False, True), (together, False, False),
        ):  # fmt: skip
            yield me, ask, (row, typed, home.pk), kept and others
            if row != home.pk:
                agency = typed and _agency().pk or None
                for owner, recorded in {(None, agency), (agency, None)}:
                    yield me, SEES, (row, owner, recorded, home.pk), not (kept and others)
        for who in (adult, child):
            member = HouseholdMember.objects.get(household=home, person=who)
            yield me, ask, (member.pk, True, home.pk), kept and who is child


def _answers(place):
    """A caregiver may say that they answer for a child for whom nobody else does."""
    ask = "SELECT kw_nobody_answers_for(%s)"
    flaws = [{"branches": ("main", "other")}, {"relation": "other adult"}]
    flaws += [{"lives": (window, LIVE)} for window in WINDOWS]
    flaws += [{"lives": (LIVE, window)} for window in WINDOWS]
    for flaw in ({}, *flaws):
        home, adult, child = _home(place, **flaw)
        yield Actor("family", adult.pk, home.pk), ask, (child.pk,), not flaw
        yield Actor("family", adult.pk, home.pk), ask, (adult.pk,), False
        yield Actor("family", child.pk, home.pk), ask, (child.pk,), False
        yield Actor("family", adult.pk, home.pk, purpose="audit"), ask, (child.pk,), False
    home, adult, child = _home(place)
    elsewhere, stranger, other = _home(place)
    yield Actor("family", adult.pk, home.pk), ask, (other.pk,), False
    theirs = {"community": place, "sensitivity": "household"}
    # in another home of theirs, but on this one's page
    HouseholdMember.objects.create(
        household=elsewhere, person=adult, relation="caregiver", **theirs, **LIVE
    )
    yield Actor("family", adult.pk, home.pk), ask, (other.pk,), False
    yield Actor("family", adult.pk, elsewhere.pk), ask, (other.pk,), True
    waiting, mother, unborn = _home(place)
    HouseholdMember.objects.filter(person=unborn).update(relation="expected child")
    yield Actor("family", mother.pk, waiting.pk), ask, (unborn.pk,), True
    yield Actor("family", mother.pk, waiting.pk), ask, (other.pk,), False
    # a caregiver once, another adult now
    HouseholdMember.objects.filter(household=home, person=adult).update(ends=NOW)
    HouseholdMember.objects.create(
        household=home, person=adult, relation="other adult", **theirs, **LIVE
    )
    yield Actor("family", adult.pk, home.pk), ask, (child.pk,), False
    yield Actor("family", stranger.pk, home.pk), ask, (other.pk,), False
    for window, mine in ((LIVE, True), (LIVE, False), *((one, False) for one in WINDOWS)):
        home, adult, child = _home(place)
        _there, holder, _small = _home(place)
        Authority.objects.create(
            person=child, holder_person=adult if mine else holder, kind="parent", **window
        )
        free = mine or window is not LIVE
        yield Actor("family", adult.pk, home.pk), ask, (child.pk,), free
