"""What an agency keeps by law, on a page that its supervisors and account administrator read."""

import pytest

from kinwork.accounts import actions
from kinwork.accounts.rules import PART_2, RECORDS
from kinwork.accounts.tests.conftest import NOW, OPERATOR, sign_in
from kinwork.accounts.tests.test_kinds import do
from kinwork.common.acting import acting_as

LABELS = {"ferpa": "FERPA", "idea part c": "IDEA Part C", "head start": "Head Start"}


def page(client, hat, language="en", first=True) -> str:
    if first:
        sign_in(client, hat.user)
    client.cookies["django_language"] = language
    found = client.get("/accounts/staff/law/")
    assert found.status_code == 200
    return found.content.decode()


@pytest.fixture(params=["account administrator", "supervisor"])
def reader(request, world):
    return world.worker("Dana", request.param)


def test_nothing_marked_is_said_in_words_and_the_staff_page_leads_there(client, world, reader):
    text = page(client, reader)
    assert "Nothing is marked." in text and "Who is of the Part 2 staff" not in text
    assert "kinwork agency mark" in text and world.library.name in text
    assert "/accounts/staff/law/" in client.get("/accounts/staff/").content.decode()


@pytest.mark.parametrize("kind", [one for one in RECORDS if one != PART_2])
def test_each_kind_says_what_it_does_to_a_record(client, world, kind):
    do("keep_records", OPERATOR, agency=world.library, records=[kind])
    text = page(client, world.worker("Dana", "supervisor"))
    assert f"carries the label {LABELS[kind]}." in text and "Nothing is marked." not in text
    others = [name for one, name in LABELS.items() if one != kind]
    assert not any(f"carries the label {name}." in text for name in others)


def test_a_program_names_its_staff_and_nobody_elses(client, world):
    do("keep_records", OPERATOR, agency=world.library, records=[PART_2])
    reader = world.worker("Dana", "supervisor")
    world.worker("Ana", "navigator")
    assert "Nobody yet. Until somebody is" in page(client, reader)
    wren = world.worker("Wren", "navigator")
    with acting_as(OPERATOR):
        told = {"role": "navigator", "is_part_2_staff": True, "by": OPERATOR, "at": NOW}
        actions.change_role(membership=wren, **told)
    text = page(client, reader, first=False)
    assert "<li>Wren, Navigator</li>" in text and "Ana" not in text
    assert "No emergency opens it." in text
    spanish = page(client, reader, "es", first=False)
    assert "lleva la etiqueta Parte 2" in spanish and "Wren" in spanish


@pytest.mark.parametrize("role", ["navigator", "caseworker", "coordinator"])
def test_who_does_not_look_after_the_staff_does_not_read_it(client, world, role):
    sign_in(client, world.worker("Ana", role).user)
    assert client.get("/accounts/staff/law/").status_code == 403
