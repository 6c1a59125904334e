"""A family's keys to its own page or to its unfinished intake."""

from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import Household, Person


class FamilyKey(models.Model):
    """A family's way back: the hash of a code, plus something it chose. No e-mail needed.

    Opened only through the definer function kw_turn_key, which counts wrong tries.
    """

    access = Custom(
        select="kw_is_household(household_id) OR (draft_id IS NOT NULL AND draft_id = kw_actor())",
        insert="kw_is_household(household_id) OR (draft_id IS NOT NULL AND draft_id = kw_actor())"
        " OR kw_hands_keys(household_id)",
        update="kw_is_household(household_id) OR (draft_id IS NOT NULL AND draft_id = kw_actor())",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_hash = models.BinaryField(unique=True)
    word_hash = models.BinaryField()
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    draft_id = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(household=None, draft_id=None), name="key_opens_something"
            )
        ]
