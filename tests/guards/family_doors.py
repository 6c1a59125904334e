"""Every page that a family opens, found by what the page says of itself: a new module's page, and the
templates and words that it shows, join by themselves."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.urls import URLPattern, get_resolver

from kinwork.common.actor import STAFF_ROLES, Actor
from kinwork.web.pages import Page, declared

PACKAGE = Path(__file__).resolve().parent.parent.parent / "kinwork"
AT_HOME = [
    Actor("family", uuid4(), uuid4(), "family member"),
    Actor("draft", uuid4()),
    Actor("visitor"),
]
AT_WORK = [Actor("staff", uuid4(), uuid4(), role) for role in STAFF_ROLES]
TEMPLATE = re.compile(r"""["']([\w-]+/[\w/-]+\.html)["']""")
PART = re.compile(r"""{%\s*include\s+["']([\w/-]+\.html)["']""")


def is_a_familys(page: Page) -> bool:
    """Families open it, and nobody at work."""
    return any(page.who(one) for one in AT_HOME) and not any(page.who(one) for one in AT_WORK)


def doors(patterns=None) -> Iterator[tuple[str, object]]:
    """(name, view) of every page of a family's own."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        if not isinstance(one, URLPattern):
            yield from doors(one.url_patterns)
        elif (page := declared(one.callback)) and is_a_familys(page):
            yield one.name, one.callback


def templates() -> set[Path]:
    """What these pages are drawn with, and every part that is put into it."""
    found: set[Path] = set()
    waiting = {name for _name, view in doors() for name in drawn_with(view)}
    while waiting:
        name = waiting.pop()
        for path in PACKAGE.glob(f"**/templates/{name}"):
            if path not in found:
                found.add(path)
                waiting |= set(PART.findall(path.read_text()))
    return found


def drawn_with(view) -> set[str]:
    """The templates that a view names; where it names none itself, those of its whole file."""
    plain = inspect.unwrap(view)
    path = Path(inspect.getsourcefile(plain) or "")
    if not path.is_relative_to(PACKAGE):
        return set()
    return set(TEMPLATE.findall(inspect.getsource(plain))) or set(
        TEMPLATE.findall(path.read_text())
    )


def files() -> set[Path]:
    """The Python files in which every page is a family's: what they say is said to families."""
    of_families, of_others = set(), set()

    def walk(patterns) -> None:
        for one in patterns:
            if not isinstance(one, URLPattern):
                walk(one.url_patterns)
                continue
            page, plain = declared(one.callback), inspect.unwrap(one.callback)
            path = Path(inspect.getsourcefile(plain) or "") if inspect.isfunction(plain) else Path()
            if path.is_relative_to(PACKAGE):
                (of_families if page and is_a_familys(page) else of_others).add(path)

    walk(get_resolver().url_patterns)
    return of_families - of_others
