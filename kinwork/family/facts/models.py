"""Facts: one answer, about one subject, with who said it, when, how, and until when it is good; the
papers that show them; and which agency decides about which program."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import FamilyRows, Public
from kinwork.family.facts.documents.rules import KINDS, STATES
from kinwork.family.facts.rules import HOWS
from kinwork.people.models import SubjectRow


class Document(SubjectRow):
    """A paper of the family's: what kind, what it shows, and whether it was checked.

    Its class is that of its kind. The picture itself stands apart (DocumentFile). No file name is
    kept: nobody needs it, and it may say more than the paper.
    """

    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in KINDS])
    shows = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    state = models.CharField(max_length=20, choices=[(state, state) for state in STATES])
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField(default=1)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by_person = models.UUIDField(null=True, blank=True)
    added_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(SubjectRow.Meta):
        indexes = [models.Index(fields=["said_in", "added_at"], name="document_of_home")]


class DocumentFile(SubjectRow):
    """The bytes of a paper, under the same rule as the paper. Until it is found clean nobody but
    whoever brought it can read them, and the database says so. Its id is the paper's: the clock that
    has it checked opens one id."""

    access = FamilyRows(read="checked OR added_by = kw_actor() OR kw_kind() = 'clock'")

    document = models.OneToOneField(Document, models.CASCADE, related_name="file")
    content = models.BinaryField()
    checked = models.BooleanField(default=False)
    added_by = models.UUIDField()


class Fact(SubjectRow):
    """`key` is a question's key (library.questions); a correction is a new row that replaces one.

    paper / document: what a worker saw (its kind; and the one that is kept here, if it is).
    certified_by, program, certified_on: whose certificate, for which program, of which day.
    """

    key = models.CharField(max_length=60)
    value = models.JSONField()
    how = models.CharField(max_length=20, choices=[(how, how) for how in HOWS], default="told")
    said_at = models.DateTimeField()
    said_by_person = models.UUIDField(null=True, blank=True)
    said_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    good_until = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    paper = models.CharField(max_length=30, blank=True, choices=[(kind, kind) for kind in KINDS])
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    certified_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    program = models.CharField(max_length=60, blank=True)
    certified_on = models.DateField(null=True, blank=True)

    class Meta(SubjectRow.Meta):
        indexes = [
            models.Index(fields=["household", "key", "said_at"], name="fact_household"),
            models.Index(fields=["person", "key", "said_at"], name="fact_person"),
        ]
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(key=""), name="fact_has_a_key"),
            models.CheckConstraint(
                condition=Q(certified_by=None, certified_on=None, program="")
                | (Q(certified_by__isnull=False, certified_on__isnull=False) & ~Q(program="")),
                name="fact_certificate_whole",
            ),
        ]


class ProgramOffice(models.Model):
    """This agency decides about this program here, from, until: it alone may certify for it."""

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    program = models.CharField(max_length=60)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "agency", "program"],
                condition=Q(ends=None),
                name="program_office_once",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="program_office_ends_after_start",
            ),
        ]
