"""Releases of a community's referral outcomes, each partner's page of it, and what partners say."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom

REPORT = "kw_kind() = 'report' AND kw_hat() IS NULL AND community_id = kw_community()"
OF_RELEASE = "EXISTS (SELECT FROM loop_release r WHERE r.id = release_id AND {})"
REPORTS = OF_RELEASE.format(
    "kw_kind() = 'report' AND kw_hat() IS NULL AND r.community_id = kw_community()"
)
# Whoever looks across agencies, and the partners' own supervisors: once it is open.
OPEN = OF_RELEASE.format(
    "r.opens_at <= kw_now() AND kw_active() AND kw_role() IN ('coordinator', 'backbone lead',"
    " 'analyst', 'evaluator', 'state viewer', 'supervisor')"
)
OWN = "(kw_kind() = 'staff' AND agency_id = kw_hat() AND kw_active())"
SAYS = OWN + " AND " + OF_RELEASE.format("r.opens_at > kw_now() AND kw_role() = 'supervisor'")


class Release(models.Model):
    """One half year of one community, counted once. That it is there everybody who works may know."""

    access = Custom(
        select="community_id = kw_community() AND (kw_kind() = 'report' OR kw_active())",
        insert=REPORT,
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    made_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    least = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "starts"], name="release_once_a_period"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="release_has_days"),
            models.CheckConstraint(
                condition=Q(opens_at__gt=F("made_at")), name="release_opens_later"
            ),
            models.CheckConstraint(condition=Q(least__gte=11), name="release_least_cell_11"),
        ]


class ReleaseTables(models.Model):
    """What a release says: small numbers are not in it. Nobody reads it before it opens."""

    access = Custom(select=f"{REPORTS} OR {OPEN}", insert=REPORTS)

    release = models.OneToOneField(Release, models.CASCADE, primary_key=True, related_name="tables")
    body = models.JSONField()


class PartnerPage(models.Model):
    """A partner's own numbers of a release, all of them, for its own people alone."""

    access = Custom(select=OWN, insert=REPORTS)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="pages")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "agency"], name="one_page_a_partner")
        ]


class PartnerComment(models.Model):
    """What a partner says about its numbers before others read them; the newest stands."""

    access = Custom(select=f"{OWN} OR {OPEN}", insert=SAYS)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, models.CASCADE, related_name="comments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    contests = models.BooleanField(default=False)
    words = models.TextField(max_length=2000, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contests=False) | ~Q(words=""), name="contest_has_its_reason"
            )
        ]
