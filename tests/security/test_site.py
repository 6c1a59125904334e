"""What the security checklist (asvs.toml) asks of what the site answers and writes down."""

import logging
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from kinwork.accounts import actions
from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.models import AuditEntry
from kinwork.family.referrals.models import Referral
from tests.cast import add_rosa, sent
from tests.security.signing_in import PASSWORD, enter
from tests.security.sources import ROOT
from tests.seeing import everything
from tests.signing import browser_of

HIDDEN = ("form_id", "version")


def test_no_other_origin_reads_our_answers(cast):
    head = {"HTTP_ORIGIN": "https://evil.example"}
    for path in ("/", "/accounts/sign-in/", "/desk/", "/start/"):
        answer = Client().get(path, **head)
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_form_without_our_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    for path in ("/accounts/sign-in/", "/start/", "/accounts/lost-device/", "/language/"):
        answer = strict.post(path, {"login": "ana@example.org"}, HTTP_ORIGIN="https://evil.example")
        assert answer.status_code == 403, path


def test_types_name_their_letters(cast):
    for path in ("/", "/find/", "/nowhere/", "/accounts/sign-in/"):
        assert Client().get(path).headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_visitor_cannot_say_where_they_come_from(rf):
    from kinwork.web.limits import address

    asked = rf.get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert address(asked) == "203.0.113.9"


def test_a_body_that_is_too_large_is_refused(cast):
    answer = Client(raise_request_exception=False).post("/start/", {"words": "a" * 6_000_000})
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize("typed", ["Tom %2526 &amp;amp; Ana", "%3Cb%3E &lt;b&gt;", "\\u003cb\\x3e"])
def test_what_is_typed_is_decoded_once(cast, typed):
    """By the form alone: neither its percent signs nor its entities are read a second time."""
    client = Client()
    client.post("/start/", {"words": typed})
    page = client.get("/start/").content.decode()
    assert escape(typed) in page
    assert client.get("/accounts%252fsign-in/").status_code == 404


def test_nothing_of_the_workshop_is_served(cast, settings):
    settings.TESTING = False
    for path in ("/.git/config", "/.git/", "/.env", "/static/", "/admin/", "/gallery/", "/docs"):
        assert Client().get(path).status_code == 404, path


def test_trace_is_refused(cast):
    for path in ("/", "/accounts/sign-in/", "/nowhere/"):
        assert Client().trace(path).status_code == 405


def test_debug_is_off_unless_asked_for():
    from kinwork.config.env import READ

    assert READ["KINWORK_DEBUG"].default is False and READ["KINWORK_DEMO"].default is False


def test_what_does_not_exist_is_not_kept(cast):
    answer = Client().get("/accounts/staff/photo.css")
    assert answer.status_code == 404 and "no-store" in answer.headers["Cache-Control"]


def test_person_search_is_by_post(cast):
    """No name stands in an address: the form sends, and a question in the address finds nothing."""
    add_rosa(cast)
    ana, told = browser_of(cast, "ana"), {"given": "Rosa", "family": "Luna Ortega"}
    page = ana.get("/desk/people/", told).content.decode()
    assert "Luna Ortega" not in page.partition('id="found"')[2]
    found = ana.post("/desk/people/", told)
    assert found.status_code == 200 and "Luna Ortega" in found.content.decode()


def test_nobody_sets_fields_that_are_not_theirs(cast, ana):
    """An invitation accepted with more fields than the form has makes no more than it says."""
    by = cast.bea
    with acting_as(by):
        actions.invite(
            email="new@example.org", agency=cast.agencies["clinic"], community=cast.community,
            role="provider staff", by=by, at=cast.at,
        )  # fmt: skip
    from kinwork.accounts import codes, rules
    from kinwork.accounts.models import Invitation

    key = rules.new_key()
    with acting_as(OPERATOR):
        Invitation.objects.update(code_hash=codes.key_hash(key), expires_at="2030-01-01T00:00Z")
    told = {"name": "New", "way": "password", "password": PASSWORD}
    more = {
        "role": "operator",
        "is_active": "",
        "agency": "x",
        "is_part_2_staff": "on",
        "email": "x@x",
    }
    Client().post(reverse("accounts:accept_invitation", args=[key]), told | more)
    with acting_as(OPERATOR):
        hat = Membership.objects.get(user__email="new@example.org")
        assert (hat.role, hat.is_part_2_staff) == ("provider staff", False)


@pytest.mark.parametrize(
    ("said", "declined"), [(["no room", "because"], False), (["x", "no room"], True)]
)
def test_what_is_sent_twice_or_in_the_address_counts_once(cast, said, declined):
    """Of two the last, by the form alone; what stands in the address is no part of the form."""
    add_rosa(cast)
    referral, ben = sent(cast), browser_of(cast, "ben")
    path = f"/referrals/{referral.pk}/decline/"
    page = ben.get(path).content.decode()
    told = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in HIDDEN}
    ben.post(f"{path}?reason=no+room&version=0&by=eve", told | {"reason": said})
    with everything():
        row = Referral.objects.get(pk=referral.pk)
        assert row.state == ("declined" if declined else "sent")
        assert list(row.events.exclude(reason="").values_list("reason", flat=True)) == (
            ["no room"] if declined else []
        )


# --- what is written down ---


def trail(verb: str) -> list[tuple[str, str]]:
    with acting_as(VISITOR), everything():
        found = AuditEntry.objects.filter(verb=verb).order_by("recorded_at")
        return list(found.values_list("outcome", "actor_kind"))


def test_every_try_to_sign_in_is_written_down(cast, ana):
    enter(Client(), ana, "wrong, and wrong again")
    enter(Client(), ana)
    assert [outcome for outcome, _kind in trail("accounts.sign_in")] == ["refused", "done"]


def test_a_refused_page_is_written_down(cast):
    before = len(trail("accounts.staff"))
    browser_of(cast, "ana").get(reverse("accounts:staff"))
    assert trail("accounts.staff")[before:] == [("refused", "staff")]


def test_who_guesses_at_a_family_leaves_a_trace(cast):
    """Cruz works elsewhere: the page is not there for him, and his try is in the trail."""
    add_rosa(cast)
    path = f"/households/{cast.household.pk}/"
    assert browser_of(cast, "cruz").get(path).status_code == 404
    with everything():
        tried = AuditEntry.objects.get(actor_id=cast.cruz.id, outcome="refused")
    assert tried.verb == "people.household" and tried.household_id is None


def test_each_look_at_a_family_is_a_line_with_when_who_and_what(cast):
    add_rosa(cast)
    began, path = timezone.now(), f"/households/{cast.household.pk}/"
    assert browser_of(cast, "ana").get(path).status_code == 200
    with everything():
        line = AuditEntry.objects.get(verb="people.household.view", actor_id=cast.ana.id)
    assert (line.outcome, line.role, line.hat) == ("done", "navigator", cast.ana.hat)
    assert line.household_id == cast.household.pk
    assert began <= line.at <= timezone.now() and line.recorded_at is not None
    assert "Rosa" not in str(line.details)


def test_times_are_in_utc(settings):
    assert settings.USE_TZ and settings.TIME_ZONE == "UTC"


def test_no_address_forges_a_line_of_the_log(cast, caplog):
    with caplog.at_level(logging.WARNING):
        Client().get("/nowhere%0AERROR forged: all is well/")
    assert caplog.records
    assert not any("\n" in record.getMessage() for record in caplog.records)


def test_a_fault_is_logged_and_told_in_plain_words(cast, caplog, monkeypatch):
    """The last net: whatever happens inside, people read a sentence and the log has the rest."""
    from kinwork.accounts import queries

    def broken(*_):
        raise RuntimeError("secret inside: SELECT * FROM people_person")

    client = browser_of(cast, "bea")
    monkeypatch.setattr(queries, "waiting", broken)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        answer = client.get(reverse("accounts:staff"))
    told = answer.content.decode()
    assert answer.status_code == 500 and "it is our fault" in told
    assert "secret inside" not in told and "RuntimeError" not in told
    assert any("secret inside" in str(record.exc_info) for record in caplog.records)


# The section of docs/explanation/security.md, and what it must say.
EXPLAINED = {
    "how guessing is slowed": (
        "Guessing", ("Five are free", "30 seconds to 15 minutes", "nobody locks its owner out"),
    ),
    "every way in": ("Ways in", ("password", "KINWORK_SIGN_ON", "passkey", "spare code", "signed link")),
    "times of sessions": ("How long", ("30 minutes", "12 hours", "NIST SP 800-63B")),
    "how many sessions": ("How long", ("Any number of sessions", "device", "can be ended")),
    "sessions elsewhere": ("How long", ("does not end when the agency's sign-in does",)),
    "cryptography": (
        "Keys and algorithms",
        ("Argon2", "scrypt", "SHA-256", "AES", "HMAC", "ES256", "SECRET_KEY"),
    ),
    "whom the site calls": (
        "Whom the site calls",
        ("database", "SMTP", "virus scanner", "gateway of texts", "sign-ins", "Nobody else"),
    ),
    "what is logged, and where": (
        "What is written down, and where",
        ("The trail", "failed try", "every refusal", "never a value", "standard error", "UTC"),
    ),
}  # fmt: skip
KEYS = ("How keys are kept and changed", "each year", "at once", "fallbacks", "deleted when")


@pytest.mark.parametrize("what", EXPLAINED)
def test_security_is_explained(what):
    section, words = EXPLAINED[what]
    text = (ROOT / "docs" / "explanation" / "security.md").read_text()
    told = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    assert not [word for word in words if word not in told]


def test_keeping_and_changing_keys_is_explained():
    text = (ROOT / "docs" / "explanation" / "security.md").read_text()
    assert not [word for word in KEYS if word not in text]


def test_what_costs_much_is_explained():
    text = (ROOT / "docs" / "explanation" / "security.md").read_text()
    told = text.partition("## What costs much")[2].partition("\n## ")[0]
    assert told.count("\n| ") >= 6 and "10,000 lines" in told


def test_how_soon_weak_parts_are_replaced_is_written_down():
    text = (ROOT / "SECURITY.md").read_text()
    assert all(f"{days}" in text for days in ("within 2 days", "within 7 days", "30", "6 months"))


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/people/", "/emergencies/", "/accounts/", "/find/"]
)
def test_signing_out_is_on_every_page_of_a_worker(cast, path):
    page = browser_of(cast, "bea").get(path)
    assert page.status_code in (200, 403, 404), path
    body = page.content.decode()  # the family's dress has "Leave now", which signs out as well
    assert f'action="{reverse("account_logout")}"' in body or "Leave now" in body


def test_words_of_weak_passwords_are_listed():
    text = (ROOT / "docs" / "explanation" / "security.md").read_text()
    told = text.partition("**Words from here.**")[2].partition("\n")[0]
    assert all(word in told for word in ("Kinwork", "county", "agency", "roles", "admin"))


def test_which_papers_are_taken_is_written_down():
    from kinwork.web.papers import rules

    told = (ROOT / "docs" / "explanation" / "facts.md").read_text().partition("## Papers")[2]
    megabytes = rules.LARGEST // 1024 // 1024
    figures = (f"{megabytes} MB", f"{rules.MOST_FILES} files", f"{rules.MOST_PAGES} pages")
    kinds = ("JPEG", "PNG", "WebP", "PDF", "SVG", "archives", "with a password", "download only")
    assert not [word for word in (*figures, *kinds, "KINWORK_SCANNER") if word not in told]


def test_the_doctor_misses_a_scanner_where_there_is_none():
    from kinwork.config.health import scanner_finding

    assert not scanner_finding("", demo=False).ok and scanner_finding("", demo=True).ok
    assert scanner_finding("unix:/run/clamav/clamd.sock", demo=False).ok
