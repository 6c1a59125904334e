"""An agency's own short texts for messages, questions and declines; about no family."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.tables import Custom
from kinwork.family.phrases.rules import DEEDS, LONGEST

OURS = "agency_id = kw_hat() AND (SELECT kw_works_for(kw_hat()))"
BY_SUPERVISOR = f"{OURS} AND kw_role() = 'supervisor'"


class Phrase(models.Model):
    """A text in both languages, for one deed; ended, not deleted: the trail still names it."""

    access = Custom(select=OURS, insert=BY_SUPERVISOR, update=BY_SUPERVISOR)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    deed = models.CharField(max_length=20, choices=[(one, one) for one in DEEDS])
    name = models.CharField(max_length=60)
    english = models.TextField(max_length=LONGEST)
    spanish = models.TextField(max_length=LONGEST)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(english="") & ~Q(spanish=""),
                name="phrase_in_both_languages",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("made_at")),
                name="phrase_ends_after_it_was_made",
            ),
            models.UniqueConstraint(
                fields=["agency", "deed", "name"],
                condition=Q(ended_at=None),
                name="one_phrase_a_name",
            ),
        ]
