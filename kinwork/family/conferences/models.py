"""Joint case conferences: the date, who is invited, the agenda, what was said, and what follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.models import choices
from kinwork.common.tables import Custom, FamilyRows
from kinwork.family.conferences.rules import (
    ANSWERS,
    FOLLOW_UPS,
    IN_PLAN,
    ITEMS,
    MOST_LETTERS,
    MOST_WORDS,
    NOTES,
    OWNERS,
    STATES,
    WAYS,
)
from kinwork.family.plans.models import Step
from kinwork.family.referrals.models import Referral
from kinwork.family.teams.models import A_PARTY, BY_RULE, CLOCK, ROW, STAFF, THE_REFERRAL
from kinwork.people.models import SubjectRow

SEES = f"kw_may_see({ROW.format('sensitivity')})"
WRITES = f"kw_may_write({ROW.format('sensitivity')})"
OF_ONES_OWN = "kw_works_for(recorded_by_id) AND recorded_by_id = kw_hat() AND owner_id IS NULL"


def _for(family: str, staff: str) -> str:
    """Who reads: the clock of the home, the family, staff whom the family has not shut out."""
    return (
        "sealed_at IS NULL AND CASE kw_kind() WHEN 'clock' THEN kw_clock_for(household_id)"
        f" WHEN 'family' THEN kw_shares_home(household_id) AND {family}"
        f" WHEN 'staff' THEN {STAFF} AND kw_sees_household(household_id) AND ({staff})"
        " ELSE false END"
    )


# Whoever has no agreement any more reads nothing that others wrote; asked once a statement.
IN_FORCE = "(SELECT kw_party(kw_hat(), 'participation'))"
OPENLY = "NOT kw_comes_alone({}, household_id)"
INVITED = (
    f"{IN_FORCE} AND EXISTS (SELECT FROM conferences_invitation i"
    " WHERE i.conference_id = conferences_conference.id AND i.agency_id = kw_hat())"
)
THE_CONFERENCE = "EXISTS (SELECT FROM conferences_conference c WHERE c.id = conference_id)"


class Conference(SubjectRow):
    """One date of a family's team. Class plan. Who is invited reads the date; the rest by the rule.

    family_answer: empty: invited. family_came: None until it was held.
    """

    access = Custom(
        select=_for(OPENLY.format("called_by_id"), f"kw_works_for(called_by_id) OR ({INVITED})"),
        insert=f"kw_kind() = 'staff' AND {STAFF} AND kw_works_for(called_by_id)"
        f" AND {OF_ONES_OWN} AND {WRITES}",
        update=CLOCK,
    )

    called_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    called_by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=50)
    minutes = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=12, choices=choices(WAYS))
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=choices(STATES), default="planned")
    family_answer = models.CharField(max_length=3, blank=True, choices=choices(ANSWERS))
    family_came = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta(SubjectRow.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(household__isnull=False, person=None), name="conference_of_a_household"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", settled_at=None)
                | (~Q(state="planned") & Q(settled_at__isnull=False)),
                name="conference_settled_with_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="held", family_came__isnull=False)
                | (~Q(state="held") & Q(family_came=None)),
                name="conference_says_if_the_family_came",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="conference_lasts"),
        ]
        indexes = [models.Index(fields=["household", "starts_at"], name="conference_of_home")]


class Invitation(SubjectRow):
    """One agency of the team is invited, answers, and came or did not. Class plan."""

    access = Custom(
        select=_for(
            OPENLY.format("agency_id"),
            f"kw_works_for(agency_id) OR kw_works_for(caller_id) OR {SEES}",
        ),
        insert=f"kw_kind() = 'staff' AND {STAFF} AND kw_works_for(caller_id)"
        f" AND {OF_ONES_OWN} AND {WRITES}",
        update=CLOCK,
        columns=("answer", "answered_at", "answered_by_id", "came"),
    )

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    caller = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=3, blank=True, choices=choices(ANSWERS))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    came = models.BooleanField(null=True)

    class Meta(SubjectRow.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "agency"], name="invited_once_to_a_conference"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="invitation_answered_with_its_time",
            ),
        ]


class AgendaItem(SubjectRow):
    """What is to be talked about: an open referral, of its class; or somebody's own words, class plan.

    The family's own words are for whoever is invited: its form says so.
    """

    access = Custom(
        select=_for(
            f"(referral_id IS NULL OR {THE_REFERRAL})",
            f"{THE_CONFERENCE} AND CASE WHEN referral_id IS NULL"
            f" THEN recorded_by_id IS NULL OR recorded_by_id = kw_hat() OR {SEES} ELSE {A_PARTY} OR {BY_RULE} END",
        ),
        insert="CASE kw_kind() WHEN 'family' THEN kw_shares_home(household_id)"
        f" AND recorded_by_id IS NULL AND owner_id IS NULL AND referral_id IS NULL"
        f" AND {THE_CONFERENCE}"
        f" WHEN 'staff' THEN {STAFF} AND {OF_ONES_OWN} AND {THE_CONFERENCE}"
        f" AND (referral_id IS NULL OR {A_PARTY}) ELSE false END",
    )

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="agenda")
    kind = models.CharField(max_length=20, choices=choices(ITEMS))
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    added_at = models.DateTimeField()

    class Meta(SubjectRow.Meta):
        abstract = False
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="own words", referral=None) & ~Q(words="")
                | Q(kind="plan review", referral=None, words="")
                | (~Q(kind__in=["own words", "plan review"]) & Q(referral__isnull=False, words="")),
                name="conference_item_is_about_something",
            ),
            models.UniqueConstraint(
                fields=["conference", "referral"], name="referral_once_on_an_agenda"
            ),
        ]


class Note(SubjectRow):
    """What was said, or agreed (kind), at a conference; of the class that its author chose.

    Class plan: for the team. Class notes: the author's office owns it. Both under the rule.
    """

    access = FamilyRows(
        write=f"kw_kind() = 'staff' AND {THE_CONFERENCE}",
        read=f"(owner_id = kw_hat() OR {THE_CONFERENCE}) AND {OPENLY.format('recorded_by_id')}",
    )

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=choices(NOTES))
    body = models.TextField(max_length=MOST_LETTERS)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(SubjectRow.Meta):
        abstract = False
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="conference_note_says_something"),
            models.CheckConstraint(
                condition=Q(kind="note") | Q(sensitivity="plan"),
                name="what_was_agreed_is_for_the_team",
            ),
        ]


class FollowUp(SubjectRow):
    """What follows from a conference: what, whose, until which day. Class plan."""

    access = Custom(
        select=_for(
            OPENLY.format("agency_id"),
            f"(kw_works_for(agency_id) AND {IN_FORCE}) OR recorded_by_id = kw_hat() OR {SEES}",
        ),
        insert=f"kw_kind() = 'staff' AND {STAFF} AND {OF_ONES_OWN} AND {THE_CONFERENCE}",
        update=CLOCK,
        columns=("state", "settled_at", "settled_by_id", "step_id"),
    )

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="follow_ups")
    words = models.CharField(max_length=MOST_WORDS)
    whose = models.CharField(max_length=10, choices=choices(OWNERS))
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=choices(FOLLOW_UPS), default="open")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    step = models.OneToOneField(Step, models.PROTECT, null=True, related_name="+")

    class Meta(SubjectRow.Meta):
        abstract = False
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(whose="family", agency=None) | Q(whose="agency", agency__isnull=False),
                name="follow_up_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="follow_up_settled_with_its_time",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="follow_up_says_what"),
            models.CheckConstraint(
                condition=Q(state=IN_PLAN, step__isnull=False) | (~Q(state=IN_PLAN) & Q(step=None)),
                name="follow_up_in_the_plan_names_its_step",
            ),
        ]
