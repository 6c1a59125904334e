"""Every part of the kit, in every state and mood, in both languages and widths."""

import pytest

pytestmark = pytest.mark.browser
FAULTS = (400, 403, 404, 409, 500, 503)


@pytest.mark.parametrize(
    ("mood", "size", "language"),
    [
        ("family", "small", "es"),
        ("family", "phone", "en"),
        ("desk", "desk", "es"),
        ("desk", "small", "en"),
        ("table", "desk", "en"),
        ("table", "small", "es"),
    ],
)
def test_gallery_is_accessible_and_fits(window, site, mood, size, language):
    tab = window(size, language, site=site)
    tab.go(f"/gallery/{mood}/")
    assert tab.page.locator("html").get_attribute("lang") == language
    tab.check()


def test_forced_colours_keep_every_part(window, site):
    tab = window("phone", forced_colors="active", reduced_motion="reduce", site=site)
    tab.go("/gallery/family/")
    tab.check()
    assert tab.page.evaluate("matchMedia('(forced-colors: active)').matches")
    edge = tab.page.locator(".kw-status").first.evaluate(
        "part => getComputedStyle(part).borderTopStyle"
    )
    assert edge == "solid"


def test_four_hundred_per_cent_zoom_still_fits(window, site):
    tab = window("desk", site=site)
    tab.page.set_viewport_size({"width": 320, "height": 225})  # 1280 x 900 at 400 %
    tab.go("/gallery/desk/")
    tab.fits()
    tab.go("/gallery/family/")
    tab.fits()
    header = tab.page.locator(".kw-header").evaluate("part => getComputedStyle(part).position")
    assert header == "static", "a sticky header would hide the page"


@pytest.mark.parametrize("status", FAULTS)
def test_fault_pages(window, site, status):
    tab = window("small", "es", site=site)
    answer = tab.go(f"/gallery/fault/{status}/")
    assert answer.status == status
    tab.check()


def test_tap_targets_are_big_enough(window, site):
    tab = window("phone", site=site)
    tab.go("/gallery/family/")
    small = tab.page.evaluate(
        """[...document.querySelectorAll('button, .usa-button, .kw-tap, .usa-radio__label, input.usa-input')]
        .filter(part => part.offsetParent && part.getBoundingClientRect().height < 43.5)
        .map(part => part.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_error_summary_takes_the_focus_without_javascript(window, site):
    tab = window("phone", javascript=False, site=site)
    tab.go("/gallery/family/")
    assert tab.page.locator(".kw-faults").get_attribute("autofocus") is not None
    from playwright.sync_api import expect

    expect(tab.page.locator(".kw-faults")).to_be_focused()


def test_error_summary_leads_to_the_field(window, site):
    tab = window("phone", site=site)
    tab.go("/gallery/family/")
    links = tab.page.locator(".kw-faults a")
    for place in range(links.count()):
        target = links.nth(place).get_attribute("href")
        assert tab.page.locator(target).count() == 1, target


@pytest.mark.parametrize("javascript", [True, False])
def test_quick_exit_leaves_nothing(window, site, javascript):
    tab = window("phone", javascript=javascript, site=site)
    tab.context.add_cookies([{"name": "kw_trace", "value": "1", "url": site.address}])
    tab.go("/gallery/family/")
    tab.page.get_by_role("button", name="Leave now").click()
    tab.page.wait_for_url("**/away/")
    assert "kinwork" not in tab.page.content().lower()
    names = [cookie["name"] for cookie in tab.context.cookies()]
    assert "kw_trace" not in names and "sessionid" not in names
    if javascript:
        tab.page.go_back()
        assert "/gallery/" not in tab.page.url


def test_language_switch_stays_on_the_page(window, site):
    tab = window("phone", javascript=False, site=site)
    tab.go("/gallery/family/?after=k27")
    tab.page.get_by_role("button", name="Español").click()
    assert tab.path == "/gallery/family/?after=k27"
    assert tab.page.locator("html").get_attribute("lang") == "es"


def test_print_shows_exact_times_and_no_bars(window, site):
    tab = window("desk", site=site)
    tab.go("/gallery/family/")
    tab.page.emulate_media(media="print")
    assert not tab.page.locator(".kw-header").is_visible()
    words = tab.page.locator(".kw-when").first.evaluate(
        "part => getComputedStyle(part, '::after').content"
    )
    assert "2026" in words
