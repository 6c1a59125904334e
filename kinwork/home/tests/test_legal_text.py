"""The page for lawyers says what the documentation says, and cannot say anything else."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from kinwork.home import legal_text

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "rule.md"
SUBJECTS = (
    *("What is signed", "What the database enforces", "The trail"),
    *("How long records are kept", "What lies outside"),
)


def page(language: str) -> str:
    client = Client()
    client.cookies["django_language"] = language
    found = client.get("/for-lawyers/")
    assert found.status_code == 200
    return found.content.decode()


def words(html: str) -> list[str]:
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_the_documentation_is_drawn_from_the_same_text():
    assert DOCS.read_text().endswith(legal_text.SOURCE.read_text())


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_of_it_is_on_the_page_in_its_order(language):
    shown = page(language).split('<article lang="en">')[1].split("</article>")[0]
    shown = re.sub(r"<caption>.*?</caption>", "", shown)
    source = re.sub(
        r"^[|\- ]+$", "", legal_text.LINK.sub(r"\1", legal_text.SOURCE.read_text()), flags=re.M
    )
    assert words(shown) == re.findall(r"\w+", source)
    assert all(f"<h2>{one}</h2>" in shown for one in SUBJECTS)
    assert "](" not in shown and "**" not in shown and "| " not in shown


def test_in_spanish_it_says_that_the_text_is_in_english():
    assert "Este texto es para abogados. Está en inglés." in page("es")


def test_the_familys_promise_leads_there():
    assert 'href="/for-lawyers/"' in Client().get("/who-sees/").content.decode()


def test_nothing_of_the_text_becomes_markup():
    assert legal_text.inline("<b>&[x](y)**z**") == "&lt;b&gt;&amp;x<strong>z</strong>"
