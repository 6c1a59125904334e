"""How long a family waits for its page and its plan, and a worker for the plan at a desk.

    python -m bench plans [--quick] [--families 40] [--seconds 30]

Families with five goals of three steps each, through the actions; pages asked for over the loopback from a
real server of two processes, with row-level security, twenty a second. Prints p50 and p95 of each page
with the ratio to the aim.
"""

import argparse
import os
import sys
from datetime import timedelta

from bench import common

AIM = 120.0  # p95 in milliseconds
RATE = 20.0  # requests a second
GOALS, STEPS = 5, 3


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench plans", description=__doc__)
    parser.add_argument("--families", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args(arguments)
    count, seconds = (4, 8) if options.quick else (options.families, options.seconds)
    print(common.machine())
    os.environ["KINWORK_DEMO"] = "1"
    with common.own_database() as said:
        asked = filled(count)
        with common.serving(said) as port:
            common.load(port, asked, clients=2, seconds=4, rate=RATE)
            found = common.load(port, asked, clients=4, seconds=seconds, rate=RATE)
    return told(count, found)


def filled(count: int) -> list[dict]:
    """The families with their plans; each page with the cookie of who opens it."""
    from django.urls import reverse
    from django.utils import timezone

    from bench.family_pages import cookie
    from kinwork.people.actions import NewPerson
    from tests import cast as casting
    from tests.signing import browser_of

    cast = casting.make_cast(timezone.now() - timedelta(days=3))
    homes = [cast.household]
    for number in range(count - 1):
        told = [NewPerson("Eva", f"Paz {number}", "caregiver"), NewPerson("Leo", "Paz", "child")]
        homes.append(casting.record_family(cast, cast.ana, told))
    goals = [_plan(cast, home) for home in homes]
    rosa, ana = cookie(browser_of(cast, "rosa")), cookie(browser_of(cast, "ana"))
    asked = [
        {"name": "our page", "path": reverse("ours:page"), "cookie": rosa},
        {"name": "our plan", "path": reverse("plans:our_plan"), "cookie": rosa},
        {"name": "a goal", "path": reverse("plans:our_goal", args=[goals[0].pk]), "cookie": rosa},
        {"name": "story", "path": reverse("plans:our_story"), "cookie": rosa},
    ]
    for home in homes[:10]:
        path = reverse("plans:plan", args=[home.pk])
        asked.append({"name": "plan at the desk", "path": path, "cookie": ana})
    return asked


def _plan(cast, home):
    """Written with the family by who recorded it, so that both may read it."""
    from kinwork.common.acting import acting_as
    from kinwork.family.plans import actions
    from kinwork.people.queries import members

    said = {"by": cast.ana, "at": cast.at}
    with acting_as(cast.ana, now=cast.at):
        beside = actions.With(on_behalf_of=members(home.pk)[0].person_id, present=True)
        plan = actions.start(household=home, **said)
        for number in range(GOALS):
            words = f"Something that we want, number {number}"
            goal = actions.set_goal(plan=plan, words=words, whose=beside, **said)
            for step in range(STEPS):
                actions.add_step(goal=goal, words=f"A small step, number {step}", **said)
    return goal


def told(count: int, found: dict) -> int:
    whole = found.pop("")
    print(f"{count} families; {whole['count']} requests at {RATE:.0f} a second")
    print(f"{'':24}{'p50 ms':>9}{'p95 ms':>9}{'of the aim':>12}  answers")
    for name, seen in sorted(found.items(), key=lambda one: -one[1]["p95"]):
        print(line(name, seen))
    print(line("all of them", whole))
    return int(any(int(status) >= 400 or status == "0" for status in whole["statuses"]))


def line(name: str, seen: dict) -> str:
    return (
        f"{name:24}{seen['p50']:>9.1f}{seen['p95']:>9.1f}{seen['p95'] / AIM:>12.2f}"
        f"  {seen['statuses']}"
    )


if __name__ == "__main__":
    sys.exit(main())
