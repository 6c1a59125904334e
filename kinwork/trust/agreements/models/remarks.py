"""What is said about a clause while a text is negotiated."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.tables import Custom
from kinwork.trust.agreements.models.pacts import CONVENES, Agreement

# Whoever convenes, and who signs for a party. The column is named with its table: the question about
# parties has one of the same name.
NEGOTIATES = (
    f"({CONVENES} OR EXISTS (SELECT FROM agreements_party p"
    " WHERE p.agreement_id = agreements_remark.agreement_id AND kw_signs_for(p.agency_id)))"
)


class Remark(models.Model):
    """What a party, or whoever convenes, says about one clause before all have signed.

    clause: key of enforced.CLAUSES. agency None: whoever sets the community up. settled_at: when
    whoever convenes took it up; answer: what became of it.
    """

    access = Custom(
        select=NEGOTIATES,
        insert=f"{NEGOTIATES} AND (agency_id = kw_hat() OR (agency_id IS NULL AND {CONVENES}))",
        update=CONVENES,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="remarks")
    clause = models.CharField(max_length=20)
    words = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="remark_has_words"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(settled_at__isnull=False), name="remark_answered_settled"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "said_at"], name="remarks_by_agreement")]
