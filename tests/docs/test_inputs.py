"""The page of inputs knows every form, every check, and every kind of field (ASVS 2.1)."""

import ast

import pytest
from django import forms

from tests.docs.test_reference import ROOT
from tools import draw_inputs, form_sources

PAGE = ROOT / "docs" / "reference" / "inputs.md"


def test_what_must_fit_together_is_told_of_every_form_that_checks_it():
    """A form got a `clean` of its own? Say in tools/inputs.toml what must fit, and draw again."""
    assert draw_inputs.must_be_told() - set(draw_inputs.fits()) == set()


def test_no_line_is_about_a_form_that_is_gone_or_checks_nothing():
    assert set(draw_inputs.fits()) - draw_inputs.must_be_told() == set()


def test_every_line_says_something():
    assert all(len(told) > 15 and told.endswith(".") for told in draw_inputs.fits().values())


def test_every_form_with_fields_is_on_the_page():
    page = PAGE.read_text()
    shown = [name for name, one in draw_inputs.forms_of_ours().items() if f"### {name}\n" in page]
    empty = {
        name
        for name, one in draw_inputs.forms_of_ours().items()
        if not one.base_fields.keys() - {"form_id"} and not form_sources.sources()[name].made
    }
    assert len(shown) > 80 and draw_inputs.forms_of_ours().keys() - set(shown) == empty


def test_every_form_class_of_the_running_site_is_known():
    """Whatever inherits from a form anywhere in the site, wherever its file lies."""

    def below(one: type) -> set[type]:
        return {one}.union(*(below(other) for other in one.__subclasses__()))

    known = set(draw_inputs.forms_of_ours().values())
    site = {
        one
        for one in below(forms.BaseForm)
        if one.__module__.startswith("kinwork.") and one.base_fields.keys() - {"form_id"}
        and ".tests." not in one.__module__ and one.__module__ != "kinwork.web.gallery"
        and "<locals>" not in one.__qualname__
    }  # fmt: skip
    assert site <= known


def test_checks_and_fields_made_on_the_way_are_seen():
    source = """
class Made(Form):
    def __init__(self):
        self.fields["one"] = forms.IntegerField(min_value=3, required=False)
        self.fields[f"two_{kind}"] = forms.CharField(max_length=9)
        for name in names:
            self.fields[name] = self._field(name)
        self.fields |= {f"three{n}": one_of("x"), "four": forms.EmailField()}
    def clean_one(self): ...
    def clean(self): ...
"""
    node = ast.parse(source).body[0]
    assert tuple(form_sources.checks_of(node)) == ("clean_one", "clean")
    assert dict(form_sources.made_by_itself(node)) == {
        "one": "whole number, min value 3, may stay empty",
        "two_{kind}": "text, max length 9",
        "(each)": "as its question below",
        "three{n}": "one of what is at hand",
        "four": "e-mail address",
    }


def test_a_kind_of_field_without_a_word_is_found():
    with pytest.raises(LookupError, match="FileField"):
        draw_inputs.takes(forms.FileField())


def test_limits_are_said_in_words():
    assert draw_inputs.takes(forms.CharField(min_length=2, max_length=9)) == (
        "text, 2 signs or more, up to 9 signs"
    )
    many = forms.ChoiceField(choices=[(str(n), n) for n in range(20)])
    assert draw_inputs.takes(many) == "one of 20"
    few = forms.MultipleChoiceField(choices=[("", "-"), ("yes", "Yes"), ("no", "No")])
    assert draw_inputs.takes(few) == "some of yes / no"


def test_every_question_is_on_the_page():
    from kinwork.library.questions import bank

    told = PAGE.read_text().partition("## Questions of the intake")[2]
    assert not [key for key in bank() if f"| `{key}` |" not in told]


def test_the_figures_of_a_request_are_those_of_the_settings():
    from django.conf import settings

    head = draw_inputs.HEAD
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024} MB" in head
    assert f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields" in head
    assert f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES} files" in head
