"""How long the import of a whole metropolitan directory takes, and how much memory.

    python -m bench.import_miami [PATH]

Imports the published Miami package (76,819 rows of HSDS 1.1) into a throw-away database of the
test cluster, then the same file again. Prints seconds, seconds of this process' CPU, rows a
second and the peak of memory, with the aims: 20 s, 300 MB.
"""

import argparse
import os
import resource
import sys
import time
from pathlib import Path

AIM_SECONDS, AIM_MB = 20.0, 300.0
ROOT = Path(__file__).resolve().parent.parent
MIAMI = ROOT.parent / "shared" / "data" / "hsds" / "miami-211-hsds-1.1"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench import_miami", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=MIAMI)
    path = parser.parse_args(arguments).path
    if not path.exists():
        print(f"{path} is not on this machine: nothing measured.")
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings_test")
    from kinwork.config.clones import test_server

    with test_server() as server:
        name = server.clone()
        os.environ["DATABASE_URL"] = server.address("kw_web", name)
        import django

        django.setup()
        try:
            return measure(path)
        finally:
            from django.db import connection

            connection.close()
            server.drop(name)


def backend_seconds() -> float:
    """CPU that the database spent on this connection; 0 where it cannot be seen."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def measure(path: Path) -> int:
    from django.utils import timezone

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import OPERATOR
    from kinwork.interop.hsds.actions import import_feed

    took = []
    for which in ("first", "again"):
        began, worked, served = time.perf_counter(), time.process_time(), backend_seconds()
        with acting_as(OPERATOR):
            report = import_feed(path=path, source="bench", by=OPERATOR, at=timezone.now())
        took.append(time.perf_counter() - began)
        rows = sum(counts["read"] for counts in report.tables.values())
        print(
            f"{which}: {took[-1]:.1f} s (CPU: {time.process_time() - worked:.1f} s here,"
            f" {backend_seconds() - served:.1f} s in the database),"
            f" {rows:,} rows, {rows / took[-1]:,.0f} rows/s, {report.changed:,} records changed"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:.0f} MB")
    print(
        f"of the aims: {took[0] / AIM_SECONDS:.2f} of the time, {peak / AIM_MB:.2f} of the memory"
    )
    return int(took[0] > AIM_SECONDS or peak > AIM_MB)


if __name__ == "__main__":
    sys.exit(main())
