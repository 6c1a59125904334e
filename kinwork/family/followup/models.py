"""The family's own word: did it help. It stands beside the provider's claim, never under it."""

from django.db import models

from kinwork.common.models import choices
from kinwork.common.tables import Custom
from kinwork.family.followup.rules import QUESTIONS, TIMES_TOLD
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
# The family alone, and the referral's own clock in whose name a link answers.
THEIRS = (
    "EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id AND ("
    "kw_is_household(r.household_id) OR kw_kind() = 'clock'))"
)
BY_ITS_LINK = "(kw_kind() = 'link' AND id = kw_actor())"


class Asked(SubjectRow):
    """The family was asked about a referral, on its channel, at this time; reminded once; or it does
    not want to say. by_link: a link to the questions went out, to nobody else's eyes."""

    access = Custom(
        select=f"{PART_OF_ENVELOPE} OR {BY_ITS_LINK}",
        insert=PART_OF_ENVELOPE,
        update=THEIRS,
        columns=("by_link", "reminded_at", "refused_at"),
    )

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="asked")
    at = models.DateTimeField()
    by_link = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)


class Begun(SubjectRow):
    """Answers that were given so far, to go on from: nobody but the family reads them. Its number
    becomes the word's. step: the next question; "" after the last."""

    access = Custom(select=THEIRS, insert=THEIRS, update=THEIRS, delete=THEIRS)

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="+")
    is_so = models.CharField(max_length=10, blank=True)
    got_it = models.CharField(max_length=10, blank=True)
    helped = models.CharField(max_length=10, blank=True)
    times_told = models.CharField(max_length=20, blank=True)
    difference = models.CharField(max_length=10, blank=True)
    anything_else = models.TextField(max_length=4000, blank=True)
    step = models.CharField(max_length=20, blank=True, choices=choices(QUESTIONS))
    at = models.DateTimeField()


class FamilyWord(SubjectRow):
    """What the family says became of a referral. Corrected by a newer one.

    It tells both organizations of the referral what it says (its page names them); nobody else, and
    the one that it has shut out since not any more.
    """

    access = Custom(select=HEARD, insert=SPOKEN)

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="words")
    got_it = models.BooleanField(null=True)
    helped = models.CharField(max_length=10, choices=choices(HELPED))
    times_told = models.CharField(max_length=20, blank=True, choices=choices(TIMES_TOLD))
    difference = models.CharField(max_length=10, blank=True, choices=choices(HELPED))
    anything_else = models.TextField(max_length=4000, blank=True)
    disputes = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by_user = models.UUIDField(null=True)
