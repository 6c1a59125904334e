"""How long a family waits for each of its pages, at 20 requests a second.

    python -m bench family_pages [--quick] [--families 60]

Plays the demo community into a database of its own, serves it by two processes, and asks for the
pages in turn, each at its moment. Prints p50 and p95 of each page with the ratio to the aim.
"""

import argparse
import os
import sys
from datetime import date

from bench import common

AIM = 100.0  # p95 in milliseconds
RATE = 20.0  # requests a second
TOKEN = "a" * 32
STEPS = ("soon", "place", "people", "questions", "result", "places", "reach")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench family_pages", description=__doc__)
    parser.add_argument("--families", type=int, default=60)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args(arguments)
    families = 6 if options.quick else options.families
    print(common.machine())
    os.environ["KINWORK_DEMO"] = "1"
    with common.own_database() as said:
        from kinwork.demo.play import play

        play(families=families)
        asked = pages()
        with common.serving(said) as port:
            common.load(port, asked, clients=4, seconds=3, rate=RATE)
            found = common.load(
                port, asked, clients=8, seconds=8 if options.quick else 40, rate=RATE
            )
            before = common.cpu_seconds(said)
            flat_out = common.load(port, asked, clients=8, seconds=4 if options.quick else 10)[""]
            spent = sum(common.cpu_seconds(said)) - sum(before)
    flat_out["cpu"] = spent * 1000 / flat_out["count"]
    return told(families, found, flat_out)


def pages() -> list[dict]:
    """Each page with the cookies of somebody who may open it."""
    from django.test import Client

    finder, draft = Client(), Client()
    finder.post("/find/", {"need": "diapers", "place": "85201"})
    services = _services()
    story(draft)
    plain = [
        ("first page", "/", ""),
        ("find help", "/find/", ""),
        ("results", "/find/", cookie(finder)),
        ("right now", "/right-now/?need=food", ""),
        *[("a service", f"/services/{id}/", "") for id in services[:1]],
        ("what you need", "/start/", ""),
        *[(f"start: {step}", f"/start/{step}/", cookie(draft)) for step in STEPS],
        ("our page", "/ours/", cookie(family())),
        ("our timeline", "/ours/timeline/", cookie(family())),
    ]
    asked = [{"name": name, "path": path, "cookie": held} for name, path, held in plain]
    search = f"csrfmiddlewaretoken={TOKEN}&q=diapers&need=diapers&place=85201"
    send = {"name": "search (POST)", "path": "/find/", "method": "POST", "body": search}
    return [*asked, {**send, "cookie": f"{cookie(finder)}; csrftoken={TOKEN}"}]


def cookie(client) -> str:
    return "; ".join(
        f"{name}={one.value}" for name, one in client.cookies.items() if name != "csrftoken"
    )


def story(client) -> None:
    """From the first question to who is in the home, as a family without JavaScript sends it."""
    import re

    def post(path: str, **data) -> None:
        page = client.get(path, follow=True)
        hidden = re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()
        )
        client.post(page.request["PATH_INFO"], {**dict(hidden), **data})

    def born(day: date) -> dict[str, int]:
        return {
            "birth_date_month": day.month,
            "birth_date_day": day.day,
            "birth_date_year": day.year,
        }

    post("/start/", needs=["wic", "diapers"])
    post("/start/soon/", soon="2 days")
    post("/start/place/", where="85201")
    post("/start/people/", given="Rosa", family="Luna", **born(date(1997, 5, 14)))
    post("/start/people/add/child/", given="Lucia", family="Luna", **born(date(2025, 6, 20)))
    post("/start/people/")
    post("/start/result/")


def _services() -> list[str]:
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR
    from kinwork.directory.models import Service

    with acting_as(VISITOR):
        found = Service.objects.filter(search_entries__isnull=False).distinct().order_by("id")
        return [str(id) for id in found.values_list("id", flat=True)[:5]]


def family():
    """The browser of the first family of the cast."""
    from django.conf import settings
    from django.test import Client

    from kinwork.accounts.current import FAMILY
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR
    from kinwork.demo import cast

    one = next(one for one in cast.people(settings.DATA_DIR) if one.kind == "family")
    client = Client()
    with acting_as(VISITOR):
        session = client.session
        session[FAMILY] = [one.person, one.household, one.community]
        session.save()
    return client


def told(families: int, found: dict, flat_out: dict) -> int:
    whole = found.pop("")
    print(f"{families} families; {whole['count']} requests at {RATE:.0f} a second")
    print(f"{'':22}{'p50 ms':>9}{'p95 ms':>9}{'of the aim':>12}  answers")
    for name, seen in sorted(found.items(), key=lambda one: -one[1]["p95"]):
        print(line(name, seen))
    print(line("all of them", whole))
    print(
        f"as fast as 8 clients go: {flat_out['a_second']:.0f} a second;"
        f" CPU a page: {flat_out['cpu']:.1f} ms with the database"
    )
    return int(any(int(status) >= 400 or status == "0" for status in whole["statuses"]))


def line(name: str, seen: dict) -> str:
    return (
        f"{name:22}{seen['p50']:>9.1f}{seen['p95']:>9.1f}{seen['p95'] / AIM:>12.2f}"
        f"  {seen['statuses']}"
    )


if __name__ == "__main__":
    sys.exit(main())
