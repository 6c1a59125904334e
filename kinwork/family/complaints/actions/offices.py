"""Which agency hears complaints about the one that convenes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency, AgencyCommunity
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.models import Community
from kinwork.common.rights import Refused, check
from kinwork.family.complaints import queries, rights  # noqa: F401  (declares the table)
from kinwork.family.complaints.models import ComplaintOffice


@transaction.atomic
def name_office(
    *, community: Community, agency: Agency, by: Actor, at: datetime
) -> ComplaintOffice:
    """Another agency than the one that convenes, at which somebody has the role for it."""
    verb = "complaints.name_office"
    require(by)
    check(by, verb)
    if AgencyCommunity.objects.filter(community=community, agency=agency, convenes=True).exists():
        raise Refused(
            verb, _("Name an agency that does not convene: it hears the complaints about it.")
        )
    if not queries.agencies(community).filter(pk=agency.pk).exists():
        raise Refused(verb, _("This agency does not work here."))
    if not queries.officers(community, at).filter(agency=agency).exists():
        raise Refused(
            verb,
            _("Nobody there is a privacy officer or a coordinator. Give somebody that role first."),
        )
    ComplaintOffice.objects.filter(community=community).delete()
    made = ComplaintOffice.objects.create(community=community, agency=agency, named_at=at)
    audit.record(verb, made, by=by, at=at, agency=str(agency.pk))
    return made
