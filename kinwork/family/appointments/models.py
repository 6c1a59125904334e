"""Times that an office publishes, their seats, what it offers a family, and the reminders."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.directory.models import Location, Service
from kinwork.family.appointments.rules import LEAST_MINUTES, MOST_MINUTES, MOST_SEATS, Weekly
from kinwork.family.referrals.models import DATES, Referral

# When an office has room is no secret, like its hours; only it may say so. Its clock draws the weeks.
OURS = "kw_works_for(agency_id) OR kw_kind() = 'clock'"
# Whose a taken seat is, is known to those who may see the appointment.
SEEN = (
    "held_by IS NULL OR kw_kind() = 'clock'"
    " OR EXISTS (SELECT FROM referrals_appointment a WHERE a.id = held_by)"
)
OF_OUR_SLOT = (
    "kw_kind() = 'clock' OR EXISTS (SELECT FROM appointments_slot s WHERE s.id = slot_id"
    " AND kw_works_for(s.agency_id))"
)
CLOCK = "kw_kind() = 'clock'"
_MINUTES = Q(minutes__gte=LEAST_MINUTES) & Q(minutes__lte=MOST_MINUTES)


class Pattern(models.Model):
    """The same times every week, on the clock of the place."""

    access = Custom(select="true", insert=OURS, update=OURS)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")
    zone = models.CharField(max_length=50)
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    first = models.DateField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_MINUTES, name="pattern_minutes"),
            models.CheckConstraint(
                condition=Q(seats__gte=1) & Q(seats__lte=MOST_SEATS), name="pattern_seats"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("first")), name="pattern_until"
            ),
        ]

    @property
    def week(self) -> Weekly:
        return Weekly(frozenset(self.weekdays), self.starts, self.zone, self.first, self.until)


class Slot(models.Model):
    """One time that can be given away; `size` is how many seats it has, taken or free."""

    access = Custom(select="true", insert=OURS, update=OURS)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")
    pattern = models.ForeignKey(Pattern, models.PROTECT, null=True, related_name="slots")
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=50)
    minutes = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_MINUTES, name="slot_minutes"),
            models.CheckConstraint(
                condition=Q(size__gte=1) & Q(size__lte=MOST_SEATS), name="slot_size"
            ),
            models.UniqueConstraint(fields=["pattern", "starts_at"], name="one_slot_a_time"),
        ]
        indexes = [
            models.Index(
                fields=["service", "starts_at"],
                condition=Q(withdrawn_at=None),
                name="slot_of_service",
            ),
            models.Index(fields=["agency", "starts_at"], name="slot_of_agency"),
        ]


class Seat(models.Model):
    """One seat of a slot; held_by is the one appointment that has it, or nobody.

    A plain number: when a family's appointments are destroyed, the seat of a day gone by stays taken.
    """

    access = Custom(select=SEEN, insert=OF_OUR_SLOT, update=CLOCK, columns=("held_by",))

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    held_by = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "number"], name="one_seat_a_number")]


class Offer(models.Model):
    """What the receiver offers the family: one of its slots, a time of its own, or any open time."""

    access = Custom(select=DATES, insert=DATES, update=DATES, columns=("closed_at",))

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="offers")
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=50, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=300, blank=True)
    offered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    form_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slot=None) | Q(starts_at=None), name="offer_slot_or_own_time"
            ),
            models.UniqueConstraint(
                fields=["referral", "slot", "starts_at"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_offer_a_time",
            ),
        ]


class ChangeAsk(models.Model):
    """After the cut-off the family asks: another time, or it cannot come. A person answers."""

    access = Custom(select=DATES, insert=DATES, update=DATES, columns=("settled_at",))

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="change_asks")
    wants = models.CharField(
        max_length=12, choices=[(name, name) for name in ("another time", "cannot come")]
    )
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(settled_at=None), name="one_open_ask_of_a_date"
            )
        ]


class Reminder(models.Model):
    """When the family is reminded of an appointment, and that it was."""

    access = Custom(select=CLOCK, insert=CLOCK, update=CLOCK, delete=CLOCK)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    appointment = models.UUIDField()
    kind = models.CharField(max_length=8, choices=[(name, name) for name in ("days", "hours")])
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "kind"], name="one_reminder_a_kind")
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(done_at=None), name="reminder_due"),
        ]
