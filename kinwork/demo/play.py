"""The demo community: a year and a half of Saguaro Wash County, told as deeds of its people.

Nothing is loaded as rows. Whoever does something does it by the same action that the pages call, at
the moment of the story; clocks run, letters leave. Given the day, it is the same every time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone
from procrastinate.contrib.django.procrastinate_app import current_app
from procrastinate.testing import InMemoryConnector

from kinwork.demo import (
    calls,
    cast,
    children,
    desks,
    emergencies,
    evidence,
    guarded,
    inquiries,
    kin,
    listing,
    lists,
    looking_on,
    openwork,
    plans,
    rooms,
    rosa,
    setting,
    teams,
    trial,
    voices,
)
from kinwork.demo.agenda import Agenda, Story, clock_says
from kinwork.demo.calendar import before, working
from kinwork.demo.families import Family, invent
from kinwork.demo.lives import Dealer, live
from kinwork.demo.stories import BY_INTAKE
from kinwork.demo.world import World
from kinwork.directory.actions import rebuild_search

DAYS = 548
FAMILIES, FULL = 60, 150
WORKERS = ("ana", "ana", "gia", "luz", "pia", "carmen", "ana", "cruz")
STALE = ("counseling", "college", "rides", "foster", "kin")  # their openings were not said lately


def play(
    *,
    full: bool = False,
    progress: Callable[[str], None] = lambda line: None,
    families: int = 0,
    now: datetime | None = None,
) -> World:
    """Play it all into an empty database that is marked as a demo's (or a test's), and write the
    cast for the page of one-click sign-in. Returns the world as it is at the end."""
    families = families or (FULL if full else FAMILIES)
    with (
        current_app.replace_connector(InMemoryConnector()) as tasks,
        override_settings(
            EMAIL_BACKEND="kinwork.demo.letters.Backend", SMS_BACKEND="kinwork.demo.texts.Backend"
        ),
        _in_a_hurry(),
    ):
        world = World(Agenda(now or timezone.now()), tasks.connector)
        _set_the_stage(world, progress)
        people = _bring_families(world, families)
        _run(world, progress)
    found = evidence.shows(world)
    said = f"{found.saying} of {len(found.pairs)}"
    progress(f"{said} pairs of partners show a level by what they did")
    progress("Rebuilding the search index")
    world.operate(lambda by, at: rebuild_search(by=by, at=at))
    cast.write(settings.DATA_DIR, _cast(world, people))
    return world


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """No deed waits for the disk: whoever pulls the plug meanwhile plays it again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


def _set_the_stage(world: World, progress: Callable[[str], None]) -> None:
    world.agenda.at = world.end - timedelta(days=DAYS)
    with clock_says(world.at):
        progress("Founding the community")
        setting.found(world)
        progress("Importing the directory (HSDS)")
        world.listing = world.operate(listing.receive)
        world.operate(listing.put_into_spanish, listing=world.listing)
        progress("Agencies, their people, their agreement")
        setting.gather(world)
        world.operate(listing.count_room, listing=world.listing, rng=Random(1), days=50)  # noqa: S311


def _bring_families(world: World, count: int) -> list[Family]:
    """Rosa, those with work that waits today, and whoever came in the year and a half before."""
    known = [rosa.bring(world)]
    scenes = openwork.SCENES
    known += [openwork.bring(world, n, scene) for n, scene in enumerate(scenes, 1)]
    known += [*guarded.bring(world), *emergencies.bring(world), trial.bring(world)]
    known += kin.bring(world)
    known += children.bring(world)
    known += teams.bring(world)
    dealer = Dealer(Random("dealer"))  # noqa: S311
    rest = max(0, count - len(known))
    least = -(-len(BY_INTAKE) // max(1, rest))  # a small play still tells every kind of story
    for n in range(rest):
        known.append(_bring(world, dealer, 100 + n, n / rest, least))
    plans.bring(world, known)
    _half_finished(world)
    rooms.bring(world)
    desks.bring(world)
    voices.bring(world, known[0])
    world.tell(world.at, inquiries.ask(world, days=DAYS, times=4 * count))
    world.tell(world.at, _days(world))
    world.tell(world.end - timedelta(days=40), lists.priorities(world))
    world.tell(world.end - timedelta(days=9), _new_feed(world))
    return known


def _bring(world: World, dealer: Dealer, number: int, when: float, least: int) -> Family:
    """A family of the past; the later, the less of its story is told by now."""
    start = world.at + timedelta(days=8 + when * (DAYS - 30))
    family = invent(
        number,
        began=working(start, 1, Random(number)),  # noqa: S311
        worker=WORKERS[number % len(WORKERS)],
    )
    plans = dealer.deal(world, family, max(least, family.rng.choice((2, 2, 3, 3))))
    world.tell(family.began, live(world, family, plans, dealer.later(world, family, plans)))
    return family


def _half_finished(world: World) -> None:
    for number, (door, worker, ago) in enumerate(
        (("desk", "ana", 1), ("desk", "ana", 3), ("desk", "pia", 2), ("web", "", 0), ("web", "", 4))
    ):
        at = before(world.end, ago, 14, 10)
        openwork.leave_unfinished(world, 900 + number, door, worker, at)
    openwork.share_a_tablet(world, before(world.end, 0, 14, 30))


def _days(world: World) -> Story:
    """The clocks, each evening after the offices closed."""
    while True:
        world.run_clocks()
        calls.make(world)
        looking_on.give_up(world)
        evening = (world.at + timedelta(days=1)).replace(hour=0, minute=5)
        yield min(evening, world.end) if world.at < world.end else evening


def _new_feed(world: World) -> Story:
    """The directory is confirmed again, but for a few entries; and who has room says so."""
    world.operate(listing.receive)
    world.operate(listing.count_room, listing=world.listing, rng=Random(3), days=23, skip=STALE)  # noqa: S311
    return
    yield


def _run(world: World, progress: Callable[[str], None]) -> None:
    """Until now, with a word for each quarter of a year."""
    said = ""

    def after_each() -> None:
        nonlocal said
        world.do_what_was_asked()
        quarter = f"{world.today.year}, quarter {(world.today.month + 2) // 3}"
        if quarter != said:
            said = quarter
            progress(f"Playing {quarter}")

    world.agenda.play(after_each)


def _cast(world: World, families: list[Family]) -> list[dict]:
    return [*_staff(world), *_families(world, families)]


def _staff(world: World) -> Iterator[dict]:
    """Those with a line about them. Somebody with two hats stands there twice, by role."""
    hats = setting.staff()["hat"]
    names = [told["name"] for told in hats]
    for told in hats:
        if "says" not in told:
            continue
        twice = names.count(told["name"]) > 1
        yield {
            "kind": "staff",
            "label": f"{told['name']}, {told['role']}" if twice else told["name"],
            "says": f"{world.agencies[told['agency']].name}. {told['says']}",
            "language": told.get("language", "en"),
            "membership": world.hats[told["key"]].pk,
        }


def _families(world: World, families: list[Family]) -> Iterator[dict]:
    for one in families:
        told = [(one.caregiver, one.says), *one.others]
        for person, says in told if one.household else ():
            if says:
                yield {
                    "kind": "family",
                    "label": f"{person.given} {person.family}",
                    "says": says,
                    "language": one.language,
                    "person": person.id,
                    "household": one.household,
                    "community": world.community.pk,
                }
