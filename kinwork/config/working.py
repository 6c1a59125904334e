"""The task worker's life: it works until somebody asks it to stop, also when the database goes away
and comes back meanwhile. The library's own worker ends then, without an error."""

import asyncio
import logging
import signal
import time

from procrastinate.contrib.django import app

log = logging.getLogger(__name__)
LONGEST = 10  # seconds between two tries to reach the database again
STEADY = 60  # whoever has worked so long starts again at once


def work(threads: int, *, once: bool = False) -> None:
    """Work until SIGTERM or SIGINT; with `once`, until nothing waits. What keeps it from starting
    the first time is raised."""
    asyncio.run(_work(threads, once))


async def _work(threads: int, once: bool) -> None:
    asked = _asked_to_stop()
    wait, began = 1, time.monotonic()
    await _until(asked, _run(threads, once))
    while not once and not asked.is_set():
        wait = 1 if time.monotonic() - began > STEADY else min(wait * 2, LONGEST)
        log.warning("The database went away. Trying again in %s seconds.", wait)
        await _until(asked, asyncio.sleep(wait))
        began = time.monotonic()
        try:
            await _until(asked, _run(threads, once))
        except Exception as why:  # it is still away
            log.warning("The worker could not start: %s", why)


async def _run(threads: int, once: bool) -> None:
    """One life of the library's worker, with connections of its own."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(
                wait=not once,
                concurrency=threads,
                delete_jobs="successful",
                install_signal_handlers=False,
            )


async def _until(asked: asyncio.Event, deed) -> None:
    """`deed`, or as much of it as is done when somebody asks to stop: jobs under way are finished."""
    doing, asking = asyncio.ensure_future(deed), asyncio.ensure_future(asked.wait())
    await asyncio.wait({doing, asking}, return_when=asyncio.FIRST_COMPLETED)
    asking.cancel()
    if not doing.done():
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        return
    doing.result()


def _asked_to_stop() -> asyncio.Event:
    """Set by the first signal; a second one ends everything at once, as the system does it."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()

    def stop() -> None:
        asked.set()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(one)

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop)
    return asked
