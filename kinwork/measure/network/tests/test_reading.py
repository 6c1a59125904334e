"""What analysts' files are like, and one plain sentence where they cannot be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.measure.network import MISSING, BadRatings, read, read_sectors
from kinwork.measure.network.tests.samples import FIVE

MATRIX = """,A,B,C,D,E
A,-,4,3,2,1
B,3,NA,3,2,2
C,3,4,,1,2
D,2,1,2,0,3
E,,,,,
"""
LIST = """from,to,level
A,B,4
B,A,3
C,,
"""


def same(ratings) -> bool:
    return ratings.names == FIVE.names and (ratings.levels == FIVE.levels).all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_matrix_however_it_was_saved(encoding, separator, end):
    text = MATRIX.replace(",", separator).replace("\n", end)
    assert same(read(text.encode(encoding)))


def test_small_things_of_spreadsheets():
    assert same(read(("sep=;\r\n" + MATRIX.replace(",", ";")).encode()))
    assert same(read(MATRIX.replace("E,,,,,", "E").encode()))
    assert same(read(MATRIX.replace("\n", ",,\n").encode() + b"\n,,\n"))
    assert same(read(MATRIX.replace("4,", "4.0,").encode()))
    rows = MATRIX.splitlines()
    assert same(read("\n".join([rows[0], rows[5], *rows[1:5]]).encode()))


def test_letters_of_western_europe():
    text = ",Clínica,Niños\nClínica,,4\nNiños,3,\n"
    assert read(text.encode("latin-1")).names == ("Clínica", "Niños")
    assert read("from;to;level\nA\u0301;“B”;1".encode()).names == ("Á", "“B”")
    assert read("from;to;level\nA;“B”;1".encode("cp1252")).names == ("A", "“B”")


def test_a_list():
    got = read(LIST.encode())
    assert got.names == ("A", "B", "C") and got.levels.max(axis=1).tolist() == [4, 3, MISSING]
    turned = read(b"Level;TO;From\r\n4;B;A\r\n4;B;A\r\nNA;A;B\r\n")
    assert turned.levels.tolist() == [[MISSING, 4], [MISSING, MISSING]]


def test_a_list_with_dimensions():
    got = read(b"from,to,level,dimension\nA,B,4,\nA,B,2,planning\nB,C,1,funding\n")
    assert list(got.dimensions) == ["planning", "funding"]
    assert got.levels[0, 1] == 4 and got.dimensions["planning"].levels[0, 1] == 2
    assert got.dimensions["funding"].names == got.names == ("A", "B", "C")


BAD = {
    "": "It is empty.",
    " \n,,\n": "It is empty.",
    "PK\x03\x04...": "own file: save it as CSV",
    "a,\x01b": "not text in an encoding",
    "who,whom,level\nA,B,1\n": "neither a matrix",
    ",A,B\nA,,1\nC,1,\n": "Line 3 is of “C”, which the first row does not name.",
    "A\nB\n": "neither a matrix",
    "from,to\nA,B\n": "neither a matrix",
    ",A,B\nA,,1\nB,1,,3\n": "Line 3 has 3 cells after its name, and the first row names 2",
    ",A,B,C\nA,,1\nB,1,,3\nC\n": "Line 2 has 2 cells after its name",
    ",A,B\nA,,1\n": "The first row names “B”, and no line is of it",
    ",A,A\nA,,1\n": "“A” stands twice in the first row.",
    ",A,B\nA,,1\nA,,1\n": "Line 3 is of “A”, and so is line 2.",
    ",A,a\nA,,1\na,1,\n": "“A” and “a” differ in capitals only",
    ",A,,B\nA,,,1\n": "A column in the first row has no name.",
    ",A,B\n,,1\nA,,1\n": "Line 2 has no name in its first cell.",
    ",A,B\nA,,6\nB,1,\n": "Line 2: “6” is no level for “B”",
    ",A,B\nA,,1\nB,-1,\n": "Line 3: “-1” is no level for “A”",
    ",A,B\nA,,3.5\nB,1,\n": "“3.5” is no level for “B”; write a whole number from 0 to 5",
    ",A,B\nA,,three\nB,1,\n": "“three” is no level",
    ",A,B\nA,,３\nB,1,\n": "“３” is no level",
    ",A,B\nA,5,3\nB,1,\n": "Line 2: “A” rates itself",
    ",A\nA,\n": "one organization only, “A”",
    "from,to,level\n": "It holds no ratings.",
    "from,to,level\nA,,\n": "one organization only, “A”",
    "from,to,level\nA,A,3\n": "Line 2: “A” rates itself.",
    "from,to,level\nA,B,3\nA,C,1\nA,B,4\n": "Lines 2 and 4 give two levels of “B” by “A”.",
    "from,to,level\nA,B\n": "Line 2 has 2 cells, the first row 3.",
    "from,to,level\nA,B,1,2\n": "Line 2 has 4 cells, the first row 3.",
    "from,to,level\n,B,1\n": "Line 2 does not say who.",
    "from,to,level\nA,,1\n": "Line 2 does not say of whom.",
    "from,to,level,wave\nA,B,1,2\n": "The column “wave” is not known",
    "from,to,level,to\nA,B,1,B\n": "A column stands twice",
    "from,to,level\nA,B,9\n": "Line 2: “9” is no level for “B”",
    'from,to,level\n"A,B,1\n': "is not CSV that we can read",
    "from,to,level,dimension\nA,B,1,x\nA,B,1,X\n": "“x” and “X” differ in capitals only",
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_one_sentence_for_what_cannot_be_used(text):
    with pytest.raises(BadRatings) as why:
        read(text.encode())
    said = str(why.value)
    assert BAD[text] in said and said.endswith(".") and "\n" not in said


def test_too_many_are_refused_before_anything_is_made():
    with pytest.raises(BadRatings, match="2,001 organizations; 2,000 is the most"):
        read(b"from,to,level\n" + b"".join(b"n0,n%d,1\n" % i for i in range(1, 2001)))
    with pytest.raises(BadRatings, match="more than 50 dimensions"):
        read(b"from,to,level,dimension\n" + b"".join(b"A,B,1,d%d\n" % i for i in range(51)))


@given(st.binary(max_size=60))
def test_no_bytes_break_it(raw):
    try:
        read(raw)
    except BadRatings as why:
        assert str(why).endswith(".")


@given(st.text("AB,;\n\"'=013-.frotmlev", max_size=60))
def test_no_text_breaks_it(text):
    for start in ("", "from,to,level\n", ",A,B\n"):
        try:
            read((start + text).encode())
        except BadRatings as why:
            assert str(why).endswith(".")


def test_sectors():
    names = ("A", "B", "C")
    text = "Organization;Sector\nA;health\nB;schools\nC;\n"
    assert read_sectors(text.encode(), names) == {"A": "health", "B": "schools"}
    for wrong, sentence in (
        ("A,health\n", "first row must be: organization, sector."),
        ("organization,sector\nD,x\n", "Line 2: there are no ratings of or by “D”."),
        ("organization,sector\nA,x\nA,y\n", "Line 3: “A” has another sector already."),
    ):
        with pytest.raises(BadRatings) as why:
            read_sectors(wrong.encode(), names)
        assert sentence in str(why.value)
