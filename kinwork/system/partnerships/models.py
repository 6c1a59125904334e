"""Partnerships, their members, seats, charters and the decisions that adopted them. About no family."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom
from kinwork.system.partnerships.rules import (
    BASES,
    COMMITMENTS,
    FREQUENCIES,
    LEVELS,
    LIFE,
    MEMBER_KINDS,
    MINUTES_FOR,
    PLACES,
    QUORUMS,
    RATINGS,
    RULES,
    SEAT_KINDS,
    WAYS,
)
from kinwork.system.results.models import LEADS, Result

# Whoever leads the backbone of its community writes; whoever works for a member agency reads.
LEADS_THIS = LEADS.format("partnerships_partnership")
MEMBERS = "kw_active() AND kw_hat() = ANY (readers)"
LED = (
    "EXISTS (SELECT FROM partnerships_partnership p WHERE p.id = partnership_id AND "
    + LEADS.format("p")
    + ")"
)
SEEN = "EXISTS (SELECT FROM partnerships_partnership p WHERE p.id = partnership_id)"
ROWS = Custom(select=SEEN, insert=LED, update=LED)


class Partnership(models.Model):
    """The four answers come first: whom, better_off, together, mix.

    readers: the agencies of its members today; a policy that looked into the table of members for
    this would have to read itself.
    """

    access = Custom(select=f"({LEADS_THIS}) OR ({MEMBERS})", insert=LEADS_THIS, update=LEADS_THIS)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=choices(LEVELS))
    place = models.CharField(max_length=200)
    whom = models.TextField(blank=True)
    better_off = models.TextField(blank=True)
    together = models.TextField(blank=True)
    mix = models.TextField(blank=True)
    readers = ArrayField(models.UUIDField(), default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="partnership_named_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="partnership_not_own_parent"),
        ]


class OfPartnership(models.Model):
    """What a deed on a partnership's row has to know of it (deeds.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership: models.ForeignKey

    class Meta:
        abstract = True


class PartnershipRow(OfPartnership):
    """A row of one partnership: its policy needs nothing else."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class Goal(PartnershipRow):
    """A result that the partnership took as its own; agreed on a day, and how."""

    access = ROWS

    result = models.ForeignKey(Result, models.PROTECT, related_name="+")
    agreed_on = models.DateField(null=True)
    agreed_how = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "result"], name="goal_once"),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | ~Q(agreed_how=""), name="goal_agreed_somehow"
            ),
        ]


class Member(PartnershipRow):
    """An agency, one of its programs, or a family group; level: where it works."""

    access = ROWS

    kind = models.CharField(max_length=12, choices=choices(MEMBER_KINDS))
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=12, choices=choices(LEVELS))
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"], condition=Q(ends=None), name="member_once"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="partner_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="agency") | Q(agency__isnull=False), name="member_agency_named"
            ),
        ]


class Seat(PartnershipRow):
    """One voice. A member's, or a resident's or caregiver's own. stipend: what is paid for sitting."""

    access = ROWS

    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="seats")
    kind = models.CharField(max_length=10, choices=choices(SEAT_KINDS))
    role = models.CharField(max_length=120)
    stipend = models.CharField(max_length=200, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="member", member__isnull=False)
                | (~Q(kind="member") & Q(member=None)),
                name="seat_of_member_or_family",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="seat_ends_after_start"
            ),
        ]


class Sitting(PartnershipRow):
    """Who sits on a seat, from, until: one representative and one alternate at a time.

    authority: what shows that they may commit their organization; seen_on: when it was shown. email,
    language: where invitations and written votes go, and in which language.
    """

    access = ROWS

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sittings")
    place = models.CharField(max_length=14, choices=choices(PLACES))
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="en")
    authority = models.CharField(max_length=300, blank=True)
    seen_on = models.DateField(null=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "place"], condition=Q(ends=None), name="one_on_each_place"
            ),
            models.CheckConstraint(
                condition=Q(authority="", seen_on=None)
                | (~Q(authority="") & Q(seen_on__isnull=False)),
                name="authority_seen_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="sitting_ends_after_start"
            ),
        ]


class Charter(PartnershipRow):
    """One version of what the members agree on; each item of the standard of practice is a field.

    agenda_days: before a meeting; absences: allowed in a year; results_days: until what was decided
    is told; minutes_for: who reads minutes; ratings: how what members
    say of each other is shown; family_share: percent of seats of residents and caregivers; ways: that
    count as present.
    """

    access = ROWS

    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=choices(LIFE.states), default=LIFE.first)
    vision = models.TextField(blank=True)
    goals = models.TextField(blank=True)
    structure = models.TextField(blank=True)
    meets = models.CharField(max_length=20, choices=choices(FREQUENCIES))
    agendas = models.TextField(blank=True)
    agenda_days = models.PositiveSmallIntegerField()
    attendance = models.TextField(blank=True)
    absences = models.PositiveSmallIntegerField()
    ways = ArrayField(models.CharField(max_length=10, choices=choices(WAYS)))
    quorum = models.CharField(max_length=12, choices=choices(QUORUMS))
    rule = models.CharField(max_length=12, choices=choices(RULES))
    base = models.CharField(max_length=10, choices=choices(BASES))
    impasse = models.TextField(blank=True)
    communicating = models.TextField(blank=True)
    results_days = models.PositiveSmallIntegerField()
    accountability = models.TextField(blank=True)
    assessing = models.TextField(blank=True)
    minutes_for = models.CharField(
        max_length=9, choices=choices(MINUTES_FOR), default=MINUTES_FOR[0]
    )
    ratings = models.CharField(max_length=9, choices=choices(RATINGS), default=RATINGS[0])
    family_share = models.PositiveSmallIntegerField()
    stipends = models.TextField(blank=True)
    adopted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "version"], name="charter_version_once"),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(state="adopted"), name="one_charter_adopted"
            ),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(state="draft"), name="one_charter_drafted"
            ),
            models.CheckConstraint(condition=Q(family_share__lte=100), name="family_share_percent"),
            models.CheckConstraint(
                condition=Q(state="draft", adopted_on=None)
                | (~Q(state="draft") & Q(adopted_on__isnull=False)),
                name="charter_adopted_on_a_day",
            ),
        ]


class Commitment(PartnershipRow):
    """What one member promises under one charter, in its own words."""

    access = ROWS

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="commitments")
    member = models.ForeignKey(Member, models.PROTECT, related_name="commitments")
    working_together = models.TextField(blank=True)
    time = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    respect = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "member"], name="commitment_once")
        ]

    def said(self) -> frozenset[str]:
        return frozenset(name for name in COMMITMENTS if getattr(self, name).strip())


class Vote(PartnershipRow):
    """What a group decided about a charter on a day: the rule, every count, what came of it."""

    access = Custom(select=SEEN, insert=LED)

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="votes")
    held_on = models.DateField()
    recorded_at = models.DateTimeField()
    rule = models.CharField(max_length=12, choices=choices(RULES))
    base = models.CharField(max_length=10, choices=choices(BASES))
    outcome = models.CharField(
        max_length=16, choices=choices(("adopted", "rejected", "impasse", "without quorum"))
    )
    seats = models.PositiveSmallIntegerField()
    quorum_needed = models.PositiveSmallIntegerField()
    quorum_counted = models.PositiveSmallIntegerField()
    counts = models.JSONField()


class Voice(PartnershipRow):
    """How one seat was there, and what it said; reason: of an objection or an abstention."""

    access = Custom(select=SEEN, insert=LED)

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="voices")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=choices(WAYS))
    said = models.CharField(
        max_length=8, blank=True, choices=choices(("yes", "no", "abstain", "object"))
    )
    recused = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "seat"], name="one_voice_a_seat"),
            models.CheckConstraint(
                condition=~Q(said="object") | ~Q(reason=""), name="objection_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(recused=False) | Q(said=""), name="recused_has_no_voice"
            ),
        ]
