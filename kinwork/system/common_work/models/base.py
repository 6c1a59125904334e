"""What every row of common work shares: its partnership, and who wrote it down when."""

from django.conf import settings
from django.db import models

from kinwork.common.tables import Custom
from kinwork.system.partnerships.models import LED, SEEN, Member, OfPartnership, Partnership

KEPT = Custom(select=SEEN, insert=LED)  # written once, never changed


def changing(*columns: str) -> Custom:
    """Whoever leads may change these columns later, and no other."""
    return Custom(select=SEEN, insert=LED, update=LED, columns=columns)


class WorkRow(OfPartnership):
    """A row of one partnership. said_by: nobody, by command."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True


def member(**more) -> models.ForeignKey:
    return models.ForeignKey(Member, models.PROTECT, related_name="+", **more)
