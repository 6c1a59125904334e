"""The checklist of OWASP ASVS 5.0 (asvs.toml): what we show, what does not apply, what is open."""

import ast
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = Path(__file__).parent / "asvs.toml"
CHAPTERS = {
    1: "Encoding and cleaning",
    2: "Checking input, and the logic of the business",
    3: "In the browser",
    4: "Messages and interfaces",
    5: "Files",
    6: "Signing in",
    7: "Sessions",
    8: "Who may do and see what",
    9: "Self-contained tokens",
    10: "OAuth and OpenID Connect",
    11: "Cryptography",
    12: "Encrypted connections",
    13: "Configuration",
    14: "Protecting data",
    15: "How it is built",
    16: "Logs and faults",
    17: "WebRTC",
}
ANSWERS = {"shown": "shown", "not_applicable": "does not apply", "open": "open"}


@dataclass(frozen=True)
class Item:
    """One requirement: its number, level, our words for it, and exactly one answer."""

    number: str
    level: int
    says: str
    answer: str
    told: str | list[str]

    @property
    def chapter(self) -> int:
        return int(self.number.split(".")[0])


def items() -> list[Item]:
    """All of them, in the file's order. ValueError where one has no answer, or two."""
    found = []
    for number, told in tomllib.loads(FILE.read_text()).items():
        given = [answer for answer in ANSWERS if told.get(answer)]
        if len(given) != 1:
            raise ValueError(f"{number} has {len(given)} answers")
        found.append(Item(number, told["level"], told["says"], given[0], told[given[0]]))
    return found


def counts() -> Counter[str]:
    return Counter(item.answer for item in items())


# Tests of one thing that answers in several chapters. Any other that is named in two is a slip.
WIDE = {
    "kinwork/accounts/tests/test_leavers.py::test_an_open_page_in_another_browser_is_dead_at_the_next_request": "an account closed is a session ended and a ground gone",
    "kinwork/accounts/tests/test_sign_in.py::test_what_is_not_named_does_not_exist": "what does not exist is neither weaker nor unproven",
    "kinwork/accounts/tests/test_sign_on.py::test_a_token_for_somebody_else_is_refused": "tokens are told of twice, in chapters 9 and 10",
    "kinwork/accounts/tests/test_sign_on.py::test_another_person_at_the_provider_does_not_become_the_first": "one provider, one lasting number",
    "kinwork/accounts/tests/test_sign_on.py::test_looking_at_the_address_starts_nothing": "looking changes nothing, so no session begins by it",
    "kinwork/accounts/tests/test_identity.py::test_a_token_signed_with_another_key_is_refused": "tokens are told of in chapters 6 and 9",
    "kinwork/accounts/tests/test_identity.py::test_a_token_without_a_signature_is_refused": "tokens are told of in chapters 6 and 9",
    "kinwork/accounts/tests/test_identity.py::test_a_token_signed_with_a_shared_secret_is_refused": "tokens are told of in chapters 6 and 9",
    "kinwork/family/contact/tests/test_endpoints.py::test_what_may_pass_and_what_does_not": "a strange address behind a redirect",
    "kinwork/family/facts/tests/test_documents.py::test_what_cannot_be_kept_is_refused_with_its_reason": "SVG is one of the files that are refused",
    "kinwork/trust/access/tests/test_worlds.py::test_only_the_named_classes_are_opened": "who may see which fields is what is shown of them",
    "kinwork/trust/disclosures/tests/test_pages.py::test_the_file_holds_what_the_list_shows_and_runs_nothing": "the trail as a table: machines read it, no formula runs",
    "kinwork/web/tests/test_pages.py::test_leaving_needs_no_token_and_takes_every_cookie_but_the_language": "signing out clears the browser",
    "tests/access/test_matrix.py::test_the_rule_says_the_same_three_times": "the rule, as it is written and carried out",
    "tests/docs/test_reference.py::test_the_drawn_page_is_current": "every page that is drawn from the code",
    "tests/guards/test_canaries.py::test_no_word_reaches_whoever_may_not_see_it": "pages, headers, files and the log in one crawl",
    "tests/guards/test_crawl.py::test_every_role_is_answered_on_every_page": "every page by everybody: type, right, keeping",
    "tests/guards/test_crawl_forms.py::test_nonsense_is_never_our_fault": "every page with every nonsense",
    "tests/guards/test_headers.py::test_every_answer_carries_the_headers": "all headers at once",
    "tests/guards/test_headers.py::test_nobody_is_sent_elsewhere": "a link and a redirect to a strange host",
    "tests/guards/test_headers.py::test_under_https_browsers_insist_on_it": "the header, and the line that it forces",
    "tests/guards/test_tables.py::test_every_model_says_how_it_is_guarded": "each model names its class and its wall",
    "tests/security/test_code.py::test_hashes_are_strong": "every digest and cipher in the code",
    "tests/security/test_code.py::test_our_scripts_are_tame": "every script, against one list of what none may use",
    "tests/security/test_code.py::test_secrets_come_from_the_systems_randomness": "codes and keys",
    "tests/security/test_code.py::test_who_may_call_out": "whom the server calls, and that it checks them",
    "tests/security/test_signing_in.py::test_codes_are_long_enough": "codes and keys of sessions",
    "tests/security/test_site.py::test_a_visitor_cannot_say_where_they_come_from": "the header and the address are one",
    "tests/security/test_site.py::test_security_is_explained": "the page that says all of it, section by section",
}  # fmt: skip


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the tests in a file that `make test` runs: none that is skipped, nor of a long
    run, nor of a file that is not there."""
    place = ROOT / path
    if not place.exists() or not place.name.startswith("test_"):
        return frozenset()
    nodes = ast.parse(place.read_text()).body
    classes = [one for one in nodes if isinstance(one, ast.ClassDef) and one.name[:4] == "Test"]
    nodes = nodes + [inside for one in classes for inside in one.body]
    return frozenset(
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any(_idle(ast.unparse(mark)) for mark in node.decorator_list)
    )


def _idle(mark: str) -> bool:
    words = ("mark.skip", "mark.xfail", "mark.deep")
    return any(word in mark for word in words)


def slips() -> list[str]:
    """A test named twice by one requirement; one named in several chapters that is not of WIDE."""
    found: list[str] = []
    chapters: dict[str, set[int]] = defaultdict(set)
    for item in items():
        if item.answer == "shown":
            named = Counter(item.told)
            found += [f"{item.number}: {test} twice" for test in named if named[test] > 1]
            for test in named:
                chapters[test].add(item.chapter)
    wide = {test for test, some in chapters.items() if len(some) > 1}
    found += [f"{test}: chapters {sorted(chapters[test])}" for test in wide - set(WIDE)]
    return found + [f"{test} is not wide any more" for test in set(WIDE) - wide]


def missing() -> list[str]:
    """Tests that the list names and nobody wrote."""
    named = [test for item in items() if item.answer == "shown" for test in item.told]
    return [test for test in named if test.split("::")[1] not in tests_in(test.split("::")[0])]


def page() -> str:
    """docs/reference/asvs.md."""
    number = counts()
    head = (
        "# Security checklist\n\n"
        "The requirements of the OWASP Application Security Verification Standard 5.0, levels 1 and"
        " 2 and eight of level 3, in our own words. Each is shown by a test that can fail, or does"
        " not apply here, or is open.\n\n"
        f"**{number['shown']} shown, {number['not_applicable']} do not apply,"
        f" {number['open']} open.** Nobody outside has checked this list.\n"
    )
    parts = [head, "## What is open\n", _table(i for i in items() if i.answer == "open")]
    for chapter, name in CHAPTERS.items():
        parts += [f"## {chapter}. {name}\n", _table(i for i in items() if i.chapter == chapter)]
    return "\n".join(parts)


def _table(some) -> str:
    lines = ["| number | level | requirement | answer |", "| --- | --- | --- | --- |"]
    lines += [f"| {i.number} | {i.level} | {i.says} | {_answer(i)} |" for i in some]
    return "\n".join(lines) + "\n"


def _answer(item: Item) -> str:
    if item.answer == "shown":
        return "<br>".join(f"`{test.split('/')[-1]}`" for test in item.told)
    return f"{ANSWERS[item.answer]}: {item.told}"
