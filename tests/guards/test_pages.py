"""Every address declares what it does and for whom; a page that says nothing is refused."""

import inspect

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from kinwork.common import rights
from kinwork.common.actor import VISITOR
from kinwork.config.pages import declared_page
from kinwork.people.rules import CLASSES
from kinwork.web.pages import ANYONE

# Pages that show no people may be open to all; one that shows some needs its reason here.
OPEN_THOUGH_ABOUT_PEOPLE: dict[str, str] = {}


def patterns(resolver=None, prefix=""):
    for one in (resolver or get_resolver()).url_patterns:
        where = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, where)
        elif isinstance(one, URLPattern):
            yield where, one.callback


PAGES = list(patterns())


@pytest.mark.parametrize(("where", "view"), PAGES, ids=[where for where, _ in PAGES])
def test_every_page_declares_itself(where, view):
    page = declared_page(view, None)
    assert page is not None, f"/{where} has no @page"
    module, _, verb = page.action.partition(".")
    assert module and verb, f"/{where}: an action is written module.verb"
    assert set(page.classes) <= set(CLASSES)
    if page.classes and where not in OPEN_THOUGH_ABOUT_PEOPLE:
        assert page.who is not ANYONE and not page.who(VISITOR), f"/{where} is open to all"


def test_every_right_has_its_sentence():
    for verb, line in rights.TABLE.items():
        for predicate in line.when:
            assert inspect.getdoc(predicate), f"{verb}: {predicate.__name__} has no sentence"
