"""Needs, and the envelopes that answer them: parties, state, clocks, and whom they are for."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom
from kinwork.directory.models import Location, Organization, Service
from kinwork.family.referrals.codes import LOOPS, NEED_STATES, URGENCIES
from kinwork.family.referrals.models.guards import ENVELOPE, PART_OF_ENVELOPE, SUCCEEDS
from kinwork.family.referrals.rules import STATES
from kinwork.people.models import CLASS_CHOICES, Household, Person, SubjectRow

# States in which a referral may never have left the sender.
NEVER_SENT = ("draft", "awaiting consent", "withdrawn", "re-routed", "entered in error")


class Need(SubjectRow):
    """What a subject needs, how soon, since when, and what became of it. Referrals answer needs."""

    code = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=choices(URGENCIES), default="routine")
    since = models.DateTimeField()
    state = models.CharField(max_length=20, choices=choices(NEED_STATES), default="open")
    barriers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)


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
    # Who at the sender's follows it up; none: whoever sent it.
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sensitivity = models.CharField(max_length=20, choices=CLASS_CHOICES)
    classes = ArrayField(models.CharField(max_length=20))
    urgency = models.CharField(max_length=10, choices=choices(URGENCIES), default="routine")
    state = models.CharField(max_length=30, choices=choices(STATES), default="draft")
    state_since = models.DateTimeField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # The family said yes by a link: all that is left is to send it.
    agreed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # Until when somebody finds the next place, after an end without help; none: nobody has to.
    next_door_due = models.DateTimeField(null=True)
    due_zone = models.CharField(max_length=50, blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    first_clock_at = models.DateTimeField(null=True)
    wait_place = models.PositiveIntegerField(null=True)
    wait_days = models.PositiveIntegerField(null=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next")
    form_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=0)
    # It goes where this need has been before, or back to whoever sent it on.
    loop = models.CharField(max_length=30, choices=choices(LOOPS), blank=True, default="")

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
            # In the order in which they are due: a list stops after one page.
            models.Index(
                fields=["receiver", "due_at", "state_since", "id"],
                condition=Q(ended_at=None),
                name="referral_in_by_clock",
            ),
            models.Index(
                fields=["sender", "due_at", "state_since", "id"],
                condition=Q(ended_at=None),
                name="referral_out_by_clock",
            ),
            models.Index(
                fields=["community", "due_at", "state_since", "id"],
                condition=Q(ended_at=None),
                name="referral_place_by_clock",
            ),
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
