"""Who writes labels: the agency that keeps such records, on everything that it writes, by itself. Then
nothing of it is shared but by the written consent that the law asks for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency, Membership
from kinwork.accounts.rules import RECORDS
from kinwork.common.acting import acting_as
from kinwork.common.models import Text
from kinwork.family.contact.models import ContactPoint
from kinwork.family.facts import actions as facts
from kinwork.family.facts.documents import actions as documents
from kinwork.family.facts.models import Document, DocumentFile, Fact
from kinwork.family.facts.tests import papers
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access import labelling
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
BEFORE = (Household, Person, HouseholdMember, ContactPoint, Need)
CLASSES = ("identity", "contact", "household", "means")


@pytest.fixture(params=RECORDS)
def label(request) -> str:
    return request.param


@pytest.fixture
def cast(label):
    """Ana's library keeps such records; Ben at the clinic serves Rosa, who said yes on the screen."""
    cast = casting.make_cast(timezone.now() - timedelta(hours=3))
    consent(cast, at=cast.at)
    casting.accepted(cast, classes=CLASSES)
    said = {"by": casting.OPERATOR, "at": timezone.now()}
    with everything():
        hat = Membership.objects.get(user=cast.users["ana"])
    with acting_as(casting.OPERATOR):
        agency = accounts.keep_records(agency=cast.agencies["library"], records=[label], **said)
        if agency.is_part_2:
            told = {"role": "navigator", "is_part_2_staff": True}
            accounts.change_role(membership=hat, **told, **said)
    return cast


def consent(cast, at=None, **more):
    at = at or timezone.now()
    with acting_as(cast.rosa, now=at):
        return consents.give(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["clinic"],
            classes=[*CLASSES, *(["sud"] if more.get("part_2") else [])],
            text=Text.objects.get(key=REFERRAL, language="es", community=None),
            language="es",
            by=cast.rosa,
            at=at,
            **more,
        )


def typed(cast, by="ana", value="two rooms") -> Fact:
    with acting_as(cast.actors[by]):
        return facts.say(
            cast.household, key="homework", value=value, by=cast.actors[by], at=timezone.now()
        )


def paper(cast) -> Document:
    with acting_as(cast.ana):
        return documents.add(
            kind="income",
            subject=cast.household,
            said_in=cast.household.pk,
            files=[papers.photo()],
            by=cast.ana,
            at=timezone.now(),
        )


def labels_of(row) -> list[str]:
    with everything():
        return type(row).objects.get(pk=row.pk).labels


def sees(cast, name, row) -> bool:
    with acting_as(cast.actors[name]):
        return type(row).objects.filter(pk=row.pk).exists()


def test_a_fact_goes_on_only_by_the_written_consent_that_names_it(cast, label):
    row = typed(cast)
    assert labels_of(row) == [label] and sees(cast, "ana", row) and sees(cast, "rosa", row)
    assert not sees(cast, "ben", row), "a yes on the screen that names no records is not enough"
    consent(cast, records="What the office wrote down in May", part_2=label == "part 2")
    assert sees(cast, "ben", row)


def test_a_paper_and_its_file_carry_it_and_go_on_the_same_way(cast, label):
    row = paper(cast)
    with everything():
        file = DocumentFile.objects.get(document=row)
    assert labels_of(row) == [label] == file.labels
    assert not sees(cast, "ben", row) and not sees(cast, "ben", file)
    consent(cast, records="The pay slips of May", part_2=label == "part 2")
    assert sees(cast, "ben", row)


def test_a_need_carries_it(cast, label):
    with acting_as(cast.ana):
        told = {"household": cast.household, "code": "diapers"}
        row = referrals.make_need(**told, by=cast.ana, at=timezone.now())
    assert labels_of(row) == [label]


def test_what_it_wrote_before_it_said_so_carries_it_too(cast, label):
    with everything():
        for model in BEFORE:
            mine = model.objects.filter(recorded_by=cast.agencies["library"])
            assert mine.exists() and {tuple(one.labels) for one in mine} == {(label,)}, model
    assert not sees(cast, "ben", cast.people["mateo"])
    assert sees(cast, "ana", cast.people["mateo"])


def test_what_others_write_carries_none(cast, label):
    own = typed(cast, "rosa", "three rooms")
    assert labels_of(own) == [] and sees(cast, "ben", own)
    assert labels_of(typed(cast, "ben", "four rooms")) == []


def test_a_row_copied_anew_keeps_it_wherever_it_is_copied(cast, label):
    row = typed(cast)
    consent(cast, records="What the office wrote down in May", part_2=label == "part 2")
    with acting_as(cast.ben):
        row = Fact.objects.get(pk=row.pk)
        again = facts.correct(row, value="five rooms", by=cast.ben, at=timezone.now())
    assert (again.recorded_by_id, labels_of(again)) == (cast.agencies["clinic"].pk, [label])


def test_nobody_takes_it_off_by_saving_an_old_copy(cast, label):
    row = typed(cast)
    row.labels, row.value = [], "one room"
    with acting_as(cast.ana):
        row.save()
    assert labels_of(row) == [label]


def test_it_stays_where_the_agency_keeps_such_records_no_more(cast, label):
    before = typed(cast)
    with acting_as(casting.OPERATOR):
        told = {"agency": cast.agencies["library"], "records": [label]}
        accounts.drop_records(**told, by=casting.OPERATOR, at=timezone.now())
    assert labels_of(before) == [label]
    with everything():
        Agency.objects.filter(pk=cast.agencies["library"].pk, records=[]).get()


def test_every_table_of_labelled_rows_has_the_trigger(cast):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'kw_label'")
        found = {name for (name,) in cursor.fetchall()}
    assert found == {one._meta.db_table for one in labelling.labelled()} and len(found) >= 16
