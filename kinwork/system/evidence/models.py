"""What was counted of how partners work together, and how much of it a community asks for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.system.partnerships.models import SEEN, Partnership
from kinwork.system.results.models import LEADS

REPORT = "(kw_kind() = 'report' AND kw_hat() IS NULL AND community_id = kw_community())"
# Whoever reads a partnership of the community reads by what it is judged.
JUDGED = (
    "EXISTS (SELECT FROM partnerships_partnership p"
    " WHERE p.community_id = evidence_threshold.community_id)"
)


class Count(models.Model):
    """The acts of one partnership over a year, pair by pair; counted anew, the newest stands.

    body: numbers of acts and bands, by members' ids: no family, no referral, no exact number of families.
    """

    access = Custom(
        select=f"{SEEN} OR {REPORT}",
        insert=REPORT,
        update=REPORT,
        columns=("ends", "referrals_until", "made_at", "body"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    referrals_until = models.DateField()
    made_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "starts"], name="count_once_a_month"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) & Q(referrals_until__lte=F("ends")),
                name="count_has_days",
            ),
        ]


class Threshold(models.Model):
    """How much of one act a community asks for; the newest counts, each is kept with its reason."""

    access = Custom(
        select=f"{JUDGED} OR ({LEADS.format('evidence_threshold')}) OR {REPORT}",
        insert=LEADS.format("evidence_threshold"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=7, decimal_places=3)
    reason = models.CharField(max_length=500)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="threshold_has_reason"),
            models.CheckConstraint(condition=Q(value__gt=0), name="threshold_asks_for_something"),
        ]
