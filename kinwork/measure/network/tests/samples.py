"""Networks whose measures are known, and drawn ones."""

from hypothesis import strategies as st

from kinwork.measure.network import Ratings

# Knoke's ten organizations, known from textbooks: who sends information to whom.
KNOKE_NAMES = ("COUN", "COMM", "EDUC", "INDU", "MAYR", "WRO", "NEWS", "UWAY", "WELF", "WEST")
KNOKE_ROWS = [
    "0100101010",
    "1011101110",
    "0101111001",
    "1100101000",
    "1111001111",
    "0010001010",
    "0101100000",
    "1101101010",
    "0100101000",
    "1110101000",
]
KNOKE = Ratings.of(KNOKE_NAMES, [[int(cell) for cell in row] for row in KNOKE_ROWS])

# Five organizations; E did not answer.
FIVE = Ratings.of(
    "ABCDE",
    [
        [None, 4, 3, 2, 1],
        [3, None, 3, 2, 2],
        [3, 4, None, 1, 2],
        [2, 1, 2, None, 3],
        [None] * 5,
    ],
)


@st.composite
def networks(draw, least=0, most=7, whole=False, levels=5):
    """Ratings of a few organizations; whole: nobody left anything out."""
    n = draw(st.integers(least, most))
    level = st.integers(0, levels)
    cell = level if whole else st.one_of(st.none(), level)
    rows = draw(st.lists(st.lists(cell, min_size=n, max_size=n), min_size=n, max_size=n))
    return Ratings.of([f"org {i}" for i in range(n)], rows)
