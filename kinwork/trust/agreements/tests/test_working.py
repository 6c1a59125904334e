"""Co-location, shared staffing, joint funding: what each asks, and that none opens anything."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.rules import KINDS, TERMS, WORKING_KINDS
from kinwork.trust.agreements.words import KIND_HELP, KIND_WORDS, SHORT_KIND_WORDS, TERM_WORDS
from tests.signing import browser_of

from . import scenes as deeds

KINDS_PAGE = reverse("agreements:kinds")


def form_of(kind: str) -> str:
    return reverse("agreements:make", args=[kind.replace(" ", "-")])


def whole(kind: str) -> dict[str, str]:
    return {name: f"What we say about {name}" for name in TERMS[kind]}


def test_every_kind_and_term_has_words():
    assert set(KINDS) == set(KIND_WORDS) == set(KIND_HELP) == set(SHORT_KIND_WORDS)
    assert {name for names in TERMS.values() for name in names} == set(TERM_WORDS)


@pytest.mark.parametrize("kind", WORKING_KINDS)
def test_from_its_kind_to_its_clauses(cast, kind):
    browser = browser_of(cast, "dana")
    asked = browser.get(KINDS_PAGE).content.decode()
    assert all(str(word) in asked for word in KIND_WORDS.values())
    form = browser.get(form_of(kind)).content.decode()
    assert all(f'name="{name}"' in form for name in TERMS[kind])
    assert 'name="purposes"' not in form and 'name="destroy_by"' not in form
    others = {name for other in WORKING_KINDS for name in TERMS[other]} - set(TERMS[kind])
    assert not [name for name in others if f'name="{name}"' in form]
    said = {"title": "Under one roof", "starts": "2026-03-02", **whole(kind)}
    said[TERMS[kind][0]] = "  The old school, rooms 1 to 4  "
    page = browser.post(form_of(kind), said)["Location"]
    shown = browser.get(page).content.decode()
    assert '<td data-label="Text">The old school, rooms 1 to 4</td>' in shown
    assert all(str(TERM_WORDS[name][0]) in shown for name in TERMS[kind])
    assert "It opens no data of any family." in shown and "emergency" not in shown.lower()
    changed = {**said, TERMS[kind][1]: "Changed"}
    assert browser.post(f"{page}words/", changed).status_code == 302
    assert "Changed" in browser.get(page).content.decode()


@pytest.mark.parametrize("kind", WORKING_KINDS)
def test_signed_only_when_whole_and_opens_nothing(cast, kind):
    terms = whole(kind)
    missed = terms.pop(TERMS[kind][-1])
    made = deeds.draft(cast, kind, purposes=[], terms=terms)
    with pytest.raises(Refused, match="This is missing"):
        deeds.do(cast, "submit", made)
    with acting_as(cast.dana, now=cast.at):
        actions.change(
            agreement=made,
            by=cast.dana,
            at=cast.at,
            terms={**terms, TERMS[kind][-1]: f" {missed} "},
        )
    deeds.do(cast, "submit", made)
    for party in deeds.parties(cast, made):
        with acting_as(cast.dana, now=cast.at):
            actions.sign(party=party, by=cast.dana, at=cast.at, **deeds.SIGNED)
    assert deeds.fresh(cast, made).state == "in force"
    library, clinic = cast.agencies["library"].pk, cast.agencies["clinic"].pk
    assert deeds.asked(cast, "kw_same_mou(%s, %s)", library, clinic) is False
    assert deeds.asked(cast, "kw_party(%s, 'emergency')", library) is False
    assert deeds.asked(cast, "kw_licensed(%s, 'health', %s)", clinic, library) is False


@pytest.mark.parametrize("more", [{"emergency_clause": True}, {"classes": ["health"]}])
def test_the_database_refuses_one_that_would_open_something(cast, more):
    made = deeds.draft(cast, "co-location", purposes=[])
    with acting_as(cast.dana, now=cast.at), pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=made.pk).update(**more)


def test_a_new_version_begins_with_the_same_terms(cast):
    kind = "shared staffing"
    made = deeds.in_force(cast, kind, purposes=[], terms=whole(kind))
    again = deeds.do(cast, "make_version", made)
    assert again.terms == whole(kind) and again.version == 2


def test_a_kind_that_there_is_not(cast):
    browser = browser_of(cast, "dana")
    assert browser.get(form_of("nonsense")).status_code == 404
    assert browser.post(form_of("nonsense"), {"title": "x"}).status_code == 404
