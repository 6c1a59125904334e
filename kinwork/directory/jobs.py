"""What the directory does at night: the search index anew, in the order of the map.

Hours that are good only for some days begin and end, and the counts of words are put right.
"""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.directory.actions import rebuild_search


@job("directory.reindex")
def reindex(nothing: UUID) -> None:
    """Build the whole index; readers see the old one until it is done."""
    with acting_as(clock(nothing)) as by:
        rebuild_search(by=by, at=timezone.now())
