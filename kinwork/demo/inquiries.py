"""Questions that nobody's name hangs on: what people looked for, and what there was."""

from datetime import timedelta
from random import Random

from kinwork.common.actor import VISITOR
from kinwork.demo import feed
from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.directory.actions import record_inquiry
from kinwork.directory.models import Inquiry

FOUND, NO_ROOM, NOTHING = Inquiry.Outcome.FOUND, Inquiry.Outcome.NO_ROOM, Inquiry.Outcome.NO_SERVICE
# need, how many services there are in reach, how it ended, how often
ASKED = (
    ("food-pantry", 6, FOUND, 30),
    ("diapers", 3, FOUND, 20),
    ("shelter", 1, FOUND, 9),
    ("shelter", 1, NO_ROOM, 12),
    ("child-care", 4, FOUND, 9),
    ("child-care", 4, NO_ROOM, 14),
    ("respite", 0, NOTHING, 9),
    ("dental-care", 0, NOTHING, 7),
    ("rent-help", 1, NO_ROOM, 12),
    ("mental-health", 2, NO_ROOM, 8),
    ("transport", 0, NOTHING, 10),
    ("cash-help", 0, NOTHING, 5),
)
FAR = ("Ironwood", "Palo Verde Junction", "San Ysidro Wash")


def ask(world: World, *, days: int, times: int) -> Story:
    """`times` questions, spread over `days`."""
    rng = Random("inquiries")  # noqa: S311
    towns = feed.listed()["towns"]
    for _n in range(times):
        yield world.at + timedelta(days=days / times * rng.uniform(0.6, 1.4))
        need, results, outcome, _weight = rng.choices(ASKED, [one[3] for one in ASKED])[0]
        place = towns[rng.choice(FAR if outcome == NOTHING else list(towns))]
        door = Inquiry.Door.RIGHT_NOW if need in ("food-pantry", "diapers", "shelter") else ""
        world.read(
            VISITOR,
            record_inquiry,
            need_code=need,
            place=place,
            language=rng.choice(("en", "es")),
            results=results,
            outcome=outcome,
            at=world.at,
            door=door or Inquiry.Door.SEARCH,
        )
