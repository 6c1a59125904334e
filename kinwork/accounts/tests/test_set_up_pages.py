"""Settings, calendar and texts of a community: every deed by everyone who might try it."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.accounts import actions, rules
from kinwork.accounts.models import CommunityChange
from kinwork.accounts.tests.conftest import OPERATOR, actor, audited, sign_in
from kinwork.accounts.tests.setting_up import (
    EN,
    OWN,
    YEAR,
    body_of,
    draft,
    settings_of,
    url,
)
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.models import Community, Holiday
from kinwork.common.rights import Refused
from kinwork.trust.consent.texts import PRODUCT, REFERRAL

MAY = ["backbone lead", "operator"]
MAY_NOT = [
    "intake worker",
    "navigator",
    "caseworker",
    "provider staff",
    "supervisor",
    "coordinator",
    "privacy officer",
    "analyst",
    "state viewer",
    "evaluator",
]


def every_deed(place) -> dict:
    """Each action with what it takes; a text that waits and one that stands are there."""
    waiting = draft(place, OPERATOR)
    standing = draft(place, OPERATOR, language="es", body=PRODUCT[REFERRAL, "es"])
    with acting_as(OPERATOR):
        actions.put_text_in_force(text=standing, by=OPERATOR, at=timezone.now())
        day = date(YEAR, 6, 1)
        actions.set_holidays(community=place, days={day: "A day"}, by=OPERATOR, at=timezone.now())
    return {
        actions.change_settings: {"community": place, "values": {"answer_days": 5}},
        actions.set_holidays: {"community": place, "days": {date(YEAR, 3, 3): "X"}},
        actions.remove_holiday: {"community": place, "day": day},
        actions.draft_text: {"community": place, "body": OWN, **EN},
        actions.put_text_in_force: {"text": waiting},
        actions.retire_text: {"text": standing},
        actions.discard_text: {
            "text": draft(place, OPERATOR, key="consent.request", body="{agency} gets my name.")
        },
    }


# --- who may, who may not -------------------------------------------------------------------


@pytest.mark.parametrize("role", MAY)
def test_who_sets_up_may_do_all(world, place, role):
    deeds = every_deed(place)
    by = actor(world.worker("Lead", role, world.clinic))
    for action, what in deeds.items():
        with acting_as(by):
            action(**what, by=by, at=timezone.now())
        assert audited(action.__name__, by) == 1


def test_an_administrator_of_the_convener_may_and_another_may_not(world, place):
    deeds = every_deed(place)
    inside = actor(world.worker("Inside", "account administrator", world.clinic))
    outside = actor(world.worker("Outside", "account administrator", world.library))
    for action, what in deeds.items():
        with acting_as(outside), pytest.raises(Refused, match="convenes the community"):
            action(**what, by=outside, at=timezone.now())
        with acting_as(inside):
            action(**what, by=inside, at=timezone.now())


@pytest.mark.parametrize("role", MAY_NOT)
def test_nobody_else_may(world, place, role):
    deeds = every_deed(place)
    by = actor(world.worker("Cruz", role, world.clinic))
    for action, what in deeds.items():
        with acting_as(by), pytest.raises(Refused):
            action(**what, by=by, at=timezone.now())


@pytest.mark.parametrize("by", [VISITOR, Actor("family", role="family member"), Actor("link")])
def test_neither_families_nor_visitors(place, by):
    deeds = every_deed(place)
    for action, what in deeds.items():
        with acting_as(by), pytest.raises(Refused):
            action(**what, by=by, at=timezone.now())


def test_a_lead_elsewhere_may_not(world, place):
    deeds = every_deed(place)
    hat = world.worker("Else", "backbone lead", world.clinic)
    by = Actor("staff", hat.user_id, hat.agency_id, hat.role, world.elsewhere.id)
    for action, what in deeds.items():
        with acting_as(by), pytest.raises(Refused, match="community that you work in"):
            action(**what, by=by, at=timezone.now())


@pytest.mark.parametrize("role", [*MAY, *MAY_NOT])
def test_pages_by_role(client, world, place, role):
    sign_in(client, world.worker("Somebody", role, world.clinic).user)
    wanted = 200 if role in MAY else 403
    for name, args in (
        ("settings", ()),
        ("calendar", ()),
        ("texts", ()),
        ("text", (REFERRAL, "en")),
        ("draft_text", (REFERRAL, "es")),
    ):
        assert client.get(url(name, *args)).status_code == wanted, name
    sent = client.post(url("add_federal"), {"year": YEAR}).status_code
    assert sent == (302 if role in MAY else 403)
    assert Holiday.objects.exists() == (role in MAY)


def test_an_administrator_who_does_not_convene_is_told_who_could(client, world, place):
    sign_in(client, world.worker("Outside", "account administrator", world.library).user)
    page = client.get(url("settings"))
    assert page.status_code == 403
    assert "The agency that convenes the community sets it up" in body_of(page)


def test_a_visitor_is_sent_to_sign_in(place):
    page = Client().get(url("texts"))
    assert page.status_code == 302 and "sign-in" in page["Location"]


# --- settings -------------------------------------------------------------------------------


def test_saving_settings_says_what_changed_and_who(client, dana, place):
    page = client.get(url("settings"))
    assert "Nothing yet" in body_of(page)
    told = settings_of(client, answer_days=5, help_phone="520-555-0100")
    page = client.post(url("settings"), told, follow=True)
    said = body_of(page)
    assert "Saved: Phone number for help, Time to answer a referral" in said
    assert "Dana" in said
    place.refresh_from_db()
    assert (place.help_phone, place.settings) == ("520-555-0100", {"answer_days": 5})
    change = CommunityChange.objects.get()
    assert (change.fields, change.by_id) == (["answer_days", "help_phone"], dana.id)
    assert audited("change_settings", dana) == 1


def test_the_default_is_not_kept_as_the_communitys_own(client, dana, place):
    client.post(url("settings"), settings_of(client, answer_days=5))
    client.post(url("settings"), settings_of(client, answer_days=2))
    place.refresh_from_db()
    assert place.settings == {}


def test_nothing_different_is_no_change(client, dana, place):
    page = client.post(url("settings"), settings_of(client), follow=True)
    assert "Nothing was different" in body_of(page) and not CommunityChange.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("help_phone", "call us"),
        ("postal_code", "8512"),
        ("name", "x" * 10_000),
        ("name", "   "),
        ("answer_days", "0"),
        ("answer_days", "15"),
        ("answer_days", "two"),
        ("answer_days", "9" * 400),
        ("consent_months", "-1"),
        ("consent_months", ""),
    ],
)
def test_bad_settings_stay_typed_with_a_sentence(client, dana, place, field, value):
    page = client.post(url("settings"), settings_of(client, **{field: value}))
    assert page.status_code == 200 and list(page.context["form"].errors) == [field]
    assert not CommunityChange.objects.exists()


def test_script_in_a_name_is_shown_as_text(client, dana, place):
    client.post(url("settings"), settings_of(client, name="<script>alert(1)</script>"))
    for name in ("settings", "calendar", "texts"):
        assert b"<script>alert" not in client.get(url(name)).content


def test_two_at_once_are_told(client, dana, place):
    told = settings_of(client, answer_days=5)
    with acting_as(OPERATOR):
        actions.change_settings(
            community=place, values={"answer_days": 7}, by=OPERATOR, at=timezone.now()
        )
    page = client.post(url("settings"), told)
    assert page.status_code == 409 and "Time to answer a referral" in body_of(page)
    place.refresh_from_db()
    assert place.settings == {"answer_days": 7}


def test_the_action_refuses_what_no_form_would_send(place):
    for values in ({"slug": "x"}, {"answer_days": 99}, {"time_zone": "Mars/Olympus"}):
        with acting_as(OPERATOR), pytest.raises(rules.Impossible):
            actions.change_settings(community=place, values=values, by=OPERATOR, at=timezone.now())


# --- calendar -------------------------------------------------------------------------------


def day_form(day: date, name="Founders' Day") -> dict:
    return {"name": name, "day_month": day.month, "day_day": day.day, "day_year": day.year}


def typed_day(day: date, name="Founders' Day") -> dict:
    return {
        "name": name,
        "day_0": day.month,
        "day_1": day.day,
        "day_2": day.year,
        **day_form(day, name),
    }


def test_an_empty_year_offers_the_federal_holidays(client, dana, place):
    page = client.get(url("calendar"))
    said = body_of(page)
    assert f"Nothing is in the calendar of {YEAR} yet" in said and "5 U.S.C. 6103" in said
    page = client.post(url("add_federal"), {"year": YEAR}, follow=True)
    assert "holidays are added" in body_of(page)
    assert Holiday.objects.filter(community=place).count() == 11
    client.post(url("add_federal"), {"year": YEAR})
    assert Holiday.objects.filter(community=place).count() == 11
    assert f"Add the federal holidays of {YEAR}" not in body_of(client.get(url("calendar")))


def test_a_name_that_the_community_gave_stays(client, dana, place):
    client.post(url("calendar"), typed_day(date(YEAR, 12, 25), "Navidad"))
    client.post(url("add_federal"), {"year": YEAR})
    assert Holiday.objects.get(day=date(YEAR, 12, 25)).name == "Navidad"


def test_adding_removing_and_putting_back(client, dana, place):
    day = date(YEAR, 6, 1)
    page = client.post(url("calendar"), typed_day(day), follow=True)
    assert "Founders' Day" in body_of(page)
    page = client.post(url("remove_holiday"), {"day": day.isoformat()}, follow=True)
    assert "Put it back" in body_of(page) and not Holiday.objects.exists()
    page = client.post(url("put_back"), follow=True)
    assert Holiday.objects.get().name == "Founders' Day" and "Put it back" not in body_of(page)
    page = client.post(url("put_back"), follow=True)
    assert "nothing to put back" in body_of(page)
    assert (audited("set_holidays", dana), audited("remove_holiday", dana)) == (2, 1)


@pytest.mark.parametrize("day", ["", "1900-01-01", "no day", "9999-99-99", "<b>"])
def test_a_day_that_is_not_there_cannot_be_removed(client, dana, place, day):
    page = client.post(url("remove_holiday"), {"day": day}, follow=True)
    assert "not in the calendar any more" in body_of(page)


@pytest.mark.parametrize(
    "typed",
    [
        typed_day(date(1900, 1, 1)),
        typed_day(date(YEAR + 6, 1, 1)),
        typed_day(date(YEAR, 6, 1), ""),
        typed_day(date(YEAR, 6, 1), "x" * 101),
        {**typed_day(date(YEAR, 2, 1)), "day_1": 30, "day_day": 30},
    ],
    ids=["1900", "far", "nameless", "long", "30 February"],
)
def test_bad_days_stay_typed_with_a_sentence(client, dana, place, typed):
    page = client.post(url("calendar"), typed)
    assert page.status_code == 200 and page.context["form"].errors
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("year", ["1900", "abcd", "-1", "99999", "٢٠٢٦", ""])
def test_a_year_without_a_calendar_is_this_year(client, dana, place, year):
    page = client.get(url("calendar"), {"year": year})
    assert page.context["year"] == YEAR


# --- how many questions a page asks ---------------------------------------------------------


@pytest.mark.parametrize("name", ["settings", "calendar", "texts"])
def test_more_rows_are_no_more_queries(client, dana, place, name):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url(name)).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        with acting_as(dana):
            now = timezone.now()
            actions.set_holidays(
                community=place, days={date(YEAR, 5, number): "A day"}, by=dana, at=now
            )
            values = {"answer_days": number + 2}
            actions.change_settings(community=place, values=values, by=dana, at=now)
        one = draft(place, dana, language=["en", "es"][number % 2])
        with acting_as(dana):
            actions.discard_text(text=one, by=dana, at=timezone.now())

    more(1)
    count()  # a session's first page writes down when it was used
    first = count()
    more(2)
    more(3)
    assert count() == first


def test_the_operator_of_the_command_sets_up_any_community(world, place):
    with acting_as(OPERATOR):
        actions.change_settings(
            community=world.elsewhere, values={"answer_days": 4}, by=OPERATOR, at=timezone.now()
        )
    assert Community.objects.get(pk=world.elsewhere.pk).settings == {"answer_days": 4}
