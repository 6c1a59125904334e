"""Facts: one answer, about one subject, with who said it, when, how, and until when it is good."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.family.facts.rules import HOWS
from kinwork.people.models import SubjectRow


class Fact(SubjectRow):
    """`key` is a question's key (library.questions); a correction is a new row that replaces one."""

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

    class Meta(SubjectRow.Meta):
        indexes = [
            models.Index(fields=["household", "key", "said_at"], name="fact_household"),
            models.Index(fields=["person", "key", "said_at"], name="fact_person"),
        ]
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(key=""), name="fact_has_a_key"),
        ]
