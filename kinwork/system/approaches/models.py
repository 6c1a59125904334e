"""The registry of approaches, what was said of each by whom, and research projects. About no family."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.library.approaches.rule import OPEN
from kinwork.library.approaches.scheme import LEVELS
from kinwork.system.approaches.rules import (
    ANSWERS,
    CODERS,
    CRITERIA,
    DIMENSIONS,
    DRAFT,
    ENTRIES,
    FIRST_YEAR,
    KINDS,
    LAST_YEAR,
    LIFE,
    MODELS,
    NO,
    PROJECT_LEVELS,
    UNKNOWN,
    YES,
)
from kinwork.system.partnerships.models import LED, SEEN, Partnership

# Evaluators and whoever leads the backbone of the community write; analysts and viewers read.
STUDIES = (
    "kw_kind() = 'staff' AND (kw_role() = 'operator' OR"
    " (kw_role() IN ('backbone lead', 'evaluator') AND kw_active()"
    " AND {0}.community_id = kw_community()))"
)
READS = (
    "(kw_kind() = 'staff' AND (kw_role() = 'operator' OR"
    " (kw_role() IN ('backbone lead', 'evaluator', 'analyst', 'state viewer') AND kw_active()"
    " AND {0}.community_id = kw_community())))"
)
# A contact's link opens its own verification, and by it the one approach. {0} names its table: a bare
# approach_id would be the verification's own.
MY_LINK = "(kw_kind() = 'link' AND approaches_verification.id = kw_actor())"
BY_LINK = (
    "(kw_kind() = 'link' AND EXISTS"
    " (SELECT FROM approaches_verification v WHERE v.approach_id = {0} AND v.id = kw_actor()"
    " AND v.expires_at > kw_now()))"
)
OURS = STUDIES.format("approaches_approach")
SEEN_APPROACH = "EXISTS (SELECT FROM approaches_approach a WHERE a.id = approach_id)"
STUDIED = (
    "EXISTS (SELECT FROM approaches_approach a WHERE a.id = approach_id AND "
    + STUDIES.format("a")
    + ")"
)
# A coder reads the own answers; the other's only when both are done.
BOTH_DONE = (
    "kw_kind() = 'staff' AND EXISTS (SELECT FROM approaches_approach a WHERE a.id = approach_id"
    " AND (approaches_coding.coder_id = kw_actor() OR a.coded >= 2))"
)
STAFF_SEES = "kw_kind() = 'staff' AND " + SEEN_APPROACH


def _choices(words) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def _somebody(**more) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **more)


class Approach(models.Model):
    """found_in, found_on: where public information told of it, and of which day that is. place: a state's
    two letters, or "". coded: how many coders are done."""

    access = Custom(
        select=f"{READS.format('approaches_approach')} OR {BY_LINK.format('approaches_approach.id')}",
        insert=OURS,
        update=f"({OURS}) OR {BY_LINK.format('approaches_approach.id')}",
        columns=("state", "coded"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=5, choices=_choices(LEVELS))
    place = models.CharField(max_length=2, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    found_in = models.CharField(max_length=500)
    found_on = models.DateField()
    state = models.CharField(max_length=16, choices=_choices(LIFE.states), default=LIFE.first)
    coded = models.PositiveSmallIntegerField(default=0)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name", "level", "place"], name="approach_found_once"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(found_in=""), name="approach_has_name_and_source"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIFE.states), name="approach_state_is_known"
            ),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="approach_level_is_known"),
            models.CheckConstraint(
                condition=Q(coded__lte=CODERS), name="approach_coded_twice_at_most"
            ),
        ]


class ApproachRow(models.Model):
    """A row of one approach."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    approach = models.ForeignKey(Approach, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


class ApproachStep(ApproachRow):
    """One step: who (nobody: by command, or the contact), when, what was said. Never changed."""

    access = Custom(
        select=SEEN_APPROACH,
        insert=f"({STUDIED}) OR {BY_LINK.format('approaches_approachstep.approach_id')}",
    )

    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=16, choices=_choices(LIFE.states))
    at = models.DateTimeField()
    said_by = _somebody(null=True)
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "number"], name="approach_step_once")
        ]


class ProfileField(ApproachRow):
    """What was said of one dimension, and where it stands. Said again it is another row: the newest
    counts, and what stood before stays. kind: a coder's draft, or what the contact said of it."""

    access = Custom(
        select=SEEN_APPROACH,
        insert=f"({STUDIED}) OR {BY_LINK.format('approaches_profilefield.approach_id')}",
    )

    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=24, choices=_choices(DIMENSIONS))
    kind = models.CharField(max_length=9, choices=_choices(ENTRIES))
    codes = ArrayField(models.CharField(max_length=24), default=list)
    words = models.TextField(max_length=2000, blank=True)
    source = models.CharField(max_length=500, blank=True)
    source_on = models.DateField(null=True)
    at = models.DateTimeField()
    said_by = _somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "number"], name="profile_field_once"),
            models.CheckConstraint(
                condition=~Q(codes=[]) | ~Q(words=""), name="profile_field_says_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DRAFT) | (~Q(source="") & Q(source_on__isnull=False)),
                name="profile_draft_has_source",
            ),
            models.CheckConstraint(
                condition=Q(key__in=DIMENSIONS, kind__in=ENTRIES), name="profile_field_is_known"
            ),
        ]


class Verification(ApproachRow):
    """One sending to the contact: its link is good until it expires, or was answered."""

    access = Custom(
        select=f"{READS.format('approaches_verification')} OR {MY_LINK}",
        insert=STUDIES.format("approaches_verification"),
        update=f"({STUDIES.format('approaches_verification')}) OR {MY_LINK}",
        columns=("expires_at", "answered_at"),
    )

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("sent_at")), name="verification_ends_after_sending"
            )
        ]


class Coding(ApproachRow):
    """One coder's whole coding, made without seeing the other's. model: the coder's own judgement."""

    access = Custom(
        select=BOTH_DONE, insert=f"({STUDIED}) AND approaches_coding.coder_id = kw_actor()"
    )

    coder = _somebody()
    position = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=20)
    model = models.CharField(max_length=20, choices=_choices(MODELS))
    why = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "coder"], name="coded_once_by_each"),
            models.UniqueConstraint(fields=["approach", "position"], name="coding_has_its_place"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=CODERS), name="coding_first_or_second"
            ),
            models.CheckConstraint(
                condition=Q(model__in=MODELS) & ~Q(why=""), name="coding_judges_with_reason"
            ),
        ]


class Judgement(models.Model):
    """What one coder said of one criterion, and what shows it."""

    access = Custom(
        select="EXISTS (SELECT FROM approaches_coding c WHERE c.id = coding_id)",
        insert="EXISTS (SELECT FROM approaches_coding c WHERE c.id = coding_id"
        " AND c.coder_id = kw_actor())",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    coding = models.ForeignKey(Coding, models.PROTECT, related_name="judgements")
    criterion = models.CharField(max_length=32, choices=_choices(CRITERIA))
    answer = models.CharField(max_length=7, choices=_choices(ANSWERS))
    evidence = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coding", "criterion"], name="judged_once"),
            models.CheckConstraint(
                condition=Q(answer=UNKNOWN) | (Q(answer__in=(YES, NO)) & ~Q(evidence="")),
                name="judgement_has_evidence",
            ),
        ]


class Settlement(ApproachRow):
    """What was agreed on where two coders differ, and why. The newest counts."""

    access = Custom(select=STAFF_SEES, insert=STUDIED)

    number = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=32, choices=_choices(CRITERIA))
    answer = models.CharField(max_length=7, choices=_choices(ANSWERS))
    why = models.TextField(max_length=1000)
    at = models.DateTimeField()
    said_by = _somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approach", "number"], name="settled_one_by_one"),
            models.CheckConstraint(
                condition=Q(answer__in=ANSWERS) & ~Q(why=""), name="settled_with_reason"
            ),
        ]


class Classification(ApproachRow):
    """What the rule of one scheme says, of which answers; possible: more than one while it is "maybe".
    judged: what the coders judged themselves, the first one first."""

    access = Custom(select=STAFF_SEES, insert=STUDIED)

    scheme = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=20, choices=_choices((*MODELS, OPEN)))
    possible = ArrayField(models.CharField(max_length=20))
    unknown = ArrayField(models.CharField(max_length=32), default=list)
    judged = ArrayField(models.CharField(max_length=20))
    answers = models.JSONField()
    at = models.DateTimeField()
    said_by = _somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["approach", "scheme", "version"], name="classified_once_by_a_scheme"
            ),
            models.CheckConstraint(
                condition=Q(model=OPEN, possible__len__gt=1)
                | (~Q(model=OPEN) & Q(possible__len=1, possible__0=F("model"), unknown=[])),
                name="classified_or_open",
            ),
        ]


class OwnAnswer(models.Model):
    """What whoever leads says of the partnership where nothing on record decides it. The newest counts."""

    access = Custom(select=SEEN, insert=LED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=32, choices=_choices(CRITERIA))
    answer = models.CharField(max_length=7, choices=_choices(ANSWERS))
    why = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()
    said_by = _somebody(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="own_answer_in_order"),
            models.CheckConstraint(
                condition=Q(answer=UNKNOWN) | (Q(answer__in=(YES, NO)) & ~Q(why="")),
                name="own_answer_says_why",
            ),
        ]


class Project(models.Model):
    """A research project that this community added. ends: None, it is not known to have ended."""

    access = Custom(
        select=READS.format("approaches_project"),
        insert=STUDIES.format("approaches_project"),
        update=STUDIES.format("approaches_project"),
        columns=(
            *("name", "who", "population", "programs", "links", "level", "kinds"),
            *("starts", "ends", "changed_at"),
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    who = models.CharField(max_length=300)
    population = models.CharField(max_length=300)
    programs = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    links = ArrayField(models.URLField(max_length=500), default=list, blank=True)
    level = models.CharField(max_length=16, choices=_choices(PROJECT_LEVELS))
    kinds = ArrayField(
        models.CharField(max_length=16, choices=_choices(KINDS)), default=list, blank=True
    )
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="project_named_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(who="") & ~Q(population=""), name="project_is_described"
            ),
            models.CheckConstraint(
                condition=Q(starts__gte=FIRST_YEAR, starts__lte=LAST_YEAR)
                & (Q(ends=None) | Q(ends__gte=F("starts"), ends__lte=LAST_YEAR)),
                name="project_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(KINDS)), name="project_kinds_are_known"
            ),
        ]
