"""Programs that a community wrote for itself: every version stays, so old answers keep their rules."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.family.programs.rules import STATES

WRITES = (
    "community_id = kw_community()"
    " AND kw_role() IN ('supervisor', 'backbone lead', 'account administrator')"
)


class OwnProgram(models.Model):
    """One version of a community's own program. `written`: see rules; `cases`: its worked cases.

    A draft is read in its community alone; once published, everybody may read it, for good.
    """

    access = Custom(
        select="state <> 'draft' OR community_id = kw_community()",
        insert=WRITES,
        update=WRITES,
        delete=f"({WRITES}) AND state = 'draft'",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(name, name) for name in STATES])
    written = models.JSONField()
    cases = models.JSONField(default=list)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    effective_from = models.DateField(null=True)
    effective_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "code", "version"], name="one_own_program_a_version"
            ),
            models.UniqueConstraint(
                fields=["community", "code"],
                condition=Q(state="draft"),
                name="one_draft_of_an_own_program",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, effective_from=None)
                | (~Q(state="draft") & Q(published_at__isnull=False, effective_from__isnull=False)),
                name="own_program_published_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None)
                | Q(effective_to__gte=F("effective_from"))
                | Q(state="withdrawn"),
                name="own_program_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.version}"
