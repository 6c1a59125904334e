"""A household in many versions is what screening says of each version alone."""

import time
from dataclasses import replace
from datetime import date
from statistics import median

from kinwork.library.programs import batch, registry
from kinwork.library.programs.files.reading import tell
from kinwork.library.questions import likely, next_question
from kinwork.library.questions.following import Case, Needs, next_questions
from kinwork.library.questions.telling import answered
from kinwork.library.questions.variants import Variants
from kinwork.library.simulated import households
from kinwork.library.simulated.walking import opening

ON = date(2026, 11, 15)
HOMES = [opening(one.household) for one in tell({"households": list(households(8, 5, ON))}, ON)]


def test_versions_are_what_telling_gives():
    rows, told, expected = [], [], []
    for place, home in enumerate(HOMES):
        needs = Needs.of(Case(home, skipped=["situation"]), ON)
        for key in needs.members:
            for _, value in likely.answers(home, key, ON):
                rows.append(place)
                told.append((key, needs.about(key), value))
                known = home
                for member in needs.about(key):
                    known = answered(known, key, value, member)
                expected.append(known)
    versions = Variants(batch.columns(HOMES), rows, [[m.key for m in h.members] for h in HOMES])
    for number, one in enumerate(told):
        versions.tell(number, *one)
    programs = list(registry().values())
    ours = batch.screen(versions.done(), ON, programs)
    theirs = batch.screen(batch.columns(expected), ON, programs)
    for code, verdicts in theirs.items():
        assert (ours[code].household == verdicts.household).all(), code


def test_many_at_once_get_what_each_gets_alone():
    together = next_questions([Case(home) for home in HOMES[:4]], ON)
    for home, step in zip(HOMES[:4], together, strict=True):
        assert step.asking == next_question(home, ON)


def test_a_step_is_fast():
    """Under 50 ms with every program; processor time, so that other work does not count."""
    spent = []
    for home in (HOMES[0], *HOMES):
        begun = time.process_time()
        next_question(replace(home), ON)
        spent.append(time.process_time() - begun)
    assert median(spent) < 0.05
