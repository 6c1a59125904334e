"""The page for lawyers: the very text of docs/explanation/rule.md, as blocks that a template draws.

Of Markdown it knows what that text uses: headings, paragraphs, lists, tables, bold, links. Links lead
to other pages of the documentation, which the site does not serve: their words stay.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SOURCE = Path(__file__).parent / "lawyers.md"
LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")


@cache
def blocks() -> list[dict[str, Any]]:
    return list(read(SOURCE.read_text(encoding="utf-8")))


def read(text: str) -> Iterator[dict[str, Any]]:
    """{"kind": "title" | "heading" | "text" | "list" | "table", ...} for each block, in order."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.strip().splitlines()
        if block.startswith("# "):
            yield {"kind": "title", "words": inline(block[2:])}
        elif block.startswith("## "):
            yield {"kind": "heading", "words": inline(block[3:])}
        elif block.startswith("- "):
            yield {"kind": "list", "lines": [inline(line.removeprefix("- ")) for line in lines]}
        elif block.startswith("|"):
            rows = [[inline(cell.strip()) for cell in line.strip("|").split("|")] for line in lines]
            yield {"kind": "table", "heads": rows[0], "rows": rows[2:]}
        else:
            yield {"kind": "text", "words": inline(" ".join(lines))}


def inline(text: str) -> SafeString:
    """Escaped, and what is bold is bold."""
    parts = enumerate(BOLD.split(LINK.sub(r"\1", text)))
    said = ((format_html("<strong>{}</strong>", one) if at % 2 else one,) for at, one in parts)
    return format_html_join("", "{}", said)
