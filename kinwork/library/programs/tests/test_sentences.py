"""Every sentence of a verdict is whole: nothing stands empty where a value belongs."""

import random
import re
from datetime import date
from decimal import Decimal

from kinwork.library.programs import Household, IncomeLine, Member, screen
from kinwork.library.programs.tests.making import household

ON = date(2026, 11, 15)
EMPTY = re.compile(r"  | [.,;]|\$[ .]|\bNone\b(?! of)|NaN|[{}]|\(\)")


def said(home: Household, language: str) -> list[str]:
    return [
        f"{got.program}/{reason.criterion}: {reason.sentence(language)}"
        for got in screen(home, ON)
        for reason in got.reasons
    ]


def test_no_sentence_has_a_gap():
    rng = random.Random(4)
    for n in range(60):
        home = household(rng, (0, 0.2, 0.6)[n % 3], ON)
        for language in ("en", "es"):
            assert [one for one in said(home, language) if EMPTY.search(one)] == []


def test_a_state_without_a_limit_on_savings_says_so():
    home = Household(
        (Member("ana", "caregiver", age=Decimal(29), disability=False, student=False),),
        income=(IncomeLine(Decimal(1000), "monthly", "wages", member="ana"),),
        receives=frozenset(),
        homeless=False,
        state="AZ",
        assets=Decimal(400),
    )
    told = [one for one in said(home, "en") if one.startswith("snap/") and "saved" in one]
    assert told and all(one.endswith(": There is no limit on what you have saved.") for one in told)
