"""What happens when: stories that wait for their next moment, told in the order of time."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from kinwork.common.moves import WrongState

# A story does something, then yields the moment at which it goes on.
Story = Iterator[datetime]


class Agenda:
    """Plays stories until `end`; what would happen later stays undone, as in life."""

    def __init__(self, end: datetime):
        self.end = end
        self.at = end
        self.too_late = 0
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._count = 0

    def add(self, at: datetime, story: Story) -> None:
        """`story` goes on at `at`."""
        self._count += 1
        heapq.heappush(self._waiting, (at, self._count, story))

    def play(self, after_each: Callable[[], None]) -> None:
        """One moment after the other; `after_each` does what the moment asked for later."""
        while self._waiting and self._waiting[0][0] <= self.end:
            self.at, _number, story = heapq.heappop(self._waiting)
            with clock_says(self.at):
                self._go_on(story)
                after_each()

    def _go_on(self, story: Story) -> None:
        """Somebody else may have ended the matter meanwhile; then the story ends too."""
        try:
            then = next(story)
        except StopIteration:
            return
        except WrongState:
            self.too_late += 1
            return
        self.add(max(then, self.at), story)


@contextmanager
def clock_says(at: datetime) -> Iterator[None]:
    """Jobs ask the clock; while the past is told, it says the past."""
    really = timezone.now
    timezone.now = lambda: at
    try:
        yield
    finally:
        timezone.now = really
