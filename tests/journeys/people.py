"""What the stories share: the town, the people's windows, and what each of them looks at."""

from collections.abc import Callable, Container
from datetime import timedelta

from django.utils import timezone, translation

from kinwork.common.acting import acting_as
from kinwork.directory.actions import rebuild_search, set_capacity
from kinwork.family.intake.tests.conftest import Town, _findable
from tests.browser import Window
from tests.cast import OPERATOR, Cast, make_cast
from tests.signing import browser_of

VISITS_AND_DIAPERS = {
    "visits": "home-visiting",
    "bloom_visits": "home-visiting",
    "diapers": "diapers",
}


def open_town(codes: dict[str, str] = VISITS_AND_DIAPERS, *, openings: int = 4) -> Town:
    """The cast an hour ago, its services findable near 85201; those of partners have room."""
    cast = make_cast(timezone.now() - timedelta(hours=1))
    with acting_as(OPERATOR, now=cast.at):
        for key, code in codes.items():
            _findable(cast.services[key], code)
            if key != "diapers":
                set_capacity(
                    service_id=cast.services[key].pk,
                    available=openings,
                    valid_until=cast.later(days=14),
                    rebuild=False,
                    by=OPERATOR,
                    at=cast.at,
                )
        services = [one.pk for one in cast.services.values()]
        rebuild_search(services=services, by=OPERATOR, at=cast.at)
    return Town(cast, {key: str(one.pk) for key, one in cast.services.items()})


def at_work(window: Callable[..., Window], cast: Cast, name: str, **options) -> Window:
    """The window of a worker who has signed in."""
    opened = window(options.pop("size", "desk"), **options)
    session = browser_of(cast, name).cookies["sessionid"].value
    opened.context.add_cookies([{"name": "sessionid", "value": session, "url": opened.address}])
    return opened


def looking(
    opened: Window, story: str, *, axe: bool = True, pictures: Container[str] = ()
) -> Callable[..., None]:
    """`look("inbox")`: axe, width and policy of the page that is open; its picture for the docs
    where it is one of `pictures`.

    axe needs JavaScript; without it the pages are looked at as they are, for words and deeds.
    """

    def look(name: str, *, whole: bool = False) -> None:
        opened.page.wait_for_load_state()
        if axe:
            opened.check()
        if name in pictures:
            opened.shot(f"{story}-{name}", whole=whole)

    return look


def on_a_small_phone(opened: Window) -> None:
    """This page also fits 320 px; then the window is as it was."""
    size = opened.page.viewport_size
    opened.page.set_viewport_size({"width": 320, "height": 640})
    opened.fits()
    opened.page.set_viewport_size(size)


def write_date(opened: Window, month: str, day: int, year: int) -> None:
    """A memorable date: month chosen by its word, day and year typed."""
    opened.page.locator("select").first.select_option(label=month)
    opened.page.locator("input[name$=_day], input[name$=_1]").first.fill(str(day))
    opened.page.locator("input[name$=_year], input[name$=_2]").first.fill(str(year))


def words_in(language: str) -> Callable[[str], str]:
    """`say = words_in("es")`, then `say("Find a family")`: what the page says in that language."""

    def say(text: str, **named: str) -> str:
        with translation.override(language):
            said = translation.gettext(text)
        assert language == "en" or said != text, f"no {language} for {text!r}"
        return said % named if named else said

    return say
