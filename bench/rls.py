"""What row-level security costs, as a share of the request: four pages of people at work.

    python -m bench rls [--quick] [--families 60] [--rounds 4]

Plays the demo community into a database of its own and asks for each page in turn, there and in a
clone whose policies let everything through (their functions say `true`): what the clone's
database process spends less is the price of row-level security. Only processor time counts, so
other work on the machine matters little. The aim: at most a fifth of the request.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import common

AIM = 0.20
REQUESTS = 12  # of each page in each turn
POLICIES = "SELECT qual, with_check FROM pg_policies WHERE 'kw_app' = ANY (roles)"
ANSWERING = """SELECT p.oid::regprocedure::text, pg_get_function_arguments(p.oid)
    FROM pg_proc p WHERE p.proname = ANY (%s) AND p.prorettype = 'boolean'::regtype"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench rls", description=__doc__)
    parser.add_argument("--families", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args(arguments)
    families, rounds = (20, 2) if options.quick else (options.families, options.rounds)
    print(common.machine())
    os.environ["KINWORK_DEMO"] = "1"
    with common.own_database() as said:
        from kinwork.demo.play import play

        play(families=families)
        asked = pages()
        with open_clone(said) as (guarded, unguarded):
            spent = measured(asked, {"guarded": guarded, "open": unguarded}, rounds)
    return told(families, spent)


def pages() -> dict[str, Callable[[], object]]:
    """Each page's name and how somebody who may open it asks for it."""
    from kinwork.accounts.models import Membership
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR

    with acting_as(VISITOR):
        home, sender, receiver = _busiest()
        workers = Membership.objects.filter(role__in=("navigator", "caseworker"))
        desk = _browser("staff", workers.filter(agency=sender))
        inbox = _browser("staff", Membership.objects.filter(agency=receiver).exclude(role=""))
    ours = _browser("family", None)
    return {
        "a family's own page": lambda: ours.get("/ours/"),
        "a family on a desk": lambda: desk.get(f"/households/{home}/"),
        "a desk's list": lambda: desk.get("/desk/"),
        "an inbox's list": lambda: inbox.get("/inbox/?show=ended"),
    }


def _busiest() -> tuple[str, str, str]:
    """A household with its sender, and the receiver, of whom most referrals tell."""
    from django.db.models import Count

    from kinwork.family.referrals.models import Referral
    from tests.seeing import everything

    with everything():

        def most(name: str):
            found = Referral.objects.exclude(**{name: None}).values_list(name)
            return found.annotate(count=Count("id")).order_by("-count")[0][0]

        sender = most("sender_id")
        known = Referral.objects.filter(sender=sender).values_list("household_id")
        home = known.annotate(count=Count("id")).order_by("-count", "household_id")[0][0]
        return home, sender, most("receiver_id")


def _browser(kind: str, hats):
    """Somebody of the cast, signed in by one click."""
    from django.conf import settings
    from django.test import Client

    from kinwork.demo import cast

    wanted = {str(pk) for pk in hats.values_list("pk", flat=True)} if hats is not None else set()
    found = [one for one in cast.people(settings.DATA_DIR) if one.kind == kind]
    one = next(one for one in found if not wanted or one.membership in wanted)
    client = Client()
    client.post("/demo/sign-in/", {"who": one.key})
    return client


@contextmanager
def open_clone(said: dict[str, str]):
    """The names of the played database and of its clone, in which every policy says yes."""
    import psycopg
    from django.db import connection

    from kinwork.config.clones import test_server

    name = connection.settings_dict["NAME"]
    connection.close()
    with test_server() as server:
        with psycopg.connect(server.admin_address(name), autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE")
        clone = server.clone(name)
        try:
            _open(server.admin_address(clone))
            yield name, clone
        finally:
            connection.close()
            server.drop(clone)


def _open(address: str) -> None:
    """Each function that a policy asks says `true` (what it returns and takes stays)."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as admin:
        words = " ".join(str(part) for row in admin.execute(POLICIES) for part in row)
        asked = sorted(set(re.findall(r"\bkw_\w+(?=\()", words)))
        for name, takes in admin.execute(ANSWERING, [asked]).fetchall():
            plain = name.partition("(")[0]
            admin.execute(
                f"CREATE OR REPLACE FUNCTION {plain}({takes}) RETURNS boolean"
                " LANGUAGE sql IMMUTABLE AS 'SELECT true'"
            )
            admin.execute(f"ALTER FUNCTION {name} SECURITY INVOKER RESET ALL")


def measured(asked: dict, databases: dict[str, str], rounds: int) -> dict[str, dict[str, list]]:
    """Milliseconds of processor time of each page: name -> database -> one list."""
    spent = {name: {which: [] for which in databases} for name in asked}
    lengths = {}
    for turn in range(rounds + 1):
        for which, database in databases.items():
            _switch(database)
            for name, ask in asked.items():
                ask()  # a new connection knows nothing yet
                for _ in range(REQUESTS):
                    cost, length = _cost(ask)
                    lengths[name, which] = length
                    if turn:  # the first round warms
                        spent[name][which].append(cost)
    for name in asked:
        if len({lengths[name, which] for which in databases}) > 1:
            print(f"{name}: not the same answer in both: {lengths}")
    return spent


def _switch(database: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = database


def _cost(ask: Callable) -> tuple[tuple[float, float], int]:
    """One request: milliseconds of the web process and of its database process; the length."""
    from django.db import connection

    with connection.cursor():  # connected before the clock starts
        pid = connection.connection.info.backend_pid
    web, database = time.process_time(), _database(pid)
    answer = ask()
    web, database = time.process_time() - web, _database(pid) - database
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
    return (web * 1000, database * 1000), len(answer.content)


def _database(pid: int) -> float:
    """Seconds of processor time of this process, to the nanosecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def told(families: int, spent: dict[str, dict[str, list]]) -> int:
    print(f"{families} families; median ms of processor time a request: web + database")
    print(f"{'':24}{'with the rule':>16}{'without':>16}{'share':>8}{'of the aim':>12}")
    for name, which in spent.items():
        (web, rows), (bare, open_rows) = (_medians(which[key]) for key in ("guarded", "open"))
        share = max(0.0, (rows - open_rows) / (web + rows))
        print(
            f"{name:24}{f'{web:.1f} + {rows:.1f}':>16}{f'{bare:.1f} + {open_rows:.1f}':>16}"
            f"{share:>8.0%}{share / AIM:>12.2f}"
        )
    return 0


def _medians(costs: list[tuple[float, float]]) -> tuple[float, float]:
    return median(web for web, _rows in costs), median(rows for _web, rows in costs)


if __name__ == "__main__":
    sys.exit(main())
