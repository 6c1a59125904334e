"""Agreements: the same object that partners sign is the one the database enforces."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom
from kinwork.trust.agreements.rules import (
    KINDS,
    PARTY_ROLES,
    STATES,
    WAYS,
    WORKING_KINDS,
)

# An agreement is a ground of access: only whoever convenes, or sets up, writes one. What follows
# from a signature or a date (in force, ended) is written as the agreement itself.
CONVENES = "kw_kind() = 'staff' AND kw_role() IN ('operator', 'backbone lead')"
ITSELF = "(kw_kind() = 'clock' AND {0} = kw_actor())"


class Agreement(models.Model):
    """An agreement with its window, its classes and purposes.

    Participation: the party handles what families allow it to see. mou: its parties may share
    what they own with each other, as far as each has put classes and purposes under a
    data-sharing agreement. emergency_clause: its parties' caseworkers may break the glass.
    Only what is `in force` counts. `series` joins the versions of one agreement; one of them at
    most is in force. The words of a licence: recipient, permitted_use, destroy_by. terms: what a kind
    about working together says (rules.TERMS), by name.
    """

    access = Custom(select="true", insert=CONVENES, update=f"{CONVENES} OR {ITSELF.format('id')}")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=20, choices=[(state, state) for state in STATES], default="in force"
    )
    series = models.UUIDField(default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    classes = ArrayField(models.CharField(max_length=20), default=list)
    purposes = ArrayField(models.CharField(max_length=20), default=list)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    emergency_clause = models.BooleanField(default=False)
    goal = models.TextField(blank=True)
    storage = models.TextField(blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    permitted_use = models.TextField(blank=True)
    destroy_by = models.DateField(null=True)
    terms = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=WORKING_KINDS) | Q(classes=[], emergency_clause=False),
                name="working_agreement_opens_nothing",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(suspended_at__isnull=False),
                name="agreement_suspended_since",
            ),
            models.CheckConstraint(
                condition=~Q(kind="data use licence")
                | (~Q(recipient="") & ~Q(permitted_use="") & Q(destroy_by__isnull=False)),
                name="licence_says_who_what_until",
            ),
            models.UniqueConstraint(fields=["series", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["series"],
                condition=Q(state__in=("in force", "suspended")),
                name="agreement_one_in_force",
            ),
        ]
        indexes = [models.Index(fields=["community", "state"], name="agreements_by_state")]


class Party(models.Model):
    """An agency named by an agreement, and bound by it from, until.

    role: a provider's rows are shared, a recipient reads them. signed_by, signed_title, authority:
    who signed for it, as what, and what shows that they may. way: how (rules.WAYS); signed_on: the day
    that stands on the paper. starts None: named, not yet bound.
    renewal_wanted: what it says to a renewal, None while it has said nothing.
    """

    access = Custom(
        select="true",
        insert=f"{CONVENES} OR {ITSELF.format('agreement_id')}",
        update=f"{CONVENES} OR {ITSELF.format('agreement_id')} OR kw_signs_for(agency_id)",
        delete=f"({CONVENES}) AND starts IS NULL",
    )

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="agreements")
    role = models.CharField(
        max_length=10, choices=[(role, role) for role in PARTY_ROLES], default="party"
    )
    signed_by = models.CharField(max_length=200, blank=True)
    signed_title = models.CharField(max_length=200, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    way = models.CharField(max_length=10, blank=True, choices=[(way, way) for way in WAYS])
    signed_on = models.DateField(null=True)
    signed_at = models.DateTimeField(null=True)
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    renewal_wanted = models.BooleanField(null=True)
    renewal_said_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency"], condition=Q(ends=None), name="party_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (~Q(signed_by="") & ~Q(signed_title="") & ~Q(authority="")),
                name="party_signed_with_authority",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, way="") | Q(signed_at__isnull=False, way__in=WAYS),
                name="party_signed_one_way",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(way="paper"), name="party_day_is_on_paper"
            ),
        ]

    def has_left(self, at: datetime) -> bool:
        """A day on which it will leave, and that has not come, binds it still."""
        return self.ends is not None and self.ends <= at
