"""What kind of agency it is, and who works in its Part 2 program: each deed by whoever might try it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from kinwork.accounts import actions, queries, rules
from kinwork.accounts.models import Invitation, Membership
from kinwork.accounts.tests.conftest import NOW, OPERATOR, actor, audited, sign_in
from kinwork.accounts.tests.test_pages import NEW, invited
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.directory import actions as directory
from kinwork.trust.access.rules import PART_2, WRITTEN_LABELS
from tests.seeing import everything

SOON = NOW + timedelta(hours=1)
OTHERS = [VISITOR, Actor("family"), Actor("draft"), Actor("link"), Actor("machine"), Actor("clock")]
NOT_OPERATOR = [role for role in rules.STAFF_ROLES if role != "operator"]


def do(verb, by, **what):
    with acting_as(by):
        return getattr(actions, verb)(**what, by=by, at=SOON)


def in_the_trail(verb) -> int:
    with everything():
        return AuditEntry.objects.filter(verb=f"accounts.{verb}").count()


@pytest.fixture
def program(world):
    """The library is a Part 2 program now."""
    return do("keep_records", OPERATOR, agency=world.library, records=[PART_2])


@pytest.fixture
def admin(world):
    return actor(world.worker("Dana", "account administrator"))


@pytest.fixture
def ana(world):
    return world.worker("Ana", "navigator")


def organization(name="Mesquite Flats Library"):
    with acting_as(OPERATOR):
        told = {"thing": "organization", "values": {"name": name, "description": name}}
        return directory.save_record(**told, by=OPERATOR, at=NOW)


def test_the_kinds_are_labels_that_the_rule_knows():
    assert set(rules.RECORDS) == {PART_2, *WRITTEN_LABELS}


def test_an_agency_says_what_it_keeps_and_part_2_records_make_a_program(world):
    row = do("keep_records", OPERATOR, agency=world.library, records=["ferpa"])
    assert (row.records, row.is_part_2) == (["ferpa"], False)
    row = do("keep_records", OPERATOR, agency=world.library, records=[PART_2, "ferpa"])
    assert (row.records, row.is_part_2) == (["ferpa", PART_2], True)
    do("keep_records", OPERATOR, agency=world.library, records=["ferpa"])
    assert in_the_trail("keep_records") == 2, "what is known already is no deed"
    with pytest.raises(rules.Impossible):
        do("keep_records", OPERATOR, agency=world.library, records=["secret"])


def test_a_program_that_is_no_more_has_no_staff_of_its_own(world, program, ana):
    new = do("change_role", OPERATOR, membership=ana, role="navigator", is_part_2_staff=True)
    row = do("drop_records", OPERATOR, agency=world.library, records=[PART_2])
    new.refresh_from_db()
    assert (row.records, row.is_part_2, new.is_part_2_staff) == ([], False, False)


def test_a_new_agency_is_of_its_kind_from_the_beginning(world):
    told = {"communities": [world.community]}
    one = do("create_agency", OPERATOR, name="Quiet Creek", is_part_2=True, **told)
    two = do("create_agency", OPERATOR, name="School", records=["ferpa"], **told)
    assert (one.is_part_2, one.records) == (True, [PART_2])
    assert (two.is_part_2, two.records) == (False, ["ferpa"])


def test_an_organization_is_one_agency_only(world):
    entry = organization()
    assert do("name_organization", OPERATOR, agency=world.library, organization=entry)
    with pytest.raises(rules.Impossible, match="already"):
        do("name_organization", OPERATOR, agency=world.clinic, organization=entry)
    with pytest.raises(rules.Impossible, match="already"):
        do("create_agency", OPERATOR, name="X", communities=[], organization=entry)


DEEDS = {
    "keep_records": {"records": ["ferpa"]},
    "drop_records": {"records": ["ferpa"]},
    "mark_victim_services": {},
}


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("role", NOT_OPERATOR)
def test_who_says_what_kind_their_agency_is(world, verb, role):
    by = actor(world.worker("Kim", role))
    if (verb, role) == ("keep_records", "account administrator"):
        assert do(verb, by, agency=world.library, **DEEDS[verb]).records == ["ferpa"]
        with pytest.raises(Refused, match="agency that you work for now"):
            do(verb, by, agency=world.clinic, **DEEDS[verb])
    else:
        with pytest.raises(Refused):
            do(verb, by, agency=world.library, **DEEDS[verb])


@pytest.mark.parametrize("by", OTHERS, ids=lambda one: one.kind)
@pytest.mark.parametrize("verb", [*DEEDS, "name_organization"])
def test_nobody_else_says_it(world, verb, by):
    what = DEEDS.get(verb) or {}
    if verb == "name_organization":
        what = {"organization": organization()}
    with pytest.raises(Refused):
        do(verb, by, agency=world.library, **what)


def test_victim_services_is_said_once_and_signs_everybody_out(client, world, ana):
    sign_in(client, ana.user)
    assert client.get(reverse("accounts:account")).status_code == 200
    key = client.session.session_key
    UserSession.objects.create(user=ana.user, ip="127.0.0.1", session_key=key, user_agent="x")
    for _again in range(2):
        row = do("mark_victim_services", OPERATOR, agency=world.library)
    assert row.is_victim_service_provider and in_the_trail("mark_victim_services") == 1
    assert not client.get(reverse("accounts:account")).wsgi_request.user.is_authenticated


# --- who works in the program ---


@pytest.mark.parametrize("role", NOT_OPERATOR)
def test_who_lets_somebody_work_in_the_program(world, program, ana, role):
    by = actor(world.worker("Kim", role))
    told = {"membership": ana, "role": "navigator", "is_part_2_staff": True}
    if role in ("account administrator", "supervisor"):
        new = do("change_role", by, **told)
        assert (new.role, new.is_part_2_staff) == ("navigator", True)
        told = {"membership": new, "role": "navigator", "is_part_2_staff": False}
        assert not do("change_role", by, **told).is_part_2_staff
        assert audited("change_role", by) == 2
    else:
        with pytest.raises(Refused):
            do("change_role", by, **told)


def test_nobody_lets_themselves_or_a_strangers_worker_in(world, program, admin):
    own = Membership.objects.get(user_id=admin.id)
    with pytest.raises(Refused, match="own roles"):
        do("change_role", admin, membership=own, role="supervisor", is_part_2_staff=True)
    stranger = world.worker("Ben", "navigator", world.clinic)
    with pytest.raises(Refused, match="agency that you work for now"):
        do("change_role", admin, membership=stranger, role="navigator", is_part_2_staff=True)


def test_without_a_program_nobody_works_in_it(world, admin, ana):
    with pytest.raises(rules.Impossible, match="no Part 2 program"):
        do("change_role", admin, membership=ana, role="navigator", is_part_2_staff=True)
    told = {"email": "ben@example.org", "agency": world.library, "community": world.community}
    with pytest.raises(rules.Impossible, match="no Part 2 program"):
        do("invite", admin, role="navigator", is_part_2_staff=True, **told)


def test_who_opens_no_records_opens_none_of_treatment(world, program, admin, ana):
    with pytest.raises(rules.Impossible, match="opens no families' records"):
        do("change_role", admin, membership=ana, role="account administrator", is_part_2_staff=True)
    inside = do("change_role", admin, membership=ana, role="caseworker", is_part_2_staff=True)
    assert do("change_role", admin, membership=inside, role="navigator").is_part_2_staff
    kept = Membership.objects.get(user=ana.user, ends=None)
    assert not do(
        "change_role", admin, membership=kept, role="account administrator"
    ).is_part_2_staff


# --- on the pages ---


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_tick_is_there_only_where_there_is_a_program(client, world, ana, language):
    boss = world.worker("Dana", "account administrator", language=language)
    sign_in(client, boss.user)
    pages = [reverse("accounts:invite"), reverse("accounts:change_role", args=[ana.pk])]
    client.cookies["django_language"] = language
    for path in pages:
        assert 'name="is_part_2_staff"' not in client.get(path).content.decode()
    do("keep_records", OPERATOR, agency=world.library, records=[PART_2])
    words = {"en": "Works in our Part 2 program", "es": "Trabaja en nuestro programa de la Parte 2"}
    for path in pages:
        body = client.get(path).content.decode()
        assert 'name="is_part_2_staff"' in body and words[language] in body


def test_an_invitation_with_the_tick_leads_into_the_program(client, world, program):
    boss = world.worker("Dana", "account administrator")
    sign_in(client, boss.user)
    told = {"email": "ben@example.org", "role": "caseworker", "language": "en"}
    client.post(reverse("accounts:invite"), told | {"is_part_2_staff": "on"})
    one = Invitation.objects.get()
    assert (
        one.is_part_2_staff and "Part 2 program" in client.get("/accounts/staff/").content.decode()
    )
    client.post(reverse("accounts:invite"), told)
    one.refresh_from_db()
    assert not one.is_part_2_staff, "what is asked last counts"
    client.post(reverse("accounts:invite"), told | {"is_part_2_staff": "on"})
    client.logout()
    client.post(invited(world, role="caseworker", is_part_2_staff=True), NEW)
    hat = Membership.objects.get(user__email="ben@example.org")
    assert (hat.role, hat.is_part_2_staff) == ("caseworker", True)


def test_a_program_that_ended_meanwhile_takes_nobody_in(client, world, program):
    link = invited(world, role="caseworker", is_part_2_staff=True)
    do("drop_records", OPERATOR, agency=world.library, records=[PART_2])
    client.post(link, NEW)
    assert not Membership.objects.get(user__email="ben@example.org").is_part_2_staff


def test_the_tick_is_taken_away_on_the_page(client, world, program, ana):
    boss = world.worker("Dana", "account administrator")
    sign_in(client, boss.user)
    path = reverse("accounts:change_role", args=[ana.pk])
    client.post(path, {"role": "navigator", "is_part_2_staff": "on"})
    hat = queries.open_hats(ana.user, SOON + timedelta(days=900))[0]
    assert hat.is_part_2_staff
    page = client.get(reverse("accounts:change_role", args=[hat.pk]))
    assert "checked" in page.content.decode().partition('name="is_part_2_staff"')[2][:200]
    client.post(reverse("accounts:change_role", args=[hat.pk]), {"role": "navigator"})
    assert not Membership.objects.get(user=ana.user, ends=None).is_part_2_staff


def test_a_role_that_opens_no_records_is_answered_beside_the_tick(client, world, program, ana):
    boss = world.worker("Dana", "account administrator")
    sign_in(client, boss.user)
    told = {"role": "account administrator", "is_part_2_staff": "on"}
    page = client.post(reverse("accounts:change_role", args=[ana.pk]), told)
    assert page.status_code == 200 and page.context["form"].errors["is_part_2_staff"]
    assert Membership.objects.filter(user=ana.user).count() == 1
