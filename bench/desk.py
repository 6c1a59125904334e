"""How long a worker waits for the desk where an agency has 2,000 referrals open.

    python -m bench desk [--quick] [--referrals 2000] [--seconds 30]

One agency has sent them all, another has received them all, in every open state, to a handful of
workers. Families and consents come through the actions; their referrals are copied from those rows.
The pages are asked for over the loopback from a real server of two processes, with row-level security
and audit as always. Prints p50 and p95 of each page with the ratio to the aim.
"""

import argparse
import os
import sys
from datetime import timedelta
from itertools import cycle

from bench import common

AIM = 150.0  # p95 in milliseconds
RATE = 4.0  # requests a second
FAMILIES = 100
STATES = (
    *("sent", "accepted", "contact being tried", "waitlisted", "scheduled", "being served"),
    *("information needed", "no-show", "sent", "accepted"),
)
PAGES = (
    ("desk of who sent them", "ana", "/desk/"),
    ("desk of a supervisor", "bea", "/desk/"),
    ("desk, one part", "bea", "/desk/?show=me"),
    ("inbox", "ben", "/inbox/"),
    ("inbox, mine", "ben", "/inbox/?mine=1"),
    ("team", "bea", "/team/"),
    ("worklist", "cora", "/worklist/"),
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench desk", description=__doc__)
    parser.add_argument("--referrals", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args(arguments)
    count, seconds = (200, 8) if options.quick else (options.referrals, options.seconds)
    print(common.machine())
    os.environ["KINWORK_DEMO"] = "1"
    with common.own_database() as said:
        asked = filled(count)
        with common.serving(said) as port:
            common.load(port, asked, clients=2, seconds=4, rate=RATE)
            before = common.cpu_seconds(said)
            found = common.load(port, asked, clients=4, seconds=seconds, rate=RATE)
            spent = sum(common.cpu_seconds(said)) - sum(before)
    return told(count, found, spent)


def filled(count: int) -> list[dict]:
    """The town with its referrals; each page with the cookie of who opens it."""
    from django.utils import timezone

    from bench.family_pages import cookie
    from tests.cast import make_cast
    from tests.signing import browser_of

    cast = make_cast(timezone.now() - timedelta(days=3))
    patterns = _families(cast, min(FAMILIES, count))
    _copied(cast, patterns, count)
    names = {name for _page, name, _path in PAGES}
    held = {name: cookie(browser_of(cast, name)) for name in names}
    return [{"name": page, "path": path, "cookie": held[name]} for page, name, path in PAGES]


def _families(cast, count: int) -> list:
    """Each family with its consent and one referral that is sent, through the actions."""
    from kinwork.common.acting import acting_as
    from kinwork.family.referrals import actions
    from kinwork.people.actions import NewPerson
    from kinwork.people.queries import members
    from tests import cast as casting

    sent = []
    for number in range(count):
        home = casting.record_family(cast, cast.ana, [NewPerson(f"Lena {number}", "Ruiz")])
        with acting_as(cast.ana, now=cast.at):
            lena = members(home)[0].person
        cast.household, cast.people = home, dict.fromkeys(cast.people, lena)
        casting.consent(cast, by=cast.ana)
        said = {"by": cast.ana, "at": cast.at}
        need = casting.need(cast)
        with acting_as(cast.ana, now=cast.at):
            made = actions.make_referral(
                need=need,
                service=cast.services["visits"],
                subjects=[lena],
                classes=casting.SHARED,
                **said,
            )
            sent.append(actions.send(referral=made, **said))
    return sent


def _copied(cast, patterns: list, count: int) -> None:
    """More of the same: each copy with its tie, its person, its history and its line of work."""
    from django.db import connection

    from kinwork.common.ids import new_id
    from kinwork.family.referrals.models import Referral, ReferralEvent, ReferralSubject
    from kinwork.family.referrals.rules import WORK
    from kinwork.trust.access.models import Tie, WorkItem
    from tests.seeing import everything

    workers = cycle([cast.users["ben"], cast.users["bill"], cast.users["bea"], None])
    rows, ties, people, events, lines = [], [], [], [], []
    with everything():
        subjects = {one.pk: one.subjects.first().person_id for one in patterns}
        tied = {tie.work: tie for tie in Tie.objects.filter(work__in=subjects)}
        Referral.objects.filter(pk__in=subjects).update(due_at=cast.later(days=5))
        for number, (old, state) in enumerate(zip(cycle(patterns), cycle(STATES), strict=False)):
            if number >= count - len(patterns):
                break
            worker, since = next(workers), cast.later(minutes=number)
            new = Referral.objects.get(pk=old.pk)
            new.pk, new.form_id, new.state, new.state_since = new_id(), None, state, since
            new.assigned_to, new.due_at = worker, since + timedelta(days=number % 9)
            rows.append(new)
            tie = tied[old.pk]
            ties.append(
                Tie(
                    kind=tie.kind,
                    agency_id=tie.agency_id,
                    community_id=tie.community_id,
                    household_id=tie.household_id,
                    classes=tie.classes,
                    work=new.pk,
                    starts=tie.starts,
                )
            )
            people.append(ReferralSubject(referral=new, person_id=subjects[old.pk]))
            tried = state == "contact being tried"
            events.append(
                ReferralEvent(
                    referral=new,
                    verb="try_contact" if tried else "send",
                    from_state="draft",
                    to_state=state,
                    party="sender",
                    at=since,
                    number=1,
                )
            )
            party, kind = WORK[state]
            ours = party == "receiver"
            lines.append(
                WorkItem(
                    community=cast.community,
                    agency=cast.agencies["clinic" if ours else "library"],
                    assignee=worker if ours else cast.users["ana"],
                    kind=kind,
                    target=new.pk,
                    due_at=new.due_at,
                    opened_at=since,
                )
            )
        for model, some in (
            (Referral, rows),
            (Tie, ties),
            (ReferralSubject, people),
            (ReferralEvent, events),
            (WorkItem, lines),
        ):
            model.objects.bulk_create(some, batch_size=500)
    connection.close()
    _analyzed()


def _analyzed() -> None:
    """The database knows its sizes, as it does after a night."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE")


def told(count: int, found: dict, spent: float) -> int:
    whole = found.pop("")
    print(f"{count} open referrals; {whole['count']} requests at {RATE:.0f} a second")
    print(f"{'':24}{'p50 ms':>9}{'p95 ms':>9}{'of the aim':>12}  answers")
    for name, seen in sorted(found.items(), key=lambda one: -one[1]["p95"]):
        print(line(name, seen))
    print(line("all of them", whole))
    print(f"CPU a page: {spent * 1000 / whole['count']:.1f} ms with the database")
    return int(any(int(status) >= 400 or status == "0" for status in whole["statuses"]))


def line(name: str, seen: dict) -> str:
    return (
        f"{name:24}{seen['p50']:>9.1f}{seen['p95']:>9.1f}{seen['p95'] / AIM:>12.2f}"
        f"  {seen['statuses']}"
    )


if __name__ == "__main__":
    sys.exit(main())
