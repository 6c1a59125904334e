"""How heavy a family's pages are on a slow phone, and how long they take on a slow line.

    python -m bench page [--quick] [--families 6]

Plays the demo community, serves it as `kinwork serve` does, and opens the first page and the family's
own in a real browser with nothing kept from before: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and
back. Prints bytes as they came over the line and seconds until everything was there, with their
ratios to the limits: 150 kB and 2 s.
"""

import argparse
import os
import shutil
import sys

from bench import common
from bench.family_pages import family

LIMIT_BYTES, LIMIT_SECONDS = 150_000, 2.0
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
ROUNDS = 5
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench page", description=__doc__)
    parser.add_argument("--families", type=int, default=6)
    parser.add_argument("--quick", action="store_true", help="one round")
    options = parser.parse_args(arguments)
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        print("no chromium on this machine: nothing was measured")
        return 0
    print(common.machine())
    os.environ["KINWORK_DEMO"] = "1"
    with common.own_database() as said:
        from kinwork.demo.play import play

        play(families=options.families)
        session = family().cookies["sessionid"].value
        with common.serving(said) as port:
            return measured(program, f"http://{common.HOST}:{port}", session, options.quick)


def measured(program: str, address: str, session: str, quick: bool) -> int:
    from playwright.sync_api import sync_playwright

    print(f"{'':24}{'kB':>8}{'of limit':>10}{'s':>8}{'of limit':>10}  requests")
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=program, args=FLAGS)
        for name, path, held in (("first page", "/", ""), ("our page", "/ours/", session)):
            rounds = [visit(running, address, path, held) for _one in range(1 if quick else ROUNDS)]
            size, took, many = sorted(rounds, key=lambda one: one[1])[len(rounds) // 2]
            print(
                f"{name:24}{size / 1000:>8.1f}{size / LIMIT_BYTES:>10.2f}"
                f"{took:>8.2f}{took / LIMIT_SECONDS:>10.2f}  {many}"
            )
        running.close()
    return 0


def visit(running, address: str, path: str, session: str) -> tuple[int, float, int]:
    """(bytes over the line, seconds until all was loaded, requests) of one visit with nothing kept."""
    context = running.new_context(viewport={"width": 360, "height": 740}, locale="es-MX")
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tools.send("Network.emulateNetworkConditions", LINE)
    sizes: list[float] = []
    tools.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    page.goto(address + path, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => 1)")
    took = page.evaluate(
        "Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd,"
        " ...performance.getEntriesByType('resource').map(one => one.responseEnd))"
    )
    context.close()
    return int(sum(sizes)), took / 1000, len(sizes)


if __name__ == "__main__":
    sys.exit(main())
