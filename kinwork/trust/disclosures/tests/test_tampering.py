"""Whoever owns the database cannot lie about the past unnoticed."""

import json
import os
import random
from collections import Counter
from datetime import UTC, datetime

import pytest

from kinwork.trust.disclosures import anchors
from kinwork.trust.disclosures.rules import Broken
from kinwork.trust.disclosures.tests.tampering import KINDS, Scene, rechain, rehash, true_of
from kinwork.trust.disclosures.verify import verify
from tests.access.deep import keep_figure

SEED = int(os.environ.get("KINWORK_SEED") or random.randrange(10**6))


@pytest.fixture
def scene(superuser, anchor_file, tmp_path) -> Scene:
    made = Scene(superuser, anchor_file, random.Random(SEED), tmp_path / "letter.txt")
    made.world()
    assert verify().whole and verify(made.letter).whole
    return made


def attacks(scene: Scene, kind: str, times: int) -> tuple[Counter, list[str]]:
    """Do it `times`, each on the whole trail; what verify called it, and what it did not see."""
    named, missed = Counter(), []
    for n in range(times):
        scene.dice = random.Random(f"{SEED} {kind} {n}")
        with scene.restored():
            KINDS[kind](scene)
            found = verify().broken
            named[found.kind if found else "not found"] += 1
            if found is None:
                missed.append(f"KINWORK_SEED={SEED} {kind} {n}")
    return named, missed


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_to_tamper_is_found(scene, kind):
    _named, missed = attacks(scene, kind, 5)
    assert missed == []
    assert verify().whole, "the scene is put back"


def test_the_first_broken_place_is_named(scene):
    entry, seal, _position = scene.some_row()
    scene.do("UPDATE common_auditentry SET verb = 'x' WHERE id = %(entry)s", entry=entry)
    broken = verify().broken
    assert (broken.kind, broken.seal, broken.entry) == ("edit", seal, str(entry))
    assert broken.sentence == f"Row {entry} of seal {seal} was changed afterwards."


@pytest.mark.parametrize("end", ["infinity", "-infinity"])
def test_impossible_times_are_found_and_break_nothing(scene, end):
    for change in (
        f"UPDATE disclosures_seal SET taken_at = '{end}' WHERE number = 3",
        f"UPDATE common_auditentry SET recorded_at = '{end}'",
        "DELETE FROM disclosures_sealedrow",
    ):
        with scene.restored():
            scene.do(change)
            assert verify().broken
    told = "at, verb, outcome, actor_kind, role, purpose, target_kind, classes, details"
    scene.do(
        f"INSERT INTO common_auditentry (id, recorded_at, {told}) SELECT gen_random_uuid(),"
        f" '{end}', {told} FROM common_auditentry LIMIT 1"
    )
    assert (verify().broken is None) is (end == "infinity"), "a row of the future waits"


def test_whoever_has_the_secret_too_is_found_by_a_mailed_anchor(scene):
    rehash(scene)
    lines = [json.loads(line) for line in scene.file.read_text().splitlines()]
    scene.file.unlink()
    for said in lines:
        true = true_of(scene, said)
        told = {"seal": said["seal"], "rows": true["rows"], "at": said["at"]}
        anchors.append(scene.file, head=bytes.fromhex(true["head"]), **told)
    assert verify().whole, "here nothing shows any more"
    assert verify(scene.letter).broken.kind == "rehash"


def test_without_its_secret_no_line_is_believed(scene, settings):
    settings.SECRET_KEY = "another installation"
    with pytest.raises(Broken, match="Line 1 of the anchor file was not written by"):
        anchors.read(scene.file)
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    assert len(anchors.read(scene.file)) == 3


def test_an_anchor_file_that_is_gone_or_ends_shows_after_some_hours(scene):
    scene.file.unlink()
    assert verify().whole, "a young trail may have none"
    scene.do("UPDATE disclosures_seal SET taken_at = taken_at - interval '5 h' WHERE number <= 6")
    rechain(scene)
    assert verify().broken.kind == "anchor"


def test_the_anchor_file_is_for_its_owner_alone(scene):
    assert scene.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.deep
@pytest.mark.parametrize("times", [int(os.environ.get("KINWORK_TIMES") or 100)])
def test_deep(scene, times):
    """Every kind, `times` each; the figure goes into docs/reference/deep."""
    began, figures, all_missed = datetime.now(UTC), {}, []
    for kind in KINDS:
        named, missed = attacks(scene, kind, times)
        words = ", ".join(f"{name} {count}" for name, count in named.most_common())
        figures[kind] = f"{times - len(missed)} of {times} found, named as: {words}"
        all_missed += missed
    keep_figure(
        "tampering",
        "make test-deep-tampering",
        "A superuser of the database server lies about the past of a sealed and anchored trail;"
        " `kinwork audit verify` must find every lie.",
        figures | {"seed": str(SEED)},
        began,
    )
    assert all_missed == []
