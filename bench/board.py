"""How long whoever leads waits for the board of a large partnership, and for its network.

    python -m bench board [--quick] [--members 60] [--seconds 30]

Sixty members, each with somebody who answered about all of the others, and a year of counted acts for
every pair: rows made as the actions leave them, pages asked for over the loopback from a real server of
two processes, with row-level security. Prints p50 and p95 of each page with the ratio to the aim.
"""

import argparse
import os
import random
import sys
from datetime import timedelta

from bench import common

AIM = 200.0  # p95 in milliseconds
RATE = 4.0  # requests a second
SEED = 20261123


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench board", description=__doc__)
    parser.add_argument("--members", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args(arguments)
    count, seconds = (12, 8) if options.quick else (options.members, options.seconds)
    print(common.machine())
    os.environ["KINWORK_DEMO"] = "1"
    with common.own_database() as said:
        asked = filled(count)
        with common.serving(said) as port:
            common.load(port, asked, clients=2, seconds=4, rate=RATE)
            found = common.load(port, asked, clients=4, seconds=seconds, rate=RATE)
    return told(count, found)


def filled(count: int) -> list[dict]:
    """The partnership with its wave and its count; each page with the cookie of who leads."""
    from django.urls import reverse
    from django.utils import timezone

    from bench.family_pages import cookie
    from kinwork.system.continuum.tests import scenes
    from kinwork.system.evidence.tests import scenes as counting
    from tests.cast import make_cast
    from tests.signing import browser_of

    cast = make_cast(timezone.now() - timedelta(days=3), household=False)
    row = counting.together(cast)
    members = _members(cast, row, count)
    wave = _wave(cast, row, members)
    _counted(cast, row, members)
    held = cookie(browser_of(cast, "dana"))
    who = scenes.member(cast, row, "clinic")
    pages = {
        "board": reverse("continuum:board", args=[row.pk]),
        "results": reverse("continuum:results", args=[row.pk, wave.pk]),
        "network": reverse("continuum:network", args=[row.pk, wave.pk]),
        "organization": reverse("continuum:organization", args=[row.pk, wave.pk, who.pk]),
        "next steps": reverse("continuum:next", args=[row.pk]),
    }
    return [{"name": name, "path": path, "cookie": held} for name, path in pages.items()]


def _members(cast, row, count: int) -> list:
    from kinwork.system.partnerships.queries import members
    from kinwork.system.partnerships.tests import scenes as joined
    from tests.seeing import everything

    with everything():
        have = len(members(row, joined.DAY))
    for number in range(count - have):
        joined.do(cast, "admit", partnership=row, kind="program", agency=None,
                  name=f"Program {number + 1:02}", level="county", starts=joined.DAY)  # fmt: skip
    with everything():
        return members(row, joined.DAY)


def _wave(cast, row, members: list):
    """Everybody answers by the action that a link calls."""
    from kinwork.system.continuum.actions import Asked, Rated
    from kinwork.system.continuum.tests import scenes
    from kinwork.system.continuum.tests.scenes import MAIN, do

    dice = random.Random(SEED)
    asked = [Asked(one.name, f"p{n}@example.org", one) for n, one in enumerate(members)]
    rated = [Rated(one, "health" if n % 3 else "food") for n, one in enumerate(members)]
    wave = do(cast, "prepare", partnership=row, title="Spring", closes_at=cast.at + scenes.WEEK,
              rated=rated, asked=asked)  # fmt: skip
    do(cast, "open_wave", wave=wave)
    from tests.seeing import everything

    with everything():
        people = list(wave.respondents.select_related("partner"))
        roster = list(wave.partners.all())
    for one in people:
        by = scenes.link(one)
        for other in roster:
            if other.pk != one.partner_id:
                said = {MAIN: dice.choice((0, 1, 1, 2, 2, 3, 3, 4, 5))}
                do(cast, "rate", by, respondent=one, about=other, said=said)
        said = {number: dice.choice(("yes", "no")) for number in range(1, 10)}
        do(cast, "answer_system", by, respondent=one, said=said)
        do(cast, "finish", by, respondent=one)
    return do(cast, "close", wave=wave)


def _counted(cast, row, members: list) -> None:
    """A count of every pair, in the shape in which the report leaves it."""
    from kinwork.library.evidence import pair_rules
    from kinwork.system.evidence.models import Count
    from kinwork.system.evidence.tests import scenes as counting
    from tests.seeing import everything

    dice = random.Random(SEED)
    counting.counted(cast, row, cast.at)
    acts = sorted({one.act for one in pair_rules() if one.measured})
    with everything():
        made = Count.objects.get(partnership=row)
        made.body["pairs"] = [
            {
                "pair": [str(one.pk), str(other.pk)],
                "acts": {act: [dice.randint(0, 12), 12] for act in acts},
                "shared": "",
            }
            for n, one in enumerate(members)
            for other in members[n + 1 :]
        ]
        made.save(update_fields=["body"])


def told(count: int, found: dict) -> int:
    whole = found.pop("")
    pairs = count * (count - 1) // 2
    print(f"{count} members, {pairs:,} pairs; {whole['count']} requests at {RATE:.0f} a second")
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
