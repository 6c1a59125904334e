"""What every row of common work shares: its partnership, and who wrote it down when."""

from django.conf import settings
from django.db import models

from kinwork.common.ids import new_id
from kinwork.common.tables import Custom
from kinwork.system.partnerships.models import LED, SEEN, Member, Partnership

KEPT = Custom(select=SEEN, insert=LED)  # written once, never changed


def changing(*columns: str) -> Custom:
    """Whoever leads may change these columns later, and no other."""
    return Custom(select=SEEN, insert=LED, update=LED, columns=columns)


def choices(words) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class WorkRow(models.Model):
    """A row of one partnership. said_by: nobody, by command."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True


def member(**more) -> models.ForeignKey:
    return models.ForeignKey(Member, models.PROTECT, related_name="+", **more)
