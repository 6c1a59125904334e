"""One thing wrong at a time: who speaks for whom, and what is said at home."""

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.people.models import HouseholdMember
from kinwork.trust.access.models import Authority, Withholding
from tests.access.dice import NOW
from tests.access.right import ANYBODY, LIVE, WINDOWS, agency_, home_, trail_of

GOVERNS = "SELECT kw_governs(%s, %s, %s::uuid[], %s::uuid[], %s)"


def _governs(place):
    def asked(home, giver, about, sensitivity="identity", row_home=None):
        values = ([about.pk] if about else [], [home.pk], row_home and row_home.pk)
        return GOVERNS, (giver.pk, sensitivity, *values)

    home, adult, child = home_(place)
    elsewhere, stranger, _other = home_(place)
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
        there, grown, small = home_(place, **flaw)
        yield ANYBODY, *asked(there, grown, small), False
    for window in WINDOWS:
        there, grown, _small = home_(place, lives=(window, LIVE))
        yield ANYBODY, *asked(there, grown, None, "means", there), False
    for scope, window, health, means in (
        ([], LIVE, True, True),
        (["health"], LIVE, True, False),
        *(([], window, False, False) for window in WINDOWS),
    ):
        there, grown, small = home_(place)
        _elsewhere, holder, _small = home_(place)
        Authority.objects.create(
            person=small, holder_person=holder, kind="parent", scope=scope, **window
        )
        yield ANYBODY, *asked(there, holder, small, "health"), health
        yield ANYBODY, *asked(there, holder, small, "means"), means
        # who lives with the child speaks for it only while nobody holds authority
        yield ANYBODY, *asked(there, grown, small), window is not LIVE
    waiting, mother, unborn = home_(place)
    HouseholdMember.objects.filter(person=unborn).update(relation="expected child")
    yield ANYBODY, *asked(waiting, mother, unborn), True
    yield ANYBODY, *asked(waiting, unborn, unborn), False
    # a child once, an adult now
    HouseholdMember.objects.create(
        household=home, person=stranger, relation="child", community=place,
        sensitivity="household", **WINDOWS[0],
    )  # fmt: skip
    yield ANYBODY, *asked(elsewhere, stranger, stranger, "health"), True
    for kind, about, window, classes, stands in (
        ("court order", "person", LIVE, [], False),
        ("safety flag", "household", LIVE, ["means"], False),
        ("safety flag", "household", LIVE, ["health"], True),
        ("protected branch", "person", LIVE, [], True),
        *(("court order", "person", window, [], True) for window in WINDOWS),
    ):
        there, grown, small = home_(place)
        Authority.objects.create(person=small, holder_person=grown, kind="parent", **LIVE)
        Withholding.objects.create(
            community=place, kind=kind, from_person=grown, classes=classes,
            recorded_by=agency_(), **({"person": small} if about == "person" else {"household": there}),
            **window,
        )  # fmt: skip
        yield ANYBODY, *asked(there, grown, small, "means"), stands
        # whoever else holds authority is not named by it
        _elsewhere, second, _small = home_(place)
        Authority.objects.create(person=small, holder_person=second, kind="guardian", **LIVE)
        yield ANYBODY, *asked(there, second, small, "means"), True
        # of another child, in a home where nothing is flagged, the same person still speaks
        beyond, _other, second = home_(place)
        Authority.objects.create(person=second, holder_person=grown, kind="parent", **LIVE)
        yield ANYBODY, *asked(beyond, grown, second, "means"), True
        yield ANYBODY, *asked(there, grown, grown, "means"), True


SEES = "SELECT kw_may_see(%s, %s, %s, 'means', NULL, %s, NULL, '{}')"


def _told(place):
    """What was said of a home in which somebody is kept from one of the caregivers."""
    ask = "SELECT kw_said_by_others(%s, %s, %s, 'means')"
    for kept in (True, False):
        home, adult, child = home_(place)
        if kept:
            Withholding.objects.create(
                community=place, kind="protected branch", person=child, from_person=adult,
                recorded_by=agency_(), **LIVE,
            )  # fmt: skip
        me, mine, theirs = Actor("family", adult.pk, home.pk), new_id(), new_id()
        for row, who, outcome in trail_of(mine, theirs, adult.pk):
            AuditEntry.objects.create(
                at=NOW, verb="facts.say", actor_kind="family", actor_id=who, purpose="care",
                target_id=row, outcome=outcome,
            )  # fmt: skip
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
                agency = typed and agency_().pk or None
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
        home, adult, child = home_(place, **flaw)
        yield Actor("family", adult.pk, home.pk), ask, (child.pk,), not flaw
        yield Actor("family", adult.pk, home.pk), ask, (adult.pk,), False
        yield Actor("family", child.pk, home.pk), ask, (child.pk,), False
        yield Actor("family", adult.pk, home.pk, purpose="audit"), ask, (child.pk,), False
    home, adult, child = home_(place)
    elsewhere, stranger, other = home_(place)
    yield Actor("family", adult.pk, home.pk), ask, (other.pk,), False
    theirs = {"community": place, "sensitivity": "household"}
    # in another home of theirs, but on this one's page
    HouseholdMember.objects.create(
        household=elsewhere, person=adult, relation="caregiver", **theirs, **LIVE
    )
    yield Actor("family", adult.pk, home.pk), ask, (other.pk,), False
    yield Actor("family", adult.pk, elsewhere.pk), ask, (other.pk,), True
    waiting, mother, unborn = home_(place)
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
        home, adult, child = home_(place)
        _there, holder, _small = home_(place)
        Authority.objects.create(
            person=child, holder_person=adult if mine else holder, kind="parent", **window
        )
        free = mine or window is not LIVE
        yield Actor("family", adult.pk, home.pk), ask, (child.pk,), free


OF_HOMES = (_governs, _told, _answers)
