"""Drafts: an intake that somebody began, at home or at a desk, and may finish later."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom, Private
from kinwork.family.intake.rules import INTERPRETERS

DOORS = ("web", "desk", "phone", "invitation", "partner", "import", "kiosk")
# Whoever holds the id holds the draft, but never one that a worker began: that id stands in the
# addresses of a desk's pages; and none that became a page which the family has shut since.
HELD = (
    "(kw_kind() = 'draft' AND id = kw_actor() AND agency_id IS NULL"
    " AND NOT kw_shut_out(household, began_at))"
)

# An office's own; not for whom the family has shut out or refused since, or works with no more.
DESK = "kw_opens_story(agency_id, household)"
# Told by this home; where something is kept from one caregiver, what that one began. What an office
# still types is not theirs: it holds what the worker sees, a young person's own service among it.
OURS = (
    "((agency_id IS NULL OR finished_at IS NOT NULL) AND (kw_shares_home(household)"
    " OR (kw_is_household(household) AND kw_made(id))))"
)
# A second place at the same intake: a helper at a desk, whom the family let in; or the family on
# its own phone, whom the desk let in. Only kw_take_seat joins, and it ends by itself.
SAT = """EXISTS (SELECT FROM intake_seat s WHERE s.draft = intake_draft.id AND s.ended_at IS NULL
  AND s.joined_at > kw_now() - interval '12 hours' AND (
    (s.side = 'desk' AND kw_kind() = 'staff' AND kw_works_for(s.agency_id)
        AND kw_role_allows(kw_role(), 'identity', false)
        AND NOT kw_shut_from(intake_draft.household))
    OR (s.side = 'family' AND kw_kind() = 'draft' AND s.id = kw_actor()
        AND s.agency_id IS NOT DISTINCT FROM intake_draft.agency_id
        AND NOT kw_shut_out(intake_draft.household, s.joined_at))))"""
# The clock opens the one that a kiosk was left with.
LEFT = "(kw_kind() = 'clock' AND id = kw_actor() AND door = 'kiosk')"
# Seats at this home's intakes: at all of them, or where something is kept from one caregiver at what
# that one began.
OUR_SEATS = "(kw_shares_home(household) OR (kw_is_household(household) AND kw_made(draft)))"


class Draft(models.Model):
    """Answers so far, by question key. Nothing of it is a person until it is finished.

    agency None: a family alone, who holds it by its session or its key. household: the family it
    is about, once that is known (an old one asks again; a new one when it is finished).
    trail: for each key the version at which it last changed, by whom, and when; and in marks,
    not words, what it was before (see merging).
    """

    access = Custom(
        select=f"{HELD} OR {DESK} OR {OURS} OR {SAT} OR {LEFT}",
        insert=f"{HELD} OR {DESK} OR (kw_is_household(household) AND agency_id IS NULL)",
        update=f"{HELD} OR {DESK} OR {OURS} OR {SAT}",
        delete=f"finished_at IS NULL AND kept_at IS NULL AND door = 'kiosk'"
        f" AND ({HELD} OR {OURS} OR {LEFT})",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=12, choices=[(door, door) for door in DOORS])
    language = models.CharField(max_length=10, default="en")
    answers = models.JSONField(default=dict)
    trail = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    household = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)  # since then a code opens it

    @property
    def is_of_a_known_family(self) -> bool:
        """Typed at a desk for a family that is known: what the worker may see of it stands here, and
        some of that may be kept from one of its caregivers."""
        return self.agency_id is not None and self.household is not None


class Seat(models.Model):
    """A second place at one intake: asked for by a code, taken once, left by either side.

    side: who takes it. agency: the desk that holds the draft (side family), or the helper's.
    draft is no foreign key: a family that leaves takes its drafts away, and a seat is no reason to
    keep one.
    """

    access = Custom(
        select=f"kw_works_for(agency_id) OR {OUR_SEATS}"
        " OR (kw_kind() = 'draft' AND (draft = kw_actor() OR id = kw_actor()))"
        " OR (kw_kind() = 'clock' AND draft = kw_actor())",
        insert="joined_at IS NULL AND side = 'family' AND (kw_works_for(agency_id) OR"
        f" (agency_id IS NULL AND ({OUR_SEATS}"
        " OR (kw_kind() = 'draft' AND draft = kw_actor()))))",
        update=f"kw_works_for(agency_id) OR {OUR_SEATS}"
        " OR (kw_kind() = 'draft' AND (draft = kw_actor() OR id = kw_actor()))",
        columns=("ended_at",),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.UUIDField(db_index=True)
    household = models.UUIDField(null=True)
    side = models.CharField(max_length=6, choices=[("family", "family"), ("desk", "desk")])
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    code_hash = models.BinaryField(max_length=65, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="seat_expires_later"
            ),
            models.CheckConstraint(
                condition=~Q(side="desk") | Q(agency__isnull=False, user__isnull=False),
                name="seat_at_a_desk_is_somebodys",
            ),
        ]


class Kiosk(models.Model):
    """A shared computer that forgets every family after it: whose, where, until when.

    Its browser holds a signed cookie with the id. Nothing here is about a family.
    """

    access = Private()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    place = models.CharField(max_length=100)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(place=""), name="kiosk_says_where"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("began_at")), name="kiosk_expires_later"
            ),
        ]


class Interpreting(models.Model):
    """Who carried the words between the family and an agency's worker at an intake, until the next.

    A child only in an emergency, an adult of the family only where the family itself asked for it:
    45 CFR 92.201(e).
    """

    access = Custom(
        select="(kw_works_for(agency_id) AND kw_role_allows(kw_role(), 'identity', false))"
        " OR EXISTS (SELECT FROM intake_draft d"
        " WHERE d.id = draft AND kw_shares_home(d.household))",
        insert="kw_works_for(agency_id)",
        update="kw_works_for(agency_id)",
        columns=("ended_at",),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.UUIDField(db_index=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    language = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=[(one, one) for one in INTERPRETERS])
    name = models.CharField(max_length=120, blank=True)
    line = models.CharField(max_length=120, blank=True)
    is_emergency = models.BooleanField(default=False)
    is_asked_for = models.BooleanField(default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=INTERPRETERS), name="interpreter_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind="child") | Q(is_emergency=True),
                name="child_interprets_in_emergency_alone",
            ),
            models.CheckConstraint(
                condition=~Q(kind="companion") | Q(is_emergency=True) | Q(is_asked_for=True),
                name="companion_interprets_when_asked_for",
            ),
            models.UniqueConstraint(
                fields=["draft", "agency"],
                condition=Q(ended_at=None),
                name="one_interpreter_at_a_time",
            ),
        ]
