"""What happens to papers later: the scanner looks at each."""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.facts.documents import actions, queries
from kinwork.web.papers import scan


@job("facts.check_paper")
def check_paper(id: UUID) -> None:
    """Open it or empty it. Where the scanner does not answer the job fails, and comes again."""
    with acting_as(clock(id)) as by:
        document = queries.waiting(id)
        if document is not None:
            clean = scan.is_clean(queries.content(document) or b"")
            actions.settle(document, clean=clean, by=by, at=timezone.now())
