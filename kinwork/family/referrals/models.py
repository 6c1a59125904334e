"""Needs, referrals with their history, appointments, outcomes, service episodes."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.directory.models import Location, Organization, Service
from kinwork.family.referrals.codes import NEED_MET, NEED_STATES, URGENCIES
from kinwork.family.referrals.rules import STATES
from kinwork.people.models import CLASS_CHOICES, Household, OwnedRow, Person, SubjectRow


def _choices(names):
    return [(name, name) for name in names]


class Need(SubjectRow):
    """What a subject needs, how soon, since when, and what became of it. Referrals answer needs."""

    code = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=_choices(URGENCIES), default="routine")
    since = models.DateTimeField()
    state = models.CharField(max_length=20, choices=_choices(NEED_STATES), default="open")
    barriers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)


# States in which a referral may never have left the sender.
NEVER_SENT = ("draft", "awaiting consent", "withdrawn", "re-routed", "entered in error")
# Whatever its state, a receiver never sees what was not sent to it.
ENVELOPE = (
    "kw_sees_envelope(id, sender_id, receiver_id, household_id, community_id, state, sensitivity,"
    " sent_by_id)"
    " AND (sent_at IS NOT NULL OR receiver_id IS NULL OR receiver_id = sender_id"
    " OR NOT kw_works_for(receiver_id))"
)
# A re-routed referral writes its successor, for the same sender, as itself.
SUCCEEDS = "(kw_kind() = 'clock' AND previous_id = kw_actor())"
PART_OF_ENVELOPE = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id)"
# Words about a referral are for its parties alone: no coordinator, and no receiver once it ended,
# except for what they wrote themselves.
WORDS = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND ("
    "kw_is_household(r.household_id) OR kw_kind() = 'clock'"
    " OR (kw_kind() = 'link' AND r.ended_at IS NULL)"
    " OR (kw_kind() = 'staff' AND kw_role_allows(kw_role(), sensitivity, true)"
    " AND kw_named_staff(sensitivity, r.id, r.sent_by_id)"
    " AND (recorded_by_id = kw_hat() OR r.sender_id = kw_hat()"
    " OR (r.receiver_id = kw_hat() AND r.ended_at IS NULL AND kw_hears(r.household_id))))))"
)
# When and where the family will be, for the parties' own people who may know how to reach it: no
# coordinator, and nobody whom the family has shut out. A place may be its home.
DATES = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND (kw_kind() <> 'staff'"
    " OR (kw_hat() IN (r.sender_id, r.receiver_id) AND kw_role_allows(kw_role(), 'contact', true)"
    " AND NOT kw_shut_from(r.household_id))))"
)
SPOKEN = (
    f"{WORDS} AND ((kw_kind() = 'staff' AND recorded_by_id = kw_hat())"
    " OR (kw_kind() <> 'staff' AND recorded_by_id IS NULL)) AND owner_id IS NULL"
)


class Referral(models.Model):
    """The envelope: parties, state and clocks. Who and why stand in rows that the rule guards.

    sender None: the family sent it itself. receiver None: the organization has signed nothing here
    and answers by a signed link. The referral is the grant: `classes` are the forms it opens.
    """

    access = Custom(
        select=ENVELOPE,
        insert="(kw_is_household(household_id) AND sender_id IS NULL) OR"
        f" (kw_works_for(sender_id) AND kw_sees_household(household_id)) OR {SUCCEEDS}",
        update=ENVELOPE,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="referrals")
    need_code = models.CharField(max_length=60)
    sender = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sensitivity = models.CharField(max_length=20, choices=CLASS_CHOICES)
    classes = ArrayField(models.CharField(max_length=20))
    urgency = models.CharField(max_length=10, choices=_choices(URGENCIES), default="routine")
    state = models.CharField(max_length=30, choices=_choices(STATES), default="draft")
    state_since = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_zone = models.CharField(max_length=50, blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    first_clock_at = models.DateTimeField(null=True)
    wait_place = models.PositiveIntegerField(null=True)
    wait_days = models.PositiveIntegerField(null=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next")
    form_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NEVER_SENT) | Q(sent_at__isnull=False),
                name="sent_referral_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")),
                name="referral_ends_after_it_was_made",
            ),
            models.UniqueConstraint(
                fields=["household", "form_id"],
                condition=Q(form_id__isnull=False),
                name="one_referral_a_form",
            ),
        ]
        indexes = [
            models.Index(fields=["receiver", "state", "due_at"], name="referral_inbox"),
            models.Index(fields=["sender", "state", "due_at"], name="referral_outbox"),
            models.Index(fields=["household", "made_at"], name="referral_household"),
            models.Index(fields=["community", "state", "due_at"], name="referral_community"),
        ]


class ReferralSubject(models.Model):
    """Which people of the household this referral is for."""

    access = Custom(select=PART_OF_ENVELOPE, insert=PART_OF_ENVELOPE)

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "person"], name="referral_subject_once")
        ]


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
    """Words between sender, receiver and family about one referral; of the referral's class."""

    access = Custom(select=WORDS, insert=SPOKEN)

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="messages")
    body = models.TextField(max_length=4000)
    said_at = models.DateTimeField()
    said_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    said_by_party = models.CharField(max_length=12)


class Appointment(models.Model):
    """A time to come: when and where, not why."""

    access = Custom(select=DATES, insert=DATES, update=DATES)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=12,
        choices=_choices(("planned", "kept", "missed", "cancelled", "moved")),
        default="planned",
    )


class Outcome(OwnedRow):
    """What the receiver says was received, and whether the need was met. Owned by the receiver."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    subject = ("NULL::uuid", "household_id")
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="outcome")
    received = models.CharField(max_length=300)
    need_met = models.CharField(max_length=10, choices=_choices(NEED_MET))
    at = models.DateTimeField()


class ServiceEpisode(SubjectRow):
    """A person received a service, from, until. Unduplicated served counts rest on these."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="episodes")
    starts = models.DateField()
    ends = models.DateField(null=True)
    units = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    origin = models.CharField(max_length=10, choices=_choices(("referral", "walk-in", "import")))


class CapacityHold(models.Model):
    """A unit of a service kept for a referral: softly when sent, taken when accepted.

    counted_at: when the openings were said from which it was taken. Said anew, they already know.
    """

    access = Custom(select=PART_OF_ENVELOPE, insert=PART_OF_ENVELOPE, update=PART_OF_ENVELOPE)

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="hold")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=_choices(("held", "taken", "released")))
    counted_at = models.DateTimeField()
