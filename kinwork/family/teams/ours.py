"""Our team: who works with the family, why, since when; writing to the lead; removing somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts.models import Agency, User
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions as referrals
from kinwork.family.teams import actions, queries
from kinwork.family.teams.forms import PLACE, STOP, LetterForm, RemoveForm
from kinwork.family.teams.showing import Card, gather
from kinwork.family.teams.words import FAMILY_ROLES
from kinwork.people.models import Household
from kinwork.trust.access import actions as access
from kinwork.trust.access import shields
from kinwork.trust.access.models import Block
from kinwork.trust.consent.family_page import family_page

REFUSED = 409


@family_page("teams.see")
def team(request: HttpRequest) -> HttpResponse:
    return _shown(request, LetterForm())


@family_page("teams.write")
def write(request: HttpRequest) -> HttpResponse:
    """To whoever leads; what was typed stays where it is refused."""
    if request.method != "POST":
        return redirect("our_team:team")
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _shown(request, form)
    home = Household.objects.get(pk=request.actor.household)
    try:
        actions.write(household=home, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as why:
        form.add_error(None, why.sentence)
        return _shown(request, form, REFUSED)
    messages.success(request, _("Sent. The answer comes to this page."))
    return redirect("our_team:team")


def _shown(request: HttpRequest, form: LetterForm, status: int = 200) -> HttpResponse:
    home = request.actor.household
    told = {
        "cards": [(one, [FAMILY_ROLES[role] for role in one.says]) for one in _cards(request)],
        "lead": queries.lead(home),
        "handed": queries.handovers(home).first(),
        "letters": list(queries.messages(home)),
        "form": form,
        "out": _out(home),
    }
    return render(request, "teams/ours.html", told, status=status)


def _cards(request: HttpRequest) -> list[Card]:
    language = (get_language() or "en")[:2]
    return gather(request.actor.household, request.actor, language)


def _out(home: UUID) -> list[Block]:
    """Whom the family keeps out now, if nothing of the home is kept from whoever looks."""
    live = Q(ends=None) | Q(ends__gt=timezone.now())
    found = Block.objects.filter(live, household=home).select_related("agency", "user")
    return list(found.order_by("starts"))


@family_page("teams.remove")
@transaction.atomic
def remove(request: HttpRequest, who: UUID) -> HttpResponse:
    """What each way of removing them does is said first; then it is done."""
    card = next((one for one in _cards(request) if one.key == who), None)
    if card is None:
        raise Http404
    may_shut = shields.shares_home(request.actor.household)
    form = RemoveForm(
        request.POST if request.method == "POST" else None, card=card, may_shut=may_shut
    )
    if form.is_bound and form.is_valid():
        _removed(request, card, form.cleaned_data["how"])
        messages.success(request, _("Done."))
        return redirect("our_team:team")
    told = {"card": card, "form": form, "can": bool(form.fields["how"].choices)}
    return render(request, "teams/remove.html", told)


def _removed(request: HttpRequest, card: Card, how: str) -> None:
    said: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if how == STOP:
        for row in card.requests:
            referrals.withdraw(referral=row, **said)
        return
    home = Household.objects.get(pk=request.actor.household)
    if how == PLACE:
        access.block(household=home, agency=Agency.objects.get(pk=card.agency), **said)
    else:
        access.block(household=home, user=User(pk=UUID(how)), **said)


@family_page("access.unblock")
@require_POST
def let_in(request: HttpRequest, block: UUID) -> HttpResponse:
    """Undo: they are treated like others again. What had stopped stays stopped."""
    row = next((one for one in _out(request.actor.household) if one.pk == block), None)
    if row is None:
        raise Http404
    access.unblock(block=row, by=request.actor, at=timezone.now())
    messages.success(request, _("They are let in again."))
    return redirect("our_team:team")
