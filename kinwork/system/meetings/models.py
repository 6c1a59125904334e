"""Meetings of a partnership: agenda, attendance, decisions, minutes, promises. About no family."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.measure.deciding import BASES, RULES, VOICES, WAYS
from kinwork.system.common_work.models import Change
from kinwork.system.meetings.rules import (
    HOWS,
    ITEM_KINDS,
    KINDS,
    LONGEST,
    MEETING,
    MINUTES,
    PROMISE,
    SHORTEST,
    SOURCES,
)
from kinwork.system.partnerships.models import (
    LED,
    ROWS,
    SEEN,
    Charter,
    Member,
    PartnershipRow,
    Seat,
)
from kinwork.system.partnerships.rules import MINUTES_FOR
from kinwork.system.results.models import Measure

# A seat's link opens its own ballot, and by it the one decision; the clock closes one decision.
MY_BALLOT = "(kw_kind() = 'link' AND id = kw_actor())"
BY_LINK = (
    "(kw_kind() = 'link' AND EXISTS"
    " (SELECT FROM meetings_ballot b WHERE b.decision_id = {0} AND b.id = kw_actor()))"
)
BY_CLOCK = "(kw_kind() = 'clock' AND {0} = kw_actor())"
# Whoever works for the member that promised.
OF_MEMBER = (
    "(kw_active() AND kw_role() IN ('supervisor', 'coordinator', 'account administrator') AND EXISTS"
    " (SELECT FROM partnerships_member m WHERE m.id = {0} AND m.agency_id = kw_hat()))"
)


def _choices(words) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class Meeting(PartnershipRow):
    """sequence: rises with each change that its
    calendar files tell. invited_at: when its agenda was first sent."""

    access = ROWS

    kind = models.CharField(max_length=8, choices=_choices(KINDS))
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    online = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=_choices(MEETING.states), default=MEETING.first)
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
    kind = models.CharField(max_length=8, choices=_choices(ITEM_KINDS))
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField()
    papers = models.TextField(blank=True)
    source = models.CharField(max_length=10, blank=True, choices=_choices(SOURCES))
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


class Attendance(PartnershipRow):
    """A seat was there from, until: who spoke for it, how. holder: the seat that carried its voice."""

    access = ROWS

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=_choices(WAYS))
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
    how = models.CharField(max_length=6, choices=_choices(HOWS))
    rule = models.CharField(max_length=12, choices=_choices(RULES))
    base = models.CharField(max_length=10, choices=_choices(BASES))
    ways = ArrayField(models.CharField(max_length=10, choices=_choices(WAYS)), default=list)
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
        choices=_choices(("adopted", "rejected", "impasse", "without quorum")),
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
    said = models.CharField(max_length=8, blank=True, choices=_choices(VOICES))
    marks = models.CharField(max_length=40, blank=True)
    recused = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    said_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, blank=True, choices=_choices(WAYS))
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


class Minutes(PartnershipRow):
    """What is written of one meeting. readers: for whom it was published, "" before. group, title,
    held_on: of the partnership and the meeting, for whoever reads these rows alone."""

    access = Custom(
        select=f"{SEEN} OR (readers = 'everybody')",
        insert=LED,
        update=LED,
        columns=("text", "state", "approved_in_id", "readers", "published_at"),
    )

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="written")
    group = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    text = models.TextField()
    state = models.CharField(max_length=8, choices=_choices(MINUTES.states), default=MINUTES.first)
    approved_in = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    readers = models.CharField(max_length=9, blank=True, choices=_choices(MINUTES_FOR))
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", approved_in=None)
                | (Q(state="approved") & Q(approved_in__isnull=False)),
                name="minutes_approved_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(readers="", published_at=None)
                | (~Q(readers="") & Q(published_at__isnull=False)),
                name="minutes_published_when",
            ),
        ]


class Correction(PartnershipRow):
    """What minutes said before they were corrected, when, and why. Never changed."""

    access = Custom(select=SEEN, insert=LED)

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="corrections")
    before = models.TextField()
    why = models.CharField(max_length=300)
    made_at = models.DateTimeField()


class Promise(PartnershipRow):
    """What a member will do, by when. evidence: what shows that it was done; words of why else."""

    access = Custom(
        select=SEEN,
        insert=LED,
        update=f"{LED} OR {OF_MEMBER.format('member_id')}",
        columns=("due_on", "state", "closed_on", "evidence", "postponed"),
    )

    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    due_on = models.DateField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="promises")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="promises")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=_choices(PROMISE.states), default=PROMISE.first)
    closed_on = models.DateField(null=True)
    evidence = models.CharField(max_length=1000, blank=True)
    postponed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="promise_has_words"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | (~Q(state="open") & Q(closed_on__isnull=False) & ~Q(evidence="")),
                name="promise_ends_with_words",
            ),
        ]


class PromiseStep(PartnershipRow):
    """What became of a promise, step by step: a new day and why, or its end."""

    access = Custom(
        select=SEEN,
        insert=f"{LED} OR EXISTS (SELECT FROM meetings_promise p WHERE p.id = promise_id AND"
        f" {OF_MEMBER.format('p.member_id')})",
    )

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=8, choices=_choices(("postpone", "keep", "let_go")))
    on = models.DateField()
    at = models.DateTimeField()
    due_on = models.DateField(null=True)
    words = models.CharField(max_length=1000)


class Effect(PartnershipRow):
    """What a decision changed: a change in policy, program or practice, or the measure that shows it."""

    access = Custom(select=SEEN, insert=LED)

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="effects")
    change = models.ForeignKey(Change, models.PROTECT, null=True, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "change"], name="effect_change_once"),
            models.UniqueConstraint(fields=["decision", "measure"], name="effect_measure_once"),
            models.CheckConstraint(
                condition=Q(change__isnull=False) | Q(measure__isnull=False),
                name="effect_on_something",
            ),
        ]
