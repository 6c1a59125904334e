"""An agency's own texts: who writes them, what may stand in them, who sees them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.phrases import actions, queries, rules
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
TOLD = {"deed": "decline", "name": "Full", "english": "We are full.", "spanish": "No hay lugar."}


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3), household=False)


def written(cast, who="bea", **other):
    actor = cast.actors[who]
    with acting_as(actor):
        return actions.write(**TOLD | {"form_id": new_id()} | other, by=actor, at=cast.at)


def seen_by(cast, name):
    actor = cast.actors[name]
    with acting_as(actor):
        return list(queries.texts(actor.agency).values_list("name", flat=True))


def test_a_supervisor_writes_and_the_agency_alone_reads(cast):
    row = written(cast)
    assert {name: seen_by(cast, name) for name in ("bea", "ben", "ana", "cora")} == {
        "bea": ["Full"],
        "ben": ["Full"],
        "ana": [],
        "cora": [],
    }
    with acting_as(cast.cruz):  # nor by asking for the other agency's
        assert not queries.texts(cast.agencies["clinic"].pk).exists()
    with everything():
        assert AuditEntry.objects.filter(verb="phrases.write", target_id=row.pk).count() == 1


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora", "dana"])
def test_nobody_else_writes_changes_or_ends(cast, name):
    row, actor = written(cast), cast.actors[name]
    with acting_as(actor):
        for deed in (
            lambda: actions.write(**TOLD, form_id=new_id(), by=actor, at=cast.at),
            lambda: actions.change(
                phrase=row, name="x", english="x", spanish="x", version=0, by=actor, at=cast.at
            ),
            lambda: actions.end(phrase=row, by=actor, at=cast.at),
        ):
            with pytest.raises(Refused):
                deed()
    page = browser_of(cast, name)
    assert page.get("/texts/").status_code == 403
    assert page.post(f"/texts/{row.pk}/end/").status_code == 403


@pytest.mark.parametrize(
    "other",
    [
        {"spanish": " "},
        {"name": ""},
        {"english": "Dear {family}"},
        {"english": "a { b"},
        {"english": "x" * 1001},
        {"deed": "burn"},
    ],
)
def test_what_is_refused(cast, other):
    with pytest.raises(Refused):
        written(cast, **other)


def test_once_a_form_and_once_a_name(cast):
    form = new_id()
    assert written(cast, form_id=form) == written(cast, form_id=form)
    with pytest.raises(Refused):
        written(cast)
    written(cast, deed="ask_information")


def test_who_was_slower_reads_both_texts(cast):
    row = written(cast)
    bea = browser_of(cast, "bea")
    told = {"name": "Full", "english": "Full until May.", "spanish": "Llenos.", "version": "0"}
    assert bea.post(f"/texts/{row.pk}/", told).status_code == 302
    late = bea.post(f"/texts/{row.pk}/", told | {"english": "Full until June."})
    assert late.status_code == 409
    assert b"Full until May." in late.content
    assert b"Full until June." in late.content
    assert bea.post(f"/texts/{row.pk}/", told | {"version": ""}).status_code == 409


def test_on_the_page_what_is_wrong_stays_as_typed(cast):
    bea = browser_of(cast, "bea")
    assert "No text yet" in bea.get("/texts/").content.decode()
    form = re.search(r'name="form_id" value="([^"]*)"', bea.get("/texts/new/").content.decode())[1]
    page = bea.post("/texts/new/", TOLD | {"english": "Dear {name}", "form_id": form})
    assert page.status_code == 200
    assert "Dear {name}" in page.content.decode()
    assert bea.post("/texts/new/", TOLD | {"form_id": form}).status_code == 302
    assert "We are full." in bea.get("/texts/").content.decode()


def test_ended_is_offered_no_more_and_stays_in_the_trail(cast):
    row = written(cast)
    bea = browser_of(cast, "bea")
    assert bea.post(f"/texts/{row.pk}/end/").status_code == 302
    assert bea.get(f"/texts/{row.pk}/").status_code == 404
    assert not seen_by(cast, "bea")
    with everything():
        assert AuditEntry.objects.filter(verb="phrases.end", target_id=row.pk).exists()


def test_putting_a_text_in():
    text = rules.filled("{agency}: {service} {x}", agency="Clinic {service}", service="Visits")
    assert text == "Clinic {service}: Visits {x}"
    assert rules.joined("", "b") == "b"
    assert rules.joined("a ", "b") == "a\n\nb"
    assert rules.joined("a\n\nb", "b") == "a\n\nb"
