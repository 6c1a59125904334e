"""Charts and maps: arithmetic of what is drawn, and inert words."""

import re

from django.template import Context, Template

from kinwork.web import charts, maps


def drawn(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_bars_are_shares_of_the_largest_and_a_gap_is_not_zero():
    rows = charts.bars([("a", 10), ("b", 5), ("c", None)])["rows"]
    assert [row["percent"] for row in rows] == ["100.0", "50.0", "0"]
    assert "not known" in drawn("{% bars rows 'x' %}", rows=[("c", None)])


def test_bars_of_nothing_and_of_zeros():
    assert charts.bars([]) == {"rows": []}
    assert charts.bars([("a", 0)])["rows"][0]["percent"] == "0.0"


def test_axis_ends_at_a_round_number():
    assert [charts.nice(value) for value in (0, 0.7, 3, 10, 26, 81, 420)] == [
        1,
        0.8,
        4,
        10,
        40,
        100,
        500,
    ]


def test_a_gap_breaks_the_line():
    one = charts.lines([("s", [("a", 1), ("b", None), ("c", 3), ("d", 4)])])["series"][0]
    assert one["path"].count("M") == 2 and len(one["points"]) == 3


def test_a_line_carries_its_table():
    page = drawn("{% lines series 'x' %}", series=[("s", [("Jan", 1), ("Feb", None)])])
    assert "<table" in page and "—" in page


def test_labels_are_inert():
    evil = "<script>alert(1)</script>"
    for source in (
        "{% bars rows evil %}",
        "{% lines series evil %}",
        "{% point_map points evil %}",
    ):
        page = drawn(
            source,
            evil=evil,
            rows=[(evil, 1)],
            series=[(evil, [(evil, 1)])],
            points=[(33.4, -111.8, evil, "")],
        )
        assert "<script>" not in page and "&lt;script&gt;" in page


def test_north_is_up_and_east_is_right():
    pins = maps.layout([(33.0, -112.0, "south-west"), (34.0, -111.0, "north-east")])["pins"]
    assert pins[0]["x"] < pins[1]["x"] and pins[0]["y"] > pins[1]["y"]


def test_scale_bar_is_right():
    """One degree of latitude is 69.09 miles: the bar must agree with two pins so far apart."""
    layout = maps.layout([(33.0, -111.8, "a"), (34.0, -111.8, "b")])
    apart = layout["pins"][0]["y"] - layout["pins"][1]["y"]
    a_mile = layout["scale"]["length"] / layout["scale"]["miles"]
    assert abs(apart / a_mile - 69.09) < 0.7


def test_pins_do_not_cover_each_other_and_stay_inside():
    pins = maps.layout([(33.4, -111.8, str(n)) for n in range(12)])["pins"]
    for one in pins:
        assert 0 <= one["x"] <= maps.WIDTH and 0 <= one["y"] <= maps.HEIGHT
        for two in pins:
            if one is not two:
                gap = ((one["x"] - two["x"]) ** 2 + (one["y"] - two["y"]) ** 2) ** 0.5
                assert gap > maps.PIN * 0.7


def test_numbers_are_never_written_with_a_comma():
    from django.utils.translation import override

    with override("es"):
        page = drawn(
            "{% point_map points 'x' here=here %}",
            points=[(33.4, -111.8, "a", "")],
            here=(33.5, -111.7),
        )
        page += drawn("{% lines series 'x' %}", series=[("s", [("a", 1.5), ("b", 2.5)])])
    assert not re.search(r'(?:cx|cy|x1|y1|x|y|r)="[^"]*,[^"]*"', page)


def test_no_places_no_map():
    assert "there is no map" in drawn("{% point_map points 'x' %}", points=[])
