"""Declared priorities of a service, and the offers that went to those who wait."""

from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.tables import Custom, Public
from kinwork.directory.models import Service
from kinwork.family.referrals.models import PART_OF_ENVELOPE, Referral
from kinwork.family.waiting.rules import KINDS, MOST_MONTHS, SKIPPED, STATES

# Bare clocks look for what has lapsed: ids, times and states.
# Why somebody was passed over is for the parties: no coordinator, nobody whom the family has shut out,
# and no caregiver from whom something of the home is kept.
SEEN = (
    "kw_kind() = 'clock' OR EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id"
    " AND CASE kw_kind() WHEN 'family' THEN kw_shares_home(r.household_id)"
    " WHEN 'staff' THEN kw_role() <> 'coordinator' AND NOT kw_shut_from(r.household_id)"
    " ELSE true END)"
)


class PriorityRule(models.Model):
    """What comes first on a service's list, why, and by whose word; read by everybody who waits."""

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="priorities")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    months = models.PositiveSmallIntegerField(null=True)
    rank = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=300)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="youngest", months__gte=1, months__lte=MOST_MONTHS)
                | (~Q(kind="youngest") & Q(months=None)),
                name="priority_says_up_to_which_age",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="priority_says_why"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="priority_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["service", "kind"], condition=Q(ends=None), name="one_priority_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["service", "rank"], condition=Q(ends=None), name="one_priority_a_rank"
            ),
        ]


class ListChoice(models.Model):
    """Whether a place that becomes free is offered to the next by itself; without a row, a worker of
    whoever gives the service offers it."""

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.OneToOneField(Service, models.CASCADE, related_name="list_choice")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by_itself = models.BooleanField()
    chosen_at = models.DateTimeField()


class Offer(models.Model):
    """A free place, offered to one who waits; or why one was passed over (state `skipped`)."""

    access = Custom(select=SEEN, insert=f"kw_kind() = 'clock' AND {PART_OF_ENVELOPE}", update=SEEN)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="waiting_offers")
    state = models.CharField(max_length=10, choices=[(name, name) for name in STATES])
    reason = models.CharField(max_length=20, choices=[(name, name) for name in SKIPPED], blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    party = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state="open"), name="one_open_offer"
            ),
            models.CheckConstraint(
                condition=Q(state="skipped") ^ Q(reason=""), name="passed_over_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(due_at__isnull=False, closed_at=None),
                name="open_offer_has_a_clock",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="offer_due")]
