"""Who may decide for whom: given, ended, by whom and on what; and what it does to what was shared."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.facts.models import Fact
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoAuthority, NoProtection
from kinwork.trust.access.models import Authority, Withholding
from kinwork.trust.access.standing import no_authority
from tests.cast import Cast, consent, make_cast
from tests.seeing import everything

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
NOBODY_HERE = ["cruz", "cora", "dana", "sam", "eve", "rosa"]


def with_father() -> Cast:
    cast = make_cast()
    pablo = NewPerson("Pablo", "Luna", "caregiver", date(1995, 2, 2), branch="second")
    with acting_as(cast.ana, now=AT):
        cast.people["pablo"] = people.add_person(
            household=cast.household,
            person=pablo,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=AT,
        )
    cast.actors["pablo"] = Actor(
        "family", pablo.id, cast.household.pk, "family member", cast.community.pk
    )
    return cast


def give(cast: Cast, by: Actor, **said) -> Authority:
    told = {"person": cast.people["mateo"], "holder": cast.people["pablo"], "by": by, "at": AT}
    with acting_as(by, now=AT), transaction.atomic():
        return access.give_authority(**told | said)


def end(cast: Cast, by: Actor, authority: Authority, because: str = "The order ended") -> Authority:
    with acting_as(by, now=AT), transaction.atomic():
        return access.end_authority(authority=authority, because=because, by=by, at=AT)


def mothers(cast: Cast) -> Authority:
    with everything():
        return Authority.objects.get(person=cast.people["mateo"], holder_person=cast.people["rosa"])


def test_joint_custody_is_two_holders():
    cast = with_father()
    made = give(cast, cast.ana, evidence="Parenting plan of 2026-01-05")
    with everything():
        held = Authority.objects.filter(person=cast.people["mateo"], ends=None)
        assert {one.holder_person_id for one in held} == {
            cast.people["rosa"].pk,
            cast.people["pablo"].pk,
        }
        assert made.recorded_by_id == cast.agencies["library"].pk
        assert AuditEntry.objects.filter(
            verb="access.give_authority", target_id=made.pk, actor_id=cast.ana.id
        ).exists()
    with acting_as(cast.pablo, now=AT):
        assert Person.objects.filter(given_name="Mateo").exists(), "his child now"


@pytest.mark.parametrize("name", [*NOBODY_HERE, "ben"])
def test_nobody_gives_it_who_does_not_work_with_the_family(name):
    cast = with_father()
    with pytest.raises((Refused, DatabaseError)):
        give(cast, getattr(cast, name))
    with everything():
        assert not Authority.objects.filter(holder_person=cast.people["pablo"]).exists()


@pytest.mark.parametrize("name", [*NOBODY_HERE, "ben"])
def test_nobody_ends_it_who_does_not_work_with_the_family(name):
    cast = with_father()
    held = mothers(cast)
    with pytest.raises((Refused, NoAuthority)):
        end(cast, getattr(cast, name), held)
    assert mothers(cast).ends is None


def test_a_father_does_not_give_it_to_himself():
    cast = with_father()
    with pytest.raises(Refused):
        give(cast, cast.pablo)
    with acting_as(cast.pablo, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        Authority.objects.create(
            person=cast.people["mateo"],
            holder_person=cast.people["pablo"],
            kind="parent",
            starts=AT,
        )


def test_a_caregiver_answers_for_a_child_for_whom_nobody_else_does():
    cast = with_father()
    born = NewPerson("Luz", "Luna", "child", date(2026, 2, 20))
    with acting_as(cast.rosa, now=AT):
        luz = people.add_person(
            household=cast.household, person=born, recorded_by=None, by=cast.rosa, at=AT
        )
        access.give_authority(person=luz, holder=cast.people["rosa"], by=cast.rosa, at=AT)
    with everything():
        assert Authority.objects.get(person=luz).recorded_by_id is None
    with acting_as(cast.pablo, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        Authority.objects.create(
            person=luz, holder_person=cast.people["pablo"], kind="parent", starts=AT
        )


def test_what_stood_on_it_closes_when_it_ends():
    cast = with_father()
    given = consent(cast)
    sees = "SELECT kw_governs(%s, 'health', ARRAY[%s]::uuid[], ARRAY[%s]::uuid[], NULL)"
    values = [given.given_by_id, cast.people["mateo"].pk, cast.household.pk]

    def governs() -> bool:
        with acting_as(cast.ana, now=AT + timedelta(hours=1)), connection.cursor() as cursor:
            cursor.execute(sees, values)
            return cursor.fetchone()[0]

    held = mothers(cast)
    assert governs()
    ended = end(cast, cast.ana, held, "Guardianship order 2026-77")
    assert not governs()
    with everything():
        ended.refresh_from_db()
        assert ended.ended_because == "Guardianship order 2026-77"
        assert AuditEntry.objects.filter(
            verb="access.end_authority", target_id=held.pk, actor_id=cast.ana.id
        ).exists()
    again = end(cast, cast.ana, ended, "Once more")
    assert again.ended_because == "Guardianship order 2026-77"


def test_ending_names_a_reason():
    cast = with_father()
    with pytest.raises(NoAuthority) as no:
        end(cast, cast.ana, mothers(cast), "  ")
    assert no.value.field == "because"


def test_an_agency_ends_only_what_it_wrote_down():
    cast = with_father()
    with everything():
        theirs = Authority.objects.create(
            person=cast.people["mateo"],
            holder_person=cast.people["pablo"],
            kind="parent",
            recorded_by=cast.agencies["clinic"],
            starts=AT - timedelta(days=1),
        )
    with pytest.raises(NoAuthority) as no:
        end(cast, cast.ana, theirs)
    assert no.value.why == "theirs"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "guardian", "evidence": "told"}, "evidence"),
        ({"kind": "guardian", "evidence": "  "}, "evidence"),
        ({"kind": "court", "evidence": "Order 1"}, "holder"),
        ({"kind": "court", "holder": None, "evidence": "Order 1"}, "holder"),
        ({"kind": "parent", "holder": None, "holder_name": "County"}, "holder"),
        ({"kind": "self", "evidence": "Order 1"}, "holder"),
        ({"kind": "aunt"}, "kind"),
        ({"kind": "guardian", "evidence": "Order 1", "scope": ["everything"]}, "scope"),
        ({"kind": "guardian", "evidence": "Order 1", "ends": AT}, "ends"),
    ],
)
def test_what_is_missing_is_named(said, field):
    cast = with_father()
    with pytest.raises(NoAuthority) as no:
        give(cast, cast.ana, **said)
    assert no.value.field == field


def test_courts_foster_agencies_and_teens():
    cast = with_father()
    teen = cast.people["mateo"]
    court = give(
        cast, cast.ana, kind="court", holder=None, holder_name="Superior Court", evidence="No. 7"
    )
    foster = give(
        cast,
        cast.ana,
        kind="foster agency",
        holder=None,
        holder_agency=cast.agencies["clinic"],
        evidence="Placement of 2026-02-01",
        scope=["health", "development"],
    )
    own = give(cast, cast.ana, kind="self", holder=teen, evidence="Order of emancipation, no. 9")
    assert (court.holder_name, foster.scope, own.holder_person_id) == (
        "Superior Court",
        ["development", "health"],
        teen.pk,
    )


def test_what_it_takes_is_a_pure_decision():
    fine = {
        "kind": "guardian",
        "named": 1,
        "oneself": False,
        "a_person": True,
        "scope": (),
        "evidence": "Order 1",
        "in_order": True,
    }
    assert no_authority(**fine) is None
    assert no_authority(**fine | {"kind": "parent", "evidence": "told"}) is None
    assert no_authority(**fine | {"named": 2}) == ("holder", "holder")
    assert no_authority(**fine | {"oneself": True}) == ("holder", "oneself")


# What is kept ----------------------------------------------------------------------------------


def test_whoever_is_kept_from_somebody_sees_only_what_they_hold_themselves():
    cast = with_father()
    give(cast, cast.ana)
    with acting_as(cast.pablo, now=AT):
        assert Authority.objects.filter(holder_person=cast.people["rosa"]).exists()
    with acting_as(cast.rosa, now=AT):
        access.withhold(
            kind="protected branch",
            community=cast.community,
            person=cast.people["rosa"],
            from_person=cast.people["pablo"],
            by=cast.rosa,
            at=AT,
        )
    with acting_as(cast.pablo, now=AT):
        assert [one.holder_person_id for one in Authority.objects.all()] == [
            cast.people["pablo"].pk
        ]


def test_something_may_be_kept_from_an_agency_and_never_from_ones_own():
    cast = with_father()
    told = {
        "kind": "safety flag",
        "community": cast.community,
        "person": cast.people["mateo"],
        "evidence": "Rosa says that her sister works there",
        "by": cast.ana,
        "at": AT,
    }
    with acting_as(cast.ana, now=AT):
        made = access.withhold(from_agency=cast.agencies["clinic"], **told)
        with pytest.raises(NoProtection):
            access.withhold(from_agency=cast.agencies["library"], **told)
        assert Withholding.objects.get().pk == made.pk
    with everything():
        assert made.from_agency_id == cast.agencies["clinic"].pk


# A minor's own service -------------------------------------------------------------------------


def teen(cast: Cast, born: date = date(2010, 1, 5)) -> Person:
    with acting_as(cast.ana, now=AT):
        made = people.add_person(
            household=cast.household,
            person=NewPerson("Nayeli", "Luna", "child", born),
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=AT,
        )
        access.give_authority(person=made, holder=cast.people["rosa"], by=cast.ana, at=AT)
        for key in ("health", "development"):
            Fact.objects.create(
                community=cast.community,
                recorded_by=cast.agencies["library"],
                sensitivity=key,
                person=made,
                key=key,
                value="told",
                said_at=AT,
            )
    return made


def keep(cast: Cast, who: Person, by: Actor | None = None, **said) -> Withholding | None:
    by = by or cast.ana
    told = {"person": who, "service": "sti", "state": "AZ", "by": by, "at": AT}
    with acting_as(by, now=AT), transaction.atomic():
        return access.withhold_minors_service(**told | said)


def seen_by_rosa(cast: Cast, who: Person) -> set[str]:
    with acting_as(cast.rosa, now=AT):
        return set(Fact.objects.filter(person=who).values_list("sensitivity", flat=True))


def test_what_a_minor_may_have_alone_is_kept_from_the_caregivers():
    cast = with_father()
    who = teen(cast)
    assert seen_by_rosa(cast, who) == {"health", "development"}
    made = keep(cast, who)
    assert (made.kind, made.classes, made.evidence) == (
        "minor's own service",
        ["health"],
        "A.R.S. § 44-132.01",
    )
    assert seen_by_rosa(cast, who) == {"development"}
    assert keep(cast, who).pk == made.pk, "once"
    with acting_as(cast.rosa, now=AT):
        assert not Withholding.objects.exists()


def test_unless_the_minor_wants_otherwise():
    cast = with_father()
    who = teen(cast)
    assert keep(cast, who, wishes_it=False) is None
    assert seen_by_rosa(cast, who) == {"health", "development"}


@pytest.mark.parametrize(
    "said",
    [
        {"state": "NV"},
        {"service": "mental-health"},
        {"service": "substance-use"},
        {"service": "substance-use", "found": ["pregnant"]},
    ],
)
def test_only_what_a_text_says(said):
    cast = with_father()
    with pytest.raises(NoProtection):
        keep(cast, teen(cast), **said)


def test_a_condition_that_was_found_stands_in_the_evidence():
    cast = with_father()
    made = keep(cast, teen(cast), service="substance-use", found=["under-the-influence"])
    assert made.classes == ["sud"]
    assert made.evidence.startswith("A.R.S. § 44-133.01; 42 CFR 2.14; a doctor finds")


def test_not_for_an_adult_nor_without_a_birth_date():
    cast = with_father()
    with pytest.raises(NoProtection):
        keep(cast, teen(cast, date(2008, 3, 2)))
    who = teen(cast)
    who.birth_date = None
    with pytest.raises(NoProtection):
        keep(cast, who)


@pytest.mark.parametrize("name", [*NOBODY_HERE, "ben"])
def test_nobody_keeps_it_who_does_not_work_with_the_family(name):
    cast = with_father()
    with pytest.raises((Refused, DatabaseError)):
        keep(cast, teen(cast), getattr(cast, name))
