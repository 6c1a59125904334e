"""Persons, households, who belongs to which and when. No pages: nobody sees a person except
through a page that asks trust.access first, and the database asks again."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom, FamilyRows
from kinwork.people.rules import CLASSES, NAME_LIMIT, RELATIONS

# Read as the actor: a person's row that they may not see is not there.
BOTH = (
    "EXISTS (SELECT FROM people_person p WHERE p.id = one_id)"
    " AND EXISTS (SELECT FROM people_person p WHERE p.id = other_id)"
)
CLASS_CHOICES = [(name, name) for name in CLASSES]


class OwnedRow(models.Model):
    """What every family row carries: owner, who typed it, steward, class, keeping and sealing.

    owner None: the family owns it. recorded_by: the agency that typed it (None: the family did).
    steward: the agency or sovereign nation that answers for it. labels: what follows the row beside
    its class (trust.access.rules.LABELS).
    """

    access = FamilyRows()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    steward = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    sensitivity = models.CharField(max_length=20, choices=CLASS_CHOICES)
    labels = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    keep_until = models.DateField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Household(OwnedRow):
    """People who share a home and a story; itself a subject. `language` is the family's."""

    subject = ("NULL::uuid", "id")

    language = models.CharField(max_length=10, default="en")
    communities = models.ManyToManyField(Community, through="HouseholdCommunity", related_name="+")
    time_zone = models.CharField(max_length=50, default="America/Phoenix")


class HouseholdCommunity(models.Model):
    """Where a family takes part. Whoever is kept from somebody at home is not told where else."""

    access = Custom(
        select="kw_sees_household(household_id) AND (kw_kind() <> 'family'"
        " OR community_id = kw_community() OR kw_shares_home(household_id))",
        insert="kw_sees_household(household_id)",
    )

    household = models.ForeignKey(Household, models.CASCADE)
    community = models.ForeignKey(Community, models.PROTECT)


class Person(OwnedRow):
    """One human being as one owner knows them; a subject. Names are stored as typed.

    An expected child has a due date and no birth date; nobody invents one.
    """

    subject = ("id", "NULL::uuid")

    given_name = models.CharField(max_length=NAME_LIMIT)
    family_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    name_keys = ArrayField(models.CharField(max_length=80), default=list)
    birth_date = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["name_keys"], name="person_name_keys"),
            models.Index(fields=["birth_date"], name="person_birth_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date=None) | Q(due_date=None), name="born_or_expected"
            )
        ]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class SubjectRow(OwnedRow):
    """A row about exactly one subject, a person or a household.

    said_in: the household it was said in; context, never the ground of access.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_in = models.UUIDField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, household__isnull=False)
                | Q(person__isnull=False, household=None),
                name="%(app_label)s_%(class)s_one_subject",
            )
        ]


class HouseholdMember(OwnedRow):
    """A person in a household, from, until, with a share (joint custody) and a branch."""

    subject = ("NULL::uuid", "household_id")

    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=20, choices=[(name, name) for name in RELATIONS])
    share = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    branch = models.CharField(max_length=20, default="main")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0) & Q(share__lte=1), name="member_share_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="member_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["household", "person"], condition=Q(ends=None), name="member_once_at_a_time"
            ),
        ]


class IdentityLink(models.Model):
    """Two rows are one human being: who says so, and why. Ending it restores both exactly.

    Nothing is merged. Readers resolve the cluster, and the stricter of all consents, blocks and
    protections counts; no link ever shows more. Only a supervisor says so: of an agency that works
    with both, or of the one that the family answered (Match).
    """

    access = Custom(
        select=f"kw_works_for(linked_by_id) OR ({BOTH})",
        insert="kw_works_for(linked_by_id) AND kw_may_link(one_id, other_id)",
        update=f"kw_role() = 'supervisor' AND (kw_works_for(linked_by_id) OR ({BOTH}))",
        columns=("ends", "ended_by_id", "ended_why"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    linked_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="identity_link_in_order"),
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(ends=None), name="identity_linked_once"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="identity_link_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["other"], name="identity_link_other")]


class Match(models.Model):
    """A person was written down whom another office knows by the same names and birth date.

    The family of the older row (`one`) is asked, on its own channel, whether that is the same person;
    its yes is a task for the supervisors of the agency that answers for that row (`agency`). Whoever
    wrote the newer row learns nothing, whatever the answer.
    """

    access = Custom(
        select="kw_is_household(household_id) AND kw_shares_home(household_id)"
        " OR (kw_role() = 'supervisor' AND answer = 'yes' AND kw_works_for(agency_id))"
        " OR (kw_kind() = 'clock' AND id = kw_actor())"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    answer = models.CharField(max_length=3, blank=True, choices=[("yes", "yes"), ("no", "no")])
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="match_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="match_answered_with_its_time",
            ),
        ]
        indexes = [models.Index(fields=["agency", "settled_at"], name="match_of_agency")]


class ExternalId(models.Model):
    """What another system calls a person, referral, episode or organization."""

    access = Custom(
        select="kw_sees_target(target_kind, target_id)",
        insert="kw_sees_target(target_kind, target_id)",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target_kind = models.CharField(max_length=20)
    target_id = models.UUIDField()
    system = models.CharField(max_length=200)
    type = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=200)
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "system", "type", "value", "target_kind"],
                name="external_id_once_per_owner",
            )
        ]
        indexes = [models.Index(fields=["target_id"], name="external_id_target")]
