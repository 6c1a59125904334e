"""How we write to you: the family turns texts and e-mails off and on, address by address."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.family.contact import actions, queries, rules, words
from kinwork.family.contact.models import ContactPoint
from kinwork.web.pages import page


def FAMILY_ITSELF(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


@page(action="contact.mine", classes=("contact",), who=FAMILY_ITSELF, enter="ours:enter")
def mine(request: HttpRequest) -> HttpResponse:
    """Every way that is written down, and what this family chose for it; never what others did."""
    ways = [
        {"point": one, "kind": words.CHANNEL[one.channel], "can_stop": _can_stop(one)}
        for one in queries.points(request.actor.household)
    ]
    return render(request, "contact/mine.html", {"ways": ways})


def _can_stop(one: ContactPoint) -> bool:
    return one.channel in rules.BY_ITSELF and one.is_safe


@page(action="contact.stop", classes=("contact",), who=FAMILY_ITSELF, enter="ours:enter")
def turn(request: HttpRequest, point: UUID) -> HttpResponse:
    """Off or on, for one address that this family wrote down, and for the messages to this family."""
    if request.method != "POST":
        return redirect("contact:mine")
    found = {one.pk: one for one in queries.points(request.actor.household)}.get(point)
    if found is None or not _can_stop(found) or not found.address_hash:
        raise Http404
    told = {"channel": found.channel, "address_hash": found.address_hash, "way": "page"}
    deed = actions.start if request.POST.get("on") else actions.stop
    deed(**told, by=request.actor, at=timezone.now())
    done = (
        _("Messages come there again.")
        if request.POST.get("on")
        else _("No more messages go there.")
    )
    messages.success(request, done)
    return redirect("contact:mine")
