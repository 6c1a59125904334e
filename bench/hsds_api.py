"""How many answers a second the read API gives: pages of 50 services, 8 clients, 2 processes.

    python -m bench hsds_api [--quick] [--services 3000]

Prints answers a second and their times, the ratio to the aim, and two peers: the same server with an
application that only answers (the limit), and one page made by the ORM row by row instead of from
stored documents.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import common, feed

AIM = 300.0  # answers a second
SIZE = 50


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench hsds_api", description=__doc__)
    parser.add_argument("--services", type=int, default=3000)
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args(arguments)
    services = 300 if options.quick else options.services
    seconds = 3 if options.quick else 10
    print(common.machine())
    with common.own_database() as said:
        fill(services)
        pages = max(1, services // SIZE)
        asked = [
            {"name": "page", "path": f"/hsds/services?per_page={SIZE}&page={number}"}
            for number in range(1, pages + 1)
        ]
        peer = by_orm()
        with common.serving(said) as port:
            common.load(port, asked, clients=8, seconds=1)
            before = common.cpu_seconds(said)
            found = common.load(port, asked, clients=8, seconds=seconds)[""]
            spent = [b - a for a, b in zip(before, common.cpu_seconds(said), strict=True)]
            one = common.load(port, asked, clients=1, seconds=seconds / 2)[""]
        with common.serving_nothing(found["bytes"]) as port:
            limit = common.load(port, [{"name": "nothing", "path": "/"}], clients=8, seconds=3)[""]
    told(services, found, one, limit)
    costs(found, spent, peer)
    return int(set(found["statuses"]) != {"200"})


def told(services: int, found: dict, one: dict, limit: dict) -> None:
    print(f"{services:,} services, pages of {SIZE}, {found['bytes'] / 1000:.0f} kB at most")
    print(f"{'':34}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}  answers")
    for name, seen in (
        ("8 clients", found),
        ("1 client", one),
        ("8 clients, application does nothing", limit),
    ):
        print(
            f"{name:34}{seen['a_second']:>10.0f}{seen['p50']:>9.1f}{seen['p95']:>9.1f}"
            f"  {seen['statuses']}"
        )
    print(f"{found['a_second'] / AIM:.2f} of the aim of {AIM:.0f} a second")


def costs(found: dict, spent: list[float], peer: float) -> None:
    """CPU an answer; what this machine's cores carry at most when they do nothing else."""
    web, database = (seconds * 1000 / found["count"] for seconds in spent)
    most = (os.cpu_count() or 1) * 1000 / (web + database)
    print(
        f"CPU an answer: {web:.2f} ms in the web server, {database:.2f} ms in the database:"
        f" {os.cpu_count()} idle cores carry at most {most:.0f} a second ({most / AIM:.2f} of the aim)"
    )
    print(f"peer: the page by ORM and serializer costs {peer * 1000:.1f} ms of CPU in Python alone")


def fill(services: int) -> None:
    """Import an invented package, by the same action as `kinwork import hsds`."""
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.interop.hsds.actions import import_feed

    with tempfile.TemporaryDirectory() as folder, acting_as(OPERATOR):
        path = feed.write(Path(folder), services)
        report = import_feed(path=path, source="bench", by=OPERATOR, at=timezone.now())
    loaded = report.tables["services"]
    print(f"imported: {loaded}")


def by_orm() -> float:
    """Seconds of CPU for one page made the usual way: rows by the ORM, children prefetched."""
    from django.forms.models import model_to_dict

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR
    from kinwork.directory.models import Service

    children = [
        one.get_accessor_name()
        for one in Service._meta.related_objects
        if one.one_to_many and one.related_model._meta.app_label == "directory"
    ]

    def page() -> str:
        rows = Service.objects.select_related("organization").prefetch_related(
            *children, "service_at_locations__location__addresses"
        )
        return json.dumps([whole(row) for row in rows.order_by("id")[:SIZE]], default=str)

    def whole(row) -> dict:
        parts = {
            name: [model_to_dict(child) for child in getattr(row, name).all()] for name in children
        }
        places = [model_to_dict(link.location) for link in row.service_at_locations.all()]
        return model_to_dict(row) | parts | {"places": places}

    with acting_as(VISITOR):
        page()
        began = time.process_time()
        for _round in range(5):
            page()
        return (time.process_time() - began) / 5


if __name__ == "__main__":
    sys.exit(main())
