"""Every instrument's folder is whole, its worked cases come out as written, and a broken one is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.library import instruments
from kinwork.library.instruments import BadAnswers, InstrumentError, age_for, newest, registry
from kinwork.library.instruments.registry import HERE, case_trouble, read, worked
from kinwork.library.instruments.schedule import counts_for, schedule
from kinwork.library.reading import grade

CASES = [
    (path.name, number, case)
    for path in sorted(HERE.iterdir())
    if (path / "cases.csv").is_file() and path.name[0] != "_"
    for number, case in enumerate(worked(path), start=1)
]


@pytest.mark.parametrize("folder, number, case", CASES, ids=lambda one: str(one)[:30])
def test_every_worked_case_comes_out_as_written(folder, number, case):
    assert case_trouble(newest(folder), case) == ""


def test_all_are_whole_and_each_result_is_reached_by_a_case():
    whole, cases, troubles = instruments.check()
    assert troubles == [] and cases == len(CASES)
    for one in whole:
        reached = {case["result"] for folder, _n, case in CASES if folder == one.folder}
        assert {result.key for result in one.results} <= reached, one.key


def test_no_item_of_others_is_here():
    for one in registry().values():
        if one.wording == "scores only":
            assert all(item.words["en"].startswith("Statement") for item in one.items)


def test_our_own_words_are_plain():
    check = newest("needs_check")
    for language in ("en", "es"):
        text = " ".join(item.words[language] for item in check.items)
        assert grade(text, language) <= 6


def _copy(tmp_path, **changed):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("spec.md", "instrument.toml", "cases.csv"):
        text = (HERE / "m_chat_r" / name).read_text()
        text = changed.get(name.partition(".")[0], lambda said: said)(text)
        if text is not None:
            (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"spec": lambda said: None}, "spec.md is missing"),
        ({"cases": lambda said: None}, "cases.csv is missing"),
        ({"cases": lambda said: said.splitlines()[0] + "\n"}, "holds no worked case"),
        ({"spec": lambda said: said.replace("## Licence", "## Rights")}, "no part “Licence”"),
        (
            {"instrument": lambda said: said.replace('es = "Alto"', 'es = ""')},
            "the result high is missing in English or in Spanish",
        ),
        ({"instrument": lambda said: said.replace("licence =", "lizenz =")}, "misnames"),
        ({"instrument": lambda said: said.replace('"early-intervention"', '"wings"')}, "no need"),
        ({"instrument": lambda said: said + "when = { total = [0, 2] }\n"}, "catches the rest"),
        ({"instrument": lambda said: said + "="}, "cannot be read"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused_with_a_sentence(tmp_path, changed, sentence):
    with pytest.raises(InstrumentError, match=sentence):
        read(_copy(tmp_path, **changed))


@given(
    st.dictionaries(
        st.sampled_from(["total", "item_10", "wings"]),
        st.one_of(
            st.text("0123456789.-+eNaIf٣ ", max_size=8), st.integers(), st.floats(), st.none()
        ),
    )
)
def test_any_scores_have_a_result_or_a_reason(said):
    try:
        found = instruments.score(newest("epds"), said)
    except BadAnswers as wrong:
        assert wrong.field and str(wrong)
    else:
        assert found.result.key in ("today", "likely", "low")


@given(total=st.integers(0, 30), item=st.integers(1, 3))
def test_question_10_always_needs_somebody_today(total, item):
    found = instruments.score(newest("epds"), {"total": total, "item_10": item})
    assert found.result.urgency == "today"


def test_a_child_born_early_is_scored_for_its_corrected_age():
    asq = newest("asq_3")
    born = date(2025, 1, 31)
    assert age_for(asq, born, date(2026, 2, 28)) == 13
    assert age_for(asq, born, date(2026, 2, 28), weeks_early=2) == 13
    assert age_for(asq, born, date(2026, 2, 28), weeks_early=8) == 11
    assert age_for(asq, born, date(2027, 2, 1), weeks_early=8) == 24
    assert age_for(newest("m_chat_r"), born, date(2026, 8, 1), weeks_early=8) == 18


def test_the_schedule_knows_its_instruments_and_what_counts():
    for one in schedule():
        assert all(newest(folder) for folder in one.instruments)
        assert one.source and "{months}" in one.title["es"]
    assert counts_for("asq_3", 9) == ("development", 9)
    assert counts_for("asq_3", 15) == ("development", 9)
    assert counts_for("asq_3", 16) is None
    assert counts_for("m_chat_r", 22) == ("autism", 18)
    assert counts_for("m_chat_r", 23) == counts_for("m_chat_r", 24) == ("autism", 24)
