"""What the security checklist (asvs.toml) asks of how our code is written."""

import ast
import re

from tests.security.sources import SCRIPTS, TEMPLATES, calls, imports, named

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
    "kinwork/system/loop/queries.py": "the name of one of two functions of our own",
    "kinwork/trust/access/actions/linking.py": "the name of a function of our own",
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
CALLS_OUT = {
    "kinwork/config/webserver.py": "asks our own server whether it answers",
    "kinwork/config/sms_sink.py": "the demo's telephone company tells our own server what became of it",
    "kinwork/family/contact/calling.py": "the gateway for texts (KINWORK_SMS_URL), and agencies' own"
    " systems where the operator lists the host (KINWORK_WEBHOOK_HOSTS)",
    "kinwork/family/contact/providers/endpoint.py": "reads what calling.py raises",
    "kinwork/family/contact/providers/gateway.py": "reads what calling.py raises",
}
SPEAKS = ("requests", "urllib.request", "http.client", "httpx", "aiohttp", "ftplib", "telnetlib")


def test_who_may_call_out():
    """Whom the operator's settings name: mail, sign-in, texts, agencies' own systems."""
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
    errors = "cryptography.exceptions"  # no method: the name of what a wrong signature raises
    assert {module for _place, module in ours} <= {"cryptography.fernet", errors}


def test_secrets_come_from_the_systems_randomness():
    """`random` decides nothing outside the demo and the methods that need a seed."""
    found = {place for place, module in imports() if module == "random"}
    seeded = ("kinwork/demo/", "kinwork/measure/", "kinwork/library/simulated/")
    assert not {place for place in found if not place.startswith(seeded)}


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
