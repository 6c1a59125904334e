"""What a family allows: whom, which classes, what for, from, until, how said, in which words."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community, Text
from kinwork.common.tables import Custom
from kinwork.people.models import Household, Person
from kinwork.trust.consent.rules import PAPER, PHONE, WAYS, WRITTEN

# Read: of a home that they share; else what they gave themselves. Written: by one's own branch alone;
# nobody ends what the other parent said.
OWN = (
    "(kw_shares_home(household_id) OR (kw_is_household(household_id) AND given_by_id = kw_actor()))"
)
OWN_BRANCH = f"({OWN} AND kw_own_branch(given_by_id, NULL))"
# Told to this agency, or written down by it: to who works with families there, not to each of them
# where it is about treatment or safety; to nobody once the family has left.
TOLD = (
    "((kw_works_for(agency_id) OR kw_works_for(recorded_by_id))"
    " AND kw_role_allows(kw_role(), 'identity', false) AND NOT kw_is_closed(household_id)"
    " AND kw_told_of_yes(id, agency_id, classes::text[], part_2, deny, named_user_id))"
)
# The clock of one consent: it ends that day, and the family hears of it before.
ITSELF = "(kw_kind() = 'clock' AND id = kw_actor())"


class Consent(models.Model):
    """A permit, or with `deny` a refusal, for one agency. Deny wins. A receipt is its own page."""

    access = Custom(
        select=f"{OWN} OR {TOLD} OR kw_clock_for(household_id) OR {ITSELF}",
        insert=f"{OWN_BRANCH} OR (kw_works_for(recorded_by_id) AND kw_sees_household(household_id)"
        " AND NOT kw_shut_from(household_id))",
        update=f"{OWN_BRANCH} OR"
        f" (kw_works_for(recorded_by_id) AND kw_sees_household(household_id)) OR {ITSELF}",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    deny = models.BooleanField(default=False)
    classes = ArrayField(models.CharField(max_length=20))
    purposes = ArrayField(models.CharField(max_length=20))
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    way = models.CharField(max_length=30, choices=[(way, way) for way in WAYS])
    language = models.CharField(max_length=10)
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")
    # 42 CFR Part 2: the consent says that records of substance use treatment may go on.
    part_2 = models.BooleanField(default=False)
    # The records that a written consent names (FERPA, IDEA Part C, Head Start, Part 2).
    records = models.CharField(max_length=200, blank=True)
    # For one person at the agency alone: safety records know no other way.
    named_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    # Who heard it, when it was said by phone.
    witness = models.CharField(max_length=200, blank=True)
    # The day on the paper, and where the paper lies now.
    signed_on = models.DateField(null=True)
    paper_at = models.CharField(max_length=200, blank=True)
    # The one that this narrows; it ended in the same deed.
    narrows = models.ForeignKey("self", models.PROTECT, null=True, related_name="narrowed_to")
    # The words as they were shown, filled in.
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # Who ended it and how it was said, as above; blank where a clock or another deed ended it.
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_way = models.CharField(max_length=30, blank=True, choices=[(way, way) for way in WAYS])
    ended_witness = models.CharField(max_length=200, blank=True)
    ended_signed_on = models.DateField(null=True)
    ended_paper_at = models.CharField(max_length=200, blank=True)
    ended_recorded_by = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="consent_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(part_2=False)
                | (Q(way__in=WRITTEN) & ~Q(records="") & Q(classes__contains=["sud"])),
                name="consent_part_2_is_written",
            ),
            models.CheckConstraint(
                condition=Q(narrows=None) | Q(deny=False), name="consent_narrows_a_permit"
            ),
            models.CheckConstraint(
                condition=Q(way=PHONE) ^ Q(witness=""), name="consent_witness_of_a_call"
            ),
            models.CheckConstraint(
                condition=Q(way=PAPER) | Q(signed_on=None, paper_at=""), name="consent_paper_lies"
            ),
            models.CheckConstraint(
                condition=Q(ended_way="") | Q(ended_at__isnull=False), name="consent_end_is_said"
            ),
            models.CheckConstraint(
                condition=Q(ended_way=PHONE) ^ Q(ended_witness=""), name="consent_end_witness"
            ),
            models.CheckConstraint(
                condition=Q(ended_way=PAPER) | Q(ended_signed_on=None, ended_paper_at=""),
                name="consent_end_paper",
            ),
        ]
        indexes = [models.Index(fields=["household", "agency"], name="consent_household")]
