"""`kinwork paper-form`: one page to print, the same sheet as the browser's; faults in one sentence."""

import re

import pytest
from click.testing import CliRunner

from kinwork.cli import paper_form
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.family.intake.paper.filed import page
from kinwork.family.intake.paper.sheet import Sheet
from kinwork.family.intake.tests.walking import Walk
from kinwork.library.questions.bank import version

ARTICLE = re.compile(r"<article.*</article>", re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_file_holds_the_page_s_own_sheet(town, client, language):
    walk = Walk(client)
    walk.get("/start/paper/")
    chosen = {"language": language, "adults": "1", "children": "2", "only": ["wic", "snap"]}
    walk.post("/start/paper/form/", **chosen)  # whatever the page's own language is
    first = {"en": "Tell your story once", "es": "Cuente su historia una sola vez"}[language]
    assert first in walk.text
    with acting_as(VISITOR):
        filed = page(Sheet(("wic", "snap"), 1, 2), language)
    assert ARTICLE.search(filed)[0] == ARTICLE.search(walk.text)[0]
    assert version() in filed and f'<html lang="{language}">' in filed
    assert "break-inside: avoid" in filed and "http" not in filed and "<script" not in filed


@pytest.mark.parametrize(
    "words, sentence",
    [
        (["form.pdf"], "name a file that ends in .html"),
        (["there.html"], "is there already"),
        (["no/where.html"], "is not a folder"),
        (["form.html", "--programs", "wic,nothing"], "there is no program “nothing”"),
        (["form.html", "--programs", ","], "name at least one program"),
        (["form.html", "--children", "9"], "9 is not in the range"),
        (["form.html", "--language", "fr"], "'fr' is not one of"),
    ],
)
def test_what_can_not_be_written_is_said_in_a_sentence(tmp_path, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.html").write_text("mine")
    got = CliRunner().invoke(paper_form.command, words)
    assert got.exit_code == 2 and sentence in got.stderr and not got.stdout
    assert not (tmp_path / "form.html").exists()
    assert (tmp_path / "there.html").read_text() == "mine"


@pytest.mark.django_db
def test_it_is_written_whole(town, tmp_path, monkeypatch):
    monkeypatch.setattr(paper_form, "with_database", nothing_more)
    out = tmp_path / "form.html"
    got = CliRunner().invoke(paper_form.command, [str(out), "--language", "es"])
    assert got.exit_code == 0, got.output
    assert "Cuente su historia una sola vez" in out.read_text() and "A4" in got.stdout


def nothing_more():
    from contextlib import nullcontext

    return nullcontext()
