"""How much room we have, said by those who give it: one tap where it is still so, one line where not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kinwork.accounts.models import Agency
from kinwork.common.community import setting
from kinwork.common.models import Community
from kinwork.directory.actions import renew_capacity, set_capacity
from kinwork.directory.models import Service, ServiceCapacity
from kinwork.directory.rules import room
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

SAYS = right("referrals.inbox")
MOST = 30
COUNTS = [
    ("3", gettext_lazy("3 days")),
    ("7", gettext_lazy("1 week")),
    ("14", gettext_lazy("2 weeks")),
    ("28", gettext_lazy("4 weeks")),
]


def days_valid(community: UUID | None) -> int:
    """How long a number counts here where nothing else is said."""
    return setting(Community.objects.filter(pk=community).first(), "openings_days")


def counts(days: int) -> list[tuple[str, Any]]:
    """The times to choose from, with the community's own among them."""
    known = dict(COUNTS)
    known.setdefault(str(days), ngettext("%(n)s day", "%(n)s days", days) % {"n": days})
    return sorted(known.items(), key=lambda one: int(one[0]))


LISTS = [
    ("yes", gettext_lazy("Yes: families can wait")),
    ("no", gettext_lazy("No: send nobody while we are full")),
    ("", gettext_lazy("I do not know")),
]


def _number(label: Any, most: int, hint: Any = "", required: bool = False) -> forms.IntegerField:
    dress = forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"})
    told = {"label": label, "help_text": hint, "required": required, "widget": dress}
    return forms.IntegerField(min_value=0, max_value=most, **told)


class RoomForm(PlainForm):
    """What a service has: openings, how long that counts, and what happens when it is full."""

    openings = _number(
        gettext_lazy("Openings"), 9999, gettext_lazy("Write 0 if you are full."), required=True
    )
    counts = forms.ChoiceField(label=gettext_lazy("It counts for"), choices=COUNTS)
    takes_list = forms.ChoiceField(
        label=gettext_lazy("Do you have a waiting list when you are full?"),
        choices=LISTS,
        required=False,
        widget=forms.RadioSelect,
    )
    waiting = _number(gettext_lazy("Families on your list"), 99999)
    weeks = _number(gettext_lazy("About how many weeks they wait"), 260)

    def __init__(self, *args: Any, days: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["counts"].choices = counts(days)

    def said(self) -> dict[str, Any]:
        """What `set_capacity` is told."""
        told = self.cleaned_data
        takes = {"yes": True, "no": False}.get(told["takes_list"])
        weeks = told["weeks"]
        return {
            "available": told["openings"],
            "takes_waitlist": takes,
            "waitlist_length": None if takes is False else told["waiting"],
            "wait_days": None if takes is False or weeks is None else weeks * 7,
        }


@dataclass(frozen=True)
class Room:
    """One of our services: what was said last, whether it counts, and the form to say it anew."""

    service: Service
    said: ServiceCapacity | None
    state: str
    form: RoomForm

    @property
    def number(self) -> int:
        return int(self.said.available) if self.said else 0


@page(action="directory.openings", who=SAYS)
def openings(request: HttpRequest) -> HttpResponse:
    """All our services; what has lapsed comes first, because it is not believed any more."""
    return _drawn(request, timezone.now())


@page(action="directory.set_capacity", who=SAYS)
def say(request: HttpRequest, service: UUID) -> HttpResponse:
    """Said anew. What cannot be read stays in its field, with a word beside it."""
    ours, now = _one_of_ours(request, service), timezone.now()
    form = RoomForm(request.POST, prefix=str(service), days=days_valid(request.actor.community))
    if not form.is_valid():
        return _drawn(request, now, {ours.pk: form})
    until = now + timedelta(days=int(form.cleaned_data["counts"]))
    set_capacity(service_id=service, valid_until=until, by=request.actor, at=now, **form.said())
    messages.success(request, _("Saved. After its time it says nothing any more, by itself."))
    return redirect("home:openings")


@page(action="directory.renew_capacity", who=SAYS)
def still_so(request: HttpRequest, service: UUID) -> HttpResponse:
    """The same number counts anew, for as long as is usual here."""
    _one_of_ours(request, service)
    now, days = timezone.now(), days_valid(request.actor.community)
    until = now + timedelta(days=days)
    if renew_capacity(service_id=service, valid_until=until, by=request.actor, at=now) is None:
        messages.error(request, _("Nothing was said here yet. Please write a number."))
    else:
        messages.success(request, saved(days))
    return redirect("home:openings")


def saved(days: int) -> str:
    """What is told after a number was saved."""
    told = ngettext("Saved. It counts for %(n)s day.", "Saved. It counts for %(n)s days.", days)
    return told % {"n": days}


def ours(agency: UUID | None) -> QuerySet[Service]:
    """The services that this agency's organization runs."""
    run_by = Agency.objects.filter(pk=agency).values("organization")
    return Service.objects.filter(organization__in=run_by, status="active").order_by("name", "id")


def _one_of_ours(request: HttpRequest, service: UUID) -> Service:
    found = ours(request.actor.agency).filter(pk=service).first()
    if found is None or request.method != "POST":
        raise Http404
    return found


def _drawn(
    request: HttpRequest, now: datetime, typed: dict[UUID, RoomForm] | None = None
) -> HttpResponse:
    services = list(ours(request.actor.agency)[:MOST])
    rows = ServiceCapacity.objects.filter(service__in=services, source=None)
    said = {one.service_id: one for one in rows}
    days, typed = days_valid(request.actor.community), typed or {}
    shown = [_room(one, said.get(one.pk), now, days, typed.get(one.pk)) for one in services]
    shown.sort(key=lambda one: (one.state != "unknown", one.service.name.casefold()))
    return render(request, "home/openings.html", {"rooms": shown, "now": now})


def _room(
    service: Service,
    said: ServiceCapacity | None,
    now: datetime,
    days: int,
    typed: RoomForm | None,
) -> Room:
    state = room(said.available, said.valid_until, now) if said else "unknown"
    before = {"counts": str(days), "takes_list": ""}
    if said:
        lists = {True: "yes", False: "no", None: ""}
        weeks = said.wait_days and -(-said.wait_days // 7)
        before |= {"openings": int(said.available), "takes_list": lists[said.takes_waitlist]}
        before |= {"waiting": said.waitlist_length, "weeks": weeks}
    return Room(
        service, said, state, typed or RoomForm(initial=before, prefix=str(service.pk), days=days)
    )
