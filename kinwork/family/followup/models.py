"""The family's own word: did it help. It stands beside the provider's claim, never under it."""

from django.db import models

from kinwork.common.tables import Custom
from kinwork.family.referrals.codes import HELPED
from kinwork.family.referrals.models import PART_OF_ENVELOPE, SPOKEN, Referral
from kinwork.people.models import SubjectRow

HEARD = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND ("
    "kw_is_household(r.household_id) OR kw_kind() = 'clock'"
    " OR (kw_kind() = 'staff' AND kw_role_allows(kw_role(), sensitivity, true)"
    " AND kw_named_staff(sensitivity, r.id, r.sent_by_id)"
    " AND (r.sender_id = kw_hat()"
    " OR (r.receiver_id = kw_hat() AND kw_hears(r.household_id))))))"
)


class Asked(SubjectRow):
    """The family was asked about a referral, on its channel, at this time."""

    access = Custom(select=PART_OF_ENVELOPE, insert=PART_OF_ENVELOPE)

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="asked")
    at = models.DateTimeField()


class FamilyWord(SubjectRow):
    """What the family says became of a referral. Corrected by a newer one.

    It tells both organizations of the referral what it says (its page names them); nobody else, and
    the one that it has shut out since not any more.
    """

    access = Custom(select=HEARD, insert=SPOKEN)

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="words")
    got_it = models.BooleanField(null=True)
    helped = models.CharField(max_length=10, choices=[(name, name) for name in HELPED])
    times_told = models.CharField(max_length=20, blank=True)
    anything_else = models.TextField(max_length=4000, blank=True)
    disputes = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by_user = models.UUIDField(null=True)
