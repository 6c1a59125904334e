"""After a meeting: its minutes, what was promised, what a decision changed."""

from django.db import models
from django.db.models import Q

from kinwork.common.models import choices
from kinwork.common.tables import Custom
from kinwork.system.common_work.models import Change
from kinwork.system.meetings.models.deciding import Decision
from kinwork.system.meetings.models.preparing import Meeting
from kinwork.system.meetings.rules import MINUTES, PROMISE
from kinwork.system.partnerships.models import LED, SEEN, Member, PartnershipRow
from kinwork.system.partnerships.rules import MINUTES_FOR
from kinwork.system.results.models import Measure

# Whoever works for the member that promised.
OF_MEMBER = (
    "(kw_active() AND kw_role() IN ('supervisor', 'coordinator', 'account administrator') AND EXISTS"
    " (SELECT FROM partnerships_member m WHERE m.id = {0} AND m.agency_id = kw_hat()))"
)


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
    state = models.CharField(max_length=8, choices=choices(MINUTES.states), default=MINUTES.first)
    approved_in = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    readers = models.CharField(max_length=9, blank=True, choices=choices(MINUTES_FOR))
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
    state = models.CharField(max_length=8, choices=choices(PROMISE.states), default=PROMISE.first)
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
    verb = models.CharField(max_length=8, choices=choices(("postpone", "keep", "let_go")))
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
