"""A complaint in rows that are not for the same people: its envelope, who said it, what they said, each
step, what the agency complained of was asked. All are written by the complaint's own clock."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community, choices
from kinwork.common.tables import Custom, Public
from kinwork.family.complaints.rules import ABOUT, CLASSES, DOORS, LIFE, PARTIES, SUBJECTS
from kinwork.people.models import Household, Person

ITSELF = "(kw_kind() = 'clock' AND {} = kw_actor())"
OWN_CLOCK = ITSELF.format("complaint_id")


class ComplaintOffice(models.Model):
    """Which agency hears complaints about the agency that convenes."""

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.OneToOneField(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()


class Complaint(models.Model):
    """The envelope: about whom, who hears it, where it stands. No name and no words of a family.

    about_agency None: the site. about_user: the worker it is about, named by the office. officer: who
    took it. settled: what the family said of the answer.
    """

    access = Custom(
        select="kw_own_complaint(id) OR kw_hears_complaint(id)",
        insert=ITSELF.format("id"),
        update=ITSELF.format("id"),
        columns=(
            *("state", "state_since", "version", "due_at", "officer_id", "about_user_id"),
            *("taken_at", "answered_at", "ended_at", "settled", "late_at"),
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=choices(ABOUT))
    about_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    about_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handler = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    subject = models.CharField(max_length=20, choices=choices(SUBJECTS))
    sensitivity = models.CharField(max_length=10, choices=choices(CLASSES))
    door = models.CharField(max_length=10, choices=choices(DOORS))
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=choices(LIFE.states), default=LIFE.first)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    settled = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(about_agency=None) | ~Q(handler=F("about_agency")),
                name="complaint_heard_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(about="site", about_agency=None)
                | (~Q(about="site") & Q(about_agency__isnull=False)),
                name="complaint_names_the_agency",
            ),
            models.CheckConstraint(
                condition=Q(officer=None) | Q(about_user=None) | ~Q(officer=F("about_user")),
                name="complaint_not_heard_by_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIFE.states), name="complaint_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["handler", "state", "due_at"], name="complaints_of_office"),
        ]


class Complainant(models.Model):
    """Who complained, as far as they said it. hidden: not even the office reads it.

    household, person: the family on its own page, or for whom a worker wrote it down. allows_name,
    allows_words: what the agency complained of may be told.
    """

    access = Custom(
        select="kw_own_complaint(complaint_id)"
        " OR (NOT hidden AND kw_reads_complaint(complaint_id))",
        insert=OWN_CLOCK,
        update=OWN_CLOCK,
        columns=("allows_name", "allows_words"),
    )

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, primary_key=True, related_name="complainant"
    )
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    reach = models.CharField(max_length=200, blank=True)
    hidden = models.BooleanField(default=False)
    allows_name = models.BooleanField(default=False)
    allows_words = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden=False) | Q(allows_name=False, name="", reach=""),
                name="hidden_complainant_stays_hidden",
            )
        ]


class ComplaintWords(models.Model):
    """What happened, what would make it right, and who at the agency it is about, as it was said."""

    access = Custom(
        select="(kw_kind() <> 'link' AND kw_own_complaint(complaint_id))"
        " OR kw_reads_complaint(complaint_id)",
        insert=OWN_CLOCK,
    )

    complaint = models.OneToOneField(
        Complaint, models.PROTECT, primary_key=True, related_name="words"
    )
    happened = models.TextField(max_length=6000)
    wanted = models.TextField(max_length=2000, blank=True)
    worker = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(happened=""), name="complaint_says_what_happened")
        ]


class ComplaintEvent(models.Model):
    """One step: which, by which party, when; words: the answer, or what the family said then."""

    access = Custom(
        select="kw_own_complaint(complaint_id) OR kw_reads_complaint(complaint_id)",
        insert=OWN_CLOCK,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=choices(LIFE.states))
    party = models.CharField(max_length=10, choices=choices(PARTIES))
    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    words = models.TextField(max_length=6000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaint_step_once")
        ]


class ComplaintAsk(models.Model):
    """What the office asked the agency complained of, and what it answered; for its supervisors, but
    not for the one whom it is about."""

    access = Custom(
        select="kw_own_complaint(complaint_id) OR kw_reads_complaint(complaint_id)"
        " OR kw_asked_about_complaint(complaint_id)",
        insert=OWN_CLOCK,
        update=OWN_CLOCK,
        columns=("answer", "answered_at", "answered_by_id"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="asks")
    told = models.TextField(max_length=6000)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(max_length=6000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(answered_at=None), name="one_question_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(told=""), name="complaint_ask_says_what"),
        ]
