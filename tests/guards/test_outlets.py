"""Whatever leaves this site as a file or a letter is named here, with what it is checked against at the
moment of writing (C2). A new outlet fails until somebody says so."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent.parent / "kinwork"
OPENS = {
    "as_file",
    "csv_file",
    "EmailMessage",
    "EmailMultiAlternatives",
    "JsonResponse",
    "StreamingHttpResponse",
    "FileResponse",
    "writer",
    "DictWriter",
}
HEADER = "Content-Disposition"
NO_FAMILY = "holds nothing of any family"
OWN = "the family's own page, read as the family in the same statement; kept by nobody"
# Asked again in the transaction that lets it go, a moment before: whether it is safe, wanted, in time.
ASKED_IN_CLAIM = "the claim of its line asked again (family/contact/actions/delivering.py)"
# (file, function) -> what it must call at the moment of writing, or why nothing of a family is in it
OUTLETS = {
    ("family/contact/providers/letters.py", "send"): ASKED_IN_CLAIM,
    ("family/contact/texting.py", None): NO_FAMILY + ": an answer to the gateway of texts",
    ("family/facts/documents/views.py", "download"): ("_one", "open_paper"),
    # children of one's own agency, as far as the actor sees each of them now
    ("family/timelines/views.py", "due_file"): ("_ours",),
    ("family/timelines/views.py", "count_file"): NO_FAMILY + ": counts, small ones kept back",
    ("family/programs/aligning.py", "export"): NO_FAMILY + ": rules, and invented families",
    ("family/intake/together.py", "news"): ("newest",),  # labels, to whoever may open the page
    ("family/appointments/views.py", "file"): NO_FAMILY + ": a time and a neutral word, to a party",
    ("family/conferences/views.py", "file"): NO_FAMILY
    + ": a time and a neutral word, to who comes",
    ("home/ours.py", "copy"): OWN,
    ("home/ours_receipts.py", "receipt_file"): OWN,
    ("trust/agreements/jobs.py", None): NO_FAMILY,
    ("trust/agreements/views/signing.py", "scan_file"): (
        "open_scan",
    ),  # who signed, to the parties
    ("trust/disclosures/views.py", None): NO_FAMILY + ": ids and reasons, for the officer",
    ("accounts/jobs.py", "send_mail"): NO_FAMILY,
    ("accounts/jobs.py", "_dated"): NO_FAMILY + ": the file of a meeting",
    ("interop/hsds/", None): NO_FAMILY + ": the public directory",
    ("measure/", None): NO_FAMILY + ": no database below it",
    ("library/", None): NO_FAMILY + ": no database below it",
    ("web/", None): NO_FAMILY + ": texts and faults",
    ("system/partnerships/views/agreements.py", "file"): NO_FAMILY + ": who has signed what",
    ("system/barriers/views.py", "file"): NO_FAMILY + ": what stands in the way, released counts",
    ("system/partnerships/pages.py", "filed"): NO_FAMILY + ": what partners did and decided",
    ("system/meetings/views/holding.py", "file"): NO_FAMILY + ": when a partnership meets",
    ("system/meetings/paper.py", "answer"): NO_FAMILY + ": minutes of a partnership",
    ("system/approaches/views/registry.py", "file"): NO_FAMILY + ": how others coordinate",
    ("system/approaches/views/counting.py", "counts_file"): NO_FAMILY + ": approaches, counted",
    ("system/approaches/views/projects.py", "projects_file"): NO_FAMILY + ": research projects",
    ("system/loop/views.py", None): NO_FAMILY + ": counts",
    ("system/voice/views.py", None): NO_FAMILY + ": counts of coded answers",
    ("system/continuum/views/reading.py", "results_file"): NO_FAMILY + ": what partners say",
    ("system/continuum/views/reading.py", "network_file"): NO_FAMILY + ": what partners say",
    ("system/continuum/views/comparing.py", "board_file"): NO_FAMILY + ": partners, in numbers",
    ("system/evidence/views.py", "file"): NO_FAMILY + ": what partners did, in numbers",
    ("demo/", None): NO_FAMILY + ": invented people",
    ("cli/", None): "the owner at the machine itself; who-saw holds no values",
    ("config/", None): NO_FAMILY,
}
# Where a message is let go: it locks its line and asks what may still go where.
CLAIMS = ("select_for_update", "_is_free", "_where_to", "good_until")
# What gives a row to another agency inside the site: the deed holds the grounds until it is done.
DISCLOSING = {
    "family/referrals/actions/sending.py": "_stands_on",
    "family/referrals/actions/revoking.py": "_close",
}


def outlets():
    """(file, function, its code) of everything that writes a letter or a file."""
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if {"tests", "migrations"} & set(where.split("/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and _writes(node):
                yield where, node.name, ast.unparse(node)


def _writes(function: ast.FunctionDef) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value == HEADER:
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = name or (node.func.id if isinstance(node.func, ast.Name) else "")
            if name in OPENS:
                return True
    return False


def named(where: str, function: str):
    for (path, only), held in OUTLETS.items():
        if where.startswith(path) and only in (None, function):
            return held
    return None


FOUND = list(outlets())


@pytest.mark.parametrize(
    ("where", "function", "code"), FOUND, ids=[f"{w}:{f}" for w, f, _ in FOUND]
)
def test_every_way_out_is_named_and_checks_when_it_writes(where, function, code):
    held = named(where, function)
    assert held, f"{where}: {function} lets something out; say here what it is checked against"
    if isinstance(held, tuple):
        assert all(call in code for call in held), f"{where}: {function} no longer asks {held}"


def test_the_list_is_true():
    """No line for a way out that is gone."""
    for path, only in OUTLETS:
        if only:
            assert any(where == path and name == only for where, name, _code in FOUND), (path, only)


@pytest.mark.parametrize(("where", "function"), DISCLOSING.items())
def test_what_discloses_holds_the_grounds(where, function):
    """The races (tests/revocation) show that this lock is enough; here, that it is asked for."""
    tree = ast.parse((PACKAGE / where).read_text())
    found = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    (one,) = [each for each in found if each.name == function]
    assert "lock_grounds(" in ast.unparse(one)


def test_a_message_is_let_go_only_after_everything_was_asked_again():
    tree = ast.parse((PACKAGE / "family/contact/actions/delivering.py").read_text())
    code = {one.name: ast.unparse(one) for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert all(one in code["claim"] for one in CLAIMS)
    for asked in ("queries.ways(", "rules.choose(", "not_before("):
        assert asked in code["_to_family"], asked


def test_a_question_by_link_asks_again_where_it_may_go():
    code = (PACKAGE / "family/contact/asks.py").read_text()
    assert all(one in code for one in ("select_for_update", "safe_email_of", "expires_at__gt"))


def test_no_link_is_made_before_its_mail_is_sent():
    """Where a link is drawn: in the claim of its line alone, so that no row ever holds one."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts and "links.address(" in path.read_text()
    }
    assert found == {"family/contact/asks.py", "family/referrals/letters.py"}
