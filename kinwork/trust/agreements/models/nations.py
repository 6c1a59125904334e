"""Sovereign nations, by their own officers alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common.tables import Custom
from kinwork.trust.agreements.rules import LEAST_CELL

# Nobody speaks for a nation but its own officers: no convener, no operator.
OWN_OFFICER = "kw_signs_for(agency_id)"


class Nation(models.Model):
    """An agency that is a sovereign nation, marked by its own officer, and its say about figures.

    evidence: what shows it, such as the list of federally recognized tribes. least_cell: the smallest
    number of its people that may be shown. shown_apart: never inside another line's sum.
    """

    access = Custom(select="true", insert=OWN_OFFICER, update=OWN_OFFICER)

    agency = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="nation")
    evidence = models.CharField(max_length=300)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    least_cell = models.PositiveSmallIntegerField(default=LEAST_CELL)
    shown_apart = models.BooleanField(default=False)
    withheld_from = models.DateTimeField(null=True)
    withdrawn_from = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(least_cell__gte=LEAST_CELL), name="nation_least_cell_at_least_11"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="nation_has_evidence"),
        ]


class NationOffice(models.Model):
    """An agency whose rows a nation answers for: the nation itself, or an office of it.

    The database makes the nation the steward of every row that it records (sql/stewards.sql).
    """

    access = Custom(select="true", insert=OWN_OFFICER, update=OWN_OFFICER)

    agency = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="+")
    nation = models.ForeignKey(Nation, models.PROTECT, related_name="offices")
    evidence = models.CharField(max_length=300)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
