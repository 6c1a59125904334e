"""In a meeting, and in writing: who was there, what was put to the seats, what each seat said."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom
from kinwork.measure.deciding import BASES, RULES, VOICES, WAYS
from kinwork.system.meetings.models.preparing import AgendaItem, Meeting
from kinwork.system.meetings.rules import HOWS
from kinwork.system.partnerships.models import LED, ROWS, SEEN, Charter, PartnershipRow, Seat

# A seat's link opens its own ballot, and by it the one decision; the clock closes one decision.
MY_BALLOT = "(kw_kind() = 'link' AND id = kw_actor())"
BY_LINK = (
    "(kw_kind() = 'link' AND EXISTS"
    " (SELECT FROM meetings_ballot b WHERE b.decision_id = {0} AND b.id = kw_actor()))"
)
BY_CLOCK = "(kw_kind() = 'clock' AND {0} = kw_actor())"


class Attendance(PartnershipRow):
    """A seat was there from, until: who spoke for it, how. holder: the seat that carried its voice."""

    access = ROWS

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=choices(WAYS))
    holder = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"], condition=Q(left_at=None), name="there_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")), name="left_after_came"
            ),
            models.CheckConstraint(
                condition=Q(way="proxy", holder__isnull=False) | (~Q(way="proxy") & Q(holder=None)),
                name="proxy_has_holder",
            ),
            models.CheckConstraint(
                condition=Q(holder=None) | ~Q(holder=F("seat")), name="no_own_proxy"
            ),
        ]


class Decision(PartnershipRow):
    """What was put to the seats, and what came of it. meeting None: in writing, until closes_at.

    group, community: as the partnership is called and where it is, for a seat's link, which reads this
    row and not the partnership. rule, base, ways, seats, needed_there: by what it is counted, as it
    stood when it was put. how: yes or no, an order, or dots; options: what is chosen among. outcome:
    "" while it is open.
    """

    access = Custom(
        select=f"{SEEN} OR {BY_LINK.format('meetings_decision.id')} OR {BY_CLOCK.format('id')}",
        insert=LED,
        update=f"{LED} OR {BY_CLOCK.format('id')}",
        columns=(*("outcome", "closed_at", "counted_there", "counts", "chosen", "tied"),),
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions")
    charter = models.ForeignKey(Charter, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    group = models.CharField(max_length=200)
    text = models.TextField()
    how = models.CharField(max_length=6, choices=choices(HOWS))
    rule = models.CharField(max_length=12, choices=choices(RULES))
    base = models.CharField(max_length=10, choices=choices(BASES))
    ways = ArrayField(models.CharField(max_length=10, choices=choices(WAYS)), default=list)
    options = ArrayField(models.CharField(max_length=200), default=list)
    dots = models.PositiveSmallIntegerField(default=0)
    put_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    seats = models.PositiveSmallIntegerField()
    needed_there = models.PositiveSmallIntegerField()
    counted_there = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(
        max_length=16,
        blank=True,
        choices=choices(("adopted", "rejected", "impasse", "without quorum")),
    )
    counts = models.JSONField(default=dict)
    chosen = ArrayField(models.PositiveSmallIntegerField(), default=list)
    tied = ArrayField(models.PositiveSmallIntegerField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="decision_has_text"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None)
                | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="decision_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(meeting=None, closes_at__isnull=False)
                | (Q(meeting__isnull=False) & Q(closes_at=None)),
                name="in_a_meeting_or_in_writing",
            ),
            models.CheckConstraint(
                condition=Q(how="voices", options=[]) | (~Q(how="voices") & ~Q(options=[])),
                name="options_where_chosen",
            ),
        ]


class Ballot(PartnershipRow):
    """One seat's voice on one decision; said_at None: it has not spoken yet. until: the deadline of a
    written vote; after it its link writes nothing, whatever asks for it. way: how the seat was there, in a
    meeting. marks: letters of the
    options, the dearest first, or one letter a dot. by_link: the seat's own link was used."""

    access = Custom(
        select=f"{SEEN} OR {MY_BALLOT} OR {BY_CLOCK.format('decision_id')}",
        insert=LED,
        update=f"{LED} OR ({MY_BALLOT} AND kw_now() < until) OR {BY_CLOCK.format('decision_id')}",
        columns=("said", "marks", "recused", "reason", "said_at", "by_link", "came_by", "by_name"),
    )

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    said = models.CharField(max_length=8, blank=True, choices=choices(VOICES))
    marks = models.CharField(max_length=40, blank=True)
    recused = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, blank=True, choices=choices(WAYS))
    by_link = models.BooleanField(default=False)
    came_by = models.CharField(max_length=100, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "seat"], name="one_ballot_a_seat"),
            models.CheckConstraint(
                condition=~Q(said="object") | ~Q(reason=""), name="ballot_objects_why"
            ),
            models.CheckConstraint(
                condition=Q(recused=False) | Q(said="", marks=""), name="ballot_recused_is_silent"
            ),
            models.CheckConstraint(
                condition=Q(said_at__isnull=False) | Q(said="", marks="", recused=False),
                name="ballot_said_when",
            ),
        ]
