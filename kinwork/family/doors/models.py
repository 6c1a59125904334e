"""What a family wishes of the places that help it: said once, used for every order of doors."""

from django.db import models
from django.db.models import Q

from kinwork.common.tables import FamilyRows
from kinwork.directory.models import Organization
from kinwork.family.doors.rules import WISHES
from kinwork.people.models import SubjectRow

# That a family does not want an organization is nothing for that organization's own people.
NOT_AGAINST_US = (
    "(organization_id IS NULL OR kw_kind() <> 'staff' OR organization_id IS DISTINCT FROM"
    " (SELECT a.organization_id FROM accounts_agency a WHERE a.id = kw_hat()))"
)


class Wish(SubjectRow):
    """One wish, of the whole household: near home, soon, our language, evening, weekend, not them."""

    access = FamilyRows(read=NOT_AGAINST_US, write=NOT_AGAINST_US)

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in WISHES])
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(SubjectRow.Meta):
        constraints = [
            *SubjectRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="not", organization__isnull=False)
                | (~Q(kind="not") & Q(organization=None)),
                name="wish_names_whom_it_shuts_out",
            ),
            models.UniqueConstraint(
                # Of each who wrote it down: that a row of another's exists is nobody's to find out.
                fields=["household", "kind", "organization", "recorded_by"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_wish_of_a_kind",
            ),
        ]
