"""What is kept from somebody in particular, and what is shown note by note."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import CLASS_CHOICES, Household, Person
from kinwork.trust.access.rules import NO_STANDING, WITHHOLDING_KINDS

# Whoever the family has shut out of any home of these sets nothing down for it either.
SHUT_OUT = (
    "EXISTS (SELECT FROM unnest(kw_own_homes(person_id, household_id)) AS home"
    " WHERE kw_shut_from(home))"
)


class Withholding(models.Model):
    """A protected branch, a court order, a minor's own service or a safety flag.

    About a person, or a whole household. from_person: who may not see; from_agency: which agency
    may not; neither: every caregiver who is not the subject and not of `branch`. classes empty: all
    of them. A court order or safety flag that names a person also ends that person's standing: they
    neither permit nor refuse for this subject any more. Whom it is held against never sees it.
    """

    access = Custom(
        select="kw_works_for(recorded_by_id) OR (kw_kind() = 'family' AND set_by_id = kw_actor())",
        insert="(kw_works_for(recorded_by_id) AND kw_sees_subject(person_id, household_id)"
        f" AND NOT {SHUT_OUT})"
        # of one's own alone: nobody shuts the other parent out of a shared child by a tap
        " OR (kw_kind() = 'family' AND set_by_id = kw_actor() AND recorded_by_id IS NULL"
        " AND kind = 'protected branch' AND person_id = kw_actor()"
        " AND kw_own_branch(person_id, NULL))",
        update="kw_works_for(recorded_by_id) OR (kw_kind() = 'family' AND set_by_id = kw_actor())",
        columns=("ends", "reviewed_at", "reviewed_by_id"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in WITHHOLDING_KINDS])
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    branch = models.CharField(max_length=20, blank=True)
    from_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    from_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    classes = ArrayField(models.CharField(max_length=20, choices=CLASS_CHOICES), default=list)
    work = models.UUIDField(null=True)
    evidence = models.CharField(max_length=200, default="told")
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, household__isnull=False)
                | Q(person__isnull=False, household=None),
                name="withholding_one_subject",
            ),
            models.CheckConstraint(
                condition=~Q(set_by=None, recorded_by=None), name="withholding_set_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=NO_STANDING)
                | Q(from_person__isnull=False)
                | Q(from_agency__isnull=False),
                name="withholding_order_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(from_person=None) | Q(from_agency=None),
                name="withholding_from_one",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="withholding_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="withholding_person"),
            models.Index(fields=["household"], name="withholding_household"),
        ]


class RowShare(models.Model):
    """The family shows one agency one note. `row`: the note's id."""

    access = Custom(
        select="kw_shares_home(household_id) OR kw_works_for(agency_id)",
        insert="kw_shares_home(household_id)",
        update="kw_shares_home(household_id)",
        columns=("ends",),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row = models.UUIDField()
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["row", "agency"], condition=Q(ends=None), name="row_shared_once"
            )
        ]
