"""What must be documented is, and drawn pages are current."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import draw_reference  # noqa: E402

DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", draw_reference.PAGES)
def test_the_drawn_page_is_current(name):
    committed = ROOT / "docs" / "reference" / name
    assert committed.read_text() == draw_reference.NOTE + draw_reference.PAGES[name]()


def test_every_page_stands_in_the_index():
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target).resolve() for target in LINK.findall(index.read_text())}
    pages = {page.resolve() for page in (ROOT / "docs").rglob("*.md")} - {index.resolve()}
    assert pages <= linked, sorted(page.name for page in pages - linked)


@pytest.mark.parametrize("path", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for target in LINK.findall(path.read_text()):
        if not target.startswith(("http", "mailto:")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
