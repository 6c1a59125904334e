"""Releases of families' words, and topics that become points of the partners' agenda. About no family."""

from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom
from kinwork.system.loop.models import REPORT
from kinwork.system.meetings.models import Proposal
from kinwork.system.partnerships.models import Partnership
from kinwork.system.results.models import LEADS
from kinwork.system.voice.rules import LEAST, SOURCES

ACROSS = (
    "(community_id = kw_community() AND kw_active() AND kw_role() IN ('coordinator', 'backbone lead',"
    " 'analyst', 'evaluator', 'state viewer', 'supervisor'))"
)
PARTNERS = "EXISTS (SELECT FROM partnerships_partnership p WHERE p.id = partnership_id)"
LEADS_THIS = LEADS.format("voice_topic")


class VoiceRelease(models.Model):
    """One half year of one community, counted once; small numbers are not in it."""

    access = Custom(select=f"({REPORT}) OR {ACROSS}", insert=REPORT)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    made_at = models.DateTimeField()
    least = models.PositiveSmallIntegerField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "starts"], name="voice_release_once_a_period"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="voice_has_days"),
            models.CheckConstraint(condition=Q(least__gte=LEAST), name="voice_least_cell_11"),
        ]


class Topic(models.Model):
    """What enough families asked for, did not get or complained of (code), put forward to the partners;
    and what these did about it, in both languages, once it is told to everybody."""

    access = Custom(
        select=f"told_at IS NOT NULL OR ({LEADS_THIS}) OR {PARTNERS}",
        insert=LEADS_THIS,
        update=LEADS_THIS,
        columns=("did_en", "did_es", "told_at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=choices(SOURCES))
    code = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()
    n = models.PositiveIntegerField()
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    did_en = models.CharField(max_length=500, blank=True)
    did_es = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "source", "code", "starts"], name="topic_once_a_period"
            ),
            models.CheckConstraint(condition=Q(n__gte=LEAST), name="topic_never_small"),
            models.CheckConstraint(
                condition=Q(told_at=None) | (~Q(did_en="") & ~Q(did_es="")),
                name="topic_told_in_both_languages",
            ),
        ]
