"""What happened to a referral, what was said about it, and who introduced the family."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import choices
from kinwork.common.tables import Custom
from kinwork.family.referrals.codes import HANDOFF_WAYS
from kinwork.family.referrals.models.envelopes import Referral
from kinwork.family.referrals.models.guards import (
    HANDED,
    HANDS,
    PART_OF_ENVELOPE,
    SPOKEN,
    UNREVIEWED,
    WORDS,
)
from kinwork.people.models import SubjectRow


class ReferralEvent(models.Model):
    """One move in a referral's life: who, when it happened, when it was recorded, why (coded)."""

    access = Custom(select=PART_OF_ENVELOPE, insert=PART_OF_ENVELOPE)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    party = models.CharField(max_length=12)
    at = models.DateTimeField()
    occurred_at = models.DateTimeField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.UUIDField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField()
    form_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="referral_event_number"),
            models.UniqueConstraint(
                fields=["referral", "form_id"],
                condition=Q(form_id__isnull=False),
                name="one_move_a_form",
            ),
        ]


class ReferralMessage(SubjectRow):
    """Words between sender, receiver and family about one referral; of the referral's class.

    in_review: said while a decline is looked at. The family reads the receiver's word once it
    stands, and never what was only between the offices.
    """

    access = Custom(select=f"{WORDS} AND {UNREVIEWED}", insert=f"{SPOKEN} AND {UNREVIEWED}")

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="messages")
    body = models.TextField(max_length=4000)
    said_at = models.DateTimeField()
    said_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    said_by_party = models.CharField(max_length=12)
    in_review = models.BooleanField(default=False)


class Handoff(models.Model):
    """Somebody introduced the family to the receiver's worker: who, whom, how, when. Nothing of why."""

    access = Custom(select=HANDED, insert=f"{HANDS} AND introduced_by_id = kw_actor()")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="handoffs")
    at = models.DateTimeField()
    way = models.CharField(max_length=20, choices=choices(HANDOFF_WAYS))
    introduced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    introduced_for = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    # Whom the family met, by name or function: nobody reads another agency's list of people.
    met = models.CharField(max_length=100)
    family_present = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("at")), name="handoff_recorded_after_it_was"
            ),
            models.CheckConstraint(condition=~Q(met=""), name="handoff_names_whom"),
        ]
