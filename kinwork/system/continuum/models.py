"""Waves of asking partners how coordinated they are: who is asked about whom, what each said, and what
was counted at the end. About no family."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.library.continuum import ANSWERS
from kinwork.system.continuum.rules import MOST_PARTNERS, SECTORS, WAVE
from kinwork.system.partnerships.models import LED, SEEN, Member, PartnershipRow

# A respondent's link opens its own answers, the wave, and the names it is asked about; the clock closes
# the one wave that it was set for.
MINE = "(kw_kind() = 'link' AND respondent_id = kw_actor())"
CLOCK = "(kw_kind() = 'clock' AND {0} = kw_actor())"
ASKED = (
    "(kw_kind() = 'link' AND EXISTS"
    " (SELECT FROM continuum_respondent r WHERE r.wave_id = {0} AND r.id = kw_actor()))"
)
# What stands is nobody's to read but the link's that wrote it, until the clock counts it.
TAKES = (
    MINE + " AND EXISTS (SELECT FROM continuum_wave w"
    " WHERE w.id = wave_id AND w.state = 'open' AND w.closes_at > kw_now())"
)
ANSWER_ROWS = Custom(
    select=f"{MINE} OR {CLOCK.format('wave_id')}", insert=TAKES, update=TAKES, delete=TAKES
)


def _choices(words) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class Wave(PartnershipRow):
    """instruments: keys of the library, version included. dimensions: are optional scales asked?
    named: as the charter had it when the wave was prepared. group: what a link may call us by."""

    access = Custom(
        select=f"({SEEN}) OR {ASKED.format('continuum_wave.id')} OR {CLOCK.format('id')}",
        insert=LED,
        update=f"({LED}) OR {CLOCK.format('id')}",
    )

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    group = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=_choices(WAVE.states), default=WAVE.first)
    instruments = ArrayField(models.CharField(max_length=60))
    dimensions = models.BooleanField(default=False)
    named = models.BooleanField()
    made_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    why_off = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="wave_numbered_once"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(state__in=("prepared", "open")),
                name="one_wave_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at=None)
                | Q(state="called off")
                | (Q(state__in=("open", "closed")) & Q(opened_at__isnull=False)),
                name="wave_opened_when",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & Q(closed_at__gte=F("opened_at")))
                | (~Q(state="closed") & Q(closed_at=None)),
                name="wave_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="called off") | ~Q(why_off=""), name="wave_off_why"
            ),
            models.CheckConstraint(condition=~Q(instruments=[]), name="wave_asks_something"),
        ]


class WaveRow(PartnershipRow):
    """A row of one wave, and so of its partnership."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class Partner(WaveRow):
    """A member as it is asked about in one wave: the roster. name: as it was then. x, y: where it
    stands in the picture of the network, from -1 to 1; kept from wave to wave."""

    access = Custom(
        select=f"({SEEN}) OR {ASKED.format('continuum_partner.wave_id')} OR {CLOCK.format('wave_id')}",
        insert=LED,
        update=f"({LED}) OR {CLOCK.format('wave_id')}",
        columns=("sector", "x", "y"),
    )

    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=30, choices=_choices(SECTORS))
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "member"], name="rated_once_a_wave"),
            models.UniqueConstraint(fields=["wave", "number"], name="partner_numbered_once"),
            models.CheckConstraint(
                condition=Q(number__lt=MOST_PARTNERS), name="partners_not_without_end"
            ),
        ]


class Respondent(WaveRow):
    """Who is asked. partner: for whom they speak about the others; None: asked about the whole alone
    (a resident, a caregiver, another role). done_at: when they sent it."""

    access = Custom(
        select=f"({SEEN}) OR (kw_kind() = 'link' AND id = kw_actor()) OR {CLOCK.format('wave_id')}",
        insert=LED,
        update=f"({LED}) OR (kw_kind() = 'link' AND id = kw_actor())",
        delete=f"({LED}) AND begun_at IS NULL",
        columns=("asked_at", "reminded_at", "begun_at", "done_at"),
    )

    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="respondents")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "partner"],
                condition=Q(partner__isnull=False),
                name="one_speaks_for_each",
            ),
            models.UniqueConstraint(fields=["wave", "email"], name="respondent_asked_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(done_at__gte=F("begun_at")),
                name="respondent_begun_before_done",
            ),
        ]


class AnswerRow(models.Model):
    """Read by the link that wrote it, and by the clock that counts it; by nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="%(class)ss")
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class Rating(AnswerRow):
    """One organization of another, on one scale of one version of one instrument."""

    access = ANSWER_ROWS

    about = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=60)
    scale = models.CharField(max_length=30)
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "about", "instrument", "scale"], name="partner_rated_once"
            ),
            models.CheckConstraint(condition=Q(value__lte=10), name="rating_on_a_scale"),
        ]


class SystemAnswer(AnswerRow):
    """One of the questions about the whole."""

    access = ANSWER_ROWS

    question = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=6, choices=_choices(ANSWERS))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["respondent", "question"], name="answered_once")
        ]


class Tally(WaveRow):
    """What a closed wave says. body: rules.Counted; of a wave without names, no row of anybody."""

    access = Custom(
        select=f"({SEEN}) OR {CLOCK.format('wave_id')}",
        insert=CLOCK.format("wave_id"),
    )

    made_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave"], name="wave_counted_once")]
