"""One thing wrong at a time: pieces of work and their links, homes that are closed or sealed."""

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.directory.models import Organization, Service
from kinwork.family.referrals.models import Referral, ReferralSubject
from kinwork.people.models import Household, HouseholdMember
from kinwork.trust.access.models import Tie
from kinwork.trust.consent.models import Closing
from tests.access.dice import DAY, NOW
from tests.access.policy import Case, may_see
from tests.access.right import ANYBODY, LIVE, WINDOWS, agency_, home_, worker


def _closed(place):
    """A home whose family has left, until the family takes it back; no other home with it."""
    ask = "SELECT kw_sees_envelope(%s, %s, NULL, %s, NULL, 'sent', 'health', NULL)"
    ours = agency_()
    actor = worker(place, ours, "caseworker")
    for closed, undone in ((False, False), (True, False), (True, True)):
        home, adult, _child = home_(place)
        other = home_(place)[0]
        if closed:
            Closing.objects.create(
                household=home, person=adult, people=[], closed_at=NOW - DAY, undo_until=NOW + DAY,
                destroy_on=(NOW + 30 * DAY).date(), undone_at=NOW if undone else None,
            )  # fmt: skip
        gone = closed and not undone
        for where, away in ((home, gone), (other, False)):
            yield ANYBODY, "SELECT kw_is_closed(%s)", (where.pk,), away
            yield actor, ask, (new_id(), ours.pk, where.pk), not away


def _sealed(place):
    """Who recorded a home knows that it is here; not when it is sealed."""
    ours = agency_()
    actor = worker(place, ours, "caseworker")
    for wrong in ({}, {"sealed_at": NOW}, {"recorded_by": agency_()}, {"recorded_by": None}):
        home, _adult, _child = home_(place)
        Household.objects.filter(pk=home.pk).update(**{"recorded_by": ours} | wrong)
        yield actor, "SELECT kw_sees_household(%s)", (home.pk,), not wrong


def _mine(place):
    """A link and a clock are named like their piece of work; nobody else becomes it by its id."""
    work, agency = new_id(), agency_()
    for kind in ("link", "clock", "staff", "family", "machine", "draft", "visitor"):
        itself = kind in ("link", "clock")
        for actor, wanted in ((Actor(kind, work), itself), (Actor(kind, new_id()), False)):
            closes = "SELECT coalesce(kw_closes_tie(%s, NULL, NULL, %s), false)"
            sees = "SELECT coalesce(kw_sees_tie(%s, NULL, NULL, NULL, %s), false)"
            yield actor, closes, (agency.pk, work), wanted
            yield actor, sees, (agency.pk, work), wanted


def _links(place):
    """A link opens the caregivers of its home and whom the referral is for, in the classes named."""
    ask = "SELECT kw_named(%s, NULL, true, %s)"
    organization = Organization.objects.create(name="One", description="-")
    service = Service.objects.create(name="One", organization=organization)

    def referral(home) -> Referral:
        return Referral.objects.create(
            community=place, household=home, need_code="food", organization=organization,
            service=service, sensitivity="plan", classes=["identity"], state="sent",
            state_since=NOW, made_at=NOW - DAY, sent_at=NOW - DAY,
        )  # fmt: skip

    for wrong in ({}, {"classes": ["contact"]}, {"kind": "referral"}, *WINDOWS):
        home, adult, child = home_(place)
        _there, _stranger, second = home_(place)
        ours, other = referral(home), referral(home)
        told = {"community": place, "kind": "link", "work": ours.pk, "household": home}
        Tie.objects.create(**told | {"classes": ["identity"]} | LIVE | wrong)
        link = Actor("link", ours.pk)
        yield link, ask, (adult.pk, "identity"), not wrong
        yield link, ask, (child.pk, "identity"), False
        ReferralSubject.objects.create(referral=other, person=child)
        yield link, ask, (child.pk, "identity"), False
        yield link, ask, (second.pk, "identity"), False
        ours_too = home_(place)[2]
        ReferralSubject.objects.create(referral=ours, person=ours_too)
        yield link, ask, (ours_too.pk, "identity"), False  # named, but of another home
    # the child, named by its own referral; a caregiver elsewhere is none here
    home, adult, child = home_(place, relation="other adult")
    beyond, _stranger, _small = home_(place)
    HouseholdMember.objects.create(
        household=beyond, person=adult, relation="caregiver", community=place,
        sensitivity="household", **LIVE,
    )  # fmt: skip
    ours = referral(home)
    Tie.objects.create(community=place, kind="link", work=ours.pk, household=home, **LIVE)
    ReferralSubject.objects.create(referral=ours, person=child)
    yield Actor("link", ours.pk), ask, (child.pk, "identity"), True
    yield Actor("link", ours.pk), ask, (adult.pk, "identity"), False


def _glass(place):
    """Never by a broken glass, even if nothing else says what sort of record it is."""
    ask = f"SELECT kw_decide({', '.join(['%s'] * len(Case._fields))}) IS NOT NULL"
    for role in ("caseworker", "supervisor"):
        for sort in ("health", "sud", "safety", "location"):
            case = Case("staff", role, "care", sort, True, active=True, glass=True, emergency=True)
            yield ANYBODY, ask, tuple(case), may_see(case) is not None


OF_WORK = (_closed, _sealed, _mine, _links, _glass)
