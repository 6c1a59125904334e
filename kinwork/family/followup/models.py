"""The family's own word: did it help. It stands beside the provider's claim, never under it."""

from django.db import models

from kinwork.family.referrals.codes import HELPED
from kinwork.family.referrals.models import Referral
from kinwork.people.models import SubjectRow


class Asked(SubjectRow):
    """The family was asked about a referral, on its channel, at this time."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="asked")
    at = models.DateTimeField()


class FamilyWord(SubjectRow):
    """What the family says became of a referral. Corrected by a newer one."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="words")
    got_it = models.BooleanField(null=True)
    helped = models.CharField(max_length=10, choices=[(name, name) for name in HELPED])
    times_told = models.CharField(max_length=20, blank=True)
    anything_else = models.TextField(max_length=4000, blank=True)
    disputes = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by_user = models.UUIDField(null=True)
