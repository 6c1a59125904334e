"""A protected branch: whom it is held against finds the home of before, on every page."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor, clock
from kinwork.common.models import AuditEntry, Community
from kinwork.common.rights import Refused
from kinwork.family.contact import actions as contacts
from kinwork.family.contact import queries
from kinwork.family.contact.models import ContactPoint, Message
from kinwork.family.eligibility.actions import screen
from kinwork.family.eligibility.models import Determination
from kinwork.family.facts import actions as facts
from kinwork.family.facts.models import Fact
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need, Referral, ReferralEvent
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, HouseholdCommunity, HouseholdMember, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoProtection
from kinwork.trust.access.models import FamilyClaim, FamilyPasskey, Tie, Withholding, WorkItem
from kinwork.trust.consent.models import Consent
from tests.cast import Cast, accepted, make_cast, sent
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
PAGES = [
    *("", "private/", "who/", "looked/", "story/", "timeline/", "copy/"),
    *("summary/", "lock/", "code/"),
]


def with_father() -> Cast:
    """Rosa's home with the children's father in a branch of his own."""
    cast = make_cast()
    pablo = NewPerson("Pablo", "Luna", "caregiver", date(1995, 2, 2), branch="second")
    with acting_as(cast.ana, now=cast.at):
        cast.people["pablo"] = people.add_person(
            household=cast.household,
            person=pablo,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )
        access.give_authority(
            person=cast.people["mateo"], holder=cast.people["pablo"], by=cast.ana, at=cast.at
        )
    cast.actors["pablo"] = Actor(
        "family", pablo.id, cast.household.pk, "family member", cast.community.pk
    )
    return cast


def protect(cast: Cast, at: datetime = AT, **said) -> Withholding:
    with acting_as(cast.rosa, now=at):
        return access.withhold(
            kind="protected branch",
            community=cast.community,
            person=cast.people["rosa"],
            by=cast.rosa,
            at=at,
            **({"from_person": cast.people["pablo"]} | said),
        )


def live_on(cast: Cast) -> Referral:
    """All that Rosa does while she is protected, and what others do for her."""
    referral = accepted(cast)
    with acting_as(cast.ben, now=cast.later(hours=2)):
        referrals.schedule(
            referral=referral,
            starts_at=AT + timedelta(days=3),
            place="Room 12 behind the school",
            by=cast.ben,
            at=cast.later(hours=2),
        )
    with acting_as(cast.rosa, now=AT):
        contacts.record_contact(
            household=cast.household,
            person=cast.people["rosa"],
            channel="email",
            value="rosa.new@example.org",
            by=cast.rosa,
            at=AT,
        )
    with acting_as(cast.ana, now=AT):
        for subject in ({"household": cast.household}, {"person": cast.people["rosa"]}):
            Fact.objects.create(
                community=cast.community,
                recorded_by=cast.agencies["library"],
                sensitivity="location",
                key="place",
                value={"text": "12 Hidden Road"},
                said_at=AT,
                said_in=cast.household.pk,
                **subject,
            )
        access.make_claim(household=cast.household, person=cast.people["rosa"], by=cast.ana, at=AT)
    with acting_as(cast.rosa, now=AT):
        access.add_passkey(
            credential=b"her phone", public_key=b"", sign_count=0, by=cast.rosa, at=AT
        )
    return referral


def seen(actor: Actor) -> dict[str, tuple[str, int]]:
    """Each page of the family's own: its words, and how many questions it asked the database."""
    client, found = Crawler(actor).client, {}
    client.get("/ours/")
    for name in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = client.get(f"/ours/{name}")
        assert response.status_code == 200, name
        words = re.sub(
            r'value="[^"]{20,}"|"challenge": "[^"]+"|nonce-\S+|[0-9a-f]{8}-[0-9a-f-]{27}',
            "",
            response.content.decode(),
        )
        found[name] = (words, len(asked))
    return found


def test_the_other_parents_pages_are_those_of_a_home_without_it():
    with transaction.atomic():
        cast = with_father()
        protect(cast)
        before = seen(cast.pablo)
        live_on(cast)
        after = seen(cast.pablo)
    for name in PAGES:
        assert after[name][0] == before[name][0], name
        assert after[name][1] == before[name][1], name


def test_nothing_of_it_is_in_the_database_for_him():
    cast = with_father()
    protect(cast)
    referral = live_on(cast)
    with acting_as(cast.pablo, now=AT):
        assert not Withholding.objects.exists()
        assert not Person.objects.filter(given_name="Rosa").exists()
        assert Person.objects.filter(given_name="Mateo").exists(), "his child"
        for table in (
            ContactPoint,
            Message,
            Referral,
            ReferralEvent,
            Consent,
            FamilyClaim,
            FamilyPasskey,
            Tie,
        ):
            assert not table.objects.exists(), table
        assert not Fact.objects.filter(key="place").exists()
        assert not AuditEntry.objects.exclude(actor_id=cast.pablo.id).exists()
    with acting_as(cast.rosa, now=AT):
        assert Referral.objects.get().pk == referral.pk
        assert Consent.objects.exists() and ContactPoint.objects.count() == 3


def test_what_is_said_of_the_home_is_hers_and_what_he_said_himself_is_his():
    cast = with_father()
    with acting_as(cast.rosa, now=AT):
        facts.say(cast.household, key="homeless", value="no", by=cast.rosa, at=AT)
    protect(cast)
    referral = live_on(cast)
    with acting_as(cast.rosa, now=AT):
        screen(household=cast.household, by=cast.rosa, at=AT)
    tables = (Fact, Need, Determination)
    with acting_as(cast.rosa, now=AT):
        assert all(table.objects.filter(household=cast.household).exists() for table in tables)
    with acting_as(cast.pablo, now=AT):
        for table in tables:
            assert not table.objects.filter(household=cast.household).exists(), table
        assert not Need.objects.filter(pk=referral.need_id).exists()
        assert not HouseholdMember.objects.filter(person=cast.people["rosa"]).exists()
        assert HouseholdMember.objects.filter(person=cast.people["mateo"]).exists()
        assert Household.objects.exists(), "it is his home too"
        facts.say(cast.household, key="homeless", value="yes", by=cast.pablo, at=AT)
        screen(household=cast.household, by=cast.pablo, at=AT)
    his = sent(cast, "diapers", by=cast.pablo)
    with acting_as(cast.pablo, now=AT):
        assert Fact.objects.get(household=cast.household).value == "yes"
        mine = set(Determination.objects.values_list("pk", flat=True))
        assert mine
        assert [one.pk for one in Need.objects.filter(household=cast.household)] == [his.need_id]
    with acting_as(cast.rosa, now=AT):
        assert set(Determination.objects.values_list("pk", flat=True)) > mine


def test_where_else_the_family_takes_part_is_not_told_to_him():
    cast = with_father()
    with everything():
        other = Community.objects.create(slug="far-away", name="Far away", state="AZ")
        HouseholdCommunity.objects.create(household=cast.household, community=other)
    with acting_as(cast.pablo, now=AT):
        assert HouseholdCommunity.objects.count() == 2
    protect(cast)
    with acting_as(cast.pablo, now=AT):
        assert [one.community_id for one in HouseholdCommunity.objects.all()] == [cast.community.pk]
    with acting_as(cast.rosa, now=AT):
        assert HouseholdCommunity.objects.count() == 2


def test_without_it_he_shares_the_home():
    cast = with_father()
    live_on(cast)
    with acting_as(cast.pablo, now=AT):
        assert Referral.objects.count() == 1


def test_release_brings_it_back():
    cast = with_father()
    kept = protect(cast)
    sent(cast)
    later = AT + timedelta(days=1)
    with acting_as(cast.rosa, now=later):
        access.release(protection=kept, by=cast.rosa, at=later)
    with acting_as(cast.pablo, now=later):
        assert Referral.objects.exists()


def test_news_go_to_an_address_of_her_own_or_to_none():
    cast = with_father()
    with acting_as(clock(cast.household.pk), now=AT):
        assert queries.safe_email(cast.household.pk).value == "rosa@example.org"
    protect(cast)
    with acting_as(clock(cast.household.pk), now=AT):
        assert queries.safe_email(cast.household.pk) is None, "the home's address is his too"
    live_on(cast)
    with acting_as(clock(cast.household.pk), now=AT):
        assert queries.safe_email(cast.household.pk).value == "rosa.new@example.org"


def test_he_shuts_his_own_ways_in_and_not_hers():
    cast = with_father()
    protect(cast)
    for name in ("rosa", "pablo"):
        actor = getattr(cast, name)
        with acting_as(actor, now=AT):
            access.make_key(
                household=cast.household.pk,
                person=actor.id,
                community=cast.community,
                word="nopal",
                by=actor,
                at=AT,
            )
    with acting_as(cast.pablo, now=AT):
        access.end_keys(household=cast.household.pk, by=cast.pablo, at=AT)
    with everything():
        from kinwork.trust.access.models import FamilyKey

        assert list(FamilyKey.objects.filter(ended_at=None).values_list("person", flat=True)) == [
            cast.rosa.id
        ]


def test_he_may_still_ask_for_help_himself():
    cast = with_father()
    protect(cast)
    live_on(cast)
    his = sent(cast, "diapers", by=cast.pablo)
    with acting_as(cast.pablo, now=AT):
        assert [one.pk for one in Referral.objects.all()] == [his.pk]


def test_a_family_member_protects_their_own_and_no_child():
    cast = with_father()
    for kind, person in (("protected branch", "mateo"), ("court order", "rosa")):
        with acting_as(cast.rosa, now=AT), pytest.raises(NoProtection):
            access.withhold(
                kind=kind,
                community=cast.community,
                person=cast.people[person],
                from_person=cast.people["pablo"],
                evidence="Superior Court, no. 1, 2026-01-05",
                by=cast.rosa,
                at=AT,
            )
    with acting_as(cast.rosa, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        Withholding.objects.create(
            community=cast.community,
            kind="court order",
            person=cast.people["mateo"],
            from_person=cast.people["pablo"],
            set_by=cast.people["rosa"],
            starts=AT,
        )


def order(cast: Cast, by: Actor, **said) -> Withholding:
    with acting_as(by, now=AT):
        return access.withhold(
            **{
                "kind": "court order",
                "community": cast.community,
                "person": cast.people["mateo"].pk,
                "from_person": cast.people["pablo"].pk,
                "evidence": "Superior Court of Saguaro Wash, no. 2026-114, 2026-01-05 to 2027-01-05",
                "by": by,
                "at": AT,
            }
            | said
        )


def supervisor(cast: Cast) -> Actor:
    """Somebody who answers for the library's work."""
    said, library = {"by": OPERATOR, "at": cast.at}, cast.agencies["library"]
    with acting_as(OPERATOR):
        user = accounts.create_user(email="sol@example.org", name="Sol", **said)
        accounts.add_membership(
            user=user, agency=library, community=cast.community, role="supervisor", **said
        )
    return Actor("staff", user.pk, library.pk, "supervisor", cast.community.pk)


def test_a_worker_with_a_tie_records_a_court_order_and_a_supervisor_looks_at_it():
    cast = with_father()
    made = order(cast, cast.ana)
    with acting_as(cast.pablo, now=AT):
        assert not Person.objects.filter(given_name="Mateo").exists()
    with acting_as(cast.ana, now=AT):
        assert WorkItem.objects.filter(target=made.pk, closed_at=None).exists()
        with pytest.raises(Refused):
            access.review_protection(protection=made, by=cast.ana, at=AT)
    sol = supervisor(cast)
    with acting_as(sol, now=AT):
        access.review_protection(protection=made, by=sol, at=AT)
        assert not WorkItem.objects.filter(target=made.pk, closed_at=None).exists()
    with everything():
        made.refresh_from_db()
        assert (made.reviewed_by_id, made.reviewed_at, made.ends) == (sol.id, AT, None)
        assert AuditEntry.objects.filter(
            verb="access.review_protection", target_id=made.pk, actor_id=sol.id
        ).exists()


@pytest.mark.parametrize("evidence", ["", "told", "  "])
def test_an_order_names_its_court(evidence):
    cast = with_father()
    with pytest.raises(NoProtection) as no:
        order(cast, cast.ana, evidence=evidence)
    assert no.value.field == "evidence"


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana", "sam", "eve"])
def test_nobody_without_a_tie_sets_one(name):
    cast = with_father()
    with pytest.raises((Refused, DatabaseError)):
        order(cast, getattr(cast, name))


def test_who_is_protected_from_cannot_undo_it():
    cast = with_father()
    kept = protect(cast)
    with acting_as(cast.pablo, now=AT):
        assert not Withholding.objects.update(ends=AT)
    with everything():
        kept.refresh_from_db()
        assert kept.ends is None


# Pages -----------------------------------------------------------------------------------------


def test_a_mother_keeps_it_private_and_ends_it_in_two_taps():
    cast = with_father()
    client = Crawler(cast.rosa).client
    assert "Everybody else in my home" in client.get("/ours/private/").content.decode()
    assert client.post("/ours/private/", {"whom": "everybody"}).status_code == 302
    assert "Nobody else in your home sees" in client.get("/ours/private/").content.decode()
    with everything():
        kept = Withholding.objects.get()
        assert (kept.person_id, kept.set_by_id, kept.ends) == (cast.rosa.id, cast.rosa.id, None)
    his = Crawler(cast.pablo).client
    assert "Nobody else in your home sees" not in his.get("/ours/private/").content.decode()
    assert his.post(f"/ours/private/{kept.pk}/end/").status_code == 404
    assert client.post(f"/ours/private/{kept.pk}/end/").status_code == 302
    with everything():
        kept.refresh_from_db()
        assert kept.ends is not None


def test_a_worker_protects_on_the_familys_page_at_the_desk():
    cast = with_father()
    client, where = Crawler(cast.ana).client, f"/households/{cast.household.pk}/protect/"
    said = {
        "kind": "court order",
        "person": str(cast.people["mateo"].pk),
        "from_person": str(cast.people["pablo"].pk),
        "evidence": "told",
    }
    assert "the court, the number" in client.post(where, said).content.decode()
    assert client.post(where, said | {"evidence": "Superior Court 2026-114"}).status_code == 302
    assert "Superior Court 2026-114" in client.get(where).content.decode()
    with everything():
        kept = Withholding.objects.get()
    assert client.post(f"{where}{kept.pk}/end/").status_code == 302
    assert "Your agency has set none." in client.get(where).content.decode()


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana", "sam", "eve", "rosa"])
def test_the_desks_page_is_for_those_who_work_with_the_family(name):
    cast = with_father()
    client = Crawler(getattr(cast, name)).client
    assert client.get(f"/households/{cast.household.pk}/protect/").status_code in (403, 404)
