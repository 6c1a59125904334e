"""Extraction and compilation of the Spanish."""

from gettext import GNUTranslations
from pathlib import Path

import pytest

from kinwork.web import sentences, translate

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Hello %(name)s"
msgstr "{said}"
"""


def found(source: str, name: str = "views.py") -> list[str]:
    reader = sentences._python if name.endswith(".py") else sentences._template
    return [said.text for said in reader(source, name, name)]


def test_python_sentences():
    source = '_("One " "two"); ngettext("a day", "days", n); pgettext("month", "May"); other("no"); _(name)'
    assert found(source) == ["One two", "a day", "May"]


def test_template_sentences():
    source = (
        '{% load i18n %}{% translate "Find help" %} {% link_button url _("Go on") %}'
        "{% blocktranslate trimmed count n=n %}\n one day{% plural %}\n {{ n }} days{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    assert set(found(source, "page.html")) == {"Find help", "Go on", "one day", "May"}


def test_refusals_are_sentences_and_helpers_are_not():
    source = '''
def is_receiver(actor, referral):
    """Only the agency it
    was sent to can do this."""

def helper(text):
    """Not shown to anybody."""
'''
    assert found(source, "rights.py") == ["Only the agency it was sent to can do this."]
    assert found(source, "queries.py") == []


@pytest.fixture
def parts(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(translate, "LOCALE", tmp_path)
    folder = tmp_path / "es" / "parts"
    folder.mkdir(parents=True)
    return folder


def test_parts_are_merged_and_compiled(parts):
    (parts / "a.po").write_text(PO.format(said="Hola, %(name)s"))
    with translate.write().open("rb") as file:
        assert GNUTranslations(file).gettext("Hello %(name)s") == "Hola, %(name)s"


def test_a_lost_placeholder_and_two_opinions_are_faults(parts):
    (parts / "a.po").write_text(PO.format(said="Hola, %(nombre)s"))
    (parts / "b.po").write_text(PO.format(said="Buenas, %(name)s"))
    reasons = [fault.why for fault in translate.faulty()]
    assert "another placeholder than the English" in reasons
    assert "said differently in a.po" in reasons


def test_an_empty_translation_is_missing(parts):
    (parts / "a.po").write_text(PO.format(said=""))
    assert translate.merged().get("Hello %(name)s") is None


def test_the_kit_s_own_spanish_is_whole():
    ours = [fault for fault in translate.missing() if fault.where.startswith("kinwork/web/")]
    assert ours == []
    assert [fault for fault in translate.faulty() if fault.where == "web.po"] == []
