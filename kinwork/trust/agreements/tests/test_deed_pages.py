"""Pages of the deeds: changed, joined, left, renewed; by everybody who might try, typed words kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.trust.access.models import WorkItem
from kinwork.trust.agreements import actions, jobs
from kinwork.trust.agreements.models import Agreement, Party
from tests import cast as casting
from tests.cast import OPERATOR
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything

from . import scenes

SIGN = {"name": "Inés Duarte", "title": "Director", "authority": "Bylaws, article 4"}
WHO = ["ana", "ben", "bea", "cruz", "cora", "sam", "eve", "rosa"]


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def day(**delta) -> str:
    return (timezone.localdate() + timedelta(**delta)).isoformat()


def newcomer(cast):
    """An agency that works here and has signed nothing, and its supervisor."""
    with acting_as(OPERATOR, now=cast.at):
        cast.agencies["new"] = accounts.create_agency(
            name="Red Mesa Family Office",
            communities=[cast.community],
            by=OPERATOR,
            at=cast.at,
        )
    return worker(cast, "supervisor", "new")


# A draft is changed ------------------------------------------------------------------------------


def test_a_draft_is_changed_and_what_was_typed_stays(cast):
    made = scenes.draft(cast)
    client, where = Crawler(cast.dana).client, reverse("agreements:change", args=[made.pk])
    page = words(client.get(where))
    assert 'value="Together"' in page and 'value="2026-03-02"' in page
    said = {"title": "Together, better", "starts": "2026-03-02", "purposes": ["care"]}
    wrong = words(client.post(where, said | {"ends": "2026-03-01"}))
    assert "an end after its beginning" in wrong and "Together, better" in wrong
    assert client.post(where, said | {"ends": "2027-03-01"}).status_code == 302
    after = scenes.fresh(cast, made)
    assert (after.title, after.starts) == ("Together, better", made.starts)
    assert after.ends is not None


def test_what_is_in_hand_to_sign_is_not_changed(cast):
    made = scenes.in_force(cast)
    page = words(Crawler(cast.dana).client.get(reverse("agreements:change", args=[made.pk])))
    assert "This is no draft any more" in page


@pytest.mark.parametrize("name", WHO)
def test_nobody_else_changes_a_draft(cast, name):
    made = scenes.draft(cast)
    one = scenes.parties(cast, made)[0]
    client = Crawler(cast.actors[name]).client
    for where in (
        reverse("agreements:change", args=[made.pk]),
        reverse("agreements:drop", args=[made.pk, one.pk]),
    ):
        assert client.post(where, {"title": "Mine"}).status_code in (302, 403, 404)
    assert scenes.fresh(cast, made).title == "Together"
    assert len(scenes.parties(cast, made)) == 2


def test_a_party_is_taken_out_of_a_draft_and_what_is_missing_is_named(cast):
    made = scenes.draft(cast)
    client, one = Crawler(cast.dana).client, scenes.parties(cast, made)[0]
    client.post(reverse("agreements:drop", args=[made.pk, one.pk]))
    assert len(scenes.parties(cast, made)) == 1
    page = words(client.post(reverse("agreements:move", args=[made.pk, "submit"])))
    assert "at least two parties" in page and "Change the draft" in page
    assert scenes.fresh(cast, made).state == "draft"


# A new partner joins -----------------------------------------------------------------------------


def test_a_new_partner_reads_and_signs(cast):
    chief = newcomer(cast)
    client, where = Crawler(chief).client, reverse("agreements:join")
    page = words(client.get(where))
    assert "Each of them may see what a family allows it" in page
    half = words(client.post(where, SIGN | {"authority": ""}))
    assert "Inés Duarte" in half and "Please fill this in" in half
    assert client.post(where, SIGN).status_code == 302
    with everything():
        party = Party.objects.get(agency=cast.agencies["new"])
        assert (party.signed_by, party.authority) == ("Inés Duarte", "Bylaws, article 4")
        assert AuditEntry.objects.filter(verb="agreements.join", actor_id=chief.id).exists()
    assert "There is nothing to join" in words(client.get(where))


def test_joining_says_whether_a_nation_answers_for_it(cast):
    chief = newcomer(cast)
    client, where = Crawler(chief).client, reverse("agreements:join")
    page = words(client.post(where, SIGN | {"nation": "self"}))
    assert "Say what shows it." in page
    said = SIGN | {"nation": "self", "evidence": "List of recognized tribes, 2026"}
    assert client.post(where, said).status_code == 302
    page = words(client.get(reverse("agreements:nation")))
    assert "Not counted" in page and "Red Mesa Family Office" in page


@pytest.mark.parametrize("name", WHO)
def test_who_takes_part_already_joins_nothing(cast, name):
    before = _parties()
    answer = Crawler(cast.actors[name]).client.post(reverse("agreements:join"), SIGN)
    assert answer.status_code in (200, 403)
    assert _parties() == before


@pytest.mark.parametrize("role", ["caseworker", "navigator", "provider staff", "analyst"])
def test_who_does_not_answer_for_the_agency_signs_nothing(cast, role):
    newcomer(cast)
    before = _parties()
    client = Crawler(worker(cast, role, "new")).client
    assert client.post(reverse("agreements:join"), SIGN).status_code == 403
    assert _parties() == before


def _parties() -> int:
    with everything():
        return Party.objects.count()


# A party leaves ----------------------------------------------------------------------------------


def pact_of(agency) -> tuple[Agreement, Party]:
    with everything():
        pact = Agreement.objects.get(kind="participation", parties__agency=agency)
        return pact, pact.parties.get(agency=agency)


def test_a_party_leaves_at_once_and_no_referral_is_lost(cast):
    referral = casting.accepted(cast)
    pact, party = pact_of(cast.agencies["clinic"])
    client = Crawler(cast.bea).client
    where = reverse("agreements:leave", args=[pact.pk, party.pk])
    assert "1 open referral to you" in words(client.get(where))
    assert "This day is over" in words(client.post(where, {"day": day(days=-2)}))
    assert client.post(where, {}).status_code == 302
    with everything():
        kinds = WorkItem.objects.filter(target=referral.pk, kind="re-route", closed_at=None)
        assert kinds.count() == 2
        assert Party.objects.get(pk=party.pk).ends <= timezone.now()


def test_a_party_leaves_on_a_day_and_is_bound_until_then(cast):
    referral = casting.accepted(cast)
    pact, party = pact_of(cast.agencies["clinic"])
    client = Crawler(cast.bea).client
    client.post(reverse("agreements:leave", args=[pact.pk, party.pk]), {"day": day(days=3)})
    assert "leaves on" in words(client.get(reverse("agreements:see", args=[pact.pk])))

    def stranded():
        with everything():
            items = WorkItem.objects.filter(target=referral.pk, kind="re-route", closed_at=None)
            return items.count()

    jobs.run_due(timezone.now() + timedelta(days=2))
    assert stranded() == 0
    jobs.run_due(timezone.now() + timedelta(days=5))
    assert stranded() == 2


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora", "sam", "eve", "rosa"])
def test_nobody_else_takes_a_party_out(cast, name):
    pact, party = pact_of(cast.agencies["clinic"])
    client = Crawler(cast.actors[name]).client
    where = reverse("agreements:leave", args=[pact.pk, party.pk])
    assert client.post(where, {}).status_code in (403, 404)
    library = pact_of(cast.agencies["library"])[1]
    where = reverse("agreements:leave", args=[pact.pk, library.pk])
    assert Crawler(cast.bea).client.post(where, {}).status_code == 404
    assert pact_of(cast.agencies["clinic"])[1].ends is None


# Renewed -----------------------------------------------------------------------------------------


def test_a_party_asks_and_whoever_convenes_writes_the_new_version(cast):
    made = scenes.in_force(cast, ends=timezone.now() + timedelta(days=20))
    where = reverse("agreements:renew", args=[made.pk])
    client = Crawler(cast.bea).client
    assert "Please choose one" in words(client.post(where, {}))
    assert client.post(where, {"answer": "yes"}).status_code == 302
    dana = Crawler(cast.dana).client
    page = words(dana.get(where))
    assert "Saguaro Wash Clinic: wants it renewed" in page
    assert "Mesquite Flats Library: has not answered" in page
    with everything():
        assert WorkItem.objects.filter(kind=actions.ASKED, closed_at=None).count() == 1
    assert "This day is over" in words(dana.post(where, {"ends": day(days=-3)}))
    new = dana.post(where, {"ends": day(days=400)})["Location"]
    page = words(dana.get(new))
    assert "version 2" in page and "Draft" in page
    assert scenes.fresh(cast, made).state == "in force"


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora", "sam", "eve", "rosa"])
def test_nobody_else_answers_for_a_party(cast, name):
    made = scenes.in_force(cast, ends=timezone.now() + timedelta(days=20))
    where = reverse("agreements:renew", args=[made.pk])
    client = Crawler(cast.actors[name]).client
    assert client.post(where, {"answer": "yes"}).status_code in (403, 404)
    with everything():
        assert not Party.objects.filter(renewal_said_at__isnull=False).exists()


# A nation's page ---------------------------------------------------------------------------------


def test_a_nation_says_it_on_its_page(cast):
    chief = worker(cast, "supervisor", "bloom")
    client, where = Crawler(chief).client, reverse("agreements:nation")
    assert "A sovereign nation keeps authority" in words(client.get(where))
    assert "Please fill this in" in words(client.post(where, {"nation": "self"}))
    client.post(where, {"nation": "self", "evidence": "List of recognized tribes, 2026"})
    assert "Not counted" in words(client.get(where))
    few = words(client.post(where, {"least_cell": "5"}))
    assert 'value="5"' in few and "11" in few
    assert client.post(where, {"least_cell": "25", "shown_apart": "on"}).status_code == 302
    for verb in ("withhold", "withdraw"):
        there = reverse("agreements:figures", args=[verb])
        assert client.get(there).status_code == 200
        assert "This day is over" in words(client.post(there, {"day": day(days=-2)}))
        assert client.post(there, {"day": day()}).status_code == 302
    assert client.post(reverse("agreements:figures", args=["allow"])).status_code == 302
    with everything():
        nation = cast.agencies["bloom"].nation
    assert (nation.least_cell, nation.shown_apart, nation.withheld_from) == (25, True, None)
    assert nation.withdrawn_from is not None


@pytest.mark.parametrize("name", WHO)
def test_nobody_else_opens_a_nations_buttons(cast, name):
    client = Crawler(cast.actors[name]).client
    where = reverse("agreements:figures", args=["withdraw"])
    assert client.post(where, {"day": day()}).status_code in (403, 404)


@pytest.mark.parametrize("page", ["agreements:list", "agreements:join", "agreements:nation"])
def test_they_speak_spanish(cast, page):
    chief = newcomer(cast)
    with everything():
        from kinwork.accounts.models import User

        User.objects.filter(pk=chief.id).update(language="es")
    client = Crawler(chief).client
    client.cookies["django_language"] = "es"
    page = words(client.get(reverse(page), headers={"accept-language": "es"}))
    assert any(one in page for one in ("Su agencia todavía no participa", "Fírmelo", "La voz de"))
