"""What the security checklist (asvs.toml) asks of the whole site and is shown nowhere else."""

import ast
import logging
import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kinwork.accounts import actions, sessions
from kinwork.accounts.models import Membership, User
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.ids import new_code
from kinwork.common.models import AuditEntry
from kinwork.family.referrals import links
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "two herons by the wash"
SOURCES = [
    path
    for path in sorted((ROOT / "kinwork").rglob("*.py"))
    if not {"tests", "migrations"} & set(path.parts)
]
SCRIPTS = [p for p in sorted((ROOT / "kinwork").rglob("*.js")) if "vendor" not in p.parts]
TEMPLATES = sorted((ROOT / "kinwork").rglob("templates/**/*.html"))


@pytest.fixture
def cast(db):
    return casting.make_cast(household=False)


@pytest.fixture
def ana(cast):
    """Ana with a password."""
    with acting_as(OPERATOR):
        user = cast.users["ana"]
        actions.set_password(user=user, password=PASSWORD, by=OPERATOR, at=cast.at)
    return user


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def trees():
    return [(named(path), ast.parse(path.read_text())) for path in SOURCES]


def calls():
    """(file, dotted name, node) of every call in our code."""
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield place, ast.unparse(node.func), node


def imports():
    for place, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((place, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield place, node.module


# --- how it is written ---

FORBIDDEN = {
    "eval",
    "exec",
    "compile",
    "os.system",
    "os.popen",
    "mark_safe",
    "Template",
    "__import__",
}
FORBIDDEN_MODULES = ("pickle", "marshal", "shelve", "yaml", "xml", "lxml", "ldap", "jinja2")


def test_no_dangerous_calls():
    """Nothing runs, unpacks or builds code from text; no shell reads a line of ours."""
    found = {(place, name) for place, name, _node in calls() if name in FORBIDDEN}
    found |= {
        (place, "shell=True")
        for place, _name, node in calls()
        if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords)
    }
    found |= {
        (place, module) for place, module in imports() if module.split(".")[0] in FORBIDDEN_MODULES
    }
    assert found - ALLOWED == set()


ALLOWED: set[tuple[str, str]] = set()
# Statements of the owner that set up roles and tables; names in them come from our own code.
SETTING_UP = ("kinwork/config/", "kinwork/trust/access/install.py", "kinwork/cli/")
# Somebody read these: what stands between the braces is our own text, values are parameters.
READ_BY_HAND = {
    "kinwork/directory/queries.py": "names of our tables and their columns",
    "kinwork/directory/search/asked.py": "conditions chosen from our own list",
    "kinwork/directory/search/run.py": "the same conditions, counted",
}


def test_sql_takes_parameters_only():
    """No statement is put together from values: neither by f"" nor by % nor by format."""
    bad = set()
    for place, name, node in calls():
        if place.startswith(SETTING_UP) or place in READ_BY_HAND or not node.args:
            continue
        if name.endswith((".execute", ".executemany", ".raw", "RawSQL")):
            first = node.args[0]
            if isinstance(first, ast.BinOp) or ".format" in ast.unparse(first):
                bad.add((place, node.lineno))
            if isinstance(first, ast.JoinedStr) and not _only_constants(first):
                bad.add((place, node.lineno))
        if name.endswith(".extra"):
            bad.add((place, node.lineno))
    assert not bad


def _only_constants(text: ast.JoinedStr) -> bool:
    """Do only names in capitals, or fixed lists made of them, stand between the braces?"""
    parts = [part for part in text.values if isinstance(part, ast.FormattedValue)]
    return all(re.fullmatch(r"[A-Z_.]+", ast.unparse(part.value)) for part in parts)


def test_patterns_are_not_made_of_input():
    """A pattern is written out, or what goes into it is escaped."""
    bad = set()
    for place, name, node in calls():
        if name in ("re.compile", "re.search", "re.match", "re.fullmatch", "re.sub", "re.findall"):
            first = node.args[0]
            if isinstance(first, ast.JoinedStr):
                inside = [
                    ast.unparse(p.value) for p in first.values if isinstance(p, ast.FormattedValue)
                ]
                if any(not re.match(r"[A-Z_]+$|re\.escape|_?[a-z_]+\(", one) for one in inside):
                    bad.add((place, node.lineno))
    assert not bad


# Who speaks to an address outside, and to whose.
CALLS_OUT = {"kinwork/config/webserver.py": "asks our own server whether it answers"}
SPEAKS = ("requests", "urllib.request", "http.client", "httpx", "aiohttp", "ftplib", "telnetlib")


def test_who_may_call_out():
    """Nobody: mail leaves by the operator's server, and sign-in by agencies by the operator's file."""
    found = {place for place, module in imports() if module.startswith(SPEAKS)}
    assert found == set(CALLS_OUT)
    unchecked = {
        place
        for place, _name, node in calls()
        if any(
            word.arg == "verify" and "False" in ast.unparse(word.value) for word in node.keywords
        )
    }
    assert not unchecked, "certificates are checked everywhere"


def test_hashes_are_strong():
    """SHA-256 and better, scrypt and Argon2; ciphers only through Fernet (authenticated)."""
    weak = {"hashlib.md5", "hashlib.sha1", "md5", "sha1"}
    found = [(place, node) for place, name, node in calls() if name in weak]
    for (
        place,
        node,
    ) in found:  # a short name for a row of a feed may be a weak digest, if it says so
        assert "usedforsecurity=False" in ast.unparse(node), place
    ours = {(place, module) for place, module in imports() if module.startswith("cryptography")}
    assert {module for _place, module in ours} <= {"cryptography.fernet"}


def test_secrets_come_from_the_systems_randomness():
    """`random` decides nothing outside the demo and the methods that need a seed."""
    found = {place for place, module in imports() if module == "random"}
    assert not {p for p in found if not p.startswith(("kinwork/demo/", "kinwork/measure/"))}


def test_cache_keys_are_hashes():
    from kinwork.web.limits import _key

    assert re.fullmatch(r"limit:sign-in:[0-9a-f]{64}", _key("sign in", ("a\nb c", "")))


def test_templates_escape_everything():
    for path in TEMPLATES:
        text = path.read_text()
        assert "|safe" not in text and "autoescape off" not in text, named(path)


def test_our_scripts_are_tame():
    """No text becomes HTML or code; no storage, no messages between windows, no plug-ins."""
    words = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|"
        r"localStorage|sessionStorage|indexedDB|postMessage|__proto__|\.prototype\b"
    )
    found = {named(path): re.findall(words, path.read_text()) for path in SCRIPTS}
    assert SCRIPTS and not {place: hits for place, hits in found.items() if hits}
    pages = "".join(path.read_text() for path in TEMPLATES)
    assert not re.search(r"<(object|embed|applet)\b", pages)


# --- what the site answers ---


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
    page = browser_of(cast, "ana").get("/people/?given=Rosa&family=Luna")
    assert page.status_code in (200, 404)
    if page.status_code == 200:
        assert page.context["found"] is None and 'method="post"' in page.content.decode()


def test_nobody_sets_fields_that_are_not_theirs(cast, ana):
    """An invitation accepted with more fields than the form has makes no more than it says."""
    by = cast.bea
    with acting_as(by):
        actions.invite(
            email="new@example.org", agency=cast.agencies["clinic"], community=cast.community,
            role="provider staff", by=by, at=cast.at,
        )  # fmt: skip
    from kinwork.accounts import rules
    from kinwork.accounts.models import Invitation

    key = rules.new_key()
    with acting_as(OPERATOR):
        Invitation.objects.update(code_hash=rules.key_hash(key), expires_at="2030-01-01T00:00Z")
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


# --- signing in ---


@pytest.mark.parametrize(
    ("password", "may"),
    [
        ("a" * 5 + "b" * 6, False),
        ("password1234", False),
        ("qwertyuiop12", False),
        ("ana@example.org", False),
        ("two herons by", True),
        ("ocho patos en el río 8", True),
        ("四羽の鷺が川辺に立っている朝", True),
        ("x1 " * 40, True),
    ],
)
def test_what_a_password_may_be(password, may):
    try:
        validate_password(password, User(email="ana@example.org", name="Ana"))
    except ValidationError:
        assert not may
    else:
        assert may


def test_password_fields_are_masked_and_take_what_is_pasted(cast, ana):
    page = Client().get("/accounts/sign-in/").content.decode()
    fields = re.findall(r"<input[^>]*password[^>]*>", page)
    assert fields and all('type="password"' in one for one in fields)
    assert all("current-password" in one for one in fields)
    scripts = "".join(path.read_text() for path in SCRIPTS)
    assert "paste" not in scripts and 'maxlength="' not in "".join(fields)


def enter(client, user, password=PASSWORD):
    return client.post("/accounts/sign-in/", {"login": user.email, "password": password})


@pytest.mark.parametrize("other", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_a_password_counts_exactly_as_typed(cast, ana, other):
    assert enter(Client(), ana, other).status_code == 200
    assert enter(Client(), ana).status_code == 302


def test_changing_a_password_asks_for_the_old_one(cast, ana):
    client = Client()
    enter(client, ana)
    new = {"password1": "three herons by the wash", "password2": "three herons by the wash"}
    for old in ({}, {"oldpassword": "wrong, and wrong again"}):
        client.post(reverse("account_change_password"), new | old)
        with acting_as(OPERATOR):
            assert User.objects.get(pk=ana.pk).check_password(PASSWORD)


def test_no_password_expires():
    assert not [field.name for field in User._meta.fields if "expire" in field.name]


def test_passwords_are_stored_with_argon2():
    from kinwork.config import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_there_are_no_ready_made_accounts(db):
    with acting_as(OPERATOR):
        assert not User.objects.exists()


def test_codes_are_long_enough(cast):
    from math import log2

    client = Client()
    client.post("/start/", {"words": "diapers"})
    assert len(client.session.session_key) * log2(36) > 128
    assert len(new_code(12)) * log2(30) > 58 and len({new_code(12) for _ in range(500)}) == 500


def test_signed_links_know_their_purpose_and_their_time(monkeypatch):
    from uuid import uuid4

    made = links.token(uuid4())
    with pytest.raises(signing.BadSignature):
        signing.loads(made, salt="kinwork.device")
    monkeypatch.setattr(links, "DAYS", -1)
    with pytest.raises(links.Expired):
        links.read(made)


def test_locked_text_that_was_changed_does_not_open():
    from cryptography.fernet import InvalidToken

    locked = sessions.box("kept").encrypt(b"what was typed")
    for changed in (locked[:-4] + b"AAA=", locked[:30] + b"x" + locked[31:]):
        with pytest.raises(InvalidToken):
            sessions.box("kept").decrypt(changed)
    with pytest.raises(InvalidToken):
        sessions.box("mfa").decrypt(locked)


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


EXPLAINED = (
    "30 minutes", "12 hours", "passkey", "device", "KINWORK_SIGN_ON", "SECRET_KEY", "Argon2",
    "AES", "SHA-256", "trail", "SMTP", "at once", "ceiling",
)  # fmt: skip


def test_security_is_explained():
    text = (ROOT / "docs" / "explanation" / "security.md").read_text()
    assert not [word for word in EXPLAINED if word not in text]
