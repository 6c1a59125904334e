"""The end of a family's record, at its own wish: sealed at once, destroyed at its dates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.people.models import Household, Person


class Closing(models.Model):
    """A family asked that everything be deleted. Made, undone and carried out by definer functions
    alone (sql/closing.sql); nobody but the family and the clock reads that it is so.

    people: those whose rows go with the home, who have no other home here.
    """

    access = Custom(
        select="kw_is_household(household_id) OR (kw_kind() = 'clock' AND id = kw_actor())"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    people = ArrayField(models.UUIDField())
    closed_at = models.DateTimeField()
    undo_until = models.DateTimeField()
    destroy_on = models.DateField()
    undone_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(undone_at=None), name="closed_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(destroyed_at=None), name="undone_or_destroyed"
            ),
        ]
