"""Dates to come, what was received, service episodes, and the units of a service kept for them."""

from django.db import models

from kinwork.common.ids import new_id
from kinwork.common.models import choices
from kinwork.common.tables import Custom
from kinwork.directory.models import Service
from kinwork.family.referrals.codes import NEED_MET
from kinwork.family.referrals.models.envelopes import Referral
from kinwork.family.referrals.models.guards import DATES, PART_OF_ENVELOPE
from kinwork.people.models import Household, OwnedRow, SubjectRow


class Appointment(models.Model):
    """A time to come: when and where, not why. zone: the place's, by whose clocks it was made."""

    access = Custom(select=DATES, insert=DATES, update=DATES)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=50, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=12,
        choices=choices(("planned", "kept", "missed", "cancelled", "moved")),
        default="planned",
    )


class Outcome(OwnedRow):
    """What the receiver says was received, and whether the need was met. Owned by the receiver."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    subject = ("NULL::uuid", "household_id")
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="outcome")
    received = models.CharField(max_length=300)
    need_met = models.CharField(max_length=10, choices=choices(NEED_MET))
    at = models.DateTimeField()


class ServiceEpisode(SubjectRow):
    """A person received a service, from, until. Unduplicated served counts rest on these."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="episodes")
    starts = models.DateField()
    ends = models.DateField(null=True)
    units = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    origin = models.CharField(max_length=10, choices=choices(("referral", "walk-in", "import")))


class CapacityHold(models.Model):
    """A unit of a service kept for a referral: softly when sent, taken when accepted.

    counted_at: when the openings were said from which it was taken. Said anew, they already know.
    """

    access = Custom(select=PART_OF_ENVELOPE, insert=PART_OF_ENVELOPE, update=PART_OF_ENVELOPE)

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="hold")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(("held", "taken", "released")))
    counted_at = models.DateTimeField()
