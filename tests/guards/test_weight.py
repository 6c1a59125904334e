"""What a family's phone loads: nothing that no page uses, and under 150 kB for a page, all in all.

Counted as a first visit: style sheets, scripts and signs as they are sent (compressed), the letters
that the page shows, and the page itself without compression, as a server without a proxy sends it.
`python -m bench page` measures the same in a browser on a slow line.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.trust.access.actions import make_key
from tests import cast as casting
from tools import prune

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "kinwork" / "web" / "static" / "vendor" / "uswds"
FULL = ROOT / "node_modules" / "@uswds" / "uswds" / "dist" / "css" / "uswds.min.css"
MOST = 150_000
# Body, bold and headings: the letters that a page of a family shows.
LETTERS = ("sourcesanspro-regular", "sourcesanspro-bold-", "Merriweather-Bold.")
LOADED = re.compile(r"(?:href|src)=\"/static/([^\"#?]+)")


def test_every_class_that_is_named_has_its_rules():
    """Run `make install` where this fails: a template names something new."""
    words, begun = prune.named(prune.sources())
    names = {re.sub(r"\\(.)", r"\1", one) for one in prune.NAME.findall(FULL.read_text())}
    kept = {
        re.sub(r"\\(.)", r"\1", one)
        for one in prune.NAME.findall((VENDOR / "css" / "uswds.min.css").read_text())
    }
    wanted = {one for one in names if one.startswith("usa-") and one in words}
    wanted |= {one for one in names if one.startswith(begun)}
    # rules that name a second class which no page has are not missed
    assert not {one for one in wanted - kept if alone(one)}, "run make install"


def alone(name: str) -> bool:
    """Has the whole sheet a rule for this class without another?"""
    return re.search(rf"(?:^|[}},])\.{re.escape(name)}[,{{]", FULL.read_text()) is not None


def test_every_sign_that_is_named_is_drawn():
    drawn = set(re.findall(r'id="([^"]+)"', (VENDOR / "img" / "sprite.svg").read_text()))
    named = set()
    for path in prune.sources():
        named |= set(re.findall(r"{%\s*icon\s+[\"'](\w+)[\"']", path.read_text(errors="replace")))
    assert named and not named - drawn


def test_pruning_keeps_what_is_named_and_nothing_else():
    text = (
        '@charset "UTF-8";.usa-a,.usa-b:not(.usa-z){color:red}.usa-z{color:blue}'
        "@media (min-width:40em){.usa-z{margin:0}.tablet\\:usa-a{margin:1px}}"
        '@font-face{font-family:"Some Web";src:url(x)}@font-face{font-family:"Old Web";src:url(y)}'
        '.usa-k--one{top:0}a[href*=","]{content:"}"}'
    )
    left = prune.sheet(text, {"usa-a", "usa-b", "tablet:usa-a"}, ("usa-k--",), '"Some Web"')
    assert left == (
        '@charset "UTF-8";.usa-a,.usa-b:not(.usa-z){color:red}'
        "@media (min-width:40em){.tablet\\:usa-a{margin:1px}}"
        '@font-face{font-family:"Some Web";src:url(x)}'
        '.usa-k--one{top:0}a[href*=","]{content:"}"}'
    )


@pytest.mark.django_db
def test_a_first_visit_weighs_little():
    casting.make_cast(timezone.now())
    told = weighed(Client().get("/"))
    assert sum(told.values()) < MOST, told


@pytest.mark.django_db
def test_the_familys_own_page_weighs_little():
    cast = casting.make_cast(timezone.now())
    casting.sent(cast)
    with acting_as(cast.rosa) as rosa:
        code = make_key(
            household=cast.household, person=rosa.id, community=cast.community,
            word="bluebird", by=rosa, at=timezone.now(),
        )  # fmt: skip
    family = Client()
    family.post("/start/back/", {"code": code, "word": "bluebird"})
    page = family.get("/ours/")
    assert page.status_code == 200
    told = weighed(page)
    assert sum(told.values()) < MOST, told


def weighed(page) -> dict[str, int]:
    """What a phone loads for this page, and how many bytes of each."""
    told = {"the page": len(page.content)}
    for name in set(LOADED.findall(page.content.decode())):
        found = next(iter((ROOT / "kinwork").glob(f"**/static/{name}")))
        told[name] = len(gzip.compress(found.read_bytes(), 9))
    for font in (VENDOR / "fonts").rglob("*.woff2"):
        if any(one in font.name for one in LETTERS):
            told[font.name] = font.stat().st_size
    return told
