"""Pages that come up only when a form is sent: what is typed, and by whom."""

from dataclasses import dataclass

from django.db import transaction

from tests.browser import Window
from tests.journeys.every_page.guests import World
from tests.journeys.every_page.stops import Stop, quiet, stop_of


@dataclass(frozen=True)
class Pressed:
    """`said`: what the form holds then; `button`: name and value of the button, where it has any."""

    guest: str
    path: str
    said: tuple[tuple[str, str], ...] = ()
    button: tuple[str, str] | None = None
    before: "Pressed | None" = None


FOOD = Pressed("visitor", "/right-now/", button=("need", "food"))
PRESSED = (
    Pressed("visitor", "/find/", (("words", "diapers"), ("place", "85201"))),
    Pressed("visitor", "/find/", (("words", "zzzzz"), ("place", "85201"))),
    Pressed("visitor", "/find/", (("words", "food"), ("place", "Nowhereville"))),
    FOOD,
    Pressed("visitor", "/right-now/", (("place", "85201"),), before=FOOD),
    Pressed("visitor", "/start/"),
    Pressed("visitor", "/start/way/", (("where", "rosa@example.org"),)),
    Pressed("visitor", "/start/way/", (("where", "520-555-0142"),)),
    Pressed("draft", "/start/reach/"),
    Pressed("rosa", "/ours/code/", (("word", "mariposa"),)),
    Pressed("navigator", "/desk/people/", (("given", "Rosa"),)),
    Pressed("navigator", "/desk/people/", (("given", "Zoraida"),)),
    Pressed("navigator", "/start/desk/"),
    Pressed("account administrator", "/accounts/staff/invite/"),
)


def answered(world: World, one: Pressed) -> Stop | None:
    """The page that the form leads to, as the templates' guard sees it; nothing remains of it."""
    guest = world.guest(one.guest)
    said = dict(one.said) | dict([one.button] if one.button else [])
    if one.before:
        said |= dict([one.before.button])
    cookies = guest.client.cookies.copy()
    with quiet(), transaction.atomic():
        response = guest.client.post(one.path, said, follow=True)
        transaction.set_rollback(True)
    guest.client.cookies = cookies
    return stop_of(one.path, guest, one.path, response)


def press(window: Window, one: Pressed) -> None:
    """The same in the browser."""
    if one.before:
        press(window, one.before)
    else:
        window.go(one.path)
    main = window.page.locator("main")
    for name, value in one.said:
        main.locator(f"[name={name}]").first.fill(value)
    if one.button:
        name, value = one.button
        main.locator(f"button[name={name}][value={value}]").click()
    elif one.said:
        name = one.said[0][0]
        main.locator(f"form:has([name={name}]) button[type=submit]").first.click()
    else:
        main.locator("form button[type=submit]").first.click()
    window.page.wait_for_load_state()
