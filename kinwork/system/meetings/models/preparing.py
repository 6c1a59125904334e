"""Before a meeting: when it is, what is proposed, its agenda."""

from django.db import models
from django.db.models import F, Q

from kinwork.common.models import choices
from kinwork.common.tables import Custom
from kinwork.system.meetings.rules import ITEM_KINDS, KINDS, LONGEST, MEETING, SHORTEST, SOURCES
from kinwork.system.partnerships.models import LED, ROWS, SEEN, Member, PartnershipRow


class Meeting(PartnershipRow):
    """sequence: rises with each change that its
    calendar files tell. invited_at: when its agenda was first sent."""

    access = ROWS

    kind = models.CharField(max_length=8, choices=choices(KINDS))
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    online = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=choices(MEETING.states), default=MEETING.first)
    sequence = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    why_off = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(state="open"), name="one_meeting_open"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST) & Q(minutes__lte=LONGEST),
                name="meeting_of_a_length",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "called off"), opened_at=None)
                | (Q(state__in=("open", "over")) & Q(opened_at__isnull=False)),
                name="meeting_opened_when",
            ),
            models.CheckConstraint(
                condition=(Q(state="over") & Q(closed_at__gte=F("opened_at")))
                | (~Q(state="over") & Q(closed_at=None)),
                name="meeting_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="called off") | ~Q(why_off=""), name="meeting_off_why"
            ),
        ]


class Proposal(PartnershipRow):
    """Something for an agenda, from a member's people or, in a worker's words, from a family."""

    access = Custom(select=SEEN, insert=SEEN, update=LED, columns=("taken", "answer"))

    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    from_family = models.BooleanField(default=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    taken = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="proposal_has_title"),
            models.CheckConstraint(
                condition=~Q(taken=False) | ~Q(answer=""), name="proposal_answered_why"
            ),
        ]


class AgendaItem(PartnershipRow):
    """number: its place on the agenda. source, source_id: what it came from. notes: what was said."""

    access = Custom(
        select=SEEN,
        insert=LED,
        update=LED,
        delete=LED,
        columns=("number", "kind", "title", "about", "owner", "minutes", "papers", "notes"),
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=choices(ITEM_KINDS))
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField()
    papers = models.TextField(blank=True)
    source = models.CharField(max_length=10, blank=True, choices=choices(SOURCES))
    source_id = models.UUIDField(null=True)
    notes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="agenda_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["meeting", "source", "source_id"],
                condition=Q(source_id__isnull=False),
                name="agenda_source_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_title"),
        ]
