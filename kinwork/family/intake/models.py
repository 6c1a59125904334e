"""Drafts: an intake that somebody began, at home or at a desk, and may finish later."""

from django.conf import settings
from django.db import models

from kinwork.accounts.models import Agency
from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Custom

DOORS = ("web", "desk", "phone", "invitation", "partner", "import")
# Whoever holds the id holds the draft, but never one that a worker began: that id stands in the
# addresses of a desk's pages.
HELD = "(kw_kind() = 'draft' AND id = kw_actor() AND agency_id IS NULL)"


# Told by this home; where something is kept from one caregiver, what that one began.
OURS = "(kw_shares_home(household) OR (kw_is_household(household) AND kw_made(id)))"


class Draft(models.Model):
    """Answers so far, by question key. Nothing of it is a person until it is finished.

    agency None: a family alone, who holds it by its session or its key. household: the family it
    is about, once that is known (an old one asks again; a new one when it is finished).
    trail: for each key the version at which it last changed, by whom, and when.
    """

    access = Custom(
        select=f"{HELD} OR kw_works_for(agency_id) OR {OURS}",
        insert=f"{HELD} OR kw_works_for(agency_id)"
        " OR (kw_is_household(household) AND agency_id IS NULL)",
        update=f"{HELD} OR kw_works_for(agency_id) OR {OURS}",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=12, choices=[(door, door) for door in DOORS])
    language = models.CharField(max_length=10, default="en")
    answers = models.JSONField(default=dict)
    trail = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    household = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
