"""What a template names exists: addresses, and no inline script or style that the CSP would stop."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

PACKAGE = Path(__file__).resolve().parent.parent.parent / "kinwork"
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*") if path.is_file())
URL = re.compile(r"""{%\s*url\s+['"]([\w:.-]+)['"]""")
HANDLERS = "click|load|change|submit|error|focus|blur|input|key|mouse|pointer|toggle|reset"
INLINE = re.compile(
    rf"""\son({HANDLERS})\w*\s*=|\sstyle\s*=\s*["']|<style|<script(?![^>]*\b(src|type="application/json"))"""
)


def names(resolver=None, prefix="") -> set[str]:
    resolver = resolver or get_resolver()
    found = {prefix + key for key in resolver.reverse_dict if isinstance(key, str)}
    for namespace, (_pattern, inner) in resolver.namespace_dict.items():
        found |= names(inner, f"{prefix}{namespace}:")
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_every_address_in_a_template_resolves(path):
    demo_only = names(URLResolver(RegexPattern(r"^"), "kinwork.demo.urls"), "demo:")
    unknown = set(URL.findall(path.read_text())) - names() - demo_only
    assert not unknown


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_nothing_inline(path):
    assert INLINE.search(path.read_text()) is None


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.suffix == ".html"], ids=lambda p: p.name
)
def test_every_template_parses(path):
    get_template(path.as_posix().split("/templates/", 1)[1])
