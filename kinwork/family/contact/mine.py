"""How we write to you: the family turns texts and e-mails off and on, address by address."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kinwork.common.actor import Actor
from kinwork.family.contact import actions, hours, queries, rules, words
from kinwork.family.contact.models import ContactPoint
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page


class HoursForm(PlainForm):
    """When one phone or address is safe."""

    hours = forms.CharField(
        label=gettext_lazy("Good times to reach you"),
        help_text=gettext_lazy("For example: 9 to 5. Leave it empty if any time is good."),
        required=False,
        max_length=200,
    )


def FAMILY_ITSELF(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


@page(action="contact.mine", classes=("contact",), who=FAMILY_ITSELF, enter="ours:enter")
def mine(request: HttpRequest) -> HttpResponse:
    """Every way that is written down, and what this family chose for it; never what others did."""
    return _shown(request)


def _shown(request: HttpRequest, wrong: HoursForm | None = None, at: UUID | None = None):
    """The page; with the form for `at` as it was sent, where something in it was wrong."""
    ways = []
    for one in queries.points(request.actor.household):
        way = {"point": one, "kind": words.CHANNEL[one.channel], "can_stop": _can_stop(one)}
        if _has_hours(one):
            way["read"] = hours.read(one.safe_hours)
            told = {"hours": one.safe_hours}
            way["form"] = wrong if one.pk == at else HoursForm(initial=told, auto_id=f"{one.pk}_%s")
        ways.append(way)
    told = {"ways": ways, "unreadable": hours.UNREADABLE}
    return render(request, "contact/mine.html", told)


def _has_hours(one: ContactPoint) -> bool:
    """A letter by post knows no hour."""
    return one.is_safe and one.channel != "mail"


def _can_stop(one: ContactPoint) -> bool:
    return one.channel in rules.BY_ITSELF and one.is_safe


@page(action="contact.say_hours", classes=("contact",), who=FAMILY_ITSELF, enter="ours:enter")
def say_hours(request: HttpRequest, point: UUID) -> HttpResponse:
    """The times at which this phone or address is safe, as the family says them."""
    if request.method != "POST":
        return redirect("contact:mine")
    found = {one.pk: one for one in queries.points(request.actor.household)}.get(point)
    if found is None or not _has_hours(found):
        raise Http404
    form = HoursForm(request.POST, auto_id=f"{point}_%s")
    if not form.is_valid():
        return _shown(request, form, point)
    told = {"point": found, "safe_hours": form.cleaned_data["hours"]}
    actions.say_hours(**told, by=request.actor, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("contact:mine")


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
