"""The family's page at the keyboard alone, and as a screen reader hears it.

What a reader hears is the browser's own accessibility tree: names, roles, levels. A script walks every page
that stands on the family's page: one heading of the first level, no level skipped, every control named, no
two links of one name that lead to different places, every landmark told apart. At the keyboard each stop is
seen (an outline), stands on the screen and in the page's order, and nothing holds who tabs on. Then Rosa
writes a goal, ticks its step and writes to her team without a mouse.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.family.conferences.tests import scenes as conferences
from kinwork.family.plans.models import Goal, Step
from kinwork.family.plans.tests import scenes as plans
from kinwork.family.teams.models import TeamMessage
from tests import cast as casting
from tests.journeys.people import at_work, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
es = words_in("es")
NAMED = {"link", "button", "textbox", "radio", "checkbox", "combobox", "searchbox", "spinbutton"}
LANDMARKS = {"banner", "main", "contentinfo", "navigation", "region", "complementary"}
MOST_STOPS = 150

# where the focus is, whether it is seen, and its place in the page
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const label = one.labels && one.labels[0] ? getComputedStyle(one.labels[0], '::before') : null;
  const ring = part => part && (part.outlineStyle !== 'none' && parseFloat(part.outlineWidth) > 0
    || part.boxShadow !== 'none');
  window.kwStops = window.kwStops || [...document.querySelectorAll('*')];
  return {what: (one.innerText || one.name || one.tagName).slice(0, 60),
    seen: !!(ring(style) || ring(label)), top: box.top, bottom: box.bottom, height: innerHeight,
    place: window.kwStops.indexOf(one)};
}"""


def heard(opened) -> list[dict]:
    """What a screen reader has of the page, in order: role, name, level, and where a link leads."""
    session = opened.context.new_cdp_session(opened.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    told = []
    for node in nodes:
        if node.get("ignored"):
            continue
        more = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        told.append(
            {
                "role": node["role"]["value"],
                "name": node.get("name", {}).get("value", "").strip(),
                "level": more.get("level"),
                "url": more.get("url"),
            }
        )
    session.detach()
    return told


def is_well_told(opened) -> None:
    told, path = heard(opened), opened.path
    levels = [one["level"] for one in told if one["role"] == "heading"]
    assert levels.count(1) == 1, (path, levels)
    for before, after in zip(levels, levels[1:], strict=False):
        assert after <= before + 1, f"{path}: a heading of level {after} after one of {before}"
    unnamed = [one for one in told if one["role"] in NAMED and not one["name"]]
    assert not unnamed, (path, unnamed)
    leads: dict[str, set[str]] = {}
    for one in told:
        if one["role"] == "link":
            leads.setdefault(one["name"], set()).add(one["url"])
    twice = {name: urls for name, urls in leads.items() if len(urls) > 1}
    assert not twice, f"{path}: one name, several places: {twice}"
    marks = [(one["role"], one["name"]) for one in told if one["role"] in LANDMARKS]
    assert [role for role, _name in marks].count("main") == 1, (path, marks)
    assert len(set(marks)) == len(marks), f"{path}: two landmarks alike: {marks}"


def tabs_through(opened) -> None:
    """Each stop is seen, on the screen and after the one before; the first skips to the page."""
    opened.page.evaluate("document.activeElement.blur()")
    before, first = -1, None
    for _stop in range(MOST_STOPS):
        opened.page.keyboard.press("Tab")
        here = opened.page.evaluate(FOCUS)
        if here is None or here["place"] < before and here["place"] == first:
            return
        first = here["place"] if first is None else first
        if first == here["place"]:  # "Skip to the page" slides in
            opened.page.wait_for_timeout(300)
            here = opened.page.evaluate(FOCUS)
        assert here["seen"], f"{opened.path}: nobody sees that {here['what']!r} has the focus"
        assert here["bottom"] > 0 and here["top"] < here["height"], (opened.path, here)
        assert here["place"] > before, f"{opened.path}: {here['what']!r} comes out of order"
        before = here["place"]
    pytest.fail(f"{opened.path}: {MOST_STOPS} stops and no end")


def to(opened, name: str) -> None:
    """Tab on until the control of this name has the focus."""
    for _stop in range(MOST_STOPS):
        opened.page.keyboard.press("Tab")
        here = opened.page.evaluate(
            "() => { const one = document.activeElement;"
            " return ((one.labels && one.labels[0] || one).innerText || '').trim(); }"
        )
        if here.startswith(name):
            return
    pytest.fail(f"{opened.path}: {name!r} is not reached with the Tab key")


@pytest.fixture
def cast(own_database):
    cast = casting.make_cast(timezone.now() - timedelta(hours=5))
    conferences.planned(cast)
    return cast


OURS = (
    *(
        "/ours/",
        "/ours/plan/",
        "/ours/plan/who/",
        "/ours/team/",
        "/ours/conferences/",
        "/ours/summary/",
    ),
    *("/ours/who/", "/ours/looked/", "/ours/story/", "/ours/timeline/", "/ours/private/"),
    *("/complaints/mine/", "/complaints/new/", "/contact/mine/", "/ours/code/", "/ours/papers/"),
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_of_the_family_is_well_told_and_tabbed_through(cast, own_site, window, language):
    goal = plans.goal(cast, plans.started(cast))
    plans.step(cast, goal)
    rosa = at_work(window, cast, "rosa", size="phone", language=language)
    for path in (*OURS, f"/ours/plan/goals/{goal.pk}/"):
        answer = rosa.go(path)
        if answer.status == 404:
            pytest.fail(f"{path} is not there")
        is_well_told(rosa)
        tabs_through(rosa)


def test_a_goal_a_step_and_a_letter_without_a_mouse(cast, own_site, window):
    rosa = at_work(window, cast, "rosa", size="phone", language="es")
    keys = rosa.page.keyboard

    def presses(name: str) -> None:
        to(rosa, name)
        with rosa.page.expect_navigation():
            keys.press("Enter")

    rosa.go("/ours/")
    presses(es("Start our plan"))
    presses(es("Start our plan"))
    to(rosa, es("What do you want for your family?"))
    keys.type("Que Mateo hable más")
    presses(es("Keep this goal"))
    presses(es("Add a step"))
    to(rosa, es("What is the next step?"))
    keys.type("Leer un libro")
    presses(es("Add this step"))
    rosa.go("/ours/plan/")
    presses(es("Done: %(words)s", words="Leer un libro"))
    with everything():
        assert Goal.objects.get().words == "Que Mateo hable más"
        assert Step.objects.get().state == "done"
    rosa.go("/ours/")
    presses(es("Our team"))
    to(rosa, es("Your message"))
    keys.type("Gracias")
    presses(es("Send"))
    with everything():
        assert TeamMessage.objects.get().body == "Gracias"
