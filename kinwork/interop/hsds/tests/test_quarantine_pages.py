"""The quarantine's pages: who may open them, and a row mended or dismissed by hand."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.accounts import actions as accounts
from kinwork.accounts.tests.conftest import OPERATOR as STAFF_OPERATOR
from kinwork.accounts.tests.conftest import protect
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.directory.models import Phone, Quarantined
from kinwork.interop.hsds.actions import import_feed
from kinwork.interop.hsds.tests.feeds import tables, uid, write
from tests.signing import enter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def browser(role: str) -> Client:
    """Somebody in this role at an agency of one community, signed in."""
    client = Client()
    with acting_as(STAFF_OPERATOR):
        deed = {"by": STAFF_OPERATOR, "at": NOW}
        community = accounts.create_community(
            slug=role.replace(" ", "-"), name="Saguaro Wash County", state="AZ", **deed
        )
        told = {"name": f"Library {role}", "communities": [community], "convenes": True}
        agency = accounts.create_agency(**told, **deed)
        told = {"email": f"{role.replace(' ', '.')}@example.org", "name": role, "language": "en"}
        user = accounts.create_user(**told, password=None, **deed)
        accounts.add_membership(user=user, agency=agency, community=community, role=role, **deed)
    protect(user)
    return enter(client, user)


@pytest.fixture
def row(tmp_path) -> Quarantined:
    content = tables()
    content["phones"][0]["number"] = "<script>call us</script>"
    with acting_as(OPERATOR):
        path = write(tmp_path / "feed", content)
        import_feed(path=path, source="A & B", by=OPERATOR, at=NOW)
        return Quarantined.objects.get()


def test_the_list_leads_to_the_row(row):
    client = browser("account administrator")
    page = client.get(reverse("hsds_quarantine"), {"source": "A & B", "table": "phones"})
    assert page.status_code == 200
    assert reverse("hsds_mend", args=[row.pk]) in page.content.decode()


def test_a_row_is_mended_and_loaded(row):
    client = browser("account administrator")
    address = reverse("hsds_mend", args=[row.pk])
    shown = client.get(address).content.decode()
    assert "&lt;script&gt;call us" in shown
    typed = {f"cell-{name}": text for name, text in row.raw.items()}
    again = client.post(address, {**typed, "cell-number": "nobody knows"})
    assert again.status_code == 200
    assert "nobody knows" in again.content.decode()
    done = client.post(address, {**typed, "cell-number": "480-555-0177"})
    assert done.status_code == 302
    with acting_as(OPERATOR):
        assert Phone.objects.get(pk=row.raw["id"]).number == "480-555-0177"
        assert str(Phone.objects.get(pk=row.raw["id"]).service_id) == uid("s", "food")


def test_a_row_is_dismissed_with_a_reason(row):
    client = browser("account administrator")
    address = reverse("hsds_dismiss", args=[row.pk])
    assert client.post(address, {"why": ""}).status_code == 200
    assert client.post(address, {"why": "The line was cut."}).status_code == 302
    with acting_as(OPERATOR):
        assert Quarantined.objects.get().why == "The line was cut."


@pytest.mark.parametrize("role", ["navigator", "provider staff", "evaluator"])
def test_others_are_turned_away(row, role):
    client = browser(role)
    for name, ids in (("hsds_quarantine", []), ("hsds_mend", [row.pk]), ("hsds_dismiss", [row.pk])):
        assert client.get(reverse(name, args=ids)).status_code == 403
    client.post(reverse("hsds_dismiss", args=[row.pk]), {"why": "because"})
    with acting_as(OPERATOR):
        assert Quarantined.objects.get().state == "open"


def test_a_visitor_and_a_made_up_row(row):
    assert Client().get(reverse("hsds_quarantine")).status_code in (302, 403)
    client = browser("account administrator")
    assert (
        client.get("/directory/quarantine/00000000-0000-0000-0000-000000000000/").status_code == 404
    )
    assert client.get("/directory/quarantine/?after=%00&source=%00").status_code == 200
