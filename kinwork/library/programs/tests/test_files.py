"""Files in: what is read, and what is refused with one sentence that names its place."""

import copy
import json
import random
from datetime import date
from decimal import Decimal

import pytest

from kinwork.library.programs import files, registry, screen
from kinwork.library.programs.files import BadFile

ON = date(2026, 11, 15)
MONEY = dict.fromkeys(
    (
        "employment",
        "self_employment",
        "child_support",
        "unemployment",
        "social_security",
        "ssi",
        "other",
    ),
    0,
)
ROSA = {
    "id": "rosa",
    "relation": "parent",
    "age": 29,
    "sex": "female",
    "pregnant": False,
    "breastfeeding": False,
    "disabled": False,
    "foster_care": False,
    "weekly_hours_worked": 30,
    "student": False,
    "income": {**MONEY, "employment": 21000},
}
LUZ = {
    "id": "luz",
    "relation": "child",
    "age": 3.5,
    "disabled": False,
    "foster_care": False,
    "pregnant": False,
    "income": MONEY,
}
HOME = {"id": "h1", "state": "AZ", "homeless": False, "receives": [], "members": [ROSA, LUZ]}


def file_of(*homes: dict) -> str:
    return json.dumps({"households": list(homes)})


def one(home: dict = HOME, on: date = ON):
    return files.read_json(file_of(home), on)[0].household


def changed(path: str, value: object) -> dict:
    """The household with one value set: `members.1.age`."""
    home = copy.deepcopy(HOME)
    *way, last = path.split(".")
    place = home
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = value
    return home


def test_what_is_read():
    home = one()
    rosa, luz = home.members
    assert (rosa.role, luz.role, luz.age) == ("caregiver", "child", Decimal("3.5"))
    assert (rosa.active, rosa.recent_birth, rosa.insured, luz.insured) == (
        True,
        False,
        False,
        False,
    )
    assert sum(line.amount for line in home.income) == 21000
    assert home.members_complete


def test_a_key_left_out_is_unknown():
    bare = {"id": 7, "members": [{"id": "a", "relation": "child"}]}
    told = files.read_json(file_of(bare), ON)[0]
    (child,) = told.household.members
    assert told.id == 7
    assert (told.household.receives, told.household.homeless, told.household.assets) == (None,) * 3
    assert (child.age, child.insured, child.foster_care, child.recent_birth) == (None,) * 4
    assert all(line.amount is None for line in told.household.income)
    answers = {got.program: got.answer.value for got in screen(told.household, ON)}
    assert answers.pop("kinship_support") == "no"  # no relative lives with the child
    assert set(answers.values()) == {"maybe"}


def test_a_grandparent_is_the_caregiver_only_without_a_parent():
    grandparent = {"id": "nana", "relation": "grandparent", "age": 61}
    with_parent = one({**HOME, "members": [ROSA, LUZ, grandparent]})
    alone = one({**HOME, "members": [LUZ, grandparent]})
    assert [m.role for m in with_parent.members] == ["caregiver", "child", "other"]
    assert [m.role for m in alone.members] == ["child", "caregiver"]


def test_an_infant_was_born_to_the_one_mother():
    infant = {**LUZ, "id": "leo", "age": 0.4}
    rosa, _ = one({**HOME, "members": [ROSA, infant]}).members
    assert rosa.recent_birth and (ON - rosa.pregnancy_ended).days in range(120, 155)
    unsaid = {key: value for key, value in ROSA.items() if key != "sex"}
    rosa, _ = one({**HOME, "members": [unsaid, infant]}).members
    assert rosa.recent_birth is None


def test_ages_stand_for_birth_dates():
    for age, expected in ((4.99, "yes"), (5, "no")):
        got = screen(one(changed("members.1.age", age)), ON, ["wic"])[0]
        assert {m.member: m.answer.value for m in got.members}["luz"] == expected


REFUSED = [
    ("id", None, "Household 1 has no id"),
    ("state", "XX", "Household 1 (“h1”), state: “XX” is not one of the 50 states or DC"),
    ("zip", "8520", "zip: “8520” is not a ZIP code"),
    ("homeless", "no", "homeless: “no” is not true or false"),
    ("assets", -1, "assets: -1 is below zero"),
    ("rent_annual", "900", "rent_annual: “900” is not a number"),
    ("receives", ["snaps"], "receives: “snaps” is no help we know; did you mean “snap”?"),
    ("receives", "snap", "receives: “snap” is not a list of codes"),
    ("colour", 1, "Household 1: there is no key “colour”"),
    ("members", [], "has no members"),
    ("members", {}, "members: an object is not a list"),
    ("members.0.id", True, "member 1, id: true is not a text"),
    ("members.0.age", 200, "member 1 (“rosa”), age: 200 is more than 130 years"),
    ("members.0.age", True, "age: true is not a number"),
    ("members.0.relation", "boss", "relation: “boss” is not one of parent, child"),
    ("members.0.sex", "x9", "sex: “x9” is not one of female, male"),
    ("members.0.weekly_hours_worked", 169, "is more than 168 hours a week"),
    ("members.1.birth_date", "2024-13-01", "birth_date: “2024-13-01” is not a date"),
    ("members.1.birth_date", "1999-01-01", "birth_date and age do not fit each other"),
    ("members.0.income.employment", -5, "member 1 (“rosa”), income, employment: -5 is below zero"),
    ("members.0.income.wages", 5, "income: there is no key “wages”"),
    ("members.0.income", [], "income must be an object, not a list"),
    ("members.1.id", "rosa", "this id stands twice"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), REFUSED)
def test_what_is_refused(path, value, sentence):
    with pytest.raises(BadFile) as error:
        files.read_json(file_of(changed(path, value)), ON)
    assert sentence in str(error.value)
    assert str(error.value).count("\n") == 0 and str(error.value)[-1] in ".?"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is not JSON"),
        ('{"households": [', "line 1, column"),
        ("[]", "The file must be an object, not a list"),
        ("{}", "The file has no households"),
        ('{"households": [], "x": 1}', "there is no key “x”"),
        ('{"households": [{"id": NaN}]}', "The file holds NaN"),
        ('{"households": [1]}', "Household 1 must be an object, not 1"),
        ('{"households": [], "households": []}', "stands twice"),
        ("[" * 100000, "nested too deep"),
    ],
)
def test_a_file_that_is_none(text, sentence):
    with pytest.raises(BadFile) as error:
        files.read_json(text, ON)
    assert sentence in str(error.value)


def test_two_households_of_one_id():
    with pytest.raises(BadFile, match="Household 2: the id “h1” is household 1's already"):
        files.read_json(file_of(HOME, HOME), ON)


TABLE = """household,state,household_receives,homeless,member,relation,age,pregnant,employment,other
h1,AZ,none,no,rosa,parent,29,no,21000,0
h1,,,,luz,child,3.5,no,0,0
h2,AK,snap;wic,,ana,parent,40,,,
"""


def test_a_table_of_members():
    first, second = (told.household for told in files.read_csv(TABLE, ON))
    assert (first.receives, first.homeless, len(first.members)) == (frozenset(), False, 2)
    assert (second.receives, second.homeless) == (frozenset({"snap", "wic"}), None)
    assert [line.amount for line in first.income if line.kind == "wages"] == [21000, 0]
    assert second.members[0].pregnant is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("member,", "person,", "There is no column “person”"),
        ("29", "old", "Line 2, age: “old” is not a number"),
        ("h1,AZ,none,no", "h1,AZ,none,maybe", "Line 2, homeless: “maybe” is not yes or no"),
        ("h1,,,,luz", "h1,NM,,,luz", "Line 3, state: the rows of one household do not agree"),
        ("3.5,no,0,0", "3.5,no,0", "Line 3 has 9 cells; the first line has 10"),
        ("h2,AK", ",AK", "Line 4 has no household"),
        (TABLE, "", "The file is empty"),
        ("rosa", "luz", "this id stands twice"),
    ],
)
def test_a_table_that_is_refused(old, new, sentence):
    with pytest.raises(BadFile) as error:
        files.read_csv(TABLE.replace(old, new, 1), ON)
    assert sentence in str(error.value)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_a_table_is_refused(text):
    with pytest.raises(BadFile, match="employment: .*is not a number"):
        files.read_csv(f"household,member,employment\nh1,p,{text}\n", ON)


ODD = [None, True, -1, 0, 1e400, 10**40, 0.1, "", " ", "x", "\ud800", "a\nb", "2024-02-30", [], {}]
ODD += [["snap"], [["snap"]], {"a": 1}, "AZ", "yes", "9" * 500, -0.0, 3.7, 121, "parent", "1"]


def slots(data: object, way: tuple = ()):
    """Every place of a document."""
    for key in (
        data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    ):
        yield (*way, key)
        yield from slots(data[key], (*way, key))


def test_whatever_stands_in_a_file_is_read_or_refused_in_one_sentence():
    whole = {"households": [HOME, {**HOME, "id": "h2", "members": [ROSA]}]}
    places, rng = list(slots(whole)), random.Random(3)
    for _ in range(1500):
        data = copy.deepcopy(whole)
        for *way, last in rng.sample(places, rng.choice((1, 1, 2))):
            place = data
            try:
                for step in way:
                    place = place[step]
                if rng.random() < 0.2:
                    del place[last]
                else:
                    place[last] = rng.choice(ODD)
            except (KeyError, IndexError, TypeError):
                continue
        try:
            told = files.read_json(json.dumps(data), ON)
        except BadFile as error:
            assert "\n" not in str(error) and len(str(error)) < 400
            str(error).encode()
            continue
        found = [(one, screen(one.household, ON, ["wic", "snap"])) for one in told]
        assert not any(got.failed for _, some in found for got in some)
        files.as_json(found, ON, registry()).encode()
