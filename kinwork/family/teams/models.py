"""The care team: memberships, the lead, how the lead was handed over, and words to and from the lead."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.models import choices
from kinwork.common.tables import Custom
from kinwork.directory.models import Organization
from kinwork.family.referrals.models import Referral
from kinwork.family.teams.rules import BECAUSE, HANDOVER_STATES, MOST_LETTERS, ROLES, SIDES
from kinwork.people.models import SubjectRow

ROW = "id, owner_id, recorded_by_id, {}, person_id, household_id, sealed_at, labels"
# By the rule: the class of the work, and the class of what a team shares.
BY_RULE = f"(kw_may_see({ROW.format('sensitivity')}) AND kw_may_see({ROW.format(repr('plan'))}))"
STAFF = (
    "sealed_at IS NULL AND NOT kw_shut_from(household_id)"
    " AND kw_role_allows(kw_role(), sensitivity, true)"
)
THE_REFERRAL = "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id)"
A_PARTY = (
    "EXISTS (SELECT FROM referrals_referral r"
    " WHERE r.id = referral_id AND kw_hat() IN (r.sender_id, r.receiver_id))"
)
# The family: whoever may read the referral. Staff: the two agencies of the referral read each other;
# everybody else what the rule lets them. The clock of the referral, or of the home.
MEMBER = (
    "sealed_at IS NULL AND CASE kw_kind() WHEN 'clock' THEN kw_clock_for(household_id)"
    f" WHEN 'family' THEN {THE_REFERRAL}"
    f" WHEN 'staff' THEN {STAFF} AND ({A_PARTY} OR {BY_RULE}) ELSE false END"
)
CLOCK = "kw_kind() = 'clock' AND kw_clock_for(household_id)"
LEAD = (
    "sealed_at IS NULL AND CASE kw_kind() WHEN 'clock' THEN kw_clock_for(household_id)"
    " WHEN 'family' THEN kw_shares_home(household_id) AND NOT kw_comes_alone(agency_id, household_id)"
    f" WHEN 'staff' THEN {STAFF} AND (kw_works_for(agency_id) OR {BY_RULE}) ELSE false END"
)
# What was written to hand over: whoever wrote it, and whoever is asked while the rule lets them.
HANDED = (
    "sealed_at IS NULL AND CASE kw_kind() WHEN 'clock' THEN kw_clock_for(household_id)"
    " WHEN 'family' THEN kw_shares_home(household_id) AND NOT kw_comes_alone(giver_id, household_id)"
    " AND NOT kw_comes_alone(taker_id, household_id)"
    f" WHEN 'staff' THEN {STAFF} AND (kw_works_for(giver_id)"
    f" OR (kw_works_for(taker_id) AND {BY_RULE})) ELSE false END"
)
# Between the family and the agency that leads, or led.
SAID = (
    "sealed_at IS NULL AND CASE kw_kind() WHEN 'clock' THEN kw_clock_for(household_id)"
    " WHEN 'family' THEN kw_shares_home(household_id)"
    f" WHEN 'staff' THEN {STAFF} AND kw_works_for(agency_id) AND kw_sees_household(household_id)"
    " ELSE false END"
)
LEADS_NOW = (
    "EXISTS (SELECT FROM teams_lead l WHERE l.household_id = teams_teammessage.household_id"
    " AND l.agency_id = teams_teammessage.agency_id AND l.ends IS NULL)"
)
SAYS = (
    f"{SAID} AND owner_id IS NULL AND CASE kw_kind()"
    " WHEN 'family' THEN by_family AND recorded_by_id IS NULL"
    " WHEN 'staff' THEN NOT by_family AND recorded_by_id = kw_hat() ELSE false END"
    f" AND {LEADS_NOW}"
)


class Member(SubjectRow):
    """One side of a referral on the family's team; of the referral's class.

    agency None: the organization has signed nothing here. confirmed_at None: asked only. Written by
    the referral itself.
    """

    access = Custom(select=MEMBER, insert=CLOCK, update=CLOCK)

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="team")
    side = models.CharField(max_length=10, choices=choices(SIDES))
    role = models.CharField(max_length=10, choices=choices(ROLES))
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starts = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True, choices=choices(BECAUSE))

    class Meta(SubjectRow.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=False, person=None), name="member_of_a_household"
            ),
            models.UniqueConstraint(
                fields=["referral", "side"], condition=Q(ends=None), name="one_member_a_side"
            ),
            models.CheckConstraint(
                condition=Q(ends=None, ended_because="")
                | (Q(ends__isnull=False) & ~Q(ended_because="")),
                name="member_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(role="asked", confirmed_at=None)
                | (~Q(role="asked") & Q(confirmed_at__isnull=False)),
                name="member_confirmed_who_works",
            ),
            models.CheckConstraint(
                condition=~Q(agency=None) | Q(organization__isnull=False),
                name="member_is_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="team_member_ends_after"
            ),
        ]
        indexes = [models.Index(fields=["household", "ends"], name="team_of_household")]


class Lead(SubjectRow):
    """Who leads a household's team, from, until. One at a time. Class plan."""

    access = Custom(select=LEAD, insert=CLOCK, update=CLOCK, columns=("ends", "user_id"))

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta(SubjectRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(ends=None), name="one_lead_a_household"
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False, person=None), name="lead_of_a_household"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="lead_ends_after_start"
            ),
        ]


class LeadHandover(SubjectRow):
    """The lead asks another agency to lead, with a written summary; it says yes or no. Class plan."""

    access = Custom(
        select=HANDED,
        insert=f"{STAFF} AND kw_kind() = 'staff' AND kw_works_for(giver_id)"
        " AND recorded_by_id = kw_hat() AND owner_id IS NULL"
        f" AND kw_may_write({ROW.format('sensitivity')})",
        update=CLOCK,
        columns=("state", "answered_at", "answered_by_id"),
    )

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    summary = models.TextField(max_length=MOST_LETTERS)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=choices(HANDOVER_STATES), default="open")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(SubjectRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=Q(state="open"), name="one_open_handover"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="handover_answered_with_its_time",
            ),
            models.CheckConstraint(condition=~Q(summary=""), name="handover_says_something"),
            models.CheckConstraint(
                condition=~Q(giver=F("taker")), name="lead_handover_to_somebody_else"
            ),
        ]


class TeamMessage(SubjectRow):
    """Words between the family and the agency that leads its team. Class plan. Text only."""

    access = Custom(
        select=SAID,
        insert=SAYS,
        update=CLOCK,
        columns=("answered_at",),
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by_family = models.BooleanField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    body = models.TextField(max_length=MOST_LETTERS)
    said_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta(SubjectRow.Meta):
        abstract = False
        ordering = ["said_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="team_message_says_something"),
            models.CheckConstraint(
                condition=Q(by_family=True, said_by=None)
                | Q(by_family=False, said_by__isnull=False),
                name="team_message_said_by_one_side",
            ),
        ]
        indexes = [models.Index(fields=["household", "said_at"], name="team_messages_of_home")]
