"""The same need at another place: it ends here and begins anew there, with nothing typed again.

What a family sent itself and has ended without help goes on as a draft of its own.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kinwork.common.rights import may
from kinwork.family.doors import near
from kinwork.family.doors.finding import doors
from kinwork.family.referrals import actions, showing, words
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.loops import doors_before
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.views import found as referral_of
from kinwork.family.referrals.views import too_late
from kinwork.home.refer_forms import PlaceForm
from kinwork.people.models import Household
from kinwork.web.pages import page, right


@page(action="referrals.reroute", classes=("identity",), who=right("referrals.reroute"))
def reroute(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Another place for the same need; nothing reaches it before the family agrees."""
    row, now, actor = referral_of(request, referral), timezone.now(), request.actor
    proposes = row.ended_at is not None and may(actor, "referrals.propose_next", row)
    if request.method == "GET" and not proposes and "reroute" not in showing.verbs(row, actor):
        return redirect("referrals:referral", row.pk)
    home = Household.objects.filter(pk=row.household_id).first()
    places = doors(
        home,
        row.need_code,
        community=row.community,
        actor=actor,
        language=_language(),
        now=now,
        leave_out={row.service_id},
        only_askable=True,
    )
    form = PlaceForm(request.POST if request.method == "POST" else None, referral=row)
    if form.is_bound and form.is_valid():
        told = form.said()
        (service,) = near.chosen([str(told.pop("service"))]) or (None,)
        if service is None:
            raise Http404
        if proposes:
            actions.propose_next(referral=row, service=service, by=actor, at=now)
            messages.success(request, _("The family reads it on its page, and says yes or no."))
            return redirect("home:worklist")
        try:
            new = actions.reroute(referral=row, service=service, by=actor, at=now, **told)
        except AlreadyMoved as late:
            return too_late(request, late, form)
        messages.success(request, words.VERB_WORDS["reroute"][1])
        seen = Referral.objects.filter(pk=new.pk).exists()
        return redirect("referrals:referral", new.pk if seen else row.pk)
    been = doors_before(row)
    told = {
        "row": row,
        "proposes": proposes,
        "places": [(one, been.get(one.near.organization_id)) for one in places],
        "form": form,
        "need_name": words.need_name(row.need_code, _language()),
    }
    return render(request, "home/reroute.html", told)


def _language() -> str:
    return (get_language() or "en")[:2]
