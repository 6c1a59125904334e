"""The words of a community: written, read again, put in force, retired; by whom, and how hard."""

import pytest
from django.utils import timezone

from kinwork.accounts import actions, rules
from kinwork.accounts.tests.conftest import OPERATOR
from kinwork.accounts.tests.setting_up import HARD, OWN, body_of, draft, url
from kinwork.common import text as common_text
from kinwork.common.acting import acting_as
from kinwork.common.models import Text
from kinwork.trust.consent.texts import PRODUCT, REFERRAL


def in_force(place, language="en") -> Text:
    return common_text.current(REFERRAL, language, place.pk)


def read(client) -> dict:
    return {"read": client.get(url("text", REFERRAL, "en")).context["read"]}


def test_a_draft_is_read_by_nobody_until_it_is_put_in_force(client, dana, place):
    product = in_force(place)
    page = client.post(url("draft_text", REFERRAL, "en"), {"body": OWN}, follow=True)
    said = body_of(page)
    assert "I let Ocotillo Clinic see our names and birth dates" in said
    assert "Flesch" in said and in_force(place) == product
    page = client.post(url("put_text_in_force", REFERRAL, "en"), read(client), follow=True)
    own = in_force(place)
    assert (own.body, own.version, own.community_id) == (OWN, 1, place.pk)
    assert "Your own words are not in force in Spanish" in body_of(page)
    assert in_force(place, "es").community_id is None


def test_the_former_version_is_past_and_never_changes(client, dana, place):
    for number in (1, 2):
        body = f"{OWN} {'Good. ' * number}".strip()
        client.post(url("draft_text", REFERRAL, "en"), {"body": body})
        client.post(url("put_text_in_force", REFERRAL, "en"), read(client))
    found = Text.objects.filter(community=place).order_by("version")
    assert [(one.version, one.status) for one in found] == [(1, "past"), (2, "current")]
    assert found[0].body.endswith("page. Good.")
    page = client.get(url("draft_text", REFERRAL, "en"), {"from": str(found[0].pk)})
    assert page.context["form"]["body"].value() == found[0].body


def test_both_languages_in_force_need_no_warning(client, dana, place):
    for language in ("en", "es"):
        one = draft(place, dana, language=language, body=PRODUCT[REFERRAL, language])
        with acting_as(dana):
            actions.put_text_in_force(text=one, by=dana, at=timezone.now())
    assert "are not in force in" not in body_of(client.get(url("texts")))


def test_retiring_brings_the_products_words_back(client, dana, place):
    product = in_force(place)
    client.post(url("draft_text", REFERRAL, "en"), {"body": OWN})
    client.post(url("put_text_in_force", REFERRAL, "en"), read(client))
    client.post(url("retire_text", REFERRAL, "en"))
    assert in_force(place) == product
    page = client.post(url("retire_text", REFERRAL, "en"), follow=True)
    assert "Somebody changed this" in body_of(page)


def test_a_draft_can_be_written_again_and_thrown_away(client, dana, place):
    for body in (OWN, OWN + " Yes."):
        client.post(url("draft_text", REFERRAL, "en"), {"body": body})
    assert Text.objects.get(community=place).body == OWN + " Yes."
    client.post(url("discard_text", REFERRAL, "en"))
    assert not Text.objects.filter(community=place).exists()


def test_a_hard_consent_is_refused_with_its_hardest_sentence(client, dana, place):
    client.post(url("draft_text", REFERRAL, "en"), {"body": f"I say yes to you. {HARD}"})
    page = client.get(url("text", REFERRAL, "en"))
    said = body_of(page)
    assert "cannot be put in force" in said and f">{HARD}</q>" in said
    assert "Put this draft in force" not in said
    page = client.post(url("put_text_in_force", REFERRAL, "en"), read(client), follow=True)
    assert HARD in body_of(page) and in_force(place).community_id is None


def test_words_that_were_changed_meanwhile_are_not_put_in_force_unread(client, dana, place):
    draft(place, dana)
    old = read(client)
    draft(place, dana, body=OWN + " No.")
    page = client.post(url("put_text_in_force", REFERRAL, "en"), old, follow=True)
    assert "Somebody changed this" in body_of(page) and in_force(place).community_id is None


def test_two_who_write_at_once_are_told(client, dana, place):
    seen = client.get(url("draft_text", REFERRAL, "en")).context["form"]["seen"].value()
    draft(place, OPERATOR, body=OWN + " First.")
    told = {"body": OWN + " Second.", "seen": seen}
    page = client.post(url("draft_text", REFERRAL, "en"), told)
    assert page.status_code == 409 and "First." in body_of(page) and "Second." in body_of(page)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x" * 10_000,
        "I let {agency} see it.",
        OWN + " {phone}",
        OWN + " {",
        OWN + " {{agency}}",
    ],
    ids=["empty", "10,000", "missing", "unknown", "brace", "braces"],
)
def test_bad_words_stay_typed_with_a_sentence(client, dana, place, body):
    page = client.post(url("draft_text", REFERRAL, "en"), {"body": body})
    assert page.status_code == 200 and page.context["form"].errors["body"]
    assert not Text.objects.filter(community=place).exists()


def test_script_in_words_is_shown_as_text(client, dana, place):
    client.post(url("draft_text", REFERRAL, "en"), {"body": OWN + " <script>alert(1)</script>"})
    page = client.get(url("text", REFERRAL, "en"))
    assert b"<script>alert" not in page.content and b"&lt;script&gt;" in page.content


@pytest.mark.parametrize("where", [("nothing", "en"), (REFERRAL, "fr"), ("consent%00", "es")])
def test_a_text_that_the_product_has_not_is_not_found(client, dana, place, where):
    for name in ("text", "draft_text"):
        assert client.get(url(name, *where)).status_code == 404
    assert client.post(url("retire_text", *where)).status_code == 404


def test_the_products_own_words_cannot_be_touched(place):
    product = in_force(place)
    for action in (actions.put_text_in_force, actions.discard_text, actions.retire_text):
        with acting_as(OPERATOR), pytest.raises(rules.Impossible):
            action(text=product, by=OPERATOR, at=timezone.now())
