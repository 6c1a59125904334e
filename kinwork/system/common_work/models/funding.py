"""Money that partners pursue together: one applies, with whom, until when, what came of it."""

from django.db import models
from django.db.models import F, Q

from kinwork.common.models import choices
from kinwork.system.common_work.models.base import KEPT, WorkRow, changing, member
from kinwork.system.common_work.rules import APPLIED, AWARDED, DECLINED, FUNDING_LIFE


class Funding(WorkRow):
    """One opportunity. amount: dollars asked for; applicant: the one member that applies, None while
    nobody is chosen; awarded: dollars that came of it."""

    access = changing("state", "applicant_id", "applied_on", "decided_on", "awarded")

    funder = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    deadline = models.DateField()
    purpose = models.TextField(max_length=1000, blank=True)
    applicant = member(null=True)
    state = models.CharField(
        max_length=12, choices=choices(FUNDING_LIFE.states), default=FUNDING_LIFE.first
    )
    applied_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    awarded = models.DecimalField(max_digits=10, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(funder="") & ~Q(name=""), name="funding_names_funder_and_program"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="funding_is_of_dollars"),
            models.CheckConstraint(
                condition=Q(state__in=FUNDING_LIFE.states), name="funding_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("considering", "withdrawn")) | Q(applicant__isnull=False),
                name="funding_somebody_applies",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(APPLIED, AWARDED, DECLINED)) | Q(applied_on__isnull=False),
                name="funding_applied_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=AWARDED, awarded__gt=0) | (~Q(state=AWARDED) & Q(awarded=None)),
                name="funding_awarded_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AWARDED, DECLINED), decided_on__gte=F("applied_on"))
                | (~Q(state__in=(AWARDED, DECLINED)) & Q(decided_on=None)),
                name="funding_decided_after_applied",
            ),
        ]


class FundingPartner(WorkRow):
    """A member that applies with the applicant. Never removed: what was sent names it."""

    access = KEPT

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="partners")
    member = member()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["funding", "member"], name="funding_partner_once")
        ]


class FundingStep(WorkRow):
    """One step of its life, in words; nobody changes it later."""

    access = KEPT

    funding = models.ForeignKey(Funding, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=choices(FUNDING_LIFE.states))
    on = models.DateField()
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["funding", "number"], name="funding_step_once")
        ]
