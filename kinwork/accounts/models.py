"""Accounts: agencies that work here, people who sign in, the hats they wear, invitations."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kinwork.accounts import rules
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import AppendOnly, Private, Public
from kinwork.directory.models import Organization

ROLE_NAMES = {
    "intake worker": _("Intake worker"),
    "navigator": _("Navigator"),
    "caseworker": _("Caseworker"),
    "provider staff": _("Provider staff"),
    "supervisor": _("Supervisor"),
    "account administrator": _("Account administrator"),
    "coordinator": _("Coordinator of the community"),
    "privacy officer": _("Privacy officer"),
    "backbone lead": _("Backbone lead"),
    "analyst": _("Analyst"),
    "state viewer": _("Viewer for the state"),
    "evaluator": _("Evaluator"),
    "operator": _("Operator of this site"),
}
STAFF_ROLES = [(role, ROLE_NAMES[role]) for role in rules.STAFF_ROLES]


class Agency(models.Model):
    """An organization of the directory that works in Kinwork: it has staff, ties and agreements.

    A victim service provider has no client rows here at all (VAWA, FVPSA).
    """

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=255)
    organization = models.OneToOneField(
        Organization, models.PROTECT, null=True, blank=True, related_name="agency"
    )
    communities = models.ManyToManyField(Community, through="AgencyCommunity")
    is_victim_service_provider = models.BooleanField(default=False)
    is_part_2 = models.BooleanField(default=False, help_text="42 CFR Part 2 programme")
    # What kind of records it keeps (rules.RECORDS): every row that it writes carries that label.
    records = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(records__contained_by=list(rules.RECORDS)), name="agency_records_known"
            ),
            models.CheckConstraint(
                condition=~Q(records__contains=[rules.PART_2]) | Q(is_part_2=True),
                name="agency_part_2_records_of_a_program",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyCommunity(models.Model):
    """An agency works in a community; one that convenes it may give roles across its agencies."""

    access = Public()

    agency = models.ForeignKey(Agency, models.CASCADE)
    community = models.ForeignKey(Community, models.CASCADE)
    convenes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "community"], name="agency_once_a_community")
        ]


class CommunityChange(models.Model):
    """What was changed in how a community is set up, and by whom: names of fields, no values.

    The trail of every deed (audit) is closed to other leads; this they read together.
    """

    access = AppendOnly()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    deed = models.CharField(max_length=40)
    fields = ArrayField(models.CharField(max_length=100), default=list)

    class Meta:
        indexes = [models.Index(fields=["community", "-at"], name="changes_of_a_community")]


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username: str):
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in to work. Families have keys, not accounts (trust.access)."""

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    last_hat = models.ForeignKey(
        "Membership", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    date_joined = models.DateTimeField(auto_now_add=True)
    # From then on the access rule shows nothing until it is mended: second step, yearly training.
    mfa_due = models.DateTimeField(null=True, blank=True)
    training_due = models.DateTimeField(null=True, blank=True)
    # Part of every reset link's signature: asking again makes the links before it worthless.
    reset_asked_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_email")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A hat: this person works for this agency, in this community, in this role, from, until."""

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=STAFF_ROLES)
    is_part_2_staff = models.BooleanField(default=False)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "agency", "community", "role"],
                condition=Q(ends=None),
                name="one_open_membership_a_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.agency}"


class Invitation(models.Model):
    """An open door for one e-mail address to one hat; used once, ends by itself."""

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    agency = models.ForeignKey(Agency, models.PROTECT)
    community = models.ForeignKey(Community, models.PROTECT)
    role = models.CharField(max_length=40, choices=STAFF_ROLES)
    is_part_2_staff = models.BooleanField(default=False)
    code_hash = models.BinaryField(max_length=65, unique=True)
    # Null: by the installation's operator, on the command line.
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "agency",
                "community",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation_a_role",
            ),
        ]

    def standing(self, now: datetime) -> str:
        """`accepted`, `withdrawn`, `expired` or `open`."""
        return rules.standing(
            accepted_at=self.accepted_at,
            withdrawn_at=self.withdrawn_at,
            expires_at=self.expires_at,
            now=now,
        )


class Recovery(models.Model):
    """A second step that is being reset: begun by a colleague, ended by a code from one's mailbox."""

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Null: by the installation's operator.
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    code_hash = models.BinaryField(max_length=65)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "recoveries"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="one_open_recovery_a_person"
            )
        ]


class Mail(models.Model):
    """A message to somebody who works here, until it is sent; then only that it was.

    It holds links that are secrets, so the words are wiped on sending. calendar: a file that goes with
    it. Families' messages are
    not here: they stand under row-level security in family.contact.
    """

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=255)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
