"""Small rules of the house: sizes to notice, names that must never be committed, states' words."""

import subprocess
from pathlib import Path

from kinwork.common.rights import TABLE
from kinwork.family.referrals.codes import DECLINE_REASONS
from kinwork.family.referrals.rules import CLOCKS, LIFE
from kinwork.family.referrals.wire import TASK_STATUS

ROOT = Path(__file__).resolve().parent.parent.parent
HOSTS = ["pypi" + ".org", "files." + "pythonhosted", "registry." + "npmjs", "npm" + "js.com"]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_registry_and_no_machine_is_named():
    for path in tracked():
        if path.suffix in (".png", ".jpg", ".webp", ".woff2") or not path.is_file():
            continue
        text = path.read_text(errors="replace")
        for host in (*HOSTS, "/work" + "/main"):
            assert host not in text, f"{path.relative_to(ROOT)} names {host}"


def test_every_state_has_its_word_on_the_wire():
    assert set(TASK_STATUS) == set(LIFE.states)
    assert set(CLOCKS) <= set(LIFE.states)
    assert set(DECLINE_REASONS.values()) == {"provider", "family"}


def test_every_word_of_state_and_verb_stands_in_the_glossary():
    words = (ROOT / "docs" / "words.md").read_text()
    missing = [w for w in (*LIFE.states, *(m.verb for m in LIFE.moves)) if f"`{w}`" not in words]
    assert missing == []


def test_every_verb_of_an_intake_and_of_the_record_stands_in_the_glossary():
    words = (ROOT / "docs" / "words.md").read_text()
    modules = ("intake", "facts", "eligibility", "programs")
    verbs = {name for name in TABLE if name.partition(".")[0] in modules}
    assert len(verbs) > 20
    assert [name for name in sorted(verbs) if f"`{name.partition('.')[2]}`" not in words] == []
