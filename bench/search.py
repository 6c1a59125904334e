"""How long search takes in the database, over 100,000 and 1,000,000 invented services.

    python -m bench search [--services 100000] [--searches 400] [--order random]

Makes the services in a throw-away database of the test cluster, asks as families would (words and
a place, the nearest 20; some misspelt, some Spanish) and prints p50 and p95 with the aim.
Same seed, same services, same questions.
"""

import argparse
import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

AIMS = {100_000: 15.0, 1_000_000: 90.0}  # p95 in milliseconds, in the database
SEED = 5
NOW = datetime(2026, 11, 18, 19, 0, tzinfo=UTC)
SYLLABLES = str.split(
    "ba be bi bo ca ce co da de di do fa fi ga go ha he ja ka la le li lo ma me"
    " mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we za"
)
ASKED = [
    "diapers", "food pantry", "panales", "child care", "rent", "diaprs", "wic", "dentist",
    "food for baby", "comida", "shelter", "help with rent", "guarderia", "car seat", "english class",
    "doctor for children", "clothes", "head start", "renta", "imunization",
]  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench search", description=__doc__)
    parser.add_argument("--services", type=int, action="append")
    parser.add_argument("--searches", type=int, default=400)
    parser.add_argument(
        "--order",
        choices=("map", "random"),
        default="map",
        help="How rows lie in the table: as a rebuilt index has them, or as the worst case.",
    )
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinwork.config.settings_test")
    from kinwork.config.clones import test_server

    failed = 0
    with test_server() as server:
        name = server.clone()
        try:
            _connect(server, name)
            made = 0
            for services in sorted(options.services or AIMS):
                make(server, name, made, services, options.order)
                made = services
                failed += not measure(services, options.searches)
        finally:
            _close()
            server.drop(name)
    return failed


def _connect(server, name: str) -> None:
    os.environ["DATABASE_URL"] = server.address("kw_web", name)
    import django

    django.setup()


def _close() -> None:
    from django.db import connection

    connection.close()


def make(server, name: str, since: int, services: int, order: str) -> None:
    """Services `since` to `services`, spread over the country's ZIP codes as ZIP codes are."""
    import psycopg

    began = time.monotonic()
    print(f"making {services:,} services ...", flush=True)
    with psycopg.connect(server.admin_address(name), autocommit=True) as admin:
        admin.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '128MB'; SET jit = off")
        indexes = admin.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'directory_searchentry'"
            " AND indexname LIKE 'entry_by_%'"
        ).fetchall()
        for index, _definition in indexes:
            admin.execute(f"DROP INDEX {index}")
        _vocabulary(admin)
        _fill(admin, since, services, order)
        for _index, definition in indexes:
            admin.execute(definition)
        admin.execute("VACUUM ANALYZE directory_searchentry")
        _words(server, name, admin)
        size = admin.execute(
            "SELECT pg_size_pretty(pg_total_relation_size('directory_searchentry'))"
        ).fetchone()[0]
    print(f"  {time.monotonic() - began:.0f} s, {size} with indexes", flush=True)


def _vocabulary(admin) -> None:
    """Tables to draw from: ZIP codes, our terms, and 6,000 invented words, common and rare."""
    import zipcodes

    from kinwork.directory.search import geography
    from kinwork.directory.search.words import searchable
    from kinwork.library.codes import vocabulary

    if admin.execute("SELECT to_regclass('bench_zip')").fetchone()[0]:
        return
    admin.execute(
        "CREATE TABLE bench_zip (n serial, lat float8, lon float8, cells int[], state text,"
        " zip text, town text, zone text); CREATE TABLE bench_term (n serial, code text, words text);"
        " CREATE TABLE bench_word (n serial, word text)"
    )
    cursor = admin.cursor()
    with cursor.copy("COPY bench_zip (lat, lon, cells, state, zip, town, zone) FROM STDIN") as copy:
        for row in zipcodes.list_all():
            if row["lat"] and row["zip_code_type"] == "STANDARD":
                point = float(row["lat"]), float(row["long"])
                where = geography.cells(*point)
                copy.write_row((*point, where, row["state"], row["zip_code"], row["city"], row["timezone"]))  # fmt: skip
    with cursor.copy("COPY bench_term (code, words) FROM STDIN") as copy:
        for term in vocabulary.terms().values():
            copy.write_row((term.code, searchable(term.en, term.es)))
    drawn = random.Random(SEED)
    invented = {
        "".join(drawn.choices(SYLLABLES, k=drawn.choice((2, 3, 3, 4)))) for _n in range(9000)
    }
    with cursor.copy("COPY bench_word (word) FROM STDIN") as copy:
        for word in sorted(invented)[:6000]:
            copy.write_row((word,))


def _fill(admin, since: int, services: int, order: str) -> None:
    """ZIP codes are numbered along the map; `random` scatters neighbours over the whole table."""
    from kinwork.directory.actions.search import WORDS

    admin.execute("SELECT setseed(%s)", [SEED / 100])
    step = 50_000
    place = "random()" if order == "random" else f"(n - {since} - 1)::float / {services - since}"
    for start in range(since, services, step):
        end = min(start + step, services)
        admin.execute(
            "CREATE TABLE bench_new AS SELECT n, gen_random_uuid() AS id,"
            f" 1 + floor({place} * (SELECT count(*) FROM bench_zip))::int AS zip,"
            " 1 + floor(random() ^ 1.5 * (SELECT count(*) FROM bench_term))::int AS term,"
            " (SELECT string_agg(word, ' ') FROM bench_word WHERE bench_word.n IN"
            "   (SELECT 1 + floor(6000 * random() ^ 3)::int FROM generate_series(1, 3 + 0 * g.n)))"
            "   AS name_words,"
            " (SELECT string_agg(word, ' ') FROM bench_word WHERE bench_word.n IN"
            "   (SELECT 1 + floor(6000 * random() ^ 3)::int FROM generate_series(1, 35 + 0 * g.n)))"
            "   AS other_words, random() AS chance"
            f" FROM generate_series({start + 1}, {end}) g(n)"
        )
        admin.execute(
            "INSERT INTO directory_service (id, name, alternate_name, description, url, email,"
            " status, interpretation_services, application_process, fees_description, wait_time,"
            " fees, accreditations, eligibility_description, assurer_email, licenses, alert,"
            " external_id, extra, changed_at)"
            " SELECT id, 'Service ' || n, '', '', '', '', 'active', '', '', '', '', '', '', '', '',"
            " '', '', '', '{}', now() FROM bench_new"
        )
        admin.execute(
            "INSERT INTO directory_searchentry (id, service_id, words, cells, latitude, longitude,"
            " is_exact, terms, languages, serves_pregnancy, remote, is_victim_service, assured_on,"
            " open_minutes, timezone, name, organization_name, phone, phone_extension, line, town,"
            " town_plain, county, state, postal_code)"
            f" SELECT gen_random_uuid(), id, {WORDS}, cells, lat, lon, true, ARRAY[code],"
            " CASE WHEN chance < 0.3 THEN ARRAY['en', 'es'] ELSE ARRAY['en'] END, false, false,"
            " false, DATE '2026-11-01' - (chance * 400)::int,"
            " '{[480,1020),[1920,2460),[3360,3900),[4800,5340),[6240,6780)}', zone,"
            " name_words, organization_words, '602-555-0100', '', '1 Main St', town, lower(town),"
            " '', state, zip FROM (SELECT b.id, b.chance, z.*, t.code, b.name_words,"
            "   CASE WHEN chance < 0.7 THEN b.name_words || ' ' || t.words ELSE b.name_words END"
            "   AS unused, t.words AS term_words, b.name_words AS organization_words,"
            "   b.other_words || ' ' || (SELECT words FROM bench_term o WHERE o.n ="
            "     1 + (b.n * 7) %% 48) AS other_words, ARRAY['kw/' || t.code] AS codes"
            "   FROM bench_new b JOIN bench_zip z ON z.n = b.zip JOIN bench_term t ON t.n = b.term) x",
            [],
        )
        admin.execute("DROP TABLE bench_new")
        print(f"  {end:,}", flush=True)


def _words(server, name: str, admin) -> None:
    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR
    from kinwork.directory.actions.search import count_words

    with acting_as(VISITOR):
        count_words()
    admin.execute("VACUUM ANALYZE directory_searchword")


def measure(services: int, searches: int) -> bool:
    """Ask, and take only the time between sending statements and having their rows."""
    import zipcodes
    from django.db import connection

    from kinwork.common.acting import acting_as
    from kinwork.common.actor import VISITOR
    from kinwork.directory.search import Query, find, places

    drawn = random.Random(SEED)
    codes = [r["zip_code"] for r in zipcodes.list_all() if r["zip_code_type"] == "STANDARD"]
    asked = [(drawn.choice(ASKED), places.of_zip(drawn.choice(codes))) for _n in range(searches)]
    spent: list[float] = []
    found = 0

    def timed(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[-1] += (time.perf_counter() - began) * 1000

    slow: list[tuple[float, str, str]] = []
    server = _server_process()
    with acting_as(VISITOR), connection.execute_wrapper(timed):
        for warm in (True, False):
            for words, place in asked[: 40 if warm else None]:
                spent.append(0.0)
                hits = find(Query(words=words, place=place), NOW).hits
                found += len(hits)
                if not warm:
                    slow.append((spent[-1], words, place.name))
            if warm:
                spent.clear()
                before = _processor(server)
        used = (_processor(server) - before) / searches
    cuts = quantiles(spent, n=100)
    aim = AIMS.get(services)
    ratio = f", {cuts[94] / aim:.2f} of the aim of {aim:g} ms" if aim else ""
    print(
        f"{services:>9,} services, {searches} searches: p50 {cuts[49]:.1f} ms,"
        f" p95 {cuts[94]:.1f} ms{ratio}; the database's processor {used:.1f} ms a search;"
        f" {found / (searches + 40):.1f} found; load {os.getloadavg()[0]:.1f}"
    )
    for took, words, place in sorted(slow, reverse=True)[:5]:
        print(f"    slowest: {took:.1f} ms  {words!r} near {place}")
    return aim is None or cuts[94] <= aim


def _server_process() -> Path:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/stat")


def _processor(server: Path) -> float:
    """Milliseconds that this connection's server process has computed, whatever else runs here."""
    fields = server.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
