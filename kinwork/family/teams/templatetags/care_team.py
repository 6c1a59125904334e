"""`{% care_team row %}`: who else works with this family, on its household page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from kinwork.common.rights import may
from kinwork.family.teams import queries
from kinwork.family.teams.showing import gather
from kinwork.family.teams.words import DESK_ROLES

register = template.Library()


@register.inclusion_tag("teams/_household.html", takes_context=True)
def care_team(context: Any, row: Any) -> dict[str, Any]:
    actor = context["request"].actor
    cards = gather(row.pk, actor, (get_language() or "en")[:2])
    lead = queries.lead(row.pk)
    return {
        "row": row,
        "cards": [(one, [DESK_ROLES[role] for role in one.says]) for one in cards],
        "may_see": may(actor, "teams.see"),
        "leads": lead is not None and lead.agency_id == actor.agency,
    }
