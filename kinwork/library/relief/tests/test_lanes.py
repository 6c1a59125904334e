"""Every known way to ask for relief names its text and its window, in both languages."""

from datetime import date

import pytest

from kinwork.library.relief import lanes, open_lanes

ON = date(2026, 3, 2)


def test_every_lane_cites_its_text_and_has_words():
    assert len(lanes()) == 4
    for one in lanes().values():
        assert "CFR" in one.cites and set(one.words) == {"en", "es"}, one
        assert one.ends is None or one.starts <= one.ends


@pytest.mark.parametrize(
    ("state", "on", "found"),
    [("AZ", ON, 4), ("NM", ON, 4), ("AZ", date(2016, 11, 7), 3), ("AZ", date(2016, 11, 6), 0)],
)
def test_only_what_is_in_force_there(state, on, found):
    assert len(open_lanes(state, on)) == found


def test_what_the_texts_say_in_numbers():
    assert lanes()["head_start_match"].grounds == 5
    assert lanes()["head_start_administration"].months == 12
