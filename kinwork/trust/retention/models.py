"""How far the clock is with a family's record, and what must stay although its day has come.

The days themselves stand on the rows (people.models.OwnedRow.keep_until).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import Household
from kinwork.trust.retention.rules import REASONS, WORDS_LIMIT


class Term(models.Model):
    """A record that was at rest once: since when, by which schedule, and when it is looked at next.

    counted_from None: it is active again. Written by kw_keep_home alone (access/sql/keeping.sql).
    """

    access = Custom(select="kw_kind() = 'clock' OR kw_role() = 'operator'")

    household = models.OneToOneField(Household, models.PROTECT, primary_key=True, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    counted_from = models.DateTimeField(null=True)
    schedule = models.CharField(max_length=20)
    years = models.PositiveSmallIntegerField()
    next_on = models.DateField(null=True)
    set_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_on"], name="retention_next")]


class Hold(models.Model):
    """Nothing of this family's record is deleted while this stands: why, until when, who says so.

    Ids and a reason; no word about the family. agency None: an operator's.
    """

    access = Custom(
        select="kw_is_officer_for(agency_id, community_id) OR kw_role() = 'operator'",
        insert="kw_home_to_hold(household_id) = community_id AND (kw_role() = 'operator'"
        " OR (kw_is_officer_for(agency_id, community_id) AND agency_id = kw_hat()"
        " AND made_by_id = kw_actor()))",
        update="kw_is_officer_for(agency_id, community_id) OR kw_role() = 'operator'",
        columns=("ended_at", "ended_by_id"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=[(one, one) for one in REASONS])
    words = models.CharField(max_length=WORDS_LIMIT, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""), name="hold_says_what_other_is"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")),
                name="hold_ends_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["household"], name="hold_of_household")]
