"""The grounds of access: ties, authority, blocks; what is due; what lies on a desk."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import CLASS_CHOICES, Household, Person
from kinwork.trust.access.rules import AUTHORITY_KINDS, GLASS_TIME, TIE_KINDS
from kinwork.trust.access.snoozing import SNOOZE_REASONS


def _named(codes):
    return [(code, code) for code in codes]


class Tie(models.Model):
    """Why somebody is let near a subject: a live intake, assignment, team, referral or link.

    agency None and user None: a link holder's. classes empty: all that the role allows.
    work: the intake, referral or plan that opened it, and that closes it by ending.
    """

    access = Custom(
        select="kw_sees_tie(agency_id, user_id, household_id, person_id, work)",
        insert="kw_opens_tie(agency_id, user_id, household_id, person_id, kind, work)",
        update="kw_closes_tie(agency_id, household_id, person_id, work)",
        columns=("ends",),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in TIE_KINDS])
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    classes = ArrayField(models.CharField(max_length=20, choices=CLASS_CHOICES), default=list)
    work = models.UUIDField(null=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, household__isnull=False)
                | Q(person__isnull=False, household=None),
                name="tie_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="tie_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="glass")
                | (
                    Q(ends__isnull=False, user__isnull=False)
                    & Q(ends__lte=F("starts") + GLASS_TIME)
                ),
                name="tie_glass_at_most_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "agency"], name="tie_household"),
            models.Index(fields=["person", "agency"], name="tie_person"),
            models.Index(fields=["work"], name="tie_work"),
            models.Index(fields=["agency", "user"], name="tie_agency"),
        ]


# Whoever works with the family now, in their own agency's name.
TIED = (
    "kw_kind() = 'staff' AND kw_sees_subject(person_id, NULL) AND kw_tied(person_id, NULL, NULL)"
    " AND NOT EXISTS (SELECT FROM unnest(kw_own_homes(person_id, NULL)) AS home"
    " WHERE kw_shut_from(home))"
)


class Authority(models.Model):
    """Who may consent for whom: a parent, guardian, foster agency or court, or oneself.

    holder_name: a court or an agency that is not in this house. scope: classes; empty: all.
    recorded_by: the agency whose worker saw the evidence; None: a caregiver said it of a child for
    whom nobody else answers. Who is kept from somebody at home sees only what they hold themselves.
    """

    access = Custom(
        select="kw_sees_subject(person_id, NULL) AND (kw_kind() <> 'family'"
        " OR holder_person_id = kw_actor() OR kw_shares_home(kw_hat()))",
        insert=f"({TIED} AND recorded_by_id = kw_hat()) OR (kw_kind() = 'family'"
        " AND recorded_by_id IS NULL AND kind = 'parent' AND holder_person_id = kw_actor()"
        " AND kw_nobody_answers_for(person_id))",
        update=f"{TIED} AND (recorded_by_id IS NULL OR recorded_by_id = kw_hat())",
        columns=("ends", "ended_because"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorities")
    holder_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    holder_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    holder_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in AUTHORITY_KINDS])
    scope = ArrayField(models.CharField(max_length=20), default=list)
    evidence = models.CharField(max_length=200, default="told")
    recorded_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "authorities"
        constraints = [
            models.CheckConstraint(
                condition=~Q(holder_person=None, holder_agency=None, holder_name=""),
                name="authority_has_a_holder",
            ),
            models.CheckConstraint(
                condition=~Q(kind="self") | Q(holder_person=F("person")),
                name="authority_self_is_ones_own",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="authority_ends_after_start",
            ),
        ]


class Block(models.Model):
    """The family does not want this person or agency to see anything. Whoever something of the home
    is kept from says no such thing for it: nobody stops another's help out of spite."""

    access = Custom(
        select="kw_shares_home(household_id)",
        insert="kw_shares_home(household_id)",
        update="kw_shares_home(household_id)",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=None, agency=None), name="block_names_somebody"
            )
        ]


# Somebody, or the clock: not a passer-by.
ACTS = "kw_kind() IN ('staff', 'family', 'link', 'clock')"


class Due(models.Model):
    """What a clock has to look at, and when. No content: object, clock, time, kind.

    failures: how often in a row the deed failed; error: the name of the last error's class, no more.
    """

    access = Custom(select=ACTS, insert=ACTS, update=ACTS, delete=ACTS)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    target = models.UUIDField()
    clock = models.CharField(max_length=40)
    at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "clock"], name="one_clock_a_target")
        ]
        indexes = [models.Index(fields=["at"], name="due_at")]


# Asked once a statement, not once a row: a desk may hold thousands of lines.
OUR_DESK = "agency_id = kw_hat() AND (SELECT kw_works_for(kw_hat()))"


class WorkItem(models.Model):
    """A line on a desk: whose, until when, what kind, which record. No family content.

    snoozed_until: out of the way until then, never beyond its own clock; it comes back by itself.
    """

    access = Custom(select=OUR_DESK, update=OUR_DESK)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=40)
    target = models.UUIDField()
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    snooze_reason = models.CharField(max_length=30, blank=True, choices=_named(SNOOZE_REASONS))
    snoozed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "target"],
                condition=Q(closed_at=None),
                name="one_open_item_a_target",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None, snooze_reason="", snoozed_by=None)
                | Q(
                    snoozed_until__isnull=False,
                    snooze_reason__in=SNOOZE_REASONS,
                    snoozed_by__isnull=False,
                ),
                name="snooze_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until=None)
                | Q(due_at=None)
                | Q(snoozed_until__lte=F("due_at")),
                name="snooze_within_its_clock",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "opened_at"],
                condition=Q(closed_at=None),
                name="open_work_items",
            ),
            models.Index(
                fields=["target"], condition=Q(closed_at=None), name="open_lines_of_a_target"
            ),
        ]


class Handover(models.Model):
    """Work of one worker given to a colleague: who, to whom, by whom, which, with what word."""

    access = Custom(
        select=f"{OUR_DESK} AND (kw_actor() IN (giver_id, taker_id, by_id)"
        " OR kw_role() = 'supervisor')",
        insert=f"{OUR_DESK} AND by_id = kw_actor()"
        " AND (giver_id = kw_actor() OR kw_role() = 'supervisor')",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    targets = ArrayField(models.UUIDField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="handover_to_somebody_else"
            ),
        ]
