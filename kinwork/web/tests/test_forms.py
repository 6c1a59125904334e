"""Forms keep what was typed, speak plainly, and read dates and amounts as people write them."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from kinwork.web.forms import Choice, MemorableDateField, MoneyField, OnceForm, PlainForm

TODAY = date(2026, 3, 10)


class Story(PlainForm):
    name = forms.CharField(max_length=20)
    story = forms.CharField(widget=forms.Textarea, required=False, max_length=50)
    born = MemorableDateField(latest=TODAY, earliest=date(1900, 1, 1), required=False)
    income = MoneyField(required=False)
    reach = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, choices=[("a", Choice("Text", "No name in it"))]
    )


def sent(**fields: str) -> Story:
    data = QueryDict(mutable=True)
    data.update({"name": "Rosa", **fields})
    return Story(data)


def born(month: str, day: str, year: str) -> Story:
    return sent(born_month=month, born_day=day, born_year=year)


def test_a_date_from_three_answers():
    form = born("2", "29", "2024")
    assert form.is_valid() and form.cleaned_data["born"] == date(2024, 2, 29)


def test_today_is_not_the_future():
    assert born("3", "10", "2026").is_valid()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (("3", "11", "2026"), "has not come yet"),
        (("3", "10", "2202"), "has not come yet"),
        (("2", "31", "2024"), "no such day"),
        (("2", "3", "24"), "four numbers"),
        (("2", "", "2024"), "the month, the day and the year"),
        (("2", "second", "2024"), "only numbers"),
        (("2", "2", "1024"), "too long ago"),
        (("2", "2", "9" * 30), "no such day"),
        (("13", "2", "2024"), "no such day"),
    ],
)
def test_a_doubtful_date_is_told_beside_the_field(answers, words):
    form = born(*answers)
    assert not form.is_valid()
    assert words in form.errors["born"][0]
    assert list(form.errors) == ["born"]
    for typed in answers[1:]:
        assert not typed or f'value="{typed}"' in str(form), "what was typed stays"


@pytest.mark.parametrize(
    "name", ["O'Brien-Nuñez", "Null", "X", "فاطمة", "👩‍👧", "Jose\u0301", "Núñez"]
)
def test_names_stay_as_typed(name):
    form = sent(name=name)
    assert form.is_valid() and form.cleaned_data["name"] == name


def test_too_long_is_told_and_never_cut():
    form = sent(story="a" * 60)
    assert not form.is_valid()
    assert form.errors["story"] == ["This is too long: 60 letters. Please keep it under 50."]
    page = str(form)
    assert "a" * 60 in page and "maxlength" not in page


def test_nul_bytes_are_taken_out_with_a_notice():
    form = sent(story="from\x00 Word\ufeff with “quotes”")
    assert form.is_valid()
    assert form.cleaned_data["story"] == "from Word with “quotes”"
    assert form.notices


def test_clean_text_brings_no_notice():
    form = sent(story="line\r\nline\ttab 👩‍👧")
    assert form.is_valid() and form.notices == []


def test_markup_in_a_field_is_inert():
    form = sent(name='"><script>alert(1)</script>')
    form.is_valid()
    assert "<script>" not in str(form)


def test_empty_fields_speak_plainly_in_the_page_s_language():
    form = Story(QueryDict("name="))
    with override("es"):
        assert form.errors["name"] == ["Llene esto, por favor."]


def test_every_error_of_the_summary_leads_to_a_field():
    form = born("2", "31", "2024")
    page = str(form)
    assert 'href="#id_born_0"' in page and 'id="id_born_0"' in page


def test_a_good_form_has_no_summary():
    assert "kw-faults" not in str(sent())


def test_form_id_comes_back_and_nonsense_is_replaced():
    known = "0b8f6a52-6a0c-4c39-9a3f-6b8de9f8a001"
    form = OnceForm(QueryDict(f"form_id={known}"))
    assert form.is_valid() and str(form.cleaned_data["form_id"]) == known
    drawn = str(OnceForm())
    assert 'type="hidden" name="form_id"' in drawn
