"""What the directory does later: the search index anew each night, in the order of the map, and the
document of a service whose openings a referral took or gave back.

At night, hours that are good only for some days begin and end, and the counts of words are put right.
"""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.directory.actions import rebuild_search
from kinwork.directory.actions.documents import refresh_capacity


@job("directory.reindex")
def reindex(nothing: UUID) -> None:
    """Build the whole index; readers see the old one until it is done."""
    with acting_as(clock(nothing)) as by:
        rebuild_search(by=by, at=timezone.now())


@job("directory.document")
def document(service: UUID) -> None:
    """What machines read of this service, with its openings as they are now."""
    with acting_as(clock(service)) as by:
        refresh_capacity(service=service, by=by, at=timezone.now())
