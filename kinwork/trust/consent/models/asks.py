"""A yes that a worker asks for by a link, because the family is not at the desk."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community, Text
from kinwork.common.tables import Custom
from kinwork.people.models import Household, Person
from kinwork.trust.consent.models.consents import Consent
from kinwork.trust.consent.rules import ANSWERS, ASK_ENDS, ASK_WAYS

# The one who is asked, and nobody else in the home; who asks; the clock of this one question.
ASKED = "(kw_is_household(household_id) AND person_id = kw_actor())"
ASKS = (
    "(kw_works_for(asked_by_id) AND kw_sees_household(household_id)"
    " AND kw_told_of_yes(id, agency_id, classes::text[], false, false, made_by_id))"
)
ITSELF = "(kw_kind() = 'clock' AND id = kw_actor())"


class ConsentAsk(models.Model):
    """One question to one caregiver: whom, which classes, what for, until when, in which words.

    The link shows nothing before it knows who opens it, and works once (sql/asks.sql).
    """

    access = Custom(
        select=f"{ASKED} OR {ASKS} OR {ITSELF}",
        insert=f"{ASKS} AND made_by_id = kw_actor()",
        update=f"{ASKED} OR {ASKS} OR {ITSELF}",
        columns=("sent_at", "answered_at", "answer", "consent_id", "ended_at", "ended_why"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    classes = ArrayField(models.CharField(max_length=20))
    purposes = ArrayField(models.CharField(max_length=20))
    ends = models.DateTimeField()
    language = models.CharField(max_length=10)
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # The referral (a table above this one) that waits for the answer; none: asked for by itself.
    about = models.UUIDField(null=True)
    way = models.CharField(max_length=10, choices=[(way, way) for way in ASK_WAYS])
    code_hash = models.BinaryField(unique=True)
    sent_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=3, blank=True, choices=[(one, one) for one in ANSWERS])
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(
        max_length=20, blank=True, choices=[(why, why) for why in ASK_ENDS]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False),
                name="ask_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(ended_at=None), name="ask_answered_or_ended"
            ),
        ]
        indexes = [models.Index(fields=["household", "made_at"], name="asks_of_household")]

    @property
    def waits(self) -> bool:
        return self.answered_at is None and self.ended_at is None
